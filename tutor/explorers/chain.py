"""The chain explorer: any weight of a frozen network, and every factor from the cost down to it, with its number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import log10
from typing import ClassVar, Self

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from engine.activations import Array
from engine.experiment import Experiment
from engine.probes.chain import Factor
from engine.probes.shapes import shapes
from engine.run import Run
from tutor import plot
from tutor.course.chain import Chain
from tutor.course.dials import Dial
from tutor.course.openings import BIAS, ONE, OPENINGS
from tutor.explorers.chain_blanks import chain_of
from tutor.explorers.chain_numbers import Numbers, Weight, numbers
from tutor.explorers.kept_run import KeptRun, kept_run
from tutor.explorers.scene import Draw, Panel, Scene
from tutor.net_fields import said_by_all
from tutor.numbers import short

NETS = {
    "moons": "data: moons · net: 2 -> 3 tanh -> 1 sigmoid · loss: bce",
    "moons, deep": "data: moons · net: 2 -> 3 tanh -> 2 tanh -> 1 sigmoid · loss: bce",
    "houses": "data: houses_ames · inputs: living_area, quality · unit: 100000"
    " · net: 2 -> 3 relu -> 1 linear · loss: half_mse · batch: 64",
    "iris": "data: iris · net: 4 -> 3 tanh -> 3 softmax · loss: cce",
}
SETTINGS = "{net} · optimizer: adam 0.02 · epochs: 30"
MOST_EXAMPLES = 99
SHOWN = 3
"""So many numbers of a factor are spelled out."""

SAME, ALIKE = 1e-12, 1e-2
"""How far apart, as a share, two numbers are the same but for rounding, and how far they are alike."""


@dataclass(frozen=True)
class ChainScene(Scene):
    """One run, a weight and an example. A lesson's experiment can be the run."""

    kind: ClassVar[str] = "chain"
    title: ClassVar[str] = "The chain rule, factor by factor"
    about: ClassVar[str] = (
        "Choose a weight of a network that has been trained for a while, and an example. Every factor between the "
        "cost and the weight stands there with its shape and its number, and their product beside backprop's."
    )
    prompts: ClassVar[tuple[str, ...]] = (
        "Turn *layer* from 2 to 1. Which factors are new, and which were there before?",
        "Press f and fill the factors in yourself. Then turn *blanks* to *all*.",
        "Turn *view* to *all in rows*. Where is the 1/m, and how often?",
    )

    @property
    def experiment(self) -> Experiment:
        """The experiment whose network is looked into."""
        return self.base or _own(self["network"].value)

    @property
    def run(self) -> KeptRun:
        return kept_run(self.experiment)

    @property
    def runs(self) -> tuple[Run, ...]:
        return (self.run,)

    @property
    def weight(self) -> Weight:
        """The weight that is chosen."""
        source = self["from"].value
        place = None if source == BIAS else int(source)
        return Weight(int(self["layer"].number), place, int(self["to"].number))

    @property
    def epoch(self) -> int:
        """The latest epoch up to the chosen one that can be looked into."""
        return self.run.kept(int(self["epoch"].number))

    @property
    def numbers(self) -> Numbers:
        """Every number of the chosen weight and example."""
        return numbers(self.run, self.epoch, self.weight, int(self["example"].number) - 1)

    @property
    def chain(self) -> Chain | None:
        """The chain to fill in, where one way leads to the weight."""
        return chain_of(self.experiment, self.weight, self.numbers, self["blanks"].value)

    def fitted(self) -> Self:
        """With a layer, units, an epoch and an example that there are."""
        experiment = self.experiment
        layers = experiment.net.layers
        layer = self["layer"].upto(1, len(layers))
        below = ([experiment.net.inputs, *(each.units for each in layers)])[int(layer.number) - 1]
        units = layers[int(layer.number) - 1].units
        fits = {
            "epoch": self["epoch"].upto(0, experiment.epochs, self.run.apart),
            "layer": layer,
            "from": _sources(self["from"], below),
            "to": self["to"].upto(0, units - 1),
            "example": self["example"].upto(1, min(len(self.run.data.x_train), MOST_EXAMPLES)),
        }
        made = OPENINGS[self.kind].made if self.base else ()
        return replace(self, dials=tuple(fits.get(dial.name, dial) for dial in self.dials if dial.name not in made))

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        where = f"epoch {self.epoch}"
        view = self["view"].value
        found = self._factors(dark) if view == ONE else self._arrays(view.endswith("columns"), dark)
        caption = f"from the cost down to {self.numbers.trace.parameter}" if view == ONE else f"{view}, as products"
        return (
            Panel(f"{caption}, {where}", found),
            Panel(f"the network, {where}: {self.weight.place.text}", self._network(dark)),
        )

    def readout(self, dark: bool) -> RenderableType:
        found = self.numbers
        rows = len(self.run.data.x_train)
        product = found.trace.gradient
        ways = found.trace.path_count
        lines = [
            Text(f"dJ/d{found.trace.parameter} = {short(product, 6)}", "bold"),
            Text(f"Backprop says {short(found.backprop, 6)}: {_agreement(product, found.backprop)}."),
            Text(f"Moving it a little says {short(found.measured, 6)}: {_agreement(product, found.measured)}."),
            Text(
                f"That is for one example: truth {_list(found.y)}, answer {_list(found.said)}. Over all {rows} examples"
                f" the mean is {short(found.mean, 6)}; the 1/m of that mean comes in once, and nowhere else."
            ),
        ]
        if ways > 1:
            lines.append(Text(f"{ways} ways lead to this weight. Along a way factors multiply, and ways are added."))
        if self.chain is None:
            lines.append(Text("There is no single way to fill in here: choose a weight of a later layer.", "dim"))
        return Group(*lines)

    def _factors(self, dark: bool) -> Draw:
        found = self.numbers.trace
        lines = [
            plot.Line(
                "the factor · its shape · its numbers · the product so far",
                (factor.name, _shape(factor), _numbers(factor), _numbers(so_far)),
            )
            for factor, so_far in zip(found.factors, found.running, strict=True)
        ]
        told = "; ".join(f"{factor.name} is {_numbers(factor)}. {factor.meaning}" for factor in found.factors)
        words = f"{told} The product is {short(found.gradient)}."

        def draw(width: int, height: int) -> plot.Picture:
            return plot.listing(lines, len(lines) - 1, width, height, words, dark=dark)

        return draw

    def _arrays(self, columns: bool, dark: bool) -> Draw:
        """The backward pass of all examples: each array's formula and shape, the chosen weight's gradient marked."""
        rows = shapes(self.experiment.net, len(self.run.data.x_train), columns=columns)
        back = [row for row in rows if row.step == "backward"]
        kind = "db" if self.weight.source is None else "dW"
        at = next(place for place, row in enumerate(back) if row.name == f"{kind}[{self.weight.layer}]")
        lines = [plot.Line("backward", (row.name, row.formula, f"({', '.join(map(str, row.shape))})")) for row in back]
        once = f"In {back[at].name} = {back[at].formula} stands the 1/m, once; dZ and dA are without it."
        words = f"{once} The entry of {self.weight.place.text} is {short(self.numbers.mean)}."

        def draw(width: int, height: int) -> plot.Picture:
            return plot.listing(lines, at, width, height, words, dark=dark)

        return draw

    def _network(self, dark: bool) -> Draw:
        found, data = self.numbers, self.run.data
        layers = tuple(plot.Layer(layer.activation, layer.matrix) for layer in found.network.layers)
        names = [column.label for column in data.inputs]
        with np.errstate(all="ignore"):
            values = said_by_all(found.network, found.x)
        chosen = [self.weight.place]

        def draw(width: int, height: int) -> plot.Picture:
            return plot.network(layers, width, height, inputs=names, values=values, chosen=chosen, dark=dark)

        return draw


