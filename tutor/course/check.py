"""Reads lessons and lists everything that is wrong with their text.

Whether what they claim is true takes training, which is another file's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.course.catalog import Catalog, lesson_files
from tutor.course.folder import reason
from tutor.course.model import Lesson
from tutor.course.parse import parse_fully
from tutor.course.problems import LessonError, Problem, Report, Where, brief
from tutor.course.source import read_source


@dataclass(frozen=True, slots=True)
class Examined:
    """What reading some paths came to. `unreadable` pairs a path with the reason."""

    problems: tuple[Problem, ...]
    lessons: tuple[tuple[str, Lesson], ...]
    files: int
    unreadable: tuple[tuple[str, str], ...]


def examine(paths: Sequence[str | Path]) -> Examined:
    """Read the lessons in these files and folders, each file once, and find their problems."""
    files, unreadable = _find(paths)
    problems: list[Problem] = []
    lessons: list[tuple[str, Lesson]] = []
    needs: list[tuple[str, str, Where]] = []
    ids: dict[str, str] = {}
    for file in files:
        try:
            text = read_source(Path(file), file)
        except LessonError as error:
            problems += error.problems
            continue
        except OSError as error:
            unreadable.append((file, reason(error)))
            continue
        parsed = parse_fully(text, file)
        problems += parsed.problems
        front = parsed.front
        needs += [(file, name, where) for name, where in front.needs]
        if front.id and (other := ids.setdefault(front.id, file)) != file:
            message = f"lesson id '{front.id}' is already that of {other}"
            problems.append(Problem(file, *front.id_at, "repeated-id", message))
        if parsed.lesson:
            lessons.append((file, parsed.lesson))
    if len(files) > 1 or any(Path(path).is_dir() for path in paths):
        problems += _unknown_needs(needs, ids)
    order = {file: place for place, file in enumerate(files)}
    problems.sort(key=lambda problem: (order[problem.path], problem.line, problem.column))
    return Examined(tuple(problems), tuple(lessons), len(files), tuple(unreadable))


def _find(paths: Sequence[str | Path]) -> tuple[list[str], list[tuple[str, str]]]:
    """The lesson files that these paths stand for, each once, and the paths that stand for none, with the reason."""
    files: dict[Path, str] = {}
    unreadable: list[tuple[str, str]] = []
    for path in map(str, paths):
        try:
            found = lesson_files(path)
        except (OSError, ValueError) as error:
            unreadable.append((path, reason(error)))
            continue
        if not found:
            unreadable.append((path, "there are no lessons in this folder"))
        for file in found:
            files.setdefault(Path(file).resolve(), file)
    return list(files.values()), unreadable


def _unknown_needs(needs: Sequence[tuple[str, str, Where]], ids: Mapping[str, str]) -> list[Problem]:
    """What `needs:` names that is neither a lesson checked along with it nor one that ships with the tutor."""
    if all(name in ids for _, name, _ in needs):
        return []
    known = [*ids, *(entry.meta.id for entry in Catalog().entries if entry.meta)]
    found = []
    for file, name, where in needs:
        if name not in known:
            report = Report(file)
            report.add("unknown-id", f"needs: no lesson {brief(name)}{report.hint(name, known)}", where)
            found += report.problems
    return found
