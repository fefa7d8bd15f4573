"""The loss of one example as a function of a single sum z, through the output's activation: its value and its slope.
It is for looking at the pair of both by itself: where their slopes cancel, where they die, where a logarithm fails."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.losses import FROM_LOGITS, LOSSES

CLOSE = 1e-9
"""How far two slopes may be apart, relative to the larger of them and 1, and still count as the same."""


@dataclass(frozen=True)
class OutputLoss:
    """The loss called `loss` behind the output activation called `output`, for one example of this `truth`.

    Arrays over places are (n,), over units (n, units). Where classes share out there are two units: the sum of the
    first is z, that of the second is 0, and its truth is 1 − `truth`. The answer ŷ is what the first one says.
    Nothing is clipped: a loss may be infinite, or NaN where a logarithm fails, and its slopes are NaN there.
    """

    output: str
    loss: str
    truth: float

    @property
    def units(self) -> int:
        """Two for a softmax, in the output or in the loss; otherwise one."""
        return 2 if "softmax" in (self.output, FROM_LOGITS.get(self.loss)) else 1

    @cached_property
    def truths(self) -> Array:
        """(1, units)."""
        return np.array([[self.truth, 1.0 - self.truth][: self.units]])

    def answers(self, z: Array) -> Array:
        """What all units say when the first one's sum is z."""
        sums = np.zeros((len(z), self.units))
        sums[:, 0] = z
        return ACTIVATIONS[self.output].function(sums)

    def beside(self, answer: Array) -> Array:
        """What all units say when the first one says `answer`: the others of a softmax give way."""
        said = self.answers(np.zeros(len(answer)))
        said[:, 0] = answer
        if self.output == "softmax":
            said[:, 1] = 1.0 - answer
        return said

    def values(self, answers: Array) -> Array:
        """The loss of these answers (n, units)."""
        with np.errstate(all="ignore"):
            summed: Array = LOSSES[self.loss].terms(answers, self._truths(answers)).sum(axis=1)
        return summed

    def by_answers(self, answers: Array) -> Array:
        """dL/da for each unit, (n, units); NaN where the loss is no finite number."""
        with np.errstate(all="ignore"):
            slopes = LOSSES[self.loss].slope(answers, self._truths(answers))
        return np.where(np.isfinite(self.values(answers))[:, None], slopes, np.nan)

    def by_answer(self, answers: Array) -> Array:
        """dL/dŷ along the answers there can be: as one share of a softmax grows, the other shrinks."""
        slopes = self.by_answers(answers)
        along: Array = slopes[:, 0] - slopes[:, 1] if self.output == "softmax" else slopes[:, 0]
        return along

    def bends(self, z: Array) -> Array:
        """da/dz for each unit (n, units): how all answers move with the first one's sum."""
        answers = self.answers(z)
        own = ACTIVATIONS[self.output].slope(z, answers[:, 0])
        others = -own if self.output == "softmax" else np.zeros_like(own)
        return np.column_stack([own, others])[:, : self.units]

    def by_sum(self, z: Array) -> Array:
        """dL/dz: the product of both slopes, added up over the units."""
        with np.errstate(all="ignore"):
            total: Array = (self.by_answers(self.answers(z)) * self.bends(z)).sum(axis=1)
        return total

    def errors(self, z: Array) -> Array:
        """How far off the answer is, ŷ − y; of a loss from logits, the chance that it makes of it."""
        chances = self.answers(z)
        if self.loss in FROM_LOGITS:
            chances = ACTIVATIONS[FROM_LOGITS[self.loss]].function(chances)
        off: Array = chances[:, 0] - self.truth
        return off

    def multiple(self, z: Array) -> float | None:
        """The one number that times the error is dL/dz at all these places; None when there is none."""
        return multiple_of(self.by_sum(z), self.errors(z))

    def cancels(self, z: Array) -> bool:
        """Whether dL/dz is such a multiple while dL/dŷ is not: the activation's slope has canceled."""
        before = multiple_of(self.by_answer(self.answers(z)), self.errors(z))
        return before is None and self.multiple(z) not in (None, 0.0)

    def log_of(self, answer: float) -> float | None:
        """The number, 0 or below, whose logarithm the loss asks for at this answer; None when there is none."""
        asked = []
        for a, y in zip(self.beside(np.array([answer]))[0], self.truths[0], strict=True):
            if self.loss in ("bce", "cce"):
                asked.append((y, a))
            if self.loss == "bce":
                asked.append((1.0 - y, 1.0 - a))
        return next((float(number) for factor, number in asked if factor and number <= 0.0), None)

    def _truths(self, answers: Array) -> Array:
        return np.broadcast_to(self.truths, answers.shape)


def multiple_of(slopes: Array, errors: Array) -> float | None:
    """The number, of six digits at most, that times `errors` is `slopes`, both (n,); None when there is none."""
    far = np.abs(errors).argmax()
    if not np.isfinite(slopes).all() or errors[far] == 0.0:
        return None
    factor = float(f"{slopes[far] / errors[far]:.6g}") + 0.0  # no -0
    close = np.abs(slopes - factor * errors) <= CLOSE * np.maximum(np.abs(slopes), 1.0)
    return factor if close.all() else None
