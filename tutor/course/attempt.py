"""One attempt at a question: what was picked, which hints were taken, and how far the learner has come.

A frozen value with a method for everything a learner can do, so that screens and tests share one flow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tutor.course.grade import Response, typed_number
from tutor.course.model import Kind, Question


class Phase(StrEnum):
    """The stations of a question; the race is locked until the answer is committed."""

    ASKING = "asking"
    RACING = "racing"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`picked` and `at` count places on the screen from 0; `order` maps a place to the answer's index."""

    question: Question
    order: tuple[int, ...]
    picked: frozenset[int] = frozenset()
    at: int = 0
    typed: str = ""
    hints: int = 0
    confidence: str = ""
    phase: Phase = Phase.ASKING

    @property
    def many(self) -> bool:
        return self.question.kind is Kind.MULTI

    @property
    def numeric(self) -> bool:
        return self.question.kind is Kind.NUMBER

    @property
    def ready(self) -> bool:
        """Whether there is an answer to commit to."""
        return self.number is not None if self.numeric else bool(self.picked)

    @property
    def number(self) -> float | None:
        """What was typed, as a number; None while it cannot be read as one."""
        return typed_number(self.typed, self.question.unit)

    @property
    def response(self) -> Response:
        """The answer as `grade` and the record know it."""
        if self.numeric:
            return self.typed.strip()
        chosen = frozenset(self.order[place] for place in self.picked)
        return chosen if self.many else next(iter(chosen))

    @property
    def more_hints(self) -> bool:
        return self.phase is Phase.ASKING and self.hints < len(self.question.hints)

    def pick(self, place: int) -> Attempt:
        """Pick the option at `place`; a multi question ticks or unticks it."""
        if self.phase is not Phase.ASKING or self.numeric or not 0 <= place < len(self.order):
            return self
        picked = self.picked ^ {place} if self.many else frozenset({place})
        return replace(self, picked=picked, at=place)

    def move(self, by: int) -> Attempt:
        return replace(self, at=min(max(self.at + by, 0), len(self.order) - 1))

    def type(self, text: str) -> Attempt:
        return replace(self, typed=text)

    def hint(self) -> Attempt:
        return replace(self, hints=self.hints + 1) if self.more_hints else self

    def commit(self, confidence: str) -> Attempt:
        """Lock the answer in; the race starts, or the why follows at once where nothing is trained."""
        if not self.ready or self.phase is not Phase.ASKING:
            return self
        phase = Phase.RACING if self.question.runs else Phase.EXPLAINED
        return replace(self, confidence=confidence, phase=phase)

    def explain(self) -> Attempt:
        return replace(self, phase=Phase.EXPLAINED)

    def again(self) -> Attempt:
        """A fresh attempt; hints already seen stay seen."""
        return Attempt(self.question, self.order, hints=self.hints)

    def restored(self, response: Response, confidence: str, hints: int, settled: bool = True) -> Attempt:
        """The attempt as it was recorded: explained, or back in its race while training has not `settled` it.

        A response that no longer fits the question, because its author has changed it, leaves it to be asked anew.
        """
        if isinstance(response, str):
            back = replace(self, typed=response)
            fits = self.numeric and back.number is not None
        else:
            chosen = response if isinstance(response, frozenset) else frozenset({response})
            back = replace(self, picked=frozenset(self.order.index(index) for index in chosen & set(self.order)))
            fits = not self.numeric and bool(chosen) and chosen <= set(self.order)
            fits = fits and isinstance(response, frozenset) == self.many
        if not fits:
            return self
        return replace(back, confidence=confidence, hints=hints, phase=Phase.EXPLAINED if settled else Phase.RACING)
