"""Reads a lesson's front matter: the few lines between `---` that say what the map shows of it.

Only the head of the file is read, so that a map of the whole course opens at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.course.problems import START, LessonError, Report, Where
from tutor.course.settings import (
    Settings,
    collect,
    is_remark,
    parts,
    read_id,
    read_ids,
    read_setting,
    read_settings,
    read_whole,
)
from tutor.course.source import decode, lines_of, read_bytes

FORMAT = "1"
REQUIRED = ("format", "id", "title")
KNOWN = (*REQUIRED, "course", "order", "needs", "skills", "minutes", "author", "license", "summary")

_HEAD = 32_768


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the map shows of a lesson without reading the rest of it."""

    id: str
    title: str
    course: str = ""
    order: int = 0
    needs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    minutes: int = 0
    author: str = ""
    license: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter as found: `body` is the index of the first line after it, `id` may be empty."""

    meta: FrontMatter | None
    body: int
    id: str = ""
    id_at: Where = START
    needs: tuple[tuple[str, Where], ...] = ()


def read_front_matter(path: Path) -> FrontMatter:
    """The front matter of a lesson file.

    Raises OSError when the file cannot be read and LessonError when its front matter is broken.
    """
    data = read_bytes(path, _HEAD)
    if len(data) == _HEAD:
        data = data[: data.rfind(b"\n") + 1] or data
    report = Report(str(path))
    front = parse_front(lines_of(decode(data, report.path)), report)
    if front.meta is None:
        raise LessonError(report.result())
    return front.meta


def parse_front(lines: Sequence[str], report: Report) -> Front:
    """The front matter at the head of `lines`; `meta` is None when anything in it is wrong."""
    if not lines or lines[0].rstrip() != "---":
        message = "a lesson starts with '---', its settings (format, id, title), and '---' again"
        report.add("missing-key", message, Where(1))
        return Front(None, 0)
    before = len(report.problems)
    stop = next((i for i in range(1, len(lines)) if lines[i].rstrip() == "---"), None)
    unclosed = stop is None or _has_text(lines, 1, stop)
    if stop is None or unclosed:
        stop = next((i for i in range(1, len(lines)) if _ends_unclosed(lines[i])), len(lines))
        message = f"the front matter is never closed; put '---' on its own line before line {stop + 1}"
        report.add("unclosed", message, Where(1))
    settings = collect(read_settings(lines, 1, stop, report), KNOWN, "the front matter", report)
    for key in REQUIRED:
        if key not in settings.given and not unclosed:
            report.add("missing-key", f"the front matter has no '{key}'", Where(1))
    meta = _typed(settings, report)
    body = stop if unclosed else stop + 1
    id_setting = settings.get("id")
    id_at = id_setting.at() if id_setting else Where(1)
    needs = settings.get("needs")
    named = tuple((text, where) for text, where in parts(needs) if text in meta.needs) if needs else ()
    return Front(meta if len(report.problems) == before else None, body, meta.id, id_at, named)


def _has_text(lines: Sequence[str], start: int, stop: int) -> bool:
    """Whether prose or blocks stand here, so that the front matter must have ended before."""
    after_blank = False
    for index in range(start, stop):
        line = lines[index]
        if line.startswith(("## ", "```", ":::")):
            return True
        if after_blank and _ends_unclosed(line) and line.strip():
            return True
        after_blank = after_blank or not line.strip()
    return False


def _ends_unclosed(line: str) -> bool:
    return not line.strip() or (not is_remark(line) and read_setting(line, 1) is None)


def _typed(settings: Settings, report: Report) -> FrontMatter:
    version = settings.get("format")
    if version and version.value != FORMAT:
        report.add("value", f"format: this release reads format {FORMAT}", version.at())
    return FrontMatter(
        id=read_id(settings, "id", report) or "",
        title=settings.text("title"),
        course=settings.text("course"),
        order=read_whole(settings, "order", report),
        needs=read_ids(settings, "needs", report),
        skills=read_ids(settings, "skills", report),
        minutes=read_whole(settings, "minutes", report),
        author=settings.text("author"),
        license=settings.text("license"),
        summary=settings.text("summary"),
    )
