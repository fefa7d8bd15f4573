"""How long a lesson takes: the time to read all that it says, to think, and to watch its races."""

from __future__ import annotations

import re

from tutor.course.chain import Chain
from tutor.course.model import Explore, Lesson, Question, Reading, Step

WORDS = 200
"""Words a minute: slow reading, as one reads what is new."""

RACE, FACTOR, THINKING = 0.5, 0.5, 0.5
"""Minutes that go by with a race, with a factor to fill in, and before an answer."""

_WORD = re.compile(r"\w[\w'’.-]*")


def minutes(lesson: Lesson) -> int:
    """Minutes for the whole lesson, every feedback read, rounded up."""
    return max(round(sum(map(_of, lesson.steps)) + 0.49), 1)


def _of(step: Step) -> float:
    match step:
        case Reading():
            return _read(step.text)
        case Question():
            answers = (f"{answer.text} {answer.feedback}" for answer in step.answers)
            words = " ".join((step.prompt, *answers, *step.hints, step.why))
            return _read(words) + THINKING + RACE * bool(step.runs)
        case Explore():
            return _read(" ".join(step.tries)) + RACE * len(step.tries)
        case Chain():
            return FACTOR * (len(step.blanks) or 1)


def _read(text: str) -> float:
    return len(_WORD.findall(text)) / WORDS
