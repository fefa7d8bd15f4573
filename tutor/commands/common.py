"""What several commands need: the lessons, the record, one lesson by its name, and who is listening."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tutor.commands.refusal import FILES, Refusal, suggestion
from tutor.course.catalog import Catalog, Entry
from tutor.course.front import FrontMatter
from tutor.course.model import Lesson
from tutor.course.parse import load
from tutor.course.problems import LessonError, printable
from tutor.record import Progress, Record, State, home, progress


def open_catalog(args: argparse.Namespace) -> Catalog:
    """Return the lessons of `--lessons`; else those that come with nn-tutor, and the learner's own beside them."""
    if args.lessons is None:
        return Catalog(own=own_lessons())
    folder = Path(args.lessons)
    if not folder.is_dir():
        raise Refusal(f"no folder {printable(args.lessons)}", FILES)
    catalog = Catalog([folder])
    if not catalog.entries:
        raise Refusal(f"no lessons in {printable(args.lessons)}", FILES)
    return catalog


def own_lessons() -> Path:
    """The folder beside the learner's record whose lessons are always shown with those of the course."""
    return home() / "lessons"


def open_record(*, writable: bool = True) -> Record:
    """Open the learner's record, and say on standard error what had to be mended."""
    record = Record.open(writable=writable)
    for notice in record.notices:
        print(f"nn-tutor: {notice}", file=sys.stderr)
    return record


def find(catalog: Catalog, name: str, others: Iterable[str] = ()) -> Entry:
    """Return the lesson with this id, or in this file. Raises Refusal where there is none.

    `others` are words besides the lessons' ids that may have been meant.
    """
    entry = catalog.find(name)
    if entry is not None:
        return entry
    shown = printable(name)
    if Path(name).is_dir():
        raise Refusal(f"{shown} is a folder; --lessons {shown} opens the lessons in it")
    if name.endswith(".md") or os.sep in name:
        raise Refusal(f"no file {shown}", FILES)
    known = [entry.meta.id for entry in catalog.entries if entry.meta]
    raise Refusal(f"no lesson '{shown}'{suggestion(name, [*known, *others]) or '; nn-tutor list shows them all'}")


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson of the catalog and the learner's progress in it.

    `problem` is why it cannot be played, and `clash` says which others have the same id.
    """

    path: Path
    meta: FrontMatter | None
    problem: str
    clash: str
    progress: Progress

    @property
    def id(self) -> str:
        return self.meta.id if self.meta else printable(self.path.name)

    @property
    def title(self) -> str:
        return printable(self.meta.title) if self.meta else self.problem

    @property
    def minutes(self) -> int:
        return self.meta.minutes if self.meta else 0

    def lesson(self) -> Lesson | None:
        """The lesson itself, read anew; None where it cannot be read."""
        if self.problem:
            return None
        try:
            return load(self.path)
        except (LessonError, OSError):
            return None

    def as_json(self) -> dict[str, object]:
        """The row as JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "course": self.meta.course if self.meta else "",
            "minutes": self.minutes,
            "needs": list(self.meta.needs) if self.meta else [],
            "skills": list(self.meta.skills) if self.meta else [],
            "path": str(self.path),
            "answered": self.progress.answered,
            "right": self.progress.right,
            "acceptable": self.progress.acceptable,
            "total": self.progress.total,
            "problem": self.problem or None,
            "clash": self.clash or None,
        }


def rows(args: argparse.Namespace, state: State) -> list[Row]:
    """Return every lesson of the catalog, in order."""
    catalog = open_catalog(args)
    return [
        Row(
            entry.path,
            entry.meta,
            str(catalog.problem(entry) or ""),
            catalog.clash(entry),
            progress(state, entry.meta.id if entry.meta else "", catalog.asked(entry)),
        )
        for entry in catalog.entries
    ]


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sits at the other end of a stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # already closed
        return False
