"""An activation bends a neuron's weighted sum z into what the neuron says.
Each one is a single value that holds the function and its slope side by side, so they can never disagree."""

from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAK = 0.01
"""The slope of leaky_relu below zero."""


class Slope(Protocol):
    """df/dz at z; `a` spares the work of computing f(z) again, `out` receives the answer."""

    def __call__(self, z: Array, a: Array | None = None, /, out: Array | None = None) -> Array: ...


class Function(Protocol):
    """f(z), with the shape of z; `out` receives the answer when it is given."""

    def __call__(self, z: Array, /, out: Array | None = None) -> Array: ...


@dataclass(frozen=True)
class Activation:
    """One activation: what it computes, how steep it is, and which answers are in its reach.

    `function` and `slope` take z of any shape and return that shape; both are safe for |z| up to 1e4.
    Softmax works along the last axis, and each of its outputs depends on every z of the row:
    its `slope` is then only the diagonal of that matrix, a·(1 − a), and `elementwise` is False.
    """

    name: str
    function: Function
    slope: Slope
    low: float
    high: float
    sentence: str
    elementwise: bool = True

    def at(self, z: float) -> tuple[float, float]:
        """The value and the slope at a single z, to read off a plot."""
        point = np.array([z])
        return float(self.function(point)[0]), float(self.slope(point)[0])

    def pull_back(self, da: Array, a: Array, slope: Array, out: Array) -> Array:
        """From the slope of the loss in a to its slope in z: the chain rule's factor of this function.

        All arrays are (examples, units). `slope` must hold f′(z) when the function is elementwise.
        """
        if self.elementwise:
            return np.multiply(da, slope, out=out)
        shared: Array = (da * a).sum(axis=-1, keepdims=True)
        return np.multiply(a, da - shared, out=out)


def _linear(z: Array, out: Array | None = None) -> Array:
    return np.positive(z, out=out)


def _linear_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    out = np.empty_like(z) if out is None else out
    out.fill(1.0)
    return out


def _relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, 0.0, out=out)


def _relu_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return np.greater(z, 0.0, out=np.empty_like(z) if out is None else out)


def _leaky_relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, LEAK * z, out=out)


def _leaky_relu_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return np.maximum(_relu_slope(z, out=out), LEAK, out=out)


def _sigmoid(z: Array, out: Array | None = None) -> Array:
    # 1 / (1 + e^-z) written with tanh, which cannot overflow.
    out = np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    return np.add(out, 0.5, out=out)


def _sigmoid_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    a = _sigmoid(z) if a is None else a
    out = np.subtract(1.0, a, out=out)
    return np.multiply(out, a, out=out)


def _tanh(z: Array, out: Array | None = None) -> Array:
    return np.tanh(z, out=out)


def _tanh_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    a = np.tanh(z) if a is None else a
    out = np.multiply(a, a, out=out)
    return np.subtract(1.0, out, out=out)


def _softplus(z: Array, out: Array | None = None) -> Array:
    return np.logaddexp(z, 0.0, out=out)


def _softplus_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return _sigmoid(z, out=out)


def _softmax(z: Array, out: Array | None = None) -> Array:
    # Taking the largest z away changes nothing in the shares and keeps exp from overflowing.
    out = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


def _softmax_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    return _sigmoid_slope(z, _softmax(z) if a is None else a, out)


ACTIVATIONS: dict[str, Activation] = {
    each.name: each
    for each in (
        Activation("linear", _linear, _linear_slope, -inf, inf, "Passes z on as it is: every number is in reach."),
        Activation("relu", _relu, _relu_slope, 0.0, inf, "A gate: lets z through above zero and says 0 below."),
        Activation(
            "leaky_relu",
            _leaky_relu,
            _leaky_relu_slope,
            -inf,
            inf,
            "A gate that never shuts completely: a hundredth of z gets through below zero.",
        ),
        Activation("sigmoid", _sigmoid, _sigmoid_slope, 0.0, 1.0, "Squeezes z between 0 and 1: a share or a chance."),
        Activation("tanh", _tanh, _tanh_slope, -1.0, 1.0, "Squeezes z between -1 and 1, centered on zero."),
        Activation(
            "softplus",
            _softplus,
            _softplus_slope,
            0.0,
            inf,
            "A smooth ReLU: always above zero, and close to z when z is large.",
        ),
        Activation(
            "softmax",
            _softmax,
            _softmax_slope,
            0.0,
            1.0,
            "Shares out a total of 1 among the units of a row: the largest z gets the largest share.",
            elementwise=False,
        ),
    )
}
"""Every activation by its name."""
