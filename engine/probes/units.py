"""What has become of single units: which are dead, and which have run into the flat part of their activation.
Both are told from the slopes, for a slope of 0 is a gate through which nothing can be learned."""

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.passes import LayerPass

FLAT = 0.05
"""A unit is saturated on an example when its slope is below this share of the steepest that the function has."""
STRAIGHT = frozenset({"linear", "relu", "leaky_relu", "step"})
"""Made of straight pieces: they have no bend to run out of, and are only ever dead."""
MOSTLY = 0.95
"""A unit counts as saturated when it is so on this share of the examples."""


def dead(layer: LayerPass) -> float:
    """The share of the layer's units whose slope is 0 on every example of the last pass."""
    return float(np.mean(~layer.slope.any(axis=-1)))


def saturated(layer: LayerPass) -> float:
    """The share of its units that are saturated on nearly all examples; dead ones are among them."""
    if layer.activation.name in STRAIGHT:
        return dead(layer)
    steepest = _steepest(layer.activation.name)
    flat = np.abs(layer.slope) < FLAT * steepest
    return float(np.mean(flat.mean(axis=-1) >= MOSTLY))


def _steepest(name: str) -> float:
    z: Array = np.linspace(-8.0, 8.0, 161)
    return float(np.abs(ACTIVATIONS[name].slope(z)).max())
