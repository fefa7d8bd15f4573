"""The swap explorer: one network twice, with another activation in one hidden layer, and all that this changes.

It settles the question whether the loss changes with the hidden activation: its formula does not, its values do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar, Self

from rich.console import Group, RenderableType
from rich.text import Text

from engine.experiment import Experiment
from engine.run import Run, Status
from engine.specs import LayerSpec
from tutor import plot
from tutor.course.dials import Dial
from tutor.course.openings import OPENINGS
from tutor.explorers.kept_run import KeptRun, kept_run
from tutor.explorers.scene import Draw, Panel, Scene
from tutor.explorers.swap_lines import Line, lines
from tutor.explorers.swap_looks import look

NETS = {
    "moons": "data: moons · net: 2 -> 6 {g} x2 -> 1 sigmoid · loss: bce",
    "circles": "data: circles · net: 2 -> 6 {g} x2 -> 1 sigmoid · loss: bce",
    "xor": "data: xor · net: 2 -> 6 {g} x2 -> 1 sigmoid · loss: bce",
    "iris": "data: iris · net: 4 -> 6 {g} x2 -> 3 softmax · loss: cce",
    "houses_ames": "data: houses_ames · inputs: living_area, quality, year_built · unit: 100000"
    " · net: 3 -> 6 {g} x2 -> 1 linear · loss: mse · batch: 64",
}
EPOCHS = 40
SETTINGS = f"{{net}} · start: glorot · optimizer: adam 0.02 · epochs: {EPOCHS}"
"""One start for both networks: auto would draw other first weights for a ReLU than for a sigmoid."""


@dataclass(frozen=True)
class SwapScene(Scene):
    """Two runs side by side, and a table of what is equal in them. A lesson's experiment can be the first of both."""

    kind: ClassVar[str] = "swap"
    title: ClassVar[str] = "One hidden activation swapped"
    about: ClassVar[str] = (
        "The same network, the same seed, another activation in one hidden layer. "
        "What is the same, and what is not? Every line is backed by the numbers of both runs."
    )
    prompts: ClassVar[tuple[str, ...]] = (
        "Does the loss change with the hidden activation? Find the line of its formula, and the lines of its values.",
        "Turn *epoch* from 0 to 1. Which line leaves the upper part, and why?",
        "Swap for *linear*, then for *step*. What becomes of g′, and of the gradient in layer 1?",
    )

    @property
    def layer(self) -> int:
        """The hidden layer whose activation is swapped, counted from 1."""
        return int(next((dial.number for dial in self.dials if dial.name == "layer"), 1))

    @property
    def first(self) -> Experiment:
        """The experiment before the swap."""
        return self.base or _own(self["data"].value, self["from"].value)

    @property
    def activations(self) -> tuple[str, str]:
        """What the layer's activation is, and what it is swapped for."""
        return self.first.net.hidden[self.layer - 1].activation, self["to"].value

    @property
    def runs(self) -> tuple[Run, ...]:
        return self._two

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is compared, the same first."""
        return lines(self._two, self._kept, self.layer)

    @property
    def epoch(self) -> int:
        return int(self["epoch"].number)

    @property
    def _kept(self) -> int:
        """The latest epoch up to the chosen one that both runs can be looked into."""
        return min(run.kept(self.epoch) for run in self._two)

    @property
    def _two(self) -> tuple[KeptRun, KeptRun]:
        return kept_run(self.first), kept_run(_swapped(self.first, self.layer, self["to"].value))

    def fitted(self) -> Self:
        """The dials that fit the experiment: its layers and its epochs; a lesson's own has its data and activation."""
        made = OPENINGS[self.kind].made if self.base else ()
        dials: list[Dial] = []
        for dial in self.dials:
            if dial.name == "layer":
                if len(self.first.net.hidden) > 1:
                    dials.append(dial.upto(1, len(self.first.net.hidden)))
            elif dial.name == "epoch":
                dials.append(dial.upto(0, self.first.epochs, kept_run(self.first).apart))
            elif dial.name not in made:
                dials.append(dial)
        scene = replace(self, dials=tuple(dials))
        most = len(scene.lines)
        return replace(scene, dials=tuple(dial.upto(1, most) if dial.name == "line" else dial for dial in dials))

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        one, other = self.activations
        found, at = self.lines, int(self["line"].number) - 1
        parts = {True: "the same", False: "not the same"}
        rows = [plot.Line(parts[line.same], (line.name, *line.values)) for line in found]
        words = f"{found[at].name} is {parts[found[at].same]}. {found[at].told}"

        def table(width: int, height: int) -> plot.Picture:
            return plot.listing(rows, at, width, height, words, dark=dark)

        where = f"hidden layer {self.layer}, epoch {self.epoch}: {one}, then {other}"
        return (
            Panel(where, table),
            Panel(f"test loss with {one} and with {other} in hidden layer {self.layer}", self._curves(dark)),
            Panel(f"length of each layer's gradient, epoch {self.epoch}", self._gradients(dark)),
        )

    def readout(self, dark: bool) -> RenderableType:
        found = self.lines
        line = found[int(self["line"].number) - 1]
        same = sum(each.same for each in found)
        names = {each.name: each for each in found}
        formula, value = names["formula of the loss"], names["train loss"]
        loss = f"The loss: its formula is {_equal(formula)}, its value is {_equal(value)}."
        return Group(
            Text(f"{line.name}: {' · '.join(dict.fromkeys(line.values))}", "bold"),
            Text(line.told),
            Text(f"{loss} {same} lines are the same, {len(found) - same} are not.", "dim"),
        )

    def _curves(self, dark: bool) -> Draw:
        """The test losses of both runs, with the epoch that is looked at."""
        curves = []
        for place, (name, run) in enumerate(self._named()):
            seen = run.history.losses()
            broke = run.status is Status.DIVERGED
            curves.append(plot.Curve(name, place, seen.test, broke=broke, epochs=seen.epochs))
        last, cursor = self.first.epochs, self.epoch

        def draw(width: int, height: int) -> plot.Picture:
            return plot.loss_curves(curves, width, height, last=last, cursor=cursor, dark=dark)

        return draw

    def _gradients(self, dark: bool) -> Draw:
        """How long the gradient of every layer's weights is in both runs."""
        named = self._named()
        series = [
            plot.Curve(name, place, look(run, self._kept, self.layer).gradients)
            for place, (name, run) in enumerate(named)
        ]

        def draw(width: int, height: int) -> plot.Picture:
            return plot.norms(series, width, height, dark=dark)

        return draw

    def _named(self) -> list[tuple[str, KeptRun]]:
        """Both runs by the activation that tells them apart; one, where it is swapped for itself."""
        return list(dict(zip(self.activations, self._two, strict=True)).items())


def _equal(line: Line) -> str:
    return "the same" if line.same else "not"


@cache
def _own(data: str, activation: str) -> Experiment:
    """The network of this explorer for one of its data."""
    return Experiment.from_text(SETTINGS.format(net=NETS[data].format(g=activation)))


@cache
def _swapped(experiment: Experiment, layer: int, activation: str) -> Experiment:
    """The same experiment with another activation in one hidden layer, counted from 1."""
    hidden = list(experiment.net.hidden)
    hidden[layer - 1] = LayerSpec(hidden[layer - 1].units, activation)
    return replace(experiment, net=replace(experiment.net, hidden=tuple(hidden)))
