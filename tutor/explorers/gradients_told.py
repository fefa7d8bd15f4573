"""What the gradient explorer says of a run after an epoch: what came through, what took the rest, what the doctor says.

Lengths are those of the run's frames; slopes and activations come from a pass of all training examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import prod

import numpy as np

from engine.activations import ACTIVATIONS
from engine.doctor.examine import examine
from engine.frames import Frame, Status
from engine.probes.histograms import Histogram
from engine.probes.units import dead, saturated
from engine.run import Run
from tutor import plot
from tutor.explorers.kept_run import KeptRun
from tutor.explorers.scene import Draw
from tutor.net_fields import spread_of
from tutor.numbers import metric, short


@dataclass(frozen=True, eq=False)
class Through:
    """What a hidden layer lets through at one epoch: its mean slope over units and examples, and its stuck shares.

    Dead units are among the saturated ones, as in a frame. `said` counts what all units say.
    """

    activation: str
    slope: float
    dead: float
    saturated: float
    said: Histogram

    @property
    def stuck(self) -> tuple[str, str]:
        """The share of its units that are dead, and of those that are saturated but not dead."""
        return f"{self.dead:.0%} dead", f"{self.saturated - self.dead:.0%} saturated"


@lru_cache(maxsize=32)
def through(run: KeptRun, epoch: int) -> tuple[Through, ...]:
    """Every hidden layer as it was after a kept epoch, over all training examples."""
    with np.errstate(all="ignore"):
        seen = run.pass_at(epoch)
        return tuple(
            Through(each.activation.name, float(each.slope.mean()), dead(each), saturated(each), said)
            for each, said in zip(seen.layers[:-1], spread_of(seen), strict=True)
        )


@cache
def steepest(activation: str) -> float:
    """The largest slope that an activation has anywhere."""
    return float(np.abs(ACTIVATIONS[activation].slope(np.linspace(-40.0, 40.0, 801))).max())


def slopes(passed: Sequence[Through]) -> str:
    """The slopes on the way to the first layer: what they multiply to at most, and what their means multiply to."""
    names = list(dict.fromkeys(each.activation for each in passed))
    means, steep = [each.slope for each in passed], [steepest(each.activation) for each in passed]
    several = len(passed) > 1
    factors = f"{' · '.join(map(short, means))} = " if several else ""
    power = f"{steep[0]:.3g}^{len(passed)} = " if several and len(names) == 1 else ""
    return (
        f"On its way to layer 1 the gradient passes {len(passed)} slope{'s' * several} of {' and '.join(names)}, on "
        f"average {factors}{short(prod(means))}, at most {power}{prod(steep):.3g}; and as many times the weights."
    )


def doctor(run: Run) -> str:
    """What the doctor finds once the run has ended."""
    if run.status is Status.TRAINING:
        return f"Training, epoch {run.frame.epoch} of {run.experiment.epochs}; the doctor comes at the end."
    end = f"test {run.metric_name} {metric(run.frame.metric, run)}" if run.status is Status.DONE else "diverged"
    return f"At the end, {end}: {_found(run)}"


@lru_cache(maxsize=32)
def _found(run: Run) -> str:
    """The deepest cause of trouble in a run that has ended; finding it takes longer than drawing."""
    return next((finding.sentence for finding in examine(run)), "the doctor finds nothing wrong with this run.")


def told(frame: Frame) -> str:
    """The length of the gradient in every layer."""
    lengths = ", ".join(short(length) for length in frame.grad_norms)
    return f"Length of the gradient after epoch {frame.epoch}, first layer to last: {lengths}."


def over_epochs(run: KeptRun, frame: Frame, chosen: int, dark: bool) -> Draw:
    """One line for each layer with its number on it, the chosen one's marked; the cursor is at the frame's epoch."""
    frames = [*run.frames[: -1 : run.apart], run.frame]
    lengths, epochs = np.array([each.grad_norms for each in frames]).T, [each.epoch for each in frames]
    broke = run.status is Status.DIVERGED
    curves = [plot.Curve("", place, line, broke, epochs, str(place + 1)) for place, line in enumerate(lengths)]

    def draw(width: int, height: int) -> plot.Picture:
        last, cursor, mark = run.experiment.epochs, frame.epoch, chosen - 1
        drawn = plot.loss_curves(curves, width, height, log=True, last=last, cursor=cursor, mark=mark, dark=dark)
        return replace(drawn, words=told(frame))

    return draw


def way_back(run: KeptRun, frame: Frame, dark: bool) -> Draw:
    """A bar for each layer from the last to the first; where rows are few, layers in the middle are left out."""
    lengths = np.array(frame.grad_norms)
    shares = plot.Scale.around(lengths, log=True, pad=0.06).share(lengths)
    count, hidden = len(lengths), run.experiment.net.hidden
    found = []
    for place in reversed(range(count)):
        name = hidden[place].activation if place < len(hidden) else "output"
        above = lengths[place + 1 : place + 2]
        step = f"×{short(lengths[place] / above[0], 2)}" if above.any() else ""
        found.append(plot.Bar(f"{place + 1} {name}", place, float(shares[place]), f"{short(lengths[place])} {step:>8}"))

    def draw(width: int, height: int) -> plot.Picture:
        over = max(count - max(height, 1), 0)
        first = (count - over + 1) // 2
        return plot.bars([*found[:first], *found[first + over :]], width, height, told(frame), dark=dark)

    return draw
