"""Where the weights begin: small random numbers, scaled so that signals neither fade nor explode at once.
Biases always begin at zero; `auto` takes He for the ReLU family and Glorot for everything else."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from engine.activations import Array

RELU_FAMILY = frozenset({"relu", "leaky_relu"})

Start = Callable[[np.random.Generator, int, int, str], Array]
"""(generator, n_inputs, units, activation's name) -> weights (n_inputs, units)."""


def glorot(generator: np.random.Generator, n_inputs: int, units: int, _activation: str = "") -> Array:
    """Uniform within ±√(6 / (n_inputs + units)). Source: Glorot and Bengio 2010, equation 16."""
    reach = sqrt(6.0 / (n_inputs + units))
    return generator.uniform(-reach, reach, (n_inputs, units))


def he(generator: np.random.Generator, n_inputs: int, units: int, _activation: str = "") -> Array:
    """Normal with standard deviation √(2 / n_inputs). Source: He, Zhang, Ren and Sun 2015, equation 10."""
    return generator.normal(0.0, sqrt(2.0 / n_inputs), (n_inputs, units))


def auto(generator: np.random.Generator, n_inputs: int, units: int, activation: str = "") -> Array:
    """He where the activation shuts off half of its inputs, Glorot elsewhere."""
    chosen = he if activation in RELU_FAMILY else glorot
    return chosen(generator, n_inputs, units, activation)


STARTS: dict[str, Start] = {"auto": auto, "glorot": glorot, "he": he}
"""Every start by its name."""
