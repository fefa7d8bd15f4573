"""What an output can say at all, whatever its weights: its reach, from the lowest answer to the highest.
A loss that works from logits applies one more function, so the reach is then that of the chance it sees."""

from dataclasses import dataclass
from math import inf

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.doctor.findings import text
from engine.losses import FROM_LOGITS
from engine.specs import LayerSpec


@dataclass(frozen=True)
class Reach:
    """The lowest and the highest answer; `twice` when the loss squeezes an answer that was bounded already."""

    low: float
    high: float
    twice: bool = False

    def distance(self, y: Array) -> Array:
        """How far each truth lies outside, 0 within; the shape of y."""
        return np.maximum(np.maximum(self.low - y, y - self.high), 0.0)


def reach_of(head: LayerSpec, loss: str) -> Reach:
    """The reach of one unit of the head, behind what the loss itself applies."""
    activation = ACTIVATIONS[head.activation]
    low, high = activation.low, activation.high
    if head.activation == "softmax" and head.units == 1:
        low = 1.0
    match FROM_LOGITS.get(loss):
        case "sigmoid":
            return Reach(_chance(low), _chance(high), twice=(low, high) != (-inf, inf))
        case "softmax":
            others = head.units - 1
            return Reach(_share(low, high, others), _share(high, low, others), twice=(low, high) != (-inf, inf))
    return Reach(low, high)


def says(reach: Reach) -> str:
    """The reach in words that go on after "can say"."""
    if reach.low == reach.high:
        return f"nothing but {text(reach.low)}"
    if not np.isfinite(reach.high):
        return f"nothing below {text(reach.low)}"
    return f"nothing outside of {text(reach.low)} to {text(reach.high)}"


def _chance(z: float) -> float:
    return float(ACTIVATIONS["sigmoid"].function(np.array([z]))[0])


def _share(own: float, other: float, others: int) -> float:
    """The softmax of a unit whose z is `own` when all others' is `other`."""
    if not others:
        return 1.0
    apart = other - own
    return 1.0 / (1.0 + others * float(np.exp(min(apart, 700.0)))) if apart < inf else 0.0
