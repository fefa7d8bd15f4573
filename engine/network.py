"""A network is a list of layers: forward from inputs to answers, backward from the loss to the weights.
All its weights and biases lie in one flat vector, so that an optimizer moves them in one go."""

from typing import Self

import numpy as np

from engine.activations import Array
from engine.layers import Dense
from engine.norms import Norm
from engine.passes import Pass
from engine.specs import NetSpec

KEPT_PASSES = 4
"""A pass holds arrays for all its examples, so of the many sizes that one may ask for only these stay."""


class Network:
    """Dense layers over one `parameters` vector (…, n) and one `gradient` vector of the same shape.

    Several networks of one shape can lie side by side in a stack: every array then has the number of networks
    as its first axis, and `single` gives one of them. `slopes` (2, …, n) is the gradient and, behind it, room
    for its squares, which the optimizers use. All parameters begin at zero: see `engine.starts`.
    """

    def __init__(
        self,
        spec: NetSpec,
        *,
        batch_norm: bool = False,
        dropout: float = 0.0,
        parameters: Array | None = None,
        slopes: Array | None = None,
    ) -> None:
        self.spec, self.batch_norm, self.dropout = spec, batch_norm, dropout
        size = parameter_count(spec, batch_norm=batch_norm)
        self.parameters = np.zeros(size) if parameters is None else parameters
        self.slopes = np.zeros((2, *self.parameters.shape)) if slopes is None else slopes
        self.gradient = self.slopes[0]
        self.layers: list[Dense] = []
        self._passes: dict[int, Pass] = {}
        begin, n_inputs = 0, spec.inputs
        for layer in spec.hidden:
            begin = self._add(begin, n_inputs, layer.units, layer.activation, hidden=True)
            n_inputs = layer.units
        self._add(begin, n_inputs, spec.outputs, spec.heads[0].activation, hidden=False)

    @classmethod
    def stack(cls, spec: NetSpec, copies: int) -> Self:
        """`copies` networks of one shape, side by side."""
        return cls(spec, parameters=np.zeros((copies, parameter_count(spec))))

    def single(self, place: int, spec: NetSpec | None = None) -> "Network":
        """One network of a stack, over the same memory; its heads may have activations of their own."""
        return Network(spec or self.spec, parameters=self.parameters[place], slopes=self.slopes[:, place])

    @property
    def output(self) -> Dense:
        """The last layer: all heads together."""
        return self.layers[-1]

    @property
    def trunk_size(self) -> int:
        """How many of the parameters belong to the hidden layers, which all heads share; they come first."""
        return int(self.parameters.shape[-1] - self.output.matrix.shape[-2] * self.output.units)

    def on(self, rows: int) -> Pass:
        """The pass of `rows` examples outside of training; those of the few sizes last asked for are kept."""
        known = self._passes.pop(rows, None)
        self._passes[rows] = at_work = known or Pass(self, rows)
        if len(self._passes) > KEPT_PASSES:
            del self._passes[next(iter(self._passes))]
        return at_work

    def forward(self, x: Array) -> Array:
        """Answer x (examples, n_inputs) with (examples, outputs). The array is used again by the next call."""
        return self.on(len(x)).answers(x)

    def gradient_norms(self) -> tuple[float, ...]:
        """How long each layer's gradient is, weights and bias together, first layer to last."""
        return tuple(length(layer.d_matrix.ravel()) for layer in self.layers)

    def weight_norms(self) -> tuple[float, ...]:
        """How long each layer's weights are, without the biases, first layer to last."""
        return tuple(length(layer.weights.ravel()) for layer in self.layers)

    def weight_mask(self) -> Array:
        """(n,): 1 for a weight, 0 for a bias and for the numbers of a norm. Penalties are on weights alone."""
        twin = Network(self.spec, batch_norm=self.batch_norm)
        twin.parameters.fill(0.0)
        for layer in twin.layers:
            layer.weights.fill(1.0)
        return twin.parameters

    def _add(self, begin: int, n_inputs: int, units: int, activation: str, *, hidden: bool) -> int:
        end = begin + (n_inputs + 1) * units
        stack = self.parameters.shape[:-1]
        stretch = np.s_[..., begin:end]
        shape = (*stack, n_inputs + 1, units)
        matrix, d_matrix = self.parameters[stretch].reshape(shape), self.gradient[stretch].reshape(shape)
        norm = None
        if hidden and self.batch_norm:
            begin, end = end, end + 2 * units
            norm = Norm.over(self.parameters[begin:end], self.gradient[begin:end])
        self.layers.append(Dense(activation, matrix, d_matrix, norm, self.dropout if hidden else 0.0))
        return end


def parameter_count(spec: NetSpec, *, batch_norm: bool = False) -> int:
    """How many numbers a network learns; a normalized unit has two more."""
    return spec.parameters + (2 * sum(layer.units for layer in spec.hidden) if batch_norm else 0)


def length(vector: Array) -> float:
    """The Euclidean length of a vector, also of one so long that its squares would overflow."""
    largest = float(np.abs(vector).max(initial=0.0))
    if largest == 0.0 or not np.isfinite(largest):
        return largest
    scaled = vector / largest
    return largest * float(np.sqrt(scaled.dot(scaled)))
