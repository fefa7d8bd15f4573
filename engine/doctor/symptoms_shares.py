"""Cross-entropy over classes compares shares of a total, so it needs answers that compete for one.
A single share is always the whole, and answers that do not compete may all say yes at once."""

import numpy as np

from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import HeadSigns, Signs
from engine.losses import FROM_LOGITS


def lone_share(signs: Signs) -> Finding | None:
    """A softmax over one unit, in the output or inside of the loss: it says 1, whatever its weights."""
    for head in signs.heads:
        inside = FROM_LOGITS.get(head.loss.name) == "softmax"
        if head.spec.units > 1 or not len(head.y) or not (head.spec.activation == "softmax" or inside):
            continue
        where = f"Inside of {head.loss.name} one" if inside else "One"
        advice = "Use 1 linear with mse"
        if not head.target.is_number:
            advice = "For yes or no use 1 sigmoid with bce; softmax with cce takes one unit for each class"
        others = float(np.mean(head.y != 1.0))
        sentence = (
            f"{where} softmax unit alone always says 1, whatever its weights, for shares add up to 1: nothing can be "
            f"learned, although {others:.0%} of the truths of {head.target.name} are not 1. {advice}."
        )
        evidence = (("output units", 1.0), ("share of truths that are not 1", others), ("loss", signs.late))
        return Finding(Cause.OUT_OF_REACH, sentence, evidence)
    return None


def one_sided(signs: Signs) -> Finding | None:
    """A cce over answers that do not share out a total: yes to everything costs nothing."""
    for head in signs.heads:
        untrue = head.y < 1.0
        if head.loss.name != "cce" or head.spec.activation == "softmax" or not untrue.any():
            continue
        yes = float(head.answers[untrue].mean())
        sentence = (
            "The loss cce asks only about what is true, so saying 1 to everything costs nothing, and nothing keeps "
            f"{head.spec.activation} from it: what is not true gets {text(yes)} on average. {_better_pair(head)}."
        )
        evidence = (("mean answer to what is not true", yes), ("loss", signs.late))
        return Finding(Cause.ONE_SIDED, sentence, evidence)
    return None


def _better_pair(head: HeadSigns) -> str:
    if head.target.is_labels or head.spec.units == 1:
        return f"For yes or no use {head.spec.units} sigmoid with bce, which asks about both sides"
    return f"For one class of several use {head.spec.units} softmax, whose answers compete for a total of 1"
