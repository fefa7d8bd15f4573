"""One attempt at a question: what was picked, which hints were taken, and how far the learner has come.

A frozen value with a method for everything a learner can do, so that screens and tests share one flow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from engine.experiment import Experiment
from tutor.course.formulas import Formula, FormulaError
from tutor.course.grade import Response, grade, typed_formula, typed_number
from tutor.course.model import Kind, Lesson, Question

CHANGED = "This question has changed since you answered it."


class Phase(StrEnum):
    """The stations of a question; the race is locked until the answer is committed."""

    ASKING = "asking"
    RACING = "racing"
    EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`picked` and `at` count places on the screen from 0; `order` maps a place to the answer's index.

    Where lines are to be put in order, the learner moves them about in `order` itself; `moved` says whether
    they have, and `held` whether the line they are on goes where they go. `changed` says that the question is no
    longer the one that the learner has answered.
    """

    question: Question
    order: tuple[int, ...]
    picked: frozenset[int] = frozenset()
    at: int = 0
    typed: str = ""
    moved: bool = False
    held: bool = False
    hints: int = 0
    confidence: str = ""
    phase: Phase = Phase.ASKING
    changed: bool = False

    @property
    def many(self) -> bool:
        return self.question.kind is Kind.MULTI

    @property
    def ordering(self) -> bool:
        return self.question.kind is Kind.ORDER

    @property
    def typing(self) -> bool:
        """Whether the answer is typed."""
        return self.question.kind.typed

    @property
    def ready(self) -> bool:
        """Whether there is an answer to commit to."""
        match self.question.kind:
            case Kind.NUMBER:
                return self.number is not None
            case Kind.FORMULA:
                return isinstance(self.formula, Formula)
            case Kind.ORDER:
                return self.moved
        return bool(self.picked)

    @property
    def number(self) -> float | None:
        """What was typed, as a number; None while it cannot be read as one."""
        return typed_number(self.typed, self.question.unit) if self.question.kind is Kind.NUMBER else None

    @property
    def formula(self) -> Formula | FormulaError:
        """What was typed, as a formula, or what is wrong with it."""
        try:
            return typed_formula(self.typed, self.question)
        except FormulaError as error:
            return error

    @property
    def response(self) -> Response:
        """The answer as `grade` and the record know it."""
        if self.typing:
            return self.typed.strip()
        if self.ordering:
            return self.order
        chosen = frozenset(self.order[place] for place in self.picked)
        return chosen if self.many else next(iter(chosen))

    def place_of(self, run: str | None) -> int | None:
        """The place on the screen of the first option that trains this experiment; None where no option does."""
        trains = (place for place, index in enumerate(self.order) if self.question.answers[index].run == run)
        return next(trains, None) if run is not None else None

    @property
    def backed(self) -> int | None:
        """The place under which the one option picked races; None when there is none, or are several."""
        if len(self.picked) != 1 or self.many:
            return None
        return self.place_of(self.question.answers[self.order[min(self.picked)]].run)

    @property
    def more_hints(self) -> bool:
        return self.phase is Phase.ASKING and self.hints < len(self.question.hints)

    def pick(self, place: int) -> Attempt:
        """Pick the option at `place`; a multi question ticks or unticks it."""
        if self.phase is not Phase.ASKING or self.typing or not 0 <= place < len(self.order):
            return self
        if self.ordering:
            return replace(self, at=place)
        picked = self.picked ^ {place} if self.many else frozenset({place})
        return replace(self, picked=picked, at=place)

    def move(self, by: int) -> Attempt:
        """Go to the option or line above or below, and take it along when it is held."""
        if self.held:
            return self.carry(by)
        return replace(self, at=min(max(self.at + by, 0), len(self.order) - 1))

    def carry(self, by: int) -> Attempt:
        """Move the line that the learner is on up or down among those to be put in order."""
        return self.put(self.at + by)

    def put(self, to: int) -> Attempt:
        """Move the line that the learner is on to the place `to`, counted from 0."""
        if self.phase is not Phase.ASKING or not self.ordering or not 0 <= to < len(self.order):
            return self
        order = list(self.order)
        order.insert(to, order.pop(self.at))
        return replace(self, order=tuple(order), at=to, moved=True)

    def hold(self) -> Attempt:
        """Pick the line up that the learner is on, or put it down."""
        return replace(self, held=not self.held) if self.ordering and self.phase is Phase.ASKING else self

    def arrange(self, order: tuple[int, ...]) -> Attempt:
        """Put all lines in this order at once. Raises ValueError when it is no order of them."""
        if not self.ordering or sorted(order) != sorted(self.order):
            raise ValueError(f"{order} is no order of these lines")
        return replace(self, order=order, moved=True)

    def type(self, text: str) -> Attempt:
        return replace(self, typed=text)

    def hint(self) -> Attempt:
        return replace(self, hints=self.hints + 1) if self.more_hints else self

    def commit(self, confidence: str) -> Attempt:
        """Lock the answer in; the race starts, or the why follows at once where nothing is trained."""
        if not self.ready or self.phase is not Phase.ASKING:
            return self
        phase = Phase.RACING if self.question.runs else Phase.EXPLAINED
        return replace(self, confidence=confidence, held=False, phase=phase)

    def explain(self) -> Attempt:
        return replace(self, phase=Phase.EXPLAINED)

    def again(self) -> Attempt:
        """A fresh attempt; hints already seen stay seen, and lines stay as they were put."""
        return Attempt(self.question, self.order, hints=self.hints)

    def restored(self, response: Response, confidence: str, hints: int, verdict: str | None) -> Attempt:
        """The attempt as it was recorded: explained, or back in its race while the `verdict` is not known (None).

        A response that no longer fits the question, or would now be judged otherwise, because its author has changed
        it, leaves it to be asked anew.
        """
        back = self._with(response)
        if back is None or not back.ready or not back._still(verdict):
            return replace(self, changed=True)
        racing = verdict is None and self.question.runs
        return replace(back, confidence=confidence, hints=hints, phase=Phase.RACING if racing else Phase.EXPLAINED)

    def _still(self, verdict: str | None) -> bool:
        """Whether the answer is judged as it was; of a prediction that is for training to say."""
        if verdict is None or self.question.kind is Kind.PREDICT:
            return True
        return grade(self.question, self.response).verdict == verdict

    def _with(self, response: Response) -> Attempt | None:
        """The attempt with this answer in it, or None when it is no answer to the question."""
        if isinstance(response, str):
            return replace(self, typed=response) if self.typing else None
        if isinstance(response, tuple) and self.ordering:
            return self.arrange(response) if sorted(response) == sorted(self.order) else None
        several = not isinstance(response, int)
        chosen = frozenset((response,) if isinstance(response, int) else response)
        if self.typing or self.ordering or several != self.many or not chosen <= set(self.order):
            return None
        return replace(self, picked=frozenset(self.order.index(index) for index in chosen))


def race_of(lesson: Lesson, attempt: Attempt) -> tuple[tuple[Experiment, ...], int]:
    """The experiments that a question trains, and which of them is that of the option picked, the first otherwise."""
    question = attempt.question
    picked = (question.answers[attempt.order[place]].run for place in sorted(attempt.picked))
    chosen = next((question.runs.index(name) for name in picked if name in question.runs), 0)
    return tuple(lesson.experiments[name] for name in question.runs), chosen
