"""Watches a lesson file while its author writes: what it holds now, and which step was just worked on.

Editors save in many ways, at once or bit by bit, into the file or over it. So a file is read once it has come to
rest, and every few looks in any case, because not every disk tells the time of a change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from tutor.course.claims import names
from tutor.course.model import Explore, Lesson, Place, Question, Step
from tutor.course.parse import parse
from tutor.course.problems import LessonError, Problem
from tutor.course.source import read_source

PATIENCE = 5
"""How many looks a file may keep changing before it is read all the same."""

OFTEN = 10
"""After how many looks a file is read again although it seems to be as it was."""


@dataclass(frozen=True, slots=True)
class Version:
    """A lesson file as it was at one moment. `lesson` is None when any of `problems` is an error.

    `text` is None when it could not be read.
    """

    text: str | None
    lesson: Lesson | None
    problems: tuple[Problem, ...]

    @property
    def broken(self) -> bool:
        return self.lesson is None


class Watch:
    """The file at `path`; `version` is what it held when it was last read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._stamp()
        self._read = self._seen
        self._restless = self._looks = 0
        self.version = read_version(path)

    def look(self) -> bool:
        """Look at the file, to be called a few times a second; True when `version` is a new one."""
        self._looks += 1
        stamp = self._stamp()
        if stamp != self._seen and self._restless < PATIENCE:
            self._seen = stamp
            self._restless += 1
            return False
        if stamp == self._read and self._looks % OFTEN:
            return False
        self._seen = self._read = stamp
        self._restless = 0
        version = read_version(self.path, self.version)
        if (version.text, version.problems) == (self.version.text, self.version.problems):
            return False
        self.version = version
        return True

    def _stamp(self) -> tuple[int, ...]:
        """What tells one state of the file from another; nothing when it is not there."""
        try:
            status = os.stat(self.path)  # noqa: PTH116
        except (OSError, ValueError):
            return ()
        return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def read_version(path: Path, before: Version | None = None) -> Version:
    """Read the file; whatever keeps it from being played is among the problems.

    What has the same text as the version `before` is not parsed again.
    """
    try:
        text = read_source(path)
    except LessonError as error:
        return Version(None, None, error.problems)
    except FileNotFoundError:
        message = "the file is not there any more; save it under this name, and it goes on"
    except (OSError, ValueError) as error:
        message = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
    else:
        return before if before and before.text == text else Version(text, *parse(text, str(path)))
    return Version(None, None, (Problem(str(path), 1, 1, "unreadable", message),))


def place_after(old: Lesson, new: Lesson, index: int) -> tuple[int, bool]:
    """Where an author who was at step `index` of the old lesson is in the new one, and whether to show it anew.

    They go to the first step that changed, unless the one they are at did; else they stay where they are: at
    the step of the same id, or as far from the beginning as before. The lesson's end counts as a step.
    """
    before = {step.id: _content(old, step) for step in old.steps}
    changed = [place for place, step in enumerate(new.steps) if before.get(step.id) != _content(new, step)]
    here = old.steps[index].id if index < len(old.steps) else ""
    stay = next((place for place, step in enumerate(new.steps) if step.id == here), min(index, len(new.steps)))
    at = stay if stay in changed or not changed else changed[0]
    kept = at < len(new.steps) and new.steps[at].id == here and at not in changed
    return at, not kept


def _content(lesson: Lesson, step: Step) -> str:
    """All that a learner meets in a step, with what is trained for it, wherever it stands in the file."""
    text = repr(_bare(step))
    claims = [claim for claim in lesson.claims.values() if f"{{claim:{claim.name}}}" in text]
    runs = {name for claim in claims for name in names(claim)}
    if isinstance(step, Question):
        runs |= set(step.runs)
    elif isinstance(step, Explore):
        runs |= {name for key, name in step.opening.items() if key == "experiment"}
    trained = [repr(lesson.experiments[name]) for name in sorted(runs)]
    return "\n".join([text, *map(repr, map(_bare, claims)), *trained, lesson.page_of(step).title])


def _bare(value: object) -> object:
    """A value of the lesson as plain data, without the lines on which it stands."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value):
        return [_bare(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, Mapping):
        return [(key, _bare(each)) for key, each in value.items()]
    if isinstance(value, tuple):
        return [_bare(each) for each in value]
    return value if isinstance(value, str | int | float) else None
