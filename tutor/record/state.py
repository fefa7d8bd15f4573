"""What the tutor knows of a learner: a fold over everything that happened, oldest first.

The same events in the same order give the same state; nothing else is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tutor.record.events import Event

PENDING = "pending"
"""The verdict on a prediction between its commitment and the end of its race."""

Response = int | str | tuple[int, ...]
"""An option's index, what was typed, or the indexes of several options or lines."""


class Confidence(StrEnum):
    """How sure the learner is of an answer, said before the answer is known."""

    GUESS = "guess"
    THINK = "think"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class Answered:
    """The latest answer to one question."""

    lesson: str
    question: str
    response: Response
    verdict: str
    confidence: str
    hints: int
    time: datetime

    @property
    def judged(self) -> str | None:
        """The verdict; None while training has not decided a prediction."""
        return None if self.verdict == PENDING else self.verdict


@dataclass(frozen=True, slots=True)
class State:
    """The latest answer by `lesson/question`, the step each lesson was left at, and the preferences.

    `lesson` is the one in which the learner was last.
    """

    answers: Mapping[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    preferences: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    lesson: str = ""


def fold(state: State, events: Iterable[Event]) -> State:
    """Return the state after `events`, given oldest first. Events of unknown kinds change nothing."""
    answers, places = dict(state.answers), dict(state.places)
    preferences, lesson = dict(state.preferences), state.lesson
    for event in events:
        told = event.fields
        match event.kind:
            case "answered":
                answers[f"{told['lesson']}/{told['question']}"] = _answered(event)
            case "reached":
                lesson = told["lesson"]
                places[lesson] = told["step"]
            case "preferred":
                preferences[told["key"]] = told["value"]
    frozen = MappingProxyType
    known = {"answers": frozen(answers), "places": frozen(places), "preferences": frozen(preferences)}
    return replace(state, **known, lesson=lesson)


def _answered(event: Event) -> Answered:
    told = event.fields
    response = told["response"]
    return Answered(
        lesson=told["lesson"],
        question=told["question"],
        response=tuple(response) if isinstance(response, list) else response,
        verdict=told["verdict"],
        confidence=told["confidence"],
        hints=told["hints"],
        time=event.time,
    )
