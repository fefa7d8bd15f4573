"""Finds the lessons there are: the course that ships with the tutor, or files and folders of one's own.

Only front matter is read, so a map of the whole course costs a few milliseconds.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tutor.course.front import FrontMatter, read_front_matter
from tutor.course.problems import LessonError, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson file: its front matter, or why it has none."""

    path: Path
    meta: FrontMatter | None
    problem: Problem | None = None


ABOUT = frozenset(
    ("readme", "license", "licence", "contributing", "changelog", "notice", "authors", "security", "code_of_conduct")
)
"""Files of these names are about a folder and no lessons, whether in capitals or not."""


def shipped() -> Path:
    """The folder of the course that ships with the tutor."""
    import lessons

    return Path(next(iter(lessons.__path__)))


def lesson_files(path: str) -> list[str]:
    """The lesson files that `path` stands for: itself, or every `.md` in a folder and those below it.

    README.md and the like are about a folder and no lessons; hidden folders are passed over.
    Raises OSError when there is no such path.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - Path would drop the ./ that the user may have typed
        os.stat(path)  # noqa: PTH116
        return [path]
    files = []
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith((".", "__")))
        files += [
            os.path.join(folder, name)  # noqa: PTH118
            for name in sorted(names)
            if name.endswith(".md") and not name.startswith(".") and name.removesuffix(".md").lower() not in ABOUT
        ]
    return files


class Catalog:
    """The lessons in `paths`, or of the shipped course, in the order in which they are learned."""

    def __init__(self, paths: Sequence[Path | str] | None = None) -> None:
        self.paths = [str(path) for path in paths] if paths is not None else [str(shipped())]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every lesson file found; those with broken front matter come last. Read once."""
        files = dict.fromkeys(file for path in self.paths for file in _files(path))
        return tuple(sorted((_read(Path(file)) for file in files), key=_order))

    def find(self, id_or_path: str) -> Entry | None:
        """The lesson of this id, or in this file; None when there is neither."""
        for entry in self.entries:
            if entry.meta and entry.meta.id == id_or_path:
                return entry
        path = Path(id_or_path)
        try:
            is_file = path.is_file()
        except (OSError, ValueError):
            is_file = False
        return _read(path) if is_file else None

    def nearest(self, name: str) -> str | None:
        """The lesson id that `name` was probably meant to be."""
        ids = [entry.meta.id for entry in self.entries if entry.meta]
        found = difflib.get_close_matches(name[:60], ids, n=1)
        return found[0] if found else None


def _files(path: str) -> list[str]:
    try:
        return lesson_files(path)
    except (OSError, ValueError):
        return [path]


def _read(path: Path) -> Entry:
    try:
        return Entry(path, read_front_matter(path))
    except LessonError as error:
        return Entry(path, None, error.problems[0])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Entry(path, None, Problem(str(path), 1, 1, "unreadable", reason))


def _order(entry: Entry) -> tuple[bool, int, str]:
    return (entry.meta is None, entry.meta.order if entry.meta else 0, str(entry.path))
