"""Gets a lesson's text off the disk: UTF-8, with or without a byte-order mark, with any line ends.

Lines are cut at newlines only, so that a position is the one that an editor shows. A lesson may come from a
stranger: what could move a cursor or turn the reading direction around never gets past here.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tutor.course.problems import LessonError, Problem

LARGEST = 1_000_000
"""The most bytes that a lesson may have."""

UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Characters that are never seen but change what is: control characters, and orders to read backwards."""

_BOM = "\ufeff"
_PLAIN = bytes((*b"\t\n\r", *range(32, 127)))
_MOST_TOLD = 20


def read_bytes(path: Path, most: int) -> bytes:
    """The first `most` bytes of an ordinary file. Raises OSError; never waits at a pipe or a device."""
    with open(path, "rb", opener=_without_waiting) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "this is not an ordinary file", str(path))
        return file.read(min(status.st_size, most))


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_source(path: Path, name: str | None = None) -> str:
    """The text of a lesson file. Raises OSError, or LessonError when it is too large or not fit to be shown."""
    name = str(path) if name is None else name
    data = read_bytes(path, LARGEST + 1)
    if len(data) > LARGEST:
        message = f"a lesson may have {LARGEST:,} bytes at most; split this one"
        raise LessonError([Problem(name, 1, 1, "too-large", message)])
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """The text of these bytes. Raises LessonError at the first byte that is no UTF-8, or at unfit characters."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        column = len(before.removeprefix(_BOM)) - (before.removeprefix(_BOM).rfind("\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise LessonError([Problem(name, line, column, "encoding", message)]) from None
    unusual = data.translate(None, _PLAIN)  # a few bytes; to search the whole text would take ten times as long
    if UNFIT.search(unusual.decode("utf-8")):
        raise LessonError(islice(_unfit(text, name), _MOST_TOLD))
    return text


def _unfit(text: str, name: str) -> Iterator[Problem]:
    for number, line in enumerate(lines_of(text), 1):
        for found in UNFIT.finditer(line):
            message = f"the invisible character U+{ord(found[0]):04X} can change what a learner sees; delete it"
            yield Problem(name, number, found.start() + 1, "encoding", message)


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends; a byte-order mark and carriage returns are dropped."""
    lines = [line.removesuffix("\r") for line in text.removeprefix(_BOM).split("\n")]
    if lines[-1] == "":
        lines.pop()
    return lines
