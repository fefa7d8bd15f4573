"""The log that one run of the tutor writes: a file of its own, one line per event.

A line is on the disk before the call that wrote it returns. What was acknowledged is there after kill -9.
The file may be moved or deleted meanwhile, with its folder: what follows then goes to a fresh one.
"""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

from tutor.record.events import RecordError
from tutor.record.lock import try_lock

SUFFIX = ".jsonl"


class Log:
    """Appends events to a new file in `folder`, which is made at the first event."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder
        self._descriptor: int | None = None

    def append(self, line: bytes, time: datetime) -> None:
        """Write one line through to the disk. A file made for it is named by `time` (UTC).

        Raises RecordError when that fails. The line is then not acknowledged, but may be found by a later run
        all the same: whole, when only the wait for the disk failed, or as half a line, which is mended. A file
        made for this line alone is taken away again.
        """
        fresh = False
        try:
            if self._descriptor is None or not _is_at(self._descriptor, self._path):
                self.close()
                fresh, self._path = True, self._folder / _name(time)
                self._descriptor = _create(self._path)
            _write_all(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError as error:
            # Half a line may be in the file now, so the next event opens a fresh one.
            made = fresh and self._descriptor is not None
            self.close()
            if made:
                with contextlib.suppress(OSError):
                    self._path.unlink()
            raise RecordError(f"cannot save to {self._folder}: {error.strerror or error}") from error

    def close(self) -> None:
        """Let go of the file. The next event starts another."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


def _name(time: datetime) -> str:
    """A name that nobody else has."""
    return f"{time:%Y%m%dT%H%M%S}Z-{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}"


def _create(path: Path) -> int:
    """Make a new file, and lock it before it holds its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try_lock(descriptor)  # where locks are not supported, readers leave every file alone
    sync_folder(path.parent)
    sync_folder(path.parent.parent)
    return descriptor


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file is still the one at `path`: not moved, deleted or replaced."""
    try:
        there = path.stat()
    except OSError:
        return False
    if os.name == "nt":
        return True  # an open file cannot be replaced there, and its number is not reliable
    here = os.fstat(descriptor)
    return here.st_nlink > 0 and os.path.samestat(here, there)


def _write_all(descriptor: int, line: bytes) -> None:
    """Write the line, with a single call unless the system takes it in parts."""
    written = os.write(descriptor, line)
    while written < len(line):
        written += os.write(descriptor, line[written:])


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk too. Windows does so by itself and cannot open a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
