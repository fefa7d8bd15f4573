"""The ids of a lesson's questions, without reading the lesson: enough to show on the map how far one is.

Lines are cut and openings recognized as the parser does it, so that both see the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tutor.course.fences import Part, opening
from tutor.course.front import parse_front
from tutor.course.problems import LessonError, Report
from tutor.course.scan import FENCE, LONGEST_FENCE, QUESTION_WORDS
from tutor.course.settings import ID, read_setting
from tutor.course.source import lines_of, read_source


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's id, and the id it had before."""

    id: str
    was: str | None = None


def outline(text: str) -> tuple[Asked, ...]:
    """Return the questions of a lesson's text, in order."""
    lines = lines_of(text)
    asked: list[Asked] = []
    closing = ("", 0)
    settings = False
    for index in range(parse_front(lines, Report("")).body, len(lines)):
        line = lines[index]
        fence = FENCE.fullmatch(line)
        if closing[1]:
            if fence and not fence[3].strip() and fence[2][0] == closing[0] and len(fence[2]) >= closing[1]:
                closing = ("", 0)
        elif fence:
            closing = (fence[2][0], min(len(fence[2]), LONGEST_FENCE))
        elif line.startswith(":::"):
            block = opening(Part.QUESTION, line, index, index + 1, index + 1, closed=True)
            settings = block.word in QUESTION_WORDS and not block.rest and bool(ID.fullmatch(block.name))
            asked += [Asked(block.name)] if settings else []
        elif not line.strip():
            settings = False
        elif settings and (setting := read_setting(line, index + 1)) and setting.key == "was":
            asked[-1] = replace(asked[-1], was=setting.value or None)
    return tuple(asked)


def read_outline(path: Path) -> tuple[Asked, ...]:
    """Return the questions of a lesson file; none when it cannot be read, which opening it will explain."""
    try:
        return outline(read_source(path))
    except (OSError, ValueError, LessonError):
        return ()
