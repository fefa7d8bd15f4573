"""A network is a list of layers: forward from inputs to answer, backward from the loss to the weights.
All its weights and biases lie in one flat vector, so that an optimizer moves them in one go."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.layers import Dense
from engine.starts import Start, auto


class Network:
    """Dense layers over one `parameters` vector and one `gradient` vector of the same length.

    `n_inputs` numbers come in; `layers` names the units and the activation of each layer, first to last.
    """

    def __init__(
        self,
        n_inputs: int,
        layers: Sequence[tuple[int, str]],
        generator: np.random.Generator,
        start: Start = auto,
    ) -> None:
        widths = [n_inputs, *(units for units, _ in layers)]
        sizes = [(before + 1) * units for before, units in pairwise(widths)]
        ends = np.cumsum(sizes)
        self.parameters: Array = np.zeros(ends[-1])
        self.gradient: Array = np.zeros(ends[-1])
        self.layers: list[Dense] = []
        for before, (units, name), end, size in zip(widths, layers, ends, sizes, strict=False):
            stretch = slice(end - size, end)
            layer = Dense(before, units, ACTIVATIONS[name], self.parameters[stretch], self.gradient[stretch])
            layer.weights[:] = start(generator, before, units, name)
            self.layers.append(layer)

    @property
    def output(self) -> Dense:
        """The last layer."""
        return self.layers[-1]

    def forward(self, x: Array) -> Array:
        """Answer x (examples, n_inputs) with (examples, outputs). The array is reused by the next pass."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dz: Array) -> None:
        """Fill `gradient`, given d(loss)/dz of the output layer, (examples, outputs)."""
        first = self.layers[0]
        da = self.output.backward_sum(dz, to_inputs=self.output is not first)
        for layer in reversed(self.layers[:-1]):
            da = layer.backward(da, to_inputs=layer is not first)

    def gradient_norms(self) -> tuple[float, ...]:
        """How long each layer's gradient is, weights and bias together, first layer to last."""
        return tuple(_length(layer.gradient) for layer in self.layers)


def _length(vector: Array) -> float:
    # Scaled first, so that a gradient of 1e200 has a length rather than an overflow.
    largest = float(np.abs(vector).max())
    if largest == 0.0 or not np.isfinite(largest):
        return largest
    scaled = vector / largest
    return largest * float(np.sqrt(scaled.dot(scaled)))
