"""An activation bends a neuron's weighted sum z into what the neuron says.
Each one is a single value that holds the function and its slope side by side, so they can never disagree."""

from dataclasses import dataclass
from math import inf
from typing import Protocol, cast

import numpy as np

from engine.normal import density, distribution
from engine.products import Array

__all__ = ["ACTIVATIONS", "LEAK", "Activation", "Array"]

LEAK = 0.01
"""The slope of leaky_relu below zero."""

# Numbers as arrays without axes: NumPy takes them twice as fast as Python's own.
ZERO = cast(float, np.array(0.0))
HALF = cast(float, np.array(0.5))
ONE = cast(float, np.array(1.0))
LEAST = cast(float, np.array(LEAK))


class Slope(Protocol):
    """df/dz at z; `a` spares the work of computing f(z) again, `out` receives the answer."""

    def __call__(self, z: Array, a: Array | None = None, out: Array | None = None, /) -> Array: ...


class Function(Protocol):
    """f(z), with the shape of z; `out` receives the answer when it is given."""

    def __call__(self, z: Array, out: Array | None = None, /) -> Array: ...


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


_linear = cast(Function, np.positive)


def _linear_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    out = np.empty_like(z) if out is None else out
    out.fill(1.0)
    return out


def _relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, ZERO, out=out)


def _relu_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    # The sign of max(z, 0) is 1 for z > 0 and 0 for z <= 0, where other gates may choose at z = 0.
    return np.sign(_relu(z) if a is None else a, out)


def _leaky_relu(z: Array, out: Array | None = None) -> Array:
    return np.maximum(z, LEAK * z, out=out)


def _leaky_relu_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return np.maximum(np.sign(z, out=out), LEAST, out=out)


def _elu(z: Array, out: Array | None = None) -> Array:
    below = np.expm1(np.minimum(z, ZERO))
    return np.add(np.maximum(z, ZERO, out=out), below, out=out)


def _elu_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return np.exp(np.minimum(z, ZERO, out=out), out=out)


def _gelu(z: Array, out: Array | None = None) -> Array:
    return np.multiply(z, distribution(z), out)


def _gelu_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return np.add(distribution(z), z * density(z), out)


def _sigmoid(z: Array, out: Array | None = None) -> Array:
    # 1 / (1 + e^-z) above zero and e^z / (1 + e^z) below it, so that no power overflows and no digit is lost.
    tail: Array = np.exp(-np.abs(z))
    return np.divide(np.where(z < 0.0, tail, ONE), tail + ONE, out=out)


def _sigmoid_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    a = _sigmoid(z) if a is None else a
    return np.multiply(np.subtract(ONE, a, out=out), a, out=out)


def _silu(z: Array, out: Array | None = None) -> Array:
    return np.multiply(z, _sigmoid(z), out)


def _silu_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    share = _sigmoid(z)
    a = z * share if a is None else a
    # s + z·s·(1 − s), where z·s is a.
    return np.add(share, a * (ONE - share), out)


_tanh = cast(Function, np.tanh)


def _tanh_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    a = np.tanh(z) if a is None else a
    return np.subtract(ONE, np.multiply(a, a, out=out), out=out)


def _softplus(z: Array, out: Array | None = None) -> Array:
    return np.logaddexp(z, ZERO, out=out)


def _softplus_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    return _sigmoid(z, out)


def _step(z: Array, out: Array | None = None) -> Array:
    return np.heaviside(z, ZERO, out=out)


def _step_slope(z: Array, _a: Array | None = None, out: Array | None = None) -> Array:
    out = np.empty_like(z) if out is None else out
    out.fill(0.0)
    return out


def _softmax(z: Array, out: Array | None = None) -> Array:
    # Taking the largest z away changes nothing in the shares and keeps exp from overflowing.
    out = np.subtract(z, z.max(axis=-1, keepdims=True), out)
    np.exp(out, out)
    total: Array = out.sum(axis=-1, keepdims=True)
    return np.divide(out, total, out=out)


def _softmax_slope(z: Array, a: Array | None = None, out: Array | None = None) -> Array:
    return _sigmoid_slope(z, _softmax(z) if a is None else a, out)


ACTIVATIONS: dict[str, Activation] = {
    name: Activation(name, function, slope, low, high, sentence, name != "softmax")
    for name, function, slope, low, high, sentence in (
        (
            "linear",
            cast(Function, np.positive),
            _linear_slope,
            -inf,
            inf,
            "Passes z on as it is: every number is in reach.",
        ),
        ("relu", _relu, _relu_slope, 0.0, inf, "A gate: lets z through above zero and says 0 below."),
        (
            "leaky_relu",
            _leaky_relu,
            _leaky_relu_slope,
            -inf,
            inf,
            "A gate that never shuts completely: a hundredth of z gets through below zero.",
        ),
        ("elu", _elu, _elu_slope, -1.0, inf, "A gate with a soft lower edge: below zero it bends down to -1."),
        (
            "gelu",
            _gelu,
            _gelu_slope,
            -0.169972,
            inf,
            "Weighs z by the chance that a standard normal is below it.",
        ),
        (
            "silu",
            _silu,
            _silu_slope,
            -0.278465,
            inf,
            "Weighs z by its own sigmoid: a gate that dips below zero.",
        ),
        ("sigmoid", _sigmoid, _sigmoid_slope, 0.0, 1.0, "Squeezes z between 0 and 1: a share or a chance."),
        ("tanh", _tanh, _tanh_slope, -1.0, 1.0, "Squeezes z between -1 and 1, centered on zero."),
        (
            "softplus",
            _softplus,
            _softplus_slope,
            0.0,
            inf,
            "A smooth ReLU: always above zero, and close to z when z is large.",
        ),
        (
            "step",
            _step,
            _step_slope,
            0.0,
            1.0,
            "A switch between 0 and 1, flat on both sides: no slope ever comes back.",
        ),
        (
            "softmax",
            _softmax,
            _softmax_slope,
            0.0,
            1.0,
            "Shares out a total of 1 among the units of a row: the largest z gets the largest share.",
        ),
    )
}
"""Every activation by its name."""
