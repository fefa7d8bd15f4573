"""The log that one run of the tutor writes: a file of its own, one line per event.

A line is on the disk before the call that wrote it returns. What was acknowledged is there after kill -9.
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
        self._descriptor: int | None = None

    def append(self, line: bytes, time: datetime) -> None:
        """Write one line through to the disk. A file made for it is named by `time` (UTC).

        Raises RecordError when that fails; the line then counts as never written.
        """
        try:
            if self._descriptor is None:
                self._descriptor = _create(self._folder, time)
            _write_all(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError as error:
            # Half a line may be in the file now. The next event opens a fresh one; this one is mended later.
            self.close()
            raise RecordError(f"cannot save to {self._folder}: {error.strerror or error}") from error

    def close(self) -> None:
        """Let go of the file. The next event starts another."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


def _create(folder: Path, time: datetime) -> int:
    """Make a file that nobody else has, and lock it before it holds its first byte."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time:%Y%m%dT%H%M%S}Z-{os.getpid()}-{os.urandom(4).hex()}{SUFFIX}"
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(folder / name, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
    try_lock(descriptor)  # where locks are not supported, readers leave every file alone
    sync_folder(folder)
    sync_folder(folder.parent)
    return descriptor


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
