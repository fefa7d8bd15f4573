"""How far a learner is in a lesson: from its questions' ids and the record, without opening the lesson."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tutor.record.state import PENDING, Answered, State


@runtime_checkable
class Asked(Protocol):
    """A question: its id, and the id it had before a rename."""

    @property
    def id(self) -> str: ...

    @property
    def was(self) -> str | None: ...


class Identified(Protocol):
    """A step of a lesson."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `total` questions `answered` have an answer; `right` of those are right, and `acceptable` others not wrong."""

    answered: int
    right: int
    acceptable: int
    total: int

    @property
    def done(self) -> bool:
        return 0 < self.total == self.answered

    @property
    def verdicts(self) -> str:
        """For example "3 right, 1 acceptable"."""
        return count_verdicts(self.right, self.acceptable)


def count_verdicts(right: int, acceptable: int) -> str:
    """What is right, and beside it what is acceptable though not the best, where there is any."""
    return f"{right} right" + (f", {acceptable} acceptable" if acceptable else "")


def answer_to(state: State, lesson: str, question: Asked) -> Answered | None:
    """Return the latest answer to a question, under its id or the one it had before."""
    found = state.answers.get(f"{lesson}/{question.id}")
    if found is None and question.was:
        found = state.answers.get(f"{lesson}/{question.was}")
    return found


def is_settled(state: State, lesson: str, question: Asked) -> bool:
    """Whether a question has an answer with a verdict."""
    answer = answer_to(state, lesson, question)
    return answer is not None and answer.verdict != PENDING


def progress(state: State, lesson: str, questions: Iterable[Asked]) -> Progress:
    """Count the questions of a lesson, those answered to their end, and those answered right or acceptably."""
    answers = [answer_to(state, lesson, question) for question in questions]
    given = [answer for answer in answers if answer is not None and answer.verdict != PENDING]
    verdicts = [answer.verdict for answer in given]
    return Progress(len(given), verdicts.count("right"), verdicts.count("acceptable"), len(answers))


def resume(state: State, lesson: str, steps: Sequence[Identified]) -> int:
    """Return the index of the step at which to go on: where the learner left.

    A step that is gone from the lesson sends them to the first question without an answer, and the lesson's
    end back to its beginning.
    """
    place = state.places.get(lesson)
    if not place:
        return 0
    for index, step in enumerate(steps):
        if place in (step.id, getattr(step, "was", None)):
            return index
    for index, step in enumerate(steps):
        worked = not getattr(step, "blanks", True)  # a chain that asks nothing
        if isinstance(step, Asked) and not worked and answer_to(state, lesson, step) is None:
            return index
    return 0
