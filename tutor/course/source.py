"""Gets a lesson's text off the disk: UTF-8, with or without a byte-order mark, with any line ends.

Lines are cut at newlines only, so that a position is the one that an editor shows.
"""

from __future__ import annotations

from pathlib import Path

from tutor.course.problems import LessonError, Problem

LARGEST = 1_000_000
"""The most bytes that a lesson may have."""

_BOM = "\ufeff"


def read_source(path: Path, name: str | None = None) -> str:
    """The text of a lesson file. Raises OSError, or LessonError when it is too large or no UTF-8."""
    name = str(path) if name is None else name
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        message = f"a lesson may have {LARGEST:,} bytes at most; split this one"
        raise LessonError([Problem(name, 1, 1, "too-large", message)])
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """The text of these bytes. Raises LessonError at the line of the first byte that is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before.removeprefix(_BOM)) - (before.removeprefix(_BOM).rfind("\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise LessonError([Problem(name, line, column, "encoding", message)]) from None


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends; a byte-order mark and carriage returns are dropped."""
    lines = [line.removesuffix("\r") for line in text.removeprefix(_BOM).split("\n")]
    if lines[-1] == "":
        lines.pop()
    return lines
