"""Where an output head meets its loss: how wrong the answer is, and how that changes with the head's z.
For a matched pair the two slopes cancel to A − Y; for every other pair the chain rule goes the long way."""

import numpy as np

from engine.activations import ZERO
from engine.batches import Truth
from engine.losses import LOSSES, Loss
from engine.passes import HeadPass, Term
from engine.products import flat, inner


class Squared:
    """mse and half_mse, behind any activation that works unit by unit; behind linear, dz is A − Y itself."""

    def __init__(self, head: HeadPass, scale: float, factor: float) -> None:
        self.z, self.a, self.slope, self.dz = head.z, head.a, head.slope, head.dz
        self.function = head.activation.function
        self.needs_slope = head.activation.name != "linear"
        self.factor, self.half_factor = np.array(factor * scale), 0.5 * factor * scale
        self.error = flat(head.dz)
        self.inner = inner(head.dz.ndim > 2)

    def compare(self, truth: Truth) -> float:
        self.function(self.z, self.a)
        np.subtract(self.a, truth.y, self.dz)
        if truth.mask is not None:
            np.multiply(self.dz, truth.mask, self.dz)
        return self.half_factor * self.inner(self.error, self.error)

    def backward(self) -> None:
        np.multiply(self.dz, self.factor, self.dz)
        if self.needs_slope:
            np.multiply(self.dz, self.slope, self.dz)


class SigmoidCrossEntropy:
    """Sigmoid with bce, linear with bce_logits: from z itself, which cannot overflow."""

    needs_slope = False

    def __init__(self, head: HeadPass, scale: float) -> None:
        self.head, self.scale = head, scale
        self.factor = np.array(scale)
        self.logs = np.zeros_like(head.z)
        self.flat_logs, self.flat_z = flat(self.logs), flat(head.z)
        self.ones = np.ones_like(self.flat_logs)
        self.inner = inner(head.z.ndim > 2)
        self.chance = head.a if head.activation.name == "sigmoid" else np.zeros_like(head.z)

    def compare(self, truth: Truth) -> float:
        head, logs, chance, mask = self.head, self.logs, self.chance, truth.mask
        # log(1 + e^z); then e^(z − that) is the sigmoid.
        np.logaddexp(head.z, ZERO, logs)
        np.subtract(head.z, logs, chance)
        np.exp(chance, chance)
        np.subtract(chance, truth.y, head.dz)
        if mask is not None:
            np.multiply(head.dz, mask, head.dz)
            np.multiply(logs, mask, logs)
        return self.scale * (self.inner(self.flat_logs, self.ones) - self.inner(self.flat_z, truth.flat))

    def backward(self) -> None:
        np.multiply(self.head.dz, self.factor, self.head.dz)


class SoftmaxCrossEntropy:
    """Softmax with cce, linear with cce_logits, for truths that add up to 1 in each example."""

    needs_slope = False

    def __init__(self, head: HeadPass, scale: float) -> None:
        self.head, self.scale = head, scale
        self.factor = np.array(scale)
        self.below_top = np.zeros_like(head.z)
        self.total = np.zeros_like(head.z[..., :1, :])
        self.flat_total, self.flat_below = flat(self.total), flat(self.below_top)
        self.ones = np.ones_like(self.flat_total)
        self.inner = inner(head.z.ndim > 2)
        self.shares = head.a if head.activation.name == "softmax" else np.zeros_like(head.z)

    def compare(self, truth: Truth) -> float:
        head, total, shares, mask = self.head, self.total, self.shares, truth.mask
        # −log softmax is log Σ e^z − z; taking the largest z away keeps exp from overflowing.
        np.maximum.reduce(head.z, axis=-2, keepdims=True, out=total)
        np.subtract(head.z, total, self.below_top)
        np.exp(self.below_top, shares)
        np.add.reduce(shares, axis=-2, keepdims=True, out=total)
        np.divide(shares, total, shares)
        np.subtract(shares, truth.y, head.dz)
        np.log(total, total)
        if mask is not None:
            np.multiply(head.dz, mask, head.dz)
            np.multiply(total, mask, total)
        return self.scale * (self.inner(self.flat_total, self.ones) - self.inner(self.flat_below, truth.flat))

    def backward(self) -> None:
        np.multiply(self.head.dz, self.factor, self.head.dz)


class LongWay:
    """Every other pair: first how the loss changes with the answer, then how the answer changes with z."""

    def __init__(self, head: HeadPass, scale: float, loss: Loss) -> None:
        self.head, self.scale, self.loss = head, scale, loss
        self.da = np.zeros_like(head.dz)
        self.needs_slope = head.activation.elementwise

    def compare(self, truth: Truth) -> float:
        head, mask = self.head, truth.mask
        head.answer()
        a, y = head.a.T, truth.y.T
        terms, self.da = self.loss.terms(a, y).T, self.loss.slope(a, y).T
        if mask is not None:
            # Where the mask is 0 nothing counts, not even an infinite term.
            terms, self.da = (np.where(mask == 1.0, each, 0.0) for each in (terms, self.da))
        return self.scale * float(terms.sum())

    def backward(self) -> None:
        head = self.head
        da = self.scale * self.da
        head.activation.pull_back(da.T, head.a.T, head.slope.T, head.dz.T)


def term(head: HeadPass, loss_name: str, weight: float, *, shares: bool) -> Term:
    """The shortest correct way from this loss to the head's z; the mean over the examples times `weight`.

    `shares` tells that the truths add up to 1 in each example, without which softmax with cce does not
    simplify: a price beside a softmax goes the long way.
    """
    scale = weight / head.z.shape[-1]
    match head.activation.name, loss_name:
        case _, "mse" | "half_mse" if head.activation.elementwise:
            return Squared(head, scale, 2.0 if loss_name == "mse" else 1.0)
        case ("sigmoid", "bce") | ("linear", "bce_logits"):
            return SigmoidCrossEntropy(head, scale)
        case ("softmax", "cce") | ("linear", "cce_logits") if shares:
            return SoftmaxCrossEntropy(head, scale)
    return LongWay(head, scale, LOSSES[loss_name])
