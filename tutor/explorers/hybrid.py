"""The hybrid loss explorer: one network with several heads, a weight for every term of its loss, and who pays for it.

The heads share the hidden layers, so there the terms pull against each other: a weight decides who is heard.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest
from typing import ClassVar, Self

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.activations import Array
from engine.data.datasets import training_rows
from engine.data.detector import PITCH
from engine.experiment import Experiment
from engine.frames import KEPT_PREDICTIONS
from engine.run import Run, Status
from engine.specs import number_text
from tutor import palette
from tutor.course.dials import Dial
from tutor.course.model import Explore
from tutor.course.openings import OPENINGS
from tutor.explorers.hybrid_panels import curves, looked_at, shares, targets
from tutor.explorers.hybrid_told import Part, diagnosis, parts
from tutor.explorers.scene import Panel, Scene
from tutor.numbers import short

TASKS = {
    "penguins": "data: penguins · inputs: bill_length, bill_depth, flipper_length · target: body_mass + species"
    " · unit: 1000 · net: 3 -> 8 tanh -> 1 linear + 3 softmax · loss: mse + cce · optimizer: adam 0.03 · epochs: 40",
    "detector": "data: detector · samples: 3000 · split: 0.8334 · noise: 0.3 · target: object + x, y, size + shape"
    " · net: 64 -> 32 relu -> 1 sigmoid + 3 linear + 3 softmax · loss: bce + 5 mse where object + cce where object"
    " · optimizer: adam 0.005 · epochs: 40 · batch: 64",
}
"""Pixels so noisy that some are in doubt: a network that is sure of everything pays nothing for a missing mask."""


@dataclass(frozen=True)
class HybridScene(Scene):
    """One run, trained anew for every choice of weights; a lesson's experiment can be in place of the two tasks."""

    kind: ClassVar[str] = "hybrid"
    title: ClassVar[str] = "A loss of several terms, and their weights"
    about: ClassVar[str] = (
        "One network answers several questions at once: mass and species of a penguin, or whether, where, how large "
        "and what in an image. Weigh the terms of its loss, and see who is heard in the layers that all share."
    )
    prompts: ClassVar[tuple[str, ...]] = (
        "Turn the weight of *body_mass* to 100. How much of the gradient is left to the species? What does it cost?",
        "Turn both weights to 10. Which numbers change: the loss, the shares of the gradient, the errors?",
        "Turn the data to *detector* and the mask to *off*. Which of x, y and size suffers most, and why?",
    )

    @classmethod
    def free(cls) -> Self:
        return super().free()._weighed_as_given()

    @classmethod
    def opened(cls, explore: Explore, experiment: Experiment | None = None) -> Self:
        return super().opened(explore, experiment)._weighed_as_given(but=explore.opening)

    @property
    def given(self) -> Experiment:
        """The experiment with the weights and the mask that it came with."""
        return self.base or _task(self["data"].value)

    @property
    def experiment(self) -> Experiment:
        """The experiment as the dials have it."""
        weights = [dial.number for dial in self.dials if dial.name.startswith("weight_")]
        return _weighed(self.given, tuple(weights), self.masked)

    @property
    def masked(self) -> bool:
        """Whether terms are left out where the experiment says so."""
        return all(dial.value == "on" for dial in self.dials if dial.name == "mask")

    @property
    def run(self) -> Run:
        return _run(self.experiment)

    @property
    def runs(self) -> tuple[Run, ...]:
        return (self.run,)

    @property
    def epoch(self) -> int:
        """The epoch that is looked at: the chosen one, or the latest if training has not come so far."""
        return min(int(self["epoch"].number), self.run.frame.epoch)

    @property
    def example(self) -> int:
        """The test example that is looked at, counted from 0."""
        return int(self["example"].number) - 1

    @property
    def parts(self) -> tuple[Part, ...]:
        """All terms of the loss. Errors are measured where the mask is on, also once it has been switched off."""
        return parts(self.run, self.epoch, _counted(self.given))

    def with_dial(self, dial: Dial) -> Self:
        scene = super().with_dial(dial)
        return scene if dial.name != "data" or dial == self["data"] else scene._weighed_as_given()

    def fitted(self) -> Self:
        """The dials that fit the experiment: a weight for each term, a mask if it has one, epochs, examples."""
        standing = {dial.name: dial for dial in self.dials}
        experiment = self.given
        examples = experiment.samples - training_rows(experiment.samples, experiment.split)
        names = {f"weight_{place}": ", ".join(group) for place, group in enumerate(experiment.target, start=1)}
        dials: list[Dial] = []
        for dial in (standing.get(each.name, each) for each in OPENINGS[self.kind].dials):
            match dial.name:
                case "epoch":
                    dials.append(dial.upto(0, experiment.epochs))
                case "example":
                    dials.append(dial.upto(1, min(examples, KEPT_PREDICTIONS)))
                case "mask":
                    dials += [dial] * any(term.where for term in experiment.loss)
                case "data":
                    dials += [dial] * (self.base is None)
                case name if name in names:
                    dials.append(replace(dial, label=f"weight of {names[name]}"))
        return replace(self, dials=tuple(dials))

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        run, epoch, example, found = self.run, self.epoch, self.example, self.parts
        told = f"test example {example + 1}, epoch {epoch}"
        looked = looked_at(run, epoch, example, dark)
        return (
            Panel("test loss of each term before its weight, log axis", curves(run, int(self["epoch"].number), dark)),
            Panel(f"share of each term in the gradient of the shared layers, epoch {epoch}", shares(found, dark)),
            *((Panel(f"{told}; a pixel is {PITCH:g} wide", looked),) if looked else ()),
            Panel(f"{told}: what counts", targets(run, epoch, example, _counted(self.given))),
        )

    def readout(self, dark: bool) -> RenderableType:
        run, found = self.run, self.parts
        under_way = "…" if run.status is Status.TRAINING else ""
        head = Text(f"epoch {self.epoch}{under_way}", "bold")
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_row(head, Text("gradient", "dim"), Text("test error", "dim"))
        for index, part in enumerate(found):
            sign = Text.assemble((palette.marker(index), palette.color(index, dark)), f" {part.name}")
            table.add_row(sign, part.percent, "\n".join(part.errors))
        total = short(run.history.at(self.epoch).test_loss)
        spelled = Text(f"Test loss: {' + '.join(part.product for part in found)} = {total}")
        return Group(table, spelled, *map(Text, self._remarks()))

    def _remarks(self) -> list[str]:
        """What there is to know beside the numbers."""
        run = self.run
        told = list(diagnosis(run))
        if not self.masked:
            told.append("The mask is off. Errors are told, as before, of those examples alone that have a truth.")
        if len(run.data.y_test) > KEPT_PREDICTIONS:
            told.append(f"Errors are those of the first {KEPT_PREDICTIONS} test examples.")
        return told

    def _weighed_as_given(self, but: Container[str] = ()) -> Self:
        """With the weights of the experiment, there to return to, except for dials of these names."""
        weights = {f"weight_{place}": term.weight for place, term in enumerate(self.given.loss, start=1)}
        dials = (
            _standing_at(dial, weights[dial.name]) if dial.name in weights and dial.name not in but else dial
            for dial in self.dials
        )
        return replace(self, dials=tuple(dials))


def _standing_at(dial: Dial, weight: float) -> Dial:
    """The dial at this weight, its new home, which may be greater than all that it had."""
    values = sorted({*map(float, dial.values), weight})
    fresh = Dial(dial.name, dial.label, tuple(map(number_text, values)))
    return fresh.put(weight).settled()


@cache
def _task(data: str) -> Experiment:
    """The experiment of this explorer for one of its data."""
    return Experiment.from_text(TASKS[data])


@cache
def _weighed(experiment: Experiment, weights: tuple[float, ...], masked: bool) -> Experiment:
    """The same experiment with other weights of its first terms, and perhaps without a mask."""
    terms = [
        replace(term, weight=term.weight if weight is None else weight, where=term.where if masked else None)
        for term, weight in zip_longest(experiment.loss, weights)
    ]
    return replace(experiment, loss=tuple(terms))


@lru_cache(maxsize=8)
def _run(experiment: Experiment) -> Run:
    """The run of an experiment, trained as far as it has come; few are kept, as images take much memory."""
    return Run(experiment)


@lru_cache(maxsize=4)
def _counted(experiment: Experiment) -> Array | None:
    """Which test examples count for each head, (examples, heads), where the mask is on; None when all always do."""
    return _run(experiment).data.masks_test
