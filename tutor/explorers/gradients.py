"""The gradient explorer: how much of the gradient comes through to the first layers, and what stands in its way.

Depth, activation and start are turned while one looks; every setting is a run of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Self

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from engine.experiment import Experiment
from engine.frames import Frame
from engine.notation.memory import MAX_SEEN
from engine.notation.settings import READERS
from engine.run import Run
from engine.specs import LayerSpec, number_text
from tutor import plot
from tutor.course.dials import Dial
from tutor.course.model import Explore
from tutor.course.openings import OPENINGS
from tutor.explorers.gradients_told import doctor, over_epochs, slopes, through, told, way_back
from tutor.explorers.kept_run import KeptRun, kept_run
from tutor.explorers.scene import Draw, Panel, Scene, opened
from tutor.numbers import short

SETTINGS = (
    "data: circles · net: 2 -> 8 {activation} x{depth} -> 1 sigmoid · loss: bce · start: {start}"
    " · optimizer: sgd {rate} · epochs: 60"
)


@dataclass(frozen=True)
class GradientsScene(Scene):
    """One run and the lengths of its gradients, layer by layer. A lesson's experiment can be the one to begin with."""

    kind: ClassVar[str] = "gradients"
    title: ClassVar[str] = "How far the gradient comes"
    about: ClassVar[str] = (
        "The gradient is made at the loss and travels back, layer by layer, times a slope and a weight at each. "
        "Stack layers, change their bend and their first weights, and see what arrives at the front."
    )
    prompts: ClassVar[tuple[str, ...]] = (
        "Six sigmoid layers. What share of the last layer's gradient reaches the first? Turn *layers* down to 2.",
        "Turn *activation* to *relu* at the same depth. What has become of the share, and of the mean slope?",
        "Back to *tanh*. Turn *start* to *normal 0.01*, then to *normal 2*. Which one starves, which one saturates?",
    )

    @property
    def experiment(self) -> Experiment:
        """What is trained with the dials as they stand."""
        given = {dial.name: dial.value for dial in self.dials}
        if self.base is None:
            return _own(given["activation"], given["depth"], given["start"], given["rate"])
        return _turned(self.base, given.get("activation"), given.get("depth"), given["start"], given["rate"])

    @property
    def run(self) -> KeptRun:
        return kept_run(self.experiment)

    @property
    def runs(self) -> tuple[Run, ...]:
        return (self.run,)

    @property
    def frame(self) -> Frame:
        """The latest epoch up to the chosen one that the run has come to and can be looked into."""
        return self.run.history.at(self.run.kept(int(self["epoch"].number)))

    @property
    def layer(self) -> int:
        """The hidden layer that is chosen, counted from 1."""
        return int(self["layer"].number)

    @classmethod
    def opened(cls, explore: Explore, experiment: Experiment | None = None) -> Self:
        dials = OPENINGS[cls.kind].dials
        if experiment:
            dials = tuple(_beginning(dials, experiment))
        return cls(opened(dials, explore), explore.tries, base=experiment).fitted()

    def fitted(self) -> Self:
        """With an epoch and a layer that there are."""
        epochs, hidden = self.experiment.epochs, len(self.experiment.net.hidden)
        reach = {"epoch": (0, epochs, kept_run(self.experiment).apart), "layer": (1, hidden, 1)}
        return replace(
            self, dials=tuple(dial.upto(*reach[dial.name]) if dial.name in reach else dial for dial in self.dials)
        )

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        epoch = self.frame.epoch
        return (
            Panel(
                "length of each layer's gradient, over the epochs", over_epochs(self.run, self.frame, self.layer, dark)
            ),
            Panel(f"the gradient on its way back, epoch {epoch}, log scale", way_back(self.run, self.frame, dark)),
            Panel(f"layer by layer, epoch {epoch}", self._layers(dark)),
            Panel(f"what the units of hidden layer {self.layer} say, epoch {epoch}", self._histogram(dark)),
        )

    def readout(self, dark: bool) -> RenderableType:
        run, frame = self.run, self.frame
        passed = through(run, frame.epoch)
        first, last = frame.grad_norms[0], frame.grad_norms[-1]
        share = f": {short(first / last)} times as much" if last > 0 and np.isfinite(first / last) else ""
        chosen = passed[self.layer - 1]
        return Group(
            Text(f"Layer 1 gets {short(first)}, layer {len(frame.grad_norms)} gets {short(last)}{share}.", "bold"),
            Text(slopes(passed)),
            Text(doctor(run), "dim"),
            Text(f"Hidden layer {self.layer}: mean slope {short(chosen.slope)}, units {', '.join(chosen.stuck)}."),
        )

    def _layers(self, dark: bool) -> Draw:
        frame = self.frame
        passed = through(self.run, frame.epoch)
        lines, net = [], self.experiment.net
        layers = [*(layer.text for layer in net.hidden), " + ".join(head.text for head in net.heads)]
        for place, (layer, length) in enumerate(zip(layers, frame.grad_norms, strict=True)):
            name = f"{place + 1}: {layer}"
            if place < len(passed):
                each = passed[place]
                columns = (name, f"gradient {short(length)}", f"slope {short(each.slope)}", *each.stuck)
            else:
                columns = (name, f"gradient {short(length)}", "", "", "")
            lines.append(plot.Line("from the inputs to the output", columns))
        at, words = self.layer - 1, told(frame)

        def draw(width: int, height: int) -> plot.Picture:
            return plot.listing(lines, at, width, height, words, dark=dark)

        return draw

    def _histogram(self, dark: bool) -> Draw:
        chosen = through(self.run, self.frame.epoch)[self.layer - 1]
        spread = plot.Spread(chosen.said, chosen.dead, chosen.saturated)
        return lambda width, height: plot.histograms([spread], width, height, dark=dark)


