"""Finds the lessons there are: the course that ships with the tutor, and files and folders of one's own.

Only front matter is read, so a map of the whole course costs a few milliseconds.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from tutor.course.folder import MORE, Found, reason, walk
from tutor.course.folder import lesson_files as lesson_files
from tutor.course.front import FrontMatter, read_front_matter
from tutor.course.outline import Asked, read_outline
from tutor.course.problems import LessonError, Problem, printable

MOST_LESSONS, MOST_NAMES = 500, 20_000
"""How many lessons of one folder are shown, and how many names are looked at to find them."""

MOST_BYTES = 30_000_000
"""How much text is read to count what all lessons ask: about a thousand long ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson file: its front matter, or why it has none. `own` if it is beside the course, and no part of it."""

    path: Path
    meta: FrontMatter | None
    problem: Problem | None = None
    own: bool = False


def shipped() -> Path:
    """The folder of the course that ships with the tutor."""
    import lessons

    return Path(next(iter(lessons.__path__)))


class Catalog:
    """The lessons in `paths`, or of the shipped course, in the order in which they are learned.

    After them come those in the folder `own`, if there is one.
    """

    def __init__(self, paths: Sequence[Path | str] | None = None, own: Path | None = None) -> None:
        self.paths = [str(path) for path in paths] if paths is not None else [str(shipped())]
        self.own = own
        self._asked: dict[Path, tuple[Asked, ...]] = {}
        self._problems: dict[Path, Problem | None] = {}
        self._bytes = MOST_BYTES

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every lesson file found; those with broken front matter come last. Read once."""
        found = dict.fromkeys((file for path in self.paths for file in _files(path)), False)
        if self.own is not None and os.path.lexists(self.own):
            found = dict.fromkeys(_files(str(self.own)), True) | found
        return tuple(sorted((_read(file, own) for file, own in found.items()), key=_order))

    @cached_property
    def _by_id(self) -> dict[str, list[Path]]:
        paths: dict[str, list[Path]] = {}
        for entry in self.entries:
            if entry.meta:
                paths.setdefault(entry.meta.id, []).append(entry.path)
        return paths

    def asked(self, entry: Entry) -> tuple[Asked, ...]:
        """What a lesson asks, read once; nothing when its front matter is broken, or when there is far too much."""
        if entry.path not in self._asked:
            readable = entry.meta is not None and self._bytes > 0
            self._asked[entry.path] = read_outline(entry.path) if readable else ()
            self._bytes -= _size(entry.path) if readable else 0
        return self._asked[entry.path]

    def problem(self, entry: Entry) -> Problem | None:
        """Why a lesson cannot be opened. All of it is read for this, but for the course, whose lessons are sound."""
        if entry.problem or shipped() in entry.path.parents:
            return entry.problem
        if entry.path not in self._problems:
            self._bytes -= _size(entry.path)
            self._problems[entry.path] = _first_error(entry.path) if self._bytes > 0 else None
        return self._problems[entry.path]

    def find(self, id_or_path: str) -> Entry | None:
        """The lesson of this id, or in this file; None when there is neither. Of two with one id, the first."""
        for entry in self.entries:
            if entry.meta and entry.meta.id == id_or_path:
                return entry
        path = Path(id_or_path)
        try:
            is_file = path.exists() and not path.is_dir()
        except (OSError, ValueError):
            is_file = False
        return _read(Found(id_or_path)) if is_file else None

    def clash(self, entry: Entry) -> str:
        """A sentence about the other lessons with the id of this one, or nothing where it is the only one."""
        if entry.meta is None:
            return ""
        name = entry.meta.id
        paths = self._by_id.get(name, [])
        if entry.path not in paths and entry.path.resolve() not in [path.resolve() for path in paths]:
            paths = [*paths, entry.path]
        if len(paths) < 2:
            return ""
        first, *others = (printable(str(path)) for path in paths)
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        return (
            f"{len(paths)} lessons have the id '{name}': {first}, which is the one that this id opens; "
            f"{', '.join(others[:3])}{more}. They share one record of your answers; give each an id of its own."
        )

    def nearest(self, name: str) -> str | None:
        """The lesson id that `name` was probably meant to be."""
        ids = [entry.meta.id for entry in self.entries if entry.meta]
        found = difflib.get_close_matches(name[:60], ids, n=1)
        return found[0] if found else None


def _files(path: str) -> Iterator[Found]:
    if not os.path.isdir(path):  # noqa: PTH112
        yield Found(path)
        return
    found = walk(path, MOST_NAMES)
    yield from islice(found, MOST_LESSONS)
    if next(found, None):
        yield Found(path, MORE)


def _read(found: Found, own: bool = False) -> Entry:
    path = Path(found.path)
    if found.problem:
        return Entry(path, None, Problem(found.path, 1, 1, "unreadable", found.problem), own)
    try:
        return Entry(path, read_front_matter(path), own=own)
    except LessonError as error:
        return Entry(path, None, error.problems[0], own)
    except (OSError, ValueError) as error:
        return Entry(path, None, Problem(found.path, 1, 1, "unreadable", reason(error)), own)


def _first_error(path: Path) -> Problem | None:
    from tutor.course.parse import load

    try:
        load(path)
    except LessonError as error:
        return next(problem for problem in error.problems if problem.severity == "error")
    except OSError as error:
        return Problem(str(path), 1, 1, "unreadable", reason(error))
    return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _order(entry: Entry) -> tuple[bool, bool, int, str]:
    return (entry.meta is None, entry.own, entry.meta.order if entry.meta else 0, str(entry.path))
