"""The least that a network must do is to beat one constant answer given to every example.
Here is what the best constant costs: the measure by which a loss is called high or low."""

import numpy as np

from engine.activations import Array
from engine.losses import FROM_LOGITS, LOSSES
from engine.specs import LossTerm

LEAST_CHANCE = 1e-9
"""A chance of exactly 0 or 1 has no logit, so the constants keep this far away from both."""


def constant_loss(loss: LossTerm, y: Array, examples: int) -> float:
    """The term's loss when every answer is the best constant; NaN where the truths have no meaning for the loss,
    and 0 where they are all the same, so that there is nothing to learn beyond a constant.

    `y` (counted, outputs) are the truths of the examples that count, out of `examples`. For squares the best
    constant is the mean, for absolute errors the median (huber's is close to it, and costs at most that much),
    for cross-entropy each class's share.
    """
    if not len(y) or bool((y == y[0]).all()):
        return 0.0
    if loss.name in ("mse", "half_mse"):
        answer = y.mean(axis=0)
    elif loss.name in ("mae", "huber"):
        answer = np.median(y, axis=0)
    elif y.min() < 0.0 or y.max() > 1.0:
        return float("nan")
    else:
        answer = _chances(loss.name, y)
    value = LOSSES[loss.name].value(np.broadcast_to(answer, y.shape), y)
    return loss.weight * value * len(y) / examples


def _chances(name: str, y: Array) -> Array:
    chances = y.mean(axis=0)
    if name.startswith("cce"):
        chances = chances / max(float(chances.sum()), LEAST_CHANCE)
    chances = np.clip(chances, LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    logits: Array = np.log(chances)
    match FROM_LOGITS.get(name):
        case "sigmoid":
            logits -= np.log(1.0 - chances)
            return logits
        case "softmax":
            return logits
    answer: Array = chances
    return answer
