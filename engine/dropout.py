"""Dropout silences a random share of a layer's units in each training step, so that none can be relied on alone.
What is left is scaled up by as much (inverted dropout), so that nothing has to change when the network is used."""

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array


class Dropping:
    """Dropout at work on a (units, examples), in training only. Source: Srivastava and others 2014, section 10."""

    def __init__(self, share: float, shape: tuple[int, ...], generator: np.random.Generator) -> None:
        self.share, self.generator = share, generator
        self.factors: Array = np.ones(shape)
        self._kept: NDArray[np.bool_] = np.ones(shape, dtype=bool)

    def forward(self, a: Array, out: Array) -> None:
        """out = a · mask / (1 − share), with a mask drawn anew."""
        self.generator.random(out=self.factors)
        np.greater_equal(self.factors, self.share, self._kept)
        np.multiply(self._kept, 1.0 / (1.0 - self.share), self.factors)
        np.multiply(a, self.factors, out)

    def backward(self, da: Array) -> None:
        """The same units pass their slope back, scaled up the same way."""
        np.multiply(da, self.factors, da)
