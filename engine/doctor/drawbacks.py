"""Many pairs of output and loss train without being made for each other, each with a drawback of its own.
Here the drawbacks are put into words, with the numbers that the run has shown."""

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.doctor.findings import text
from engine.doctor.reach import reach_of
from engine.doctor.signs import HeadSigns

DISTANCES = frozenset({"mse", "half_mse", "mae", "huber"})
"""The losses that measure a distance, and so take any numbers."""


def drawback(head: HeadSigns, now: str) -> str:
    """What is less good about a head that trains than about the pair made for its target; `now` is its loss."""
    activation, loss = head.spec.activation, head.loss.name
    low, high = float(head.answers.min()), float(head.answers.max())
    answers = f"the answers go from {text(low)} to {text(high)}"
    if head.target.is_number and loss in DISTANCES:
        return f"{_number_drawback(head)}; {answers}"
    if head.target.is_number:
        return f"{loss} is made for yes and no: at the right amounts it is not 0, it is now {now}"
    sums = head.y.sum(axis=1)
    if loss == "cce_logits" and activation != "softmax" and sums.min() == sums.max() == 1.0:
        return (
            f"{activation} bends what the loss wants unbent, and its softmax gets only {answers.removeprefix('the ')}"
        )
    if activation == "softmax" or loss == "cce_logits":
        if sums.min() == sums.max() == 1.0:
            alone = loss in ("bce", "bce_logits")
            why = "asks each share on its own" if alone else "goes flat where it is sure and wrong"
            return f"{loss} {why}: the smallest slope seen is {text(_least_slope(head))}, where cce has A - Y"
        return (
            f"the shares of a softmax add up to 1, but {text(float(sums.min()))} to {text(float(sums.max()))} labels "
            f"hold at once; {answers}"
        )
    if loss == "cce":
        sums = head.answers.sum(axis=1)
        return (
            f"{loss} looks at the true answers alone, so saying yes to all costs nothing: the answers of an example "
            f"add up to {text(float(sums.min()))} to {text(float(sums.max()))}"
        )
    if loss in ("bce", "bce_logits") and activation in ("sigmoid", "linear"):
        sums = (head.answers if activation == "sigmoid" else _chances(head.answers)).sum(axis=1)
        return (
            "each class is a yes or no of its own, and the chances of an example add up to "
            f"{text(float(sums.min()))} to {text(float(sums.max()))} rather than to 1"
        )
    if loss == "bce_logits":
        reach = reach_of(head.spec, loss)
        return (
            f"{activation} bends what the loss wants unbent: as chances, its logits reach {text(reach.low)} to "
            f"{text(reach.high)}; {answers}"
        )
    if activation == "sigmoid":
        return (
            f"sure and wrong, it would hardly learn: {loss} has the sigmoid's slope as a factor, and the smallest one "
            f"seen is {text(_least_slope(head))}, where bce has A - Y"
        )
    outside = float(np.mean((head.answers < 0.0) | (head.answers > 1.0)))
    return f"{answers}, {outside:.0%} of them outside of 0 to 1, so they are no chances"


def _number_drawback(head: HeadSigns) -> str:
    activation, reach = head.spec.activation, reach_of(head.spec, head.loss.name)
    if np.isfinite(reach.high):
        high = float(head.y.max())
        return f"only in this unit do truths up to {text(high)} fit into what {activation} says, and its ends are flat"
    if activation == "leaky_relu":
        share = float(np.mean(head.answers < 0.0))
        return f"{share:.0%} of the answers are below 0, where leaky_relu passes a hundredth of the slope"
    flat = f"{activation} can say nothing below {text(reach.low)} and bends near 0"
    return f"{flat}, which hidden layers need and amounts do not"


def _least_slope(head: HeadSigns) -> float:
    return float(head.at_work.activation.slope(head.answers, head.answers).min())


def _chances(logits: Array) -> Array:
    return ACTIVATIONS["sigmoid"].function(logits)
