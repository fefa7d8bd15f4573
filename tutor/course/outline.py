"""The ids of a lesson's questions, without reading the lesson: enough to show on the map how far one is.

Only the lines that open a question count, and only outside of fenced blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

_OPEN = re.compile(r":::\s*[a-z]+\s+([a-z][a-z0-9_]*)\s*$")
_WAS = re.compile(r"was:\s+([a-z][a-z0-9_]*)(\s+#.*)?\s*$")
_FENCE = re.compile(r"(`{3,})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's id, and the id it had before."""

    id: str
    was: str | None = None


def outline(text: str) -> tuple[Asked, ...]:
    """Return the questions of a lesson's text, in order."""
    asked: list[Asked] = []
    fence = ""
    settings = False
    for line in text.splitlines():
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif match := _FENCE.match(line):
            fence = match[1]
        elif match := _OPEN.match(line):
            asked.append(Asked(match[1]))
            settings = True
        elif settings and (match := _WAS.match(line)):
            asked[-1] = replace(asked[-1], was=match[1])
        elif not line.strip():
            settings = False
    return tuple(asked)


def read_outline(path: Path) -> tuple[Asked, ...]:
    """Return the questions of a lesson file; none when it cannot be read, which opening it will explain."""
    try:
        return outline(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return ()