@lru_cache(maxsize=64)
def _own(activation: str, depth: str, start: str, rate: str) -> Experiment:
    return Experiment.from_text(SETTINGS.format(activation=activation, depth=depth, start=start, rate=rate))


@lru_cache(maxsize=64)
def _turned(base: Experiment, activation: str | None, depth: str | None, start: str, rate: str) -> Experiment:
    """A lesson's experiment as the dials have it; None leaves the hidden layers as they are in that."""
    hidden = base.net.hidden if depth is None else base.net.hidden[:1] * int(depth)
    if activation is not None:
        hidden = tuple(LayerSpec(layer.units, activation) for layer in hidden)
    begun = READERS["start"](start, lambda *_: None)
    optimizer = replace(base.optimizer, rate=float(rate))
    return replace(base, net=replace(base.net, hidden=hidden), start=begun, optimizer=optimizer)


def _beginning(dials: tuple[Dial, ...], experiment: Experiment) -> Iterator[Dial]:
    """The dials as a lesson's experiment has them; a net of unlike layers has no one depth or activation to turn."""
    hidden = experiment.net.hidden
    for dial in dials:
        match dial.name:
            case "activation" if len({layer.activation for layer in hidden}) == 1:
                yield _at(dial, hidden[0].activation)
            case "depth" if len(set(hidden)) == 1:
                room = (MAX_SEEN // experiment.samples - experiment.net.outputs) // hidden[0].units
                most = max(min(int(dial.values[-1]), room), len(hidden))
                yield dial.upto(1, most).put(len(hidden)).settled()
            case "start":
                yield _at(dial, experiment.start.text)
            case "rate":
                yield _at(dial, number_text(experiment.optimizer.rate))
            case "epoch" | "layer":
                yield dial


def _at(dial: Dial, value: str) -> Dial:
    """The dial standing at a value, which is added where it has not got it."""
    values = dial.values if value in dial.values else (*dial.values, value)
    values = tuple(sorted(values, key=float)) if dial.numeric else values
    return Dial.names(dial.name, dial.label, values, value)
