"""One link of a chain, held against what a learner typed for it.

A typed formula is compared at the numbers of many forward passes, so that any way of writing a slope is as good as
another; a plain number is compared with the one that is there at the given numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tutor.course.chain import Chain, Factor, alike, largest, slope_name
from tutor.course.formulas import Formula

POINTS = 64
"""At how many forward passes formulas are compared, besides the given one."""

CLOSE = 0.005
"""How far off a typed number may be, as a share of the number: three digits are always enough."""

SAME = 1e-6
"""How far apart two formulas may be, as a share of the larger value."""

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Link:
    """The factor at `index` of a chain, what was `typed` for it, and the `passes` to compare at, the given first."""

    chain: Chain
    index: int
    typed: Formula
    passes: tuple[Values, ...]

    @classmethod
    def of(cls, chain: Chain, index: int, typed: Formula) -> Link:
        nearby = (chain.nearby(point) for point in range(1, POINTS + 1))
        finite = (values for values in nearby if all(map(math.isfinite, values.values())))
        return cls(chain, index, typed, (chain.values, *finite))

    @property
    def factor(self) -> Factor:
        return self.chain.factors[self.index]

    @property
    def here(self) -> Values:
        """The given numbers and what comes of them."""
        return self.chain.values

    @property
    def yours(self) -> float:
        """What was typed comes to this number here; nan when to none."""
        return self.typed.value(self.here)

    @property
    def plain(self) -> bool:
        """Whether a number was typed, or a calculation without names."""
        return not self.typed.names

    @property
    def right(self) -> bool:
        """Whether what was typed is the slope: as a formula, or as its number here."""
        return self.exact or (self.plain and self.equals(self.truth))

    @property
    def exact(self) -> bool:
        """Whether what was typed is the slope as a formula, wherever the numbers are."""
        return agree(self.typed.value, self.truth, self.passes)

    def truth(self, values: Values) -> float:
        """The slope; the checker has held the author's formula for it against differences."""
        return self.factor.formula.value(values)

    def equals(self, candidate: Callable[[Values], float]) -> bool:
        """Whether `candidate` is what was typed; for a plain number, whether it comes to that number here."""
        if not self.plain:
            return agree(self.typed.value, candidate, self.passes)
        return alike(self.yours, candidate(self.here), CLOSE, largest(map(candidate, self.passes)))

    def name(self, above: str, below: str) -> str:
        """How the author would write a slope in this chain."""
        return slope_name(above, below, self.factor.sign)


def agree(a: Callable[[Values], float], b: Callable[[Values], float], passes: tuple[Values, ...]) -> bool:
    """Whether two formulas come to the same at all `passes`; one where `b` has no number is passed over."""
    wanted = [(values, value) for values in passes if math.isfinite(value := b(values))]
    scale = largest(value for _, value in wanted)
    return bool(wanted) and all(alike(a(values), value, SAME, scale) for values, value in wanted)
