"""Batch normalization brings every unit's sums to mean 0 and deviation 1 over the mini-batch.
Two learned numbers, gamma and beta, then give each unit the scale and the shift it wants."""

from dataclasses import dataclass

import numpy as np

from engine.activations import Array

EPSILON, MOMENTUM = 1e-5, 0.1


@dataclass
class Norm:
    """Gamma and beta (units, 1) with their gradients, views of the network's vectors, and running statistics.

    After training, `mean` and `variance` (units, 1) stand in for a batch's own: an answer must not depend on
    which other examples happen to be asked with it. Source: Ioffe and Szegedy 2015, algorithms 1 and 2.
    """

    gamma: Array
    beta: Array
    d_gamma: Array
    d_beta: Array
    mean: Array
    variance: Array

    @classmethod
    def over(cls, parameters: Array, gradient: Array) -> "Norm":
        """A fresh one over a stretch of the network's vectors, gamma first, then beta: (2·units,)."""
        units = len(parameters) // 2
        gamma, beta, d_gamma, d_beta = (
            half[:, None] for both in (parameters, gradient) for half in (both[:units], both[units:])
        )
        gamma.fill(1.0)
        return cls(gamma, beta, d_gamma, d_beta, np.zeros((units, 1)), np.ones((units, 1)))


class Normalizing:
    """A norm at work on z (units, examples), in place. In training it uses and remembers the batch's statistics."""

    def __init__(self, norm: Norm, *, training: bool) -> None:
        self.norm, self.training = norm, training
        self._scaled: Array = np.zeros((0, 0))
        self._deviation: Array = np.ones((0, 1))

    def forward(self, z: Array) -> None:
        """z becomes gamma · (z − mean) / deviation + beta."""
        norm = self.norm
        if self.training:
            mean = z.mean(axis=1, keepdims=True)
            variance = z.var(axis=1, keepdims=True)
            self._remember(mean, variance, z.shape[1])
        else:
            mean, variance = norm.mean, norm.variance
        self._deviation = np.sqrt(variance + EPSILON)
        self._scaled = (z - mean) / self._deviation
        np.multiply(norm.gamma, self._scaled, z)
        z += norm.beta

    def backward(self, dz: Array) -> None:
        """dz (units, examples), the slope of the loss behind the norm, becomes the one before it."""
        norm, scaled = self.norm, self._scaled
        (dz * scaled).sum(axis=1, keepdims=True, out=norm.d_gamma)
        dz.sum(axis=1, keepdims=True, out=norm.d_beta)
        if self.training:
            # A unit's sums all move its mean and its deviation, which takes two averages off their slopes.
            examples = dz.shape[1]
            dz -= norm.d_beta / examples + scaled * (norm.d_gamma / examples)
        dz *= norm.gamma / self._deviation

    def _remember(self, mean: Array, variance: Array, examples: int) -> None:
        norm = self.norm
        norm.mean += MOMENTUM * (mean - norm.mean)
        unbiased = variance * (examples / max(examples - 1, 1))
        norm.variance += MOMENTUM * (unbiased - norm.variance)
