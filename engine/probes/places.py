"""Where a parameter lives: an optimizer knows it by its place in one long vector, a reader by layer and unit.
Given the first, this module tells the second."""

from dataclasses import dataclass
from math import prod

import numpy as np

from engine.network import Network


@dataclass(frozen=True)
class Place:
    """Where a parameter lives: its layer, counted from 1, its kind (weights, bias, gamma, beta) and its index there.

    The index of a weight is (from, to), that of all others (unit,), counted from 0.
    """

    layer: int
    kind: str
    index: tuple[int, ...]

    @property
    def text(self) -> str:
        """For example "layer 2, weights[0, 3]"."""
        return f"layer {self.layer}, {self.kind}[{', '.join(map(str, self.index))}]"


def place_of(network: Network, index: int) -> Place:
    """Where the parameter at `index` of a network's vector lives; IndexError beyond its end."""
    offset = index
    for number, layer in enumerate(network.layers, start=1):
        stretches = [("weights", layer.weights.shape), ("bias", layer.bias.shape)]
        if layer.norm:
            stretches += [("gamma", layer.bias.shape), ("beta", layer.bias.shape)]
        for kind, shape in stretches:
            size = prod(shape)
            if 0 <= offset < size:
                return Place(number, kind, tuple(int(at) for at in np.unravel_index(offset, shape)))
            offset -= size
    raise IndexError(f"there is no parameter {index}: the network has {network.parameters.shape[-1]}")
