"""A frame is what a run looked like after one epoch: losses, answers, gradients, and how the run stands.
Frames never change, so a screen may show them, skip them or go back to them at any time."""

from dataclasses import dataclass
from enum import StrEnum

from numpy import bool_
from numpy.typing import NDArray

from engine.activations import Array

KEPT_PREDICTIONS, KEPT_GATES = 512, 64


class Status(StrEnum):
    """How a run stands."""

    TRAINING = "training"
    DONE = "done"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class TermFrame:
    """One term of the loss, weight included: on the training and on the test set, and its head's metric.

    `trunk_norm` is the length of this term's own gradient in the hidden layers that all heads share; NaN for
    a net without hidden layers.
    """

    train_loss: float
    test_loss: float
    metric: float
    trunk_norm: float


@dataclass(frozen=True, eq=False)
class Frame:
    """What a run looked like after an epoch; epoch 0 is before any step.

    Losses are without the penalty on weights, which is `penalty`. `metric` is the first head's: the RMSE on the
    test set in the target's own unit, or the share of test examples classified correctly; `terms` has one entry
    per head. `predictions` are the answers to the first 512 test examples in network units, (n,) or
    (n, outputs); the least and the greatest prediction are over the whole test set. `grad_norms` and
    `weight_norms` have one length per layer, first to last, the former of the gradient over the full training
    set, without dropout, with a norm's running statistics and without the penalty's slope. `dead` and
    `saturated` are, for each hidden layer, shares of its units (see `engine.probes.units`). `gates` says
    which units (at most 64) of the first hidden layer have a slope above 0 at each point of the probe,
    (units, points). `curve` is the answer at each point of the probe when there is one input. `rate` is the
    learning rate of the epoch that ended here. Arrays are read-only.
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
    weight_norms: tuple[float, ...]
    dead: tuple[float, ...]
    saturated: tuple[float, ...]
    terms: tuple[TermFrame, ...]
    penalty: float
    rate: float
    gates: NDArray[bool_] | None
    curve: Array | None
    status: Status
    reason: str


def kept(answers: Array) -> Array:
    """A read-only copy of the first 512 answers (examples, outputs); one output loses its axis."""
    copy = answers[:KEPT_PREDICTIONS].copy()
    copy = copy[:, 0] if copy.shape[1] == 1 else copy
    copy.flags.writeable = False
    return copy
