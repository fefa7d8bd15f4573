"""Where the weights begin: small random numbers, scaled so that signals neither fade nor explode at once.
Biases begin at zero; `auto` takes He for the ReLU family and Glorot for everything else."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from engine.activations import Array
from engine.network import Network
from engine.specs import StartSpec

RELU_FAMILY = frozenset({"relu", "leaky_relu", "elu", "gelu", "silu"})

Start = Callable[[np.random.Generator, int, int, float], Array]
"""(generator, n_inputs, units, the start's own number) -> weights (n_inputs, units)."""


def glorot(generator: np.random.Generator, n_inputs: int, units: int, _value: float = 0.0) -> Array:
    """Uniform within ±√(6 / (n_inputs + units)). Source: Glorot and Bengio 2010, equation 16."""
    reach = sqrt(6.0 / (n_inputs + units))
    return generator.uniform(-reach, reach, (n_inputs, units))


def he(generator: np.random.Generator, n_inputs: int, units: int, _value: float = 0.0) -> Array:
    """Normal with standard deviation √(2 / n_inputs). Source: He, Zhang, Ren and Sun 2015, equation 10."""
    return generator.normal(0.0, sqrt(2.0 / n_inputs), (n_inputs, units))


def lecun(generator: np.random.Generator, n_inputs: int, units: int, _value: float = 0.0) -> Array:
    """Normal with standard deviation √(1 / n_inputs). Source: LeCun, Bottou, Orr and Müller 1998, equation 16."""
    return generator.normal(0.0, sqrt(1.0 / n_inputs), (n_inputs, units))


def normal(generator: np.random.Generator, n_inputs: int, units: int, value: float) -> Array:
    """Normal with standard deviation `value`, whatever the size of the layer."""
    return generator.normal(0.0, value, (n_inputs, units))


def constant(_generator: np.random.Generator, n_inputs: int, units: int, value: float) -> Array:
    """Every weight the same: all units of a layer then compute, and learn, the same."""
    return np.full((n_inputs, units), value)


def zeros(_generator: np.random.Generator, n_inputs: int, units: int, _value: float = 0.0) -> Array:
    """Every weight 0."""
    return np.zeros((n_inputs, units))


STARTS: dict[str, Start] = {
    "glorot": glorot,
    "he": he,
    "lecun": lecun,
    "normal": normal,
    "constant": constant,
    "zeros": zeros,
}
"""Every start by its name, besides `auto`."""
WITH_VALUE = frozenset({"normal", "constant"})
"""The starts that are written with a number behind their name."""


def draw(spec: StartSpec, generator: np.random.Generator, n_inputs: int, units: int, activation: str) -> Array:
    """The first weights (n_inputs, units) of one layer or head."""
    name = spec.name
    if name == "auto":
        name = "he" if activation in RELU_FAMILY else "glorot"
    return STARTS[name](generator, n_inputs, units, spec.value)


def begin(network: Network, spec: StartSpec, generator: np.random.Generator, output_bias: float = 0.0) -> None:
    """Give a network its first weights, layer by layer and head by head, and its output's biases."""
    *hidden, output = network.layers
    for layer in hidden:
        layer.weights[:] = draw(spec, generator, layer.n_inputs, layer.units, layer.activation)
        layer.bias[:] = 0.0
    left = 0
    for head in network.spec.heads:
        drawn = draw(spec, generator, output.n_inputs, head.units, head.activation)
        output.weights[:, left : left + head.units] = drawn
        left += head.units
    output.bias[:] = output_bias
