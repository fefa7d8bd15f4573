"""A loss turns answers and truths into one number: how wrong the network is, averaged over the examples.
Each one is a single value that holds the formula and its slope side by side, so they can never disagree."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import ACTIVATIONS, Array

HUBER_EDGE = 1.0
"""Where huber turns from a square into a straight line, in network units."""


@dataclass(frozen=True)
class Loss:
    """One loss over answers `a` and truths `y`, both (examples, outputs).

    `terms(a, y)` has one number for each answer; the loss is their sum over the outputs, averaged over the
    examples. `slope(a, y)` is the derivative of the sum of all terms in a. Nothing is clipped: where a formula
    asks for the logarithm of zero, the term is infinite, and for that of a negative number, NaN. A term with
    the factor 0 is 0, whatever its logarithm would be. `matched` names the output activation this loss is made
    for, and `expects` says in words what answers and truths should be.
    """

    name: str
    terms: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    matched: str
    expects: str
    sentence: str

    def value(self, a: Array, y: Array) -> float:
        """The loss: one number for all examples."""
        return float(self.terms(a, y).sum()) / len(a)


def _mse(a: Array, y: Array) -> Array:
    distance = a - y
    return np.multiply(distance, distance, distance)


def _mse_slope(a: Array, y: Array) -> Array:
    return 2.0 * (a - y)


def _half_mse(a: Array, y: Array) -> Array:
    return 0.5 * _mse(a, y)


def _half_mse_slope(a: Array, y: Array) -> Array:
    return a - y


def _mae(a: Array, y: Array) -> Array:
    return np.abs(a - y)


def _mae_slope(a: Array, y: Array) -> Array:
    return np.sign(a - y)


def _huber(a: Array, y: Array) -> Array:
    # The square up to the edge, and beyond it the line that goes on with the same slope.
    distance = np.abs(a - y)
    near = np.minimum(distance, HUBER_EDGE)
    terms: Array = near * (distance - 0.5 * near)
    return terms


def _huber_slope(a: Array, y: Array) -> Array:
    return np.clip(a - y, -HUBER_EDGE, HUBER_EDGE)


def _times_log(factor: Array, x: Array) -> Array:
    """factor · log x, and 0 where the factor is 0: 0 · log 0 too, as in the definition of the entropy."""
    logs: Array = np.log(x, out=np.zeros_like(x), where=factor != 0.0)
    return np.multiply(factor, logs, out=logs)


def _shared_by(factor: Array, x: Array) -> Array:
    """factor / x, the slope of factor · log x, and 0 where the factor is 0."""
    return np.divide(factor, x, out=np.zeros_like(x), where=factor != 0.0)


def _bce(a: Array, y: Array) -> Array:
    # 0 − … rather than a sign: a term that is nothing is 0, not −0.
    return 0.0 - (_times_log(y, a) + _times_log(1.0 - y, 1.0 - a))


def _bce_slope(a: Array, y: Array) -> Array:
    return _shared_by(1.0 - y, 1.0 - a) - _shared_by(y, a)


def _bce_logits(z: Array, y: Array) -> Array:
    # log(1 + e^z) − z·y, the same as −y·log a − (1 − y)·log(1 − a) for a = sigmoid(z).
    return np.logaddexp(z, 0.0) - z * y


def _bce_logits_slope(z: Array, y: Array) -> Array:
    return ACTIVATIONS["sigmoid"].function(z) - y


def _cce(a: Array, y: Array) -> Array:
    return 0.0 - _times_log(y, a)


def _cce_slope(a: Array, y: Array) -> Array:
    return -_shared_by(y, a)


def _cce_logits(z: Array, y: Array) -> Array:
    # y·(log Σ e^z − z), the same as −y·log a for a = softmax(z).
    below_top = z - z.max(axis=1, keepdims=True)
    terms: Array = y * (np.log(np.exp(below_top).sum(axis=1, keepdims=True)) - below_top)
    return terms


def _cce_logits_slope(z: Array, y: Array) -> Array:
    shares = ACTIVATIONS["softmax"].function(z)
    slope: Array = shares * y.sum(axis=1, keepdims=True) - y
    return slope


_NUMBERS = "any number as answer and as truth"
_CHANCES = "answers between 0 and 1, truths 0 or 1"
_SHARES = "answers that share out 1 in each row, one truth of 1 in each row"

LOSSES: dict[str, Loss] = {
    each.name: each
    for each in (
        Loss(
            "mse",
            _mse,
            _mse_slope,
            "linear",
            _NUMBERS,
            "Mean squared error: the squared distance between answer and truth, averaged over the examples.",
        ),
        Loss(
            "half_mse",
            _half_mse,
            _half_mse_slope,
            "linear",
            _NUMBERS,
            "Half the mean squared error: the 2 of the derivative cancels, nothing else changes.",
        ),
        Loss(
            "mae",
            _mae,
            _mae_slope,
            "linear",
            _NUMBERS,
            "Mean absolute error: the plain distance, which a few absurd truths cannot drag far.",
        ),
        Loss(
            "huber",
            _huber,
            _huber_slope,
            "linear",
            _NUMBERS,
            "Huber's loss: half the square of an error up to 1, and a straight line beyond it.",
        ),
        Loss(
            "bce",
            _bce,
            _bce_slope,
            "sigmoid",
            _CHANCES,
            "Binary cross-entropy: the surprise at each yes or no, when the answer is the chance of a yes.",
        ),
        Loss(
            "cce",
            _cce,
            _cce_slope,
            "softmax",
            _SHARES,
            "Categorical cross-entropy: the surprise at the true class, when every class gets a share.",
        ),
        Loss(
            "bce_logits",
            _bce_logits,
            _bce_logits_slope,
            "linear",
            "logits, any number, as answers: it applies the sigmoid itself; truths 0 or 1",
            "Binary cross-entropy from logits: the sigmoid is inside the loss, where it cannot overflow.",
        ),
        Loss(
            "cce_logits",
            _cce_logits,
            _cce_logits_slope,
            "linear",
            "logits, any number, as answers: it applies the softmax itself; one truth of 1 in each row",
            "Categorical cross-entropy from logits: the softmax is inside the loss, where it cannot overflow.",
        ),
    )
}
"""Every loss by its name."""

FROM_LOGITS = {"bce_logits": "sigmoid", "cce_logits": "softmax"}
"""The activation that a loss from logits applies itself."""
