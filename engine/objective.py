"""Where the output layer meets the loss: how wrong the answer is, and how that changes with the output's z.
For a matched pair the two slopes cancel to A − Y; for every other pair the chain rule goes the long way."""

from typing import Protocol

import numpy as np

from engine.activations import Activation, Array
from engine.layers import Dense
from engine.losses import Loss


class Objective(Protocol):
    """What a training step asks of a loss; `y` is the truth, (examples, outputs), for the last pass."""

    def value(self, output: Dense, y: Array) -> float:
        """The loss, one number."""

    def slope(self, output: Dense, y: Array) -> Array:
        """d(loss)/dz, (examples, outputs)."""


class Matched:
    """Linear with mse, sigmoid with bce, softmax with cce: d(loss)/dz is A − Y, from logits and stable."""

    def __init__(self, loss: Loss, weight: float = 1.0) -> None:
        self.loss, self.weight = loss, weight

    def value(self, output: Dense, y: Array) -> float:
        return self.weight * self.loss.from_logits(output.seen.z, y)

    def slope(self, output: Dense, y: Array) -> Array:
        dz = np.subtract(output.seen.a, y, out=output.seen.dz)
        dz *= self.weight * self.loss.factor / len(y)
        return dz


class LongWay:
    """Every other pair: first how the loss changes with the answer, then how the answer changes with z."""

    def __init__(self, loss: Loss, weight: float = 1.0) -> None:
        self.loss, self.weight = loss, weight

    def value(self, output: Dense, y: Array) -> float:
        return self.weight * self.loss.value(output.seen.a, y)

    def slope(self, output: Dense, y: Array) -> Array:
        seen = output.seen
        da = self.weight * self.loss.slope(seen.a, y)
        output.activation.slope(seen.z, seen.a, seen.slope)
        return output.activation.pull_back(da, seen.a, seen.slope, seen.dz)


def objective(activation: Activation, loss: Loss, y: Array, weight: float = 1.0) -> Objective:
    """The shortest correct way from this loss to z, for truths like `y`.

    Softmax with cce needs truths that add up to 1 in each row; a price beside a softmax goes the long way.
    """
    is_matched = activation.name == loss.matched
    if is_matched and loss.name == "cce":
        is_matched = bool((y.sum(axis=1) == 1.0).all())
    return Matched(loss, weight) if is_matched else LongWay(loss, weight)
