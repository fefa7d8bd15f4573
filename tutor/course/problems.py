"""What the checker has to say about a lesson: one value per mistake, with the exact place in the file.

An author gets all of them at once, each as one line that an editor can jump to.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

WARNINGS = frozenset({"uncited", "margin"})
"""Codes that are worth a line but do not make a lesson unusable."""

CODES = frozenset(
    (
        *(
            "unknown-key",
            "missing-key",
            "repeated-key",
            "value",
            "shape",
            "unknown-id",
            "repeated-id",
            "unknown-column",
        ),
        *("unclosed", "unexpected", "answers", "feedback", "formula", "same-answer", "wrong-derivative", "maths"),
        *("claim", "uncited", "margin", "encoding", "too-large"),
    )
)
"""Everything that a problem can be; docs/LESSONS.md explains each."""

_SUGGESTIONS = 100
_LONGEST_WORD = 60
_MOST_NAMES = 400


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the file `path`, at `line` and `column`, both counted from 1 (in characters)."""

    path: str
    line: int
    column: int
    code: str
    message: str

    @property
    def severity(self) -> str:
        """`error`, or `warning` for what does not stop the lesson from being played."""
        return "warning" if self.code in WARNINGS else "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}"
        return printable(f"{where}: {self.severity}[{self.code}]: {self.message}")


class LessonError(Exception):
    """A lesson that cannot be used; `problems` says why, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def printable(text: str) -> str:
    """`text` with everything that could move a terminal's cursor spelled out, such as `\\x1b`."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def brief(text: str, width: int = 40) -> str:
    """`text` in quotes, cut when it is too long to stand in a message."""
    return f"'{text if len(text) <= width else text[: width - 1] + '…'}'"


class Where(NamedTuple):
    """A place in the file being read: line and column, counted from 1."""

    line: int
    column: int = 1


START = Where(1)


class Report:
    """Collects the problems of one file while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._suggestions = _SUGGESTIONS

    def add(self, code: str, message: str, where: tuple[int, int]) -> None:
        """Note one problem at `where` (line, column)."""
        self.problems.append(Problem(self.path, where[0], where[1], code, message))

    def nearest(self, word: str, known: Iterable[str]) -> str | None:
        """The known name that `word` was probably meant to be.

        Gives up after many suggestions in one file, so that a broken file is still read in linear time.
        """
        if self._suggestions <= 0 or len(word) > _LONGEST_WORD:
            return None
        self._suggestions -= 1
        names = list(known)[:_MOST_NAMES]
        found = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.6)
        return found[0] if found else None

    def hint(self, word: str, known: Iterable[str]) -> str:
        """`; did you mean 'tanh'?`, or nothing when no known name is close."""
        found = self.nearest(word, known)
        return f"; did you mean '{found}'?" if found else ""

    def result(self) -> tuple[Problem, ...]:
        """Every problem once, in the order of the file."""
        return tuple(sorted(dict.fromkeys(self.problems)))

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)
