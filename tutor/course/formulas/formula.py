"""A formula that has been read: what was typed, how it was understood, and what it comes to.

Two formulas are equal when they were understood alike, however they were typed; `same` tells whether they agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tutor.course.formulas.errors import FormulaError, quoted
from tutor.course.formulas.parser import parse
from tutor.course.formulas.spell import spell
from tutor.course.formulas.tokens import scan
from tutor.course.formulas.tree import Node, compute, names_in
from tutor.course.formulas.words import RATIO, WORD, Vocabulary

LONGEST = 200
"""Characters in a formula; with it the size of the tree and the work of computing it are bounded."""

_LEFT_SIDE = re.compile(rf"\s*((?:{RATIO.pattern}|({WORD.pattern}))(\s*[(][^()=]*[)])?\s*=)(?!=)")
"""`y =`, `f'(x) =` or `dL/da =`."""


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula, as typed and as understood."""

    text: str = field(compare=False)
    tree: Node = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared names that it uses, in the order of the text."""
        return tuple(dict.fromkeys(names_in(self.tree)))

    @property
    def spelled(self) -> str:
        """How it was understood, every multiplication written out; read again, it gives the same formula.

        It may be LONGEST characters or more where a shorter text was typed, and then it cannot be read again.
        """
        return spell(self.tree)

    def value(self, values: Mapping[str, float]) -> float:
        """What it comes to; NaN where it is undefined, dividing by zero included, or where a name has no value.

        Too large a number on the way is infinite. Never raises.
        """
        return compute(self.tree, as_floats(values))


def read_formula(text: str, names: Collection[str]) -> Formula:
    """Read what was typed, with the declared `names` as its variables.

    Raises FormulaError with the place of the first thing that does not fit, and ValueError when the names
    themselves cannot be used: one that is no name, that is taken by a function, or that looks like another one.
    """
    vocabulary = Vocabulary(names)
    if len(text) > LONGEST:
        raise FormulaError(f"a formula may have {LONGEST} characters at most; shorten it", LONGEST, len(text) - LONGEST)
    left = _LEFT_SIDE.match(text)
    if left and not (left[3] and vocabulary.whole(left[2] or "")):  # a(1 - a) = … is no left side
        advice = f"write only the right-hand side, without {quoted(left[1])}"
        raise FormulaError(advice, left.start(1), len(left[1]))
    return Formula(text, parse(text, scan(text, vocabulary)))


def as_floats(values: Mapping[str, float]) -> dict[str, float]:
    """The values as floats, so that a huge whole number cannot keep anybody waiting."""
    return {name: _float(value) for name, value in values.items()}


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
