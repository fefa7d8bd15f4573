"""A dense layer: every unit weighs every input, adds its bias and passes the sum through the activation.
It keeps what its last pass saw, so that a lesson can show each factor of the chain rule."""

from dataclasses import dataclass

import numpy as np

from engine.activations import Activation, Array


@dataclass
class Seen:
    """What one pass of `rows` examples left behind; every array is (rows, units) and made only once."""

    z: Array
    a: Array
    slope: Array
    dz: Array
    dx: Array
    ones: Array

    @classmethod
    def of(cls, rows: int, n_inputs: int, units: int) -> "Seen":
        z, a, slope, dz = (np.zeros((rows, units)) for _ in range(4))
        return cls(z, a, slope, dz, np.zeros((rows, n_inputs)), np.ones(rows))


class Dense:
    """One layer, whose weights (n_inputs, units) and bias (units,) are views of the network's one vector.

    `parameters` and `gradient` are its stretch of the network's vectors, n_inputs·units + units long.
    """

    def __init__(self, n_inputs: int, units: int, activation: Activation, parameters: Array, gradient: Array) -> None:
        self.activation = activation
        self.parameters, self.gradient = parameters, gradient
        n_weights = n_inputs * units
        self.weights = parameters[:n_weights].reshape(n_inputs, units)
        self.bias = parameters[n_weights:]
        self.d_weights = gradient[:n_weights].reshape(n_inputs, units)
        self.d_bias = gradient[n_weights:]
        self.x: Array = np.zeros((0, n_inputs))
        self.seen = Seen.of(0, n_inputs, units)
        self._rooms: dict[int, Seen] = {}

    def forward(self, x: Array) -> Array:
        """Answer x (examples, n_inputs) with a (examples, units)."""
        self.x, self.seen = x, self._room(len(x))
        z = x.dot(self.weights, self.seen.z)
        z += self.bias
        return self.activation.function(z, self.seen.a)

    def backward(self, da: Array, *, to_inputs: bool = True) -> Array:
        """Carry d(loss)/da (examples, units) back through the activation and through the weighted sum."""
        seen = self.seen
        self.activation.slope(seen.z, seen.a, seen.slope)
        dz = self.activation.pull_back(da, seen.a, seen.slope, seen.dz)
        return self.backward_sum(dz, to_inputs=to_inputs)

    def backward_sum(self, dz: Array, *, to_inputs: bool = True) -> Array:
        """From d(loss)/dz to the slopes of weights and bias; returns d(loss)/dx (examples, n_inputs)."""
        self.x.T.dot(dz, self.d_weights)
        self.seen.ones.dot(dz, self.d_bias)
        if to_inputs:
            dz.dot(self.weights.T, self.seen.dx)
        return self.seen.dx

    def _room(self, rows: int) -> Seen:
        if rows not in self._rooms:
            self._rooms[rows] = Seen.of(rows, *self.weights.shape)
        return self._rooms[rows]
