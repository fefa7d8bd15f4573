"""Filling a chain in: which factor the learner is at, what they typed for each, and what was said of it.

A frozen value with a method for everything a learner can do, so that screens and tests share one flow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.course.chain import Chain, Factor
from tutor.course.figures import figure
from tutor.course.formulas import Formula, FormulaError, read_formula
from tutor.course.grade import Verdict
from tutor.course.link import Link
from tutor.course.numbers import read_number
from tutor.course.slips import slip

SHOWN, AGAIN = "?", "~ "
"""In the record: a factor that was shown, and what stands before one that took more than one try."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank that is filled: the line that was right, or "" when it was shown; `again` after a wrong try."""

    line: str
    again: bool = False

    @property
    def verdict(self) -> Verdict:
        if not self.line:
            return Verdict.WRONG
        return Verdict.ACCEPTABLE if self.again else Verdict.RIGHT

    @property
    def kept(self) -> str:
        """The blank as a line of the record."""
        return (AGAIN * self.again + self.line) if self.line else SHOWN


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of the `line` entered last. `said` may be empty when it was right."""

    line: str
    right: bool
    said: str


@dataclass(frozen=True, slots=True)
class Filling:
    """One way through the blanks of a chain, in their order."""

    chain: Chain
    filled: tuple[Filled, ...] = ()
    missed: bool = False
    judged: Judged | None = None

    @property
    def done(self) -> bool:
        return len(self.filled) == len(self.chain.blanks)

    @property
    def at(self) -> int | None:
        """The index of the factor to fill in now; None when all are."""
        return None if self.done else self.chain.blanks[len(self.filled)]

    @property
    def factor(self) -> Factor | None:
        """The factor to fill in now."""
        return None if self.at is None else self.chain.factors[self.at]

    def known(self, index: int) -> bool:
        """Whether the factor at `index` can be seen."""
        return index not in self.chain.blanks or self.filling_of(index) is not None

    def filling_of(self, index: int) -> Filled | None:
        """How the blank at `index` was filled; None while it is open, and for what was never a blank."""
        if index not in self.chain.blanks:
            return None
        place = self.chain.blanks.index(index)
        return self.filled[place] if place < len(self.filled) else None

    def formula(self, index: int) -> Formula:
        """The factor at `index` as it is shown: the learner's own formula, or else the author's."""
        filled = self.filling_of(index)
        own = self.read(filled.line) if filled and filled.line else None
        return own if isinstance(own, Formula) and own.names else self.chain.factors[index].formula

    def read(self, text: str) -> Formula | FormulaError:
        """What was typed, as a formula in the names of the chain, or what is wrong with it."""
        try:
            return read_formula(text, self.chain.names)
        except FormulaError as error:
            number = read_number(text)
            return error if number is None else read_formula(f"{number:.17g}", ())

    def enter(self, text: str) -> Filling:
        """Judge what was typed for this factor; what cannot be read, or was just refused, changes nothing."""
        line = text.strip()
        typed = self.read(line)
        refused = self.judged is not None and not self.judged.right and self.judged.line == line
        if self.at is None or not isinstance(typed, Formula) or refused:
            return self
        link = Link.of(self.chain, self.at, typed)
        if not link.right:
            return replace(self, missed=True, judged=Judged(line, False, slip(link)))
        return self._fill(Filled(line, self.missed), Judged(line, True, _praise(link)))

    def reveal(self) -> Filling:
        """Show the factor they are at."""
        if self.factor is None:
            return self
        above, below = self.factor.above, self.factor.below
        formula = self.chain.formula(above).spelled
        said = f"Shown: how much {above} = {formula} moves when nothing but {below} moves."
        return self._fill(Filled(""), Judged("", True, said))

    def _fill(self, filled: Filled, judged: Judged) -> Filling:
        return replace(self, filled=(*self.filled, filled), missed=False, judged=judged)

    @property
    def response(self) -> str:
        """The blanks filled so far as the record keeps them, a line each; a bare sign for one that was only missed."""
        return "\n".join([*(filled.kept for filled in self.filled), *([AGAIN.strip()] * self.missed)])

    @property
    def verdict(self) -> Verdict | None:
        """As good as its worst blank; None until all are filled."""
        if not self.done:
            return None
        verdicts = [filled.verdict for filled in self.filled]
        return max(verdicts, key=list(Verdict).index, default=Verdict.RIGHT)

    def again(self) -> Filling:
        """The chain from its first blank."""
        return Filling(self.chain)

    def restored(self, response: object, verdict: str) -> Filling:
        """The filling as it was recorded: done, or at the blank where the learner left.

        A response that no longer fits the chain, because its author has changed it, leaves it to be filled in anew.
        """
        lines = response.split("\n") if isinstance(response, str) else []
        missed = lines[-1:] == [AGAIN.strip()]
        filled = tuple(map(_filled, lines[:-1] if missed else lines))
        back = Filling(self.chain, filled, missed)
        too_many = len(filled) + missed > len(self.chain.blanks)
        if not all(lines) or too_many or back.done != (verdict in list(Verdict)):
            return self
        return back if all(map(self._fits, self.chain.blanks, filled)) else self

    def _fits(self, index: int, filled: Filled) -> bool:
        typed = self.read(filled.line)
        return not filled.line or (isinstance(typed, Formula) and Link.of(self.chain, index, typed).right)


def _filled(line: str) -> Filled:
    if line == SHOWN:
        return Filled("")
    return Filled(line.removeprefix(AGAIN), line.startswith(AGAIN))


def _praise(link: Link) -> str:
    """What there is to add to a factor that is right."""
    wanted = f"{link.factor.name} = {link.factor.formula.spelled}"
    if not link.exact:
        return f"{figure(link.yours)} is the right number here. As a formula, for any numbers: {wanted}."
    if link.typed.spelled != link.factor.formula.spelled:
        return f"Right. It is the same as {link.factor.formula.spelled}."
    return "Right."
