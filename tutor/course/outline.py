"""What a lesson asks, without reading the lesson: enough to show on the map how far one is.

Only the lines that open and close blocks are looked at. Where a lesson has no mistakes, the parser sees the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tutor.course.problems import LessonError
from tutor.course.scan import LONGEST_FENCE, QUESTION_WORDS
from tutor.course.settings import ID, read_setting
from tutor.course.source import read_source

_MARK = re.compile(r"\n(?: {0,3}(`{3,}|~{3,})([^`\n]*)(?![^\n])|:::(.*))")
"""A code fence and what follows it, or what follows three colons. To begin with a newline makes the search fast."""

MOST_MARKS = 8_000
"""Many times what a lesson needs; what comes after so many is not looked at, so that a map is never kept waiting."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The id of a question, or of a chain with blanks to fill in, and the id it had before."""

    id: str
    was: str | None = None


def outline(text: str) -> tuple[Asked, ...]:
    """Return what a lesson's text asks, in order."""
    asked: list[Asked] = []
    closing = ""
    cut = _MARK.split("\n" + text.replace("\r\n", "\n"), MOST_MARKS)
    for fence, info, colons, body in zip(cut[1::4], cut[2::4], cut[3::4], cut[4::4], strict=True):
        if closing:
            if fence and not info.strip() and fence.startswith(closing):
                closing = ""
        elif fence:
            closing = fence[:LONGEST_FENCE]
            if "chain" in info and fence[0] == "`":
                asked += _asked(info, ("chain",), body.split("\n"))
        elif colons.strip():
            asked += _asked(colons, QUESTION_WORDS, takewhile(str.strip, body[1:].split("\n")))
    return tuple(asked)


def read_outline(path: Path) -> tuple[Asked, ...]:
    """Return what a lesson file asks; nothing when it cannot be read, which opening it will explain."""
    try:
        return outline(read_source(path))
    except (OSError, ValueError, LessonError):
        return ()


def _asked(opening: str, kinds: Sequence[str], lines: Iterable[str]) -> list[Asked]:
    """What the block of this opening asks, if it is one of `kinds` and has an id; `lines` hold its settings."""
    kind, name, *rest = [*opening.lstrip("`': ").split(), "", ""]
    if kind not in kinds or any(rest) or not ID.fullmatch(name):
        return []
    given = {setting.key: setting.value for line in lines if (setting := read_setting(line, 0))}
    if kind == "chain" and given.get("blanks", "none") == "none":
        return []
    return [Asked(name, given.get("was") or None)]
