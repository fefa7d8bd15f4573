"""Before a doctor says anything, the signs are taken: losses as one row, each head's answers beside its truths.
Everything is measured against the best constant answer, so that it means the same for dollars and for classes."""

from dataclasses import dataclass
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.data.datasets import Target
from engine.doctor.constant_answers import constant_loss
from engine.frames import Frame, Status
from engine.passes import HeadPass, Pass
from engine.run import Run
from engine.specs import LayerSpec, LossTerm

LATE = 0.25
"""The share of the epochs, counted from the end, whose median is called late: single bad epochs do not count."""
FEW = 8
"""So few epochs show no course: the first ones are rough in sound runs too."""
ACHIEVED = 0.5
"""A run that has removed half of what a constant answer costs is learning: what its units look like is then no
complaint, for good networks have many units that are silent or sure."""
STILL_FALLS = 0.1
"""A loss that the second half of the run took down by so much of a constant's is on its way, however late."""
WORSE = 0.1
"""A loss so much above a constant's is worse than no network at all."""


@dataclass(frozen=True, eq=False)
class HeadSigns:
    """One head on the training examples that count: `y` and `answers` (counted, outputs), in network units.

    `constant` is the loss of the best constant answer, weight included, and `learned` the share of it that
    training has removed: 0 is no better than a constant, 1 is perfect, NaN is not known.
    """

    spec: LayerSpec
    loss: LossTerm
    target: Target
    y: Array
    answers: Array
    at_work: HeadPass
    constant: float
    learned: float


@dataclass(frozen=True, eq=False)
class Signs:
    """A run as its doctor sees it. `losses` and `tests` have the finite training and test losses by epoch.

    `at_work` is the training set in the network as it stands, `begun` the same in the network as it began.
    `constant` is the training loss of the best constant answers, `test_constant` the test loss of such.
    """

    run: Run
    frames: tuple[Frame, ...]
    losses: Array
    tests: Array
    heads: tuple[HeadSigns, ...]
    at_work: Pass
    begun: Pass
    constant: float
    test_constant: float

    @property
    def first(self) -> Frame:
        """Before any step."""
        return self.frames[0]

    @property
    def last(self) -> Frame:
        """Where the run stands."""
        return self.frames[-1]

    @property
    def diverged(self) -> bool:
        """Whether a number broke."""
        return self.run.status is Status.DIVERGED

    @property
    def half_done(self) -> bool:
        """Whether there has been time to learn: before, being slow is no fault."""
        half = self.run.status is not Status.TRAINING or 2 * self.last.epoch >= self.run.experiment.epochs
        return half and len(self.frames) > FEW

    @property
    def stalls(self) -> bool:
        """Whether little was learned in that time, and no more is coming, although nothing broke or was thrown far."""
        slow = self.half_done and not self.diverged and not self.still_falls
        return slow and -WORSE <= self.learned < ACHIEVED

    @property
    def still_falls(self) -> bool:
        """Whether the later half of the run was worth its while."""
        return late(self.losses[: len(self.losses) // 2]) - self.late >= STILL_FALLS * self.constant

    @property
    def late(self) -> float:
        """The training loss of the last quarter of the epochs; NaN when there is none."""
        return late(self.losses)

    @property
    def learned(self) -> float:
        """The share of the best constant's loss that training has removed; below 0 is worse than a constant."""
        return _learned(self.late, self.constant)

    @property
    def understood(self) -> float:
        """The same for the test loss."""
        return _learned(late(self.tests), self.test_constant)


def take_signs(run: Run) -> Signs:
    """Look at a run, wherever it stands; call it with NumPy's warnings off, for its numbers may be broken."""
    frames = tuple(run.frames)
    at_work = _pass(run)
    begun = _pass(Run(run.experiment, run.sources))  # the same experiment begins with the very same weights
    heads = tuple(_head(run, frames, at_work, place) for place in range(len(run.data.targets)))
    both = np.array([[frame.train_loss, frame.test_loss] for frame in frames])
    both = both[np.isfinite(both).all(axis=1)]
    constant = sum(head.constant for head in heads)
    tests = sum(_constant(run, place, run.data.y_test, run.data.masks_test) for place in range(len(heads)))
    return Signs(run, frames, both[:, 0], both[:, 1], heads, at_work, begun, constant, tests)


def late(losses: Array) -> float:
    """The median of the last quarter; NaN when there is nothing."""
    return float(np.median(losses[-max(1, round(LATE * len(losses))) :])) if len(losses) else nan


def _pass(run: Run) -> Pass:
    at_work = Pass(run.network, len(run.data.x_train))
    at_work.forward(with_ones(run.data.x_train).T)
    for head in at_work.heads:
        head.answer()
    return at_work


def _head(run: Run, frames: tuple[Frame, ...], at_work: Pass, place: int) -> HeadSigns:
    data, experiment = run.data, run.experiment
    target = data.targets[place]
    counts = _counts(data.masks_train, place, len(data.y_train))
    y, answers = target.of(data.y_train)[counts], at_work.heads[place].a.T[counts]
    constant = _constant(run, place, data.y_train, data.masks_train)
    losses = np.array([frame.terms[place].train_loss for frame in frames])
    learned = _learned(late(losses[np.isfinite(losses)]), constant)
    spec, loss = experiment.net.heads[place], experiment.loss[place]
    return HeadSigns(spec, loss, target, y, answers, at_work.heads[place], constant, learned)


def _constant(run: Run, place: int, y: Array, masks: Array | None) -> float:
    target = run.data.targets[place]
    return constant_loss(run.experiment.loss[place], target.of(y)[_counts(masks, place, len(y))], len(y))


def _counts(masks: Array | None, place: int, rows: int) -> NDArray[np.bool_]:
    """Which examples count for a head."""
    return np.full(rows, True) if masks is None else masks[:, place] == 1.0


def _learned(loss: float, constant: float) -> float:
    return 1.0 - loss / constant if isfinite(constant) and constant > 0.0 else nan
