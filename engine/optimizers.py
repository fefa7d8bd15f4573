"""An optimizer moves every weight a little against its gradient.
It works on the network's one flat vector, so a step is the same few lines for any network."""

from math import sqrt
from typing import Protocol

import numpy as np

from engine.activations import Array


class Optimizer(Protocol):
    """Anything that can take a step. It may use `gradient` as scratch paper: read it before, not after."""

    def update(self, parameters: Array, gradient: Array) -> None:
        """Change `parameters` (n,) in place, given d(loss)/d(parameters), (n,)."""

    @property
    def overflowed(self) -> bool:
        """Whether what it remembers is beyond every number, so that its next steps mean nothing."""


class SGD:
    """Gradient descent: parameters −= rate · gradient."""

    def __init__(self, rate: float, _size: int = 0) -> None:
        self.rate = rate

    def update(self, parameters: Array, gradient: Array) -> None:
        gradient *= self.rate
        parameters -= gradient

    @property
    def overflowed(self) -> bool:
        return False  # it remembers nothing


class Adam:
    """A step size per weight, from running averages of the gradient and of its square.

    Source: Kingma and Ba 2015, algorithm 1, with its constants β₁ = 0.9, β₂ = 0.999, ε = 1e-8. The sums here
    are the paper's m / (1 − β₁) and v / (1 − β₂): constants move into two scalars, the steps stay the same.
    """

    BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8

    def __init__(self, rate: float, size: int) -> None:
        self.rate = rate
        self.steps = 0
        self.mean, self.square, self.work = np.zeros(size), np.zeros(size), np.zeros(size)

    def update(self, parameters: Array, gradient: Array) -> None:
        self.steps += 1
        mean_scale = (1.0 - self.BETA_1) / (1.0 - self.BETA_1**self.steps)
        root_scale = sqrt((1.0 - self.BETA_2) / (1.0 - self.BETA_2**self.steps))
        mean, square, work = self.mean, self.square, self.work
        mean *= self.BETA_1
        mean += gradient
        gradient *= gradient
        square *= self.BETA_2
        square += gradient
        np.sqrt(square, out=work)
        work += self.EPSILON / root_scale
        np.divide(mean, work, out=work)
        work *= self.rate * mean_scale / root_scale
        parameters -= work

    @property
    def overflowed(self) -> bool:
        # An infinite square would make each later step 0: the weight stands still, and nobody is told.
        return not (np.isfinite(self.square).all() and np.isfinite(self.mean).all())


OPTIMIZERS: dict[str, type[SGD] | type[Adam]] = {"sgd": SGD, "adam": Adam}
"""Every optimizer by its name; each is made with (rate, size of the parameter vector)."""