def _sources(dial: Dial, count: int) -> Dial:
    """The dial of where a weight comes from: a unit below, or the bias."""
    values = (*map(str, range(count)), BIAS)
    at = values.index(dial.value) if dial.value in values else count - 1
    return Dial(dial.name, dial.label, values, at, min(dial.home, count))


def _agreement(one: float, other: float) -> str:
    """How many digits two numbers have in common, in words."""
    larger = max(abs(one), abs(other))
    apart = abs(one - other) / larger if larger else 0.0
    if apart < SAME:
        return "the same"
    return f"the same in {int(-log10(apart))} digits" if apart < ALIKE else "another number"


def _shape(factor: Factor) -> str:
    rows, columns = factor.shape
    return "" if factor.shape == (1, 1) else f"({rows}, {columns})"


def _numbers(factor: Factor) -> str:
    values = factor.value
    if values.shape[0] > 1 and values.shape[1] > 1:
        diagonal = np.diag(values)
        alone = values.shape[0] == values.shape[1] and not np.any(values - np.diag(diagonal))
        return f"diagonal {_list(diagonal)}" if alone else "a table"
    return _list(values.ravel())


def _list(values: Array) -> str:
    told = ", ".join(short(float(value)) for value in values[:SHOWN])
    return f"{told}, …" if len(values) > SHOWN else told


@cache
def _own(network: str) -> Experiment:
    return Experiment.from_text(SETTINGS.format(net=NETS[network]))
