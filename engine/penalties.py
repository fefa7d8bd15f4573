"""Weight penalties make large weights cost something, so that only those stay large that earn it.
They are on weights alone, never on biases: L2 shrinks each one in proportion, L1 all by the same amount."""

import numpy as np

from engine.activations import Array


class Penalty:
    """l1 · Σ|w| + l2 / 2 · Σ w² over the weights, which `mask` (n,) marks with 1.

    The half makes the slope of the L2 part l2 · w, which is what PyTorch calls weight_decay; Keras leaves it
    out. Ng's λ/m is l2 here.
    """

    def __init__(self, mask: Array, l1: float = 0.0, l2: float = 0.0) -> None:
        self.mask, self.l1, self.l2 = mask, l1, l2
        self._work = np.zeros_like(mask)

    def value(self, parameters: Array) -> float:
        """What the weights cost, one number; `parameters` (n,)."""
        weights = parameters[self.mask == 1.0]
        return self.l1 * float(np.abs(weights).sum()) + self.l2 / 2.0 * float(weights.dot(weights))

    def add_slope(self, parameters: Array, gradient: Array) -> None:
        """Add the penalty's slope to the gradient (n,). At 0, the slope of |w| is taken as 0."""
        work = self._work
        if self.l2:
            np.multiply(parameters, self.mask, work)
            np.multiply(work, self.l2, work)
            np.add(gradient, work, gradient)
        if self.l1:
            np.sign(parameters, work)
            np.multiply(work, self.mask, work)
            np.multiply(work, self.l1, work)
            np.add(gradient, work, gradient)
