"""Which pictures suit a run on the bench, and how each is drawn; the most telling comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.frames import Frame
from engine.run import Run
from tutor import net_pictures, pictures
from tutor.bench.chosen import Chosen
from tutor.bench.setup import Sources
from tutor.data_pictures import columns_of
from tutor.numbers import short
from tutor.pictures import Draw, Entrant

OF_ONE = {
    "regions": "what the network says, over {x} and {y}",
    "unit": "what unit {unit} of hidden layer {layer} says, over {x} and {y}",
    "weights": "weights and biases",
    "confusion": "the test examples: what they are, and what is said",
    "histograms": "what the units of each hidden layer say",
    "network": "the network",
    "columns": "{data}: every column and its first rows",
}
"""Pictures of one network, drawn from the run as it stands, and what they show."""


def kinds(run: Run) -> tuple[str, ...]:
    """The pictures of a run, the most telling first."""
    number, plane = run.data.targets[0].is_number, len(run.data.inputs) > 1
    hidden = bool(run.experiment.net.hidden)
    suited = {
        "fit": not plane and number,
        "predictions": number and len(run.data.inputs) > 2,
        "regions": plane,
        "unit": plane and hidden,
        "weights": True,
        "confusion": not number,
        "histograms": hidden,
        "network": True,
        "gradients": True,
        "columns": True,
    }
    return tuple(kind for kind, suits in suited.items() if suits)


def can_move(kind: str, run: Run) -> bool:
    """Whether the arrows move to something else in a picture."""
    return kind in ("unit", "weights", "network") or (kind == "regions" and len(run.data.inputs) > 2)


@dataclass(frozen=True, slots=True)
class View:
    """A picture of this `kind` for the race at one moment; those of one network show that of `present`."""

    kind: str
    entrants: Mapping[str, Entrant]
    present: str
    frames: Mapping[str, Frame]
    chosen: Chosen
    sources: Sources

    @property
    def run(self) -> Run:
        return self.entrants[self.present].run

    @property
    def caption(self) -> str:
        """What it shows and whose it is; of which epoch, where the run is ahead of the film by more than the next."""
        if self.kind not in OF_ONE:
            return pictures.caption(self.kind, self.entrants)
        columns, chosen = self.run.data.inputs, self.chosen.fitted(self.run, self.kind)
        x, y = (columns[place].label for place in chosen.inputs) if len(columns) > 1 else ("", "")
        said = OF_ONE[self.kind].format(x=x, y=y, unit=chosen.unit, layer=chosen.layer, data=self.run.experiment.data)
        whose = f" · {self.entrants[self.present].label}" if len(self.entrants) > 1 else ""
        weight = ""
        if self.kind in ("weights", "network"):
            weight = f" · {chosen.place(self.run).text} is {short(chosen.weight(self.run))}"
        ahead = self.run.frame.epoch - self.frames[self.present].epoch
        return f"{said}{whose}{weight}{f' · as of epoch {self.run.frame.epoch}' if ahead > 1 else ''}"

    def draw(self, dark: bool) -> Draw:
        """The picture, for any width and height."""
        run, chosen = self.run, self.chosen.fitted(self.run, self.kind)
        match self.kind:
            case "regions":
                return net_pictures.regions_of(run, chosen.inputs, dark=dark)
            case "unit":
                return net_pictures.unit_of(run, chosen.layer, chosen.unit, chosen.inputs, dark=dark)
            case "weights":
                return net_pictures.weights_of(run, chosen.place(run), dark=dark)
            case "confusion":
                return net_pictures.confusion_of(run, dark=dark)
            case "histograms":
                return net_pictures.histograms_of(run, dark=dark)
            case "network":
                return net_pictures.network_of(run, chosen=[chosen.place(run)], dark=dark)
            case "columns":
                return columns_of(self.sources[run.experiment.data], run.experiment, dark=dark)
        return pictures.draw(self.kind, self.entrants, self.frames, self.entrants[self.present].place, dark)
