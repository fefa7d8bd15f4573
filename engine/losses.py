"""A loss turns answers and truths into one number: how wrong the network is, averaged over the examples.
Every loss knows its own slope, and the output activation with which the two slopes simplify to A − Y."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.activations import Array


@dataclass(frozen=True)
class Loss:
    """One loss over answers `a` and truths `y`, both (examples, outputs).

    `value(a, y)` is the mean over the examples of the sum over the outputs, without any clipping: where the
    formula asks for the logarithm of zero, the answer is infinite, and for that of a negative number, NaN.
    A term with the factor 0 is 0, whatever its logarithm would be. `slope(a, y)` is the derivative in a.
    `matched` names the output activation for which d(loss)/dz is `factor · (A − Y) / examples`, and
    `from_logits(z, y)` is then the same value computed from z, stable for |z| up to 1e4.
    """

    name: str
    value: Callable[[Array, Array], float]
    slope: Callable[[Array, Array], Array]
    matched: str
    factor: float
    from_logits: Callable[[Array, Array], float]
    sentence: str


def _mse(a: Array, y: Array) -> float:
    distance = (a - y).ravel()
    return float(distance.dot(distance)) / len(a)


def _mse_slope(a: Array, y: Array) -> Array:
    return 2.0 / len(a) * (a - y)


def _times_log(factor: Array, x: Array) -> Array:
    """factor · log x, and 0 where the factor is 0: 0 · log 0 too, as in the definition of the entropy."""
    logs: Array = np.log(x, out=np.zeros_like(x), where=factor != 0.0)
    return np.multiply(factor, logs, out=logs)


def _shared_by(factor: Array, x: Array) -> Array:
    """factor / x, the slope of factor · log x, and 0 where the factor is 0."""
    return np.divide(factor, x, out=np.zeros_like(x), where=factor != 0.0)


def _bce(a: Array, y: Array) -> float:
    return (0.0 - float((_times_log(y, a) + _times_log(1.0 - y, 1.0 - a)).sum())) / len(a)


def _bce_slope(a: Array, y: Array) -> Array:
    return (_shared_by(1.0 - y, 1.0 - a) - _shared_by(y, a)) / len(a)


def _bce_from_logits(z: Array, y: Array) -> float:
    # log(1 + e^z) − z·y, the same as −y·log a − (1 − y)·log(1 − a) for a = sigmoid(z).
    return (float(np.logaddexp(z, 0.0).sum()) - float(z.ravel().dot(y.ravel()))) / len(z)


def _cce(a: Array, y: Array) -> float:
    return (0.0 - float(_times_log(y, a).sum())) / len(a)


def _cce_slope(a: Array, y: Array) -> Array:
    return _shared_by(y, a) / -len(a)


def _cce_from_logits(z: Array, y: Array) -> float:
    # log Σ e^z − z·y, the same as −Σ y·log a for a = softmax(z) when the truths of a row add up to 1.
    below_top = z - z.max(axis=1, keepdims=True)
    log_total = np.log(np.exp(below_top).sum(axis=1))
    return (float(log_total.sum()) - float(below_top.ravel().dot(y.ravel()))) / len(z)


LOSSES: dict[str, Loss] = {
    each.name: each
    for each in (
        Loss(
            "mse",
            _mse,
            _mse_slope,
            "linear",
            2.0,
            _mse,
            "Mean squared error: the squared distance between answer and truth, averaged over the examples.",
        ),
        Loss(
            "bce",
            _bce,
            _bce_slope,
            "sigmoid",
            1.0,
            _bce_from_logits,
            "Binary cross-entropy: the surprise at each yes or no, when the answer is the chance of a yes.",
        ),
        Loss(
            "cce",
            _cce,
            _cce_slope,
            "softmax",
            1.0,
            _cce_from_logits,
            "Categorical cross-entropy: the surprise at the true class, when every class gets a share.",
        ),
    )
}
"""Every loss by its name."""
