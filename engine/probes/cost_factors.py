"""The upper end of a trace: how the cost of one example moves with the answers, and these with the output's sums.
Every head adds its own loss; what one head answers is nothing to the loss of another."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation, Array
from engine.losses import LOSSES
from engine.passes import HeadPass
from engine.probes.chain import Factor, full
from engine.probes.slope_formulas import LOSS_SLOPE_TEXTS, SLOPE_TEXTS

WITHIN = {("sigmoid", "bce"): "bce_logits", ("softmax", "cce"): "cce_logits"}
"""The pairs in which an infinite slope and a slope of 0 can meet, and the loss that has them canceled inside."""


class WeighedLoss(Protocol):
    """One term of the cost, as an experiment's `LossTerm` tells it: a loss by its name, and its weight."""

    @property
    def name(self) -> str: ...

    @property
    def weight(self) -> float: ...


def cost_factors(
    heads: Sequence[HeadPass], losses: Sequence[WeighedLoss], y: Array, counts: Array, *, layer: int, short: bool
) -> list[Factor]:
    """The factors from the cost J to the sums z of the output layer, whose number is `layer`.

    The heads have answered one example; y is (outputs,), and `counts` (heads,) says how often each loss counts:
    weight · mask. When it is not simply 1, how J moves with the losses L is a factor of its own. Then come dL/da
    and da/dz or, with `short` and where only that stays finite, both at once as dL/dz.
    """
    answers, sums = f"a[{layer}]", f"z[{layer}]"
    outputs = len(y)
    by_answer, by_sum = np.zeros((2, len(heads), outputs))
    bends, hangs = np.zeros((outputs, outputs)), np.zeros((outputs, outputs), dtype=bool)
    owns = np.zeros(by_answer.shape, dtype=bool)
    left = 0
    for number, (head, loss) in enumerate(zip(heads, losses, strict=True)):
        own = slice(left, left + len(head.a))
        left = own.stop
        owns[number, own] = True
        bends[own, own], hangs[own, own] = jacobian(head.activation, head.z[:, 0], head.a[:, 0])
        if counts[number] != 0.0:  # a masked loss is nothing, not even where its slope is infinite
            by_answer[number, own] = LOSSES[loss.name].slope(head.a.T, y[None, own])[0]
            by_sum[number, own] = _at_once(head, loss.name, y[own], by_answer[number, own] @ bends[own, own])

    factors, cost = [], "J"
    if len(heads) > 1 or counts[0] != 1.0:
        meaning = "The cost counts every loss as often as its weight says, and not at all where it is masked."
        factors, cost = [full("J", "L", meaning, counts[None, :].copy())], "L"
    if short or (np.isfinite(by_sum).all() and not np.isfinite(by_answer @ bends).all()):
        meaning = "How the loss moves with the sum: for a matched pair the answer less the truth, times 2 for mse."
        return [*factors, Factor(cost, sums, meaning, by_sum, owns @ hangs)]
    how = _each(LOSS_SLOPE_TEXTS, [loss.name for loss in losses])
    factors.append(Factor(cost, answers, f"How the loss moves with the answer; {how}.", by_answer, owns))
    how = _each(SLOPE_TEXTS, [head.activation.name for head in heads])
    return [*factors, Factor(answers, sums, f"How steep the activation is at its sum; {how}.", bends, hangs)]


def jacobian(activation: Activation, z: Array, a: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The slope of every activation in every sum (units, units), and where there is one at all."""
    if activation.elementwise:
        return np.diag(activation.slope(z, a)), np.eye(len(z), dtype=bool)
    return np.diag(a) - np.outer(a, a), np.ones((len(z), len(z)), dtype=bool)


def _at_once(head: HeadPass, loss: str, y: Array, long_way: Array) -> Array:
    """dL/dz (units,): A − Y where the pair cancels to it, otherwise the product of both factors."""
    within = WITHIN.get((head.activation.name, loss))
    if within is None:
        return long_way
    slope: Array = LOSSES[within].slope(head.z.T, y[None, :])[0]
    return slope


def _each(texts: dict[str, str], names: Sequence[str]) -> str:
    """For example "tanh: 1 − a²; linear: 1"."""
    return "; ".join(f"{name}: {texts[name]}" for name in dict.fromkeys(names))
