"""A frame is what a run looked like after one epoch: losses, answers, gradients, and how the run stands.
Frames never change, so a screen may show them, skip them or go back to them at any time."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array

KEPT_PREDICTIONS, KEPT_GATES = 512, 64


class Status(StrEnum):
    """How a run stands."""

    TRAINING = "training"
    DONE = "done"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Frame:
    """What a run looked like after an epoch; epoch 0 is before any step.

    `metric` is the RMSE on the test set in the target's own unit, or the share of test examples classified
    correctly. `predictions` are the answers to the first 512 test examples in network units, (n,) or
    (n, outputs); the least and the greatest prediction are over the whole test set. `grad_norms` has one
    length per layer, first to last, of the loss's gradient over the full training set. `dead` is, for each
    hidden layer, the share of its units whose slope is 0 on every training example. `gates` says which units
    (at most 64) of the first hidden layer have a slope above 0 at each point of the probe, (units, points).
    `curve` is the answer at each point of the probe when there is one input. Arrays are read-only.
    """

    epoch: int
    step: int
    train_loss: float
    test_loss: float
    metric: float
    predictions: Array
    min_prediction: float
    max_prediction: float
    grad_norms: tuple[float, ...]
    dead: tuple[float, ...]
    gates: NDArray[np.bool_] | None
    curve: Array | None
    status: Status
    reason: str


def kept(answers: Array) -> Array:
    """A read-only copy of the first 512 answers (examples, outputs); one output loses its axis."""
    copy = answers[:KEPT_PREDICTIONS].copy()
    copy = copy[:, 0] if copy.shape[1] == 1 else copy
    copy.flags.writeable = False
    return copy


def rmse(answers: Array, truths: Array, unit: float) -> float:
    """The root of the mean squared error in the target's own unit; both arrays (examples, outputs)."""
    return float(np.sqrt(np.mean((answers - truths) ** 2))) * unit


def accuracy(answers: Array, truths: Array) -> float:
    """The share of examples put in their true class: by a threshold of 0.5, or by the largest of several."""
    if not np.isfinite(answers).all():
        return float("nan")
    if answers.shape[1] == 1:
        return float(np.mean((answers > 0.5) == (truths > 0.5)))
    return float(np.mean(answers.argmax(axis=1) == truths.argmax(axis=1)))
