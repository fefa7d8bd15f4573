"""How far a learner is in a lesson: from its questions' ids and the record, without opening the lesson."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from tutor.record.state import Answered, State


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
    """Of `total` questions `answered` have an answer, and `right` of those are right or acceptable."""

    answered: int
    right: int
    total: int

    @property
    def done(self) -> bool:
        return 0 < self.total == self.answered


def answer_to(state: State, lesson: str, question: Asked) -> Answered | None:
    """Return the latest answer to a question, under its id or the one it had before."""
    found = state.answers.get(f"{lesson}/{question.id}")
    if found is None and question.was:
        found = state.answers.get(f"{lesson}/{question.was}")
    return found


def progress(state: State, lesson: str, questions: Iterable[Asked]) -> Progress:
    """Count the questions of a lesson, those answered, and those answered well."""
    answers = [answer_to(state, lesson, question) for question in questions]
    given = [answer for answer in answers if answer is not None]
    right = sum(answer.verdict in ("right", "acceptable") for answer in given)
    return Progress(len(given), right, len(answers))


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
        if isinstance(step, Asked) and answer_to(state, lesson, step) is None:
            return index
    return 0
