"""Reading the logs of all earlier runs, and mending those that a crash or a bad disk has broken.

A broken line is copied to a file beside its log and reported in one line; no whole line is ever lost.
The log of a tutor that is still running is left alone: its last line may just be on its way.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tutor.record.events import Event, RecordError, read_line
from tutor.record.lock import is_held, try_lock
from tutor.record.log import SUFFIX, sync_folder

DAMAGED = ".damaged"


@dataclass(frozen=True, slots=True)
class Read:
    """The events of all files, oldest first, and one line for each thing the learner should know."""

    events: tuple[Event, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Split:
    """The content of one log: events of whole lines, and the lines as they stand, whole and broken."""

    events: list[Event]
    whole: list[bytes]
    broken: list[bytes]

    @property
    def unfinished(self) -> bool:
        """Whether nothing is amiss but a last line without its end."""
        return len(self.broken) == 1 and not self.broken[0].endswith(b"\n")


def read_all(folder: Path) -> Read:
    """Read every log in `folder`, mend the broken ones, and put the events in order.

    Raises RecordError when the folder is there but cannot be listed.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except FileNotFoundError:
        return Read((), ())
    except OSError as error:
        raise RecordError(f"cannot read {folder}: {error.strerror or error}") from error
    events: list[Event] = []
    notices: list[str] = []
    for path in paths:
        try:
            split = _split(path.read_bytes())
        except FileNotFoundError:
            continue  # set aside by another instance since the folder was listed
        except OSError as error:
            notices.append(f"{path.name} in your record cannot be read and was skipped: {error.strerror or error}")
            continue
        events += split.events
        if split.broken:
            notices += _mend(path, split)
    # Stable: files are in the order of their names and lines in that of the file, so ties keep that order.
    events.sort(key=lambda event: event.order)
    return Read(tuple(events), tuple(notices))


def anyone_writes(folder: Path) -> bool:
    """Whether a running tutor has a log in `folder` open. Nobody is seen where files cannot be locked."""
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_RDWR)
            try:
                if is_held(descriptor):
                    return True
            finally:
                os.close(descriptor)
    return False


def _split(content: bytes) -> _Split:
    split = _Split([], [], [])
    for line in _lines(content):
        event = read_line(line)
        if event is None:
            split.broken.append(line)
        else:
            split.events.append(event)
            split.whole.append(line)
    return split


def _lines(content: bytes) -> list[bytes]:
    """Split after each line feed, and after nothing else."""
    *ended, rest = content.split(b"\n")
    return [line + b"\n" for line in ended] + ([rest] if rest else [])


def _mend(path: Path, split: _Split) -> list[str]:
    """Set the broken lines aside, unless the file is in use, and return what to say about it."""
    what = f"{_lines_of(len(split.broken), 'damaged')} in {path.name}"
    try:
        if _in_use(path):
            return [] if split.unfinished else [f"{what}: ignored while another nn-tutor has the file open"]
        with _mending(path.parent) as alone:
            if not alone:
                return [f"{what}: ignored while another nn-tutor is mending the record"]
            aside = _set_aside(path)
    except OSError as error:
        return [f"{what}: ignored, and cannot be set aside: {error.strerror or error}"]
    return [f"{what}: set aside in {aside.name}; {_lines_of(len(split.whole), 'whole')} kept"]


def _lines_of(count: int, sort: str) -> str:
    return f"{count} {sort} line{'' if count == 1 else 's'}"


def _in_use(path: Path) -> bool:
    """Whether a running tutor holds the lock of this log. One that let go never takes it again."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _mending(folder: Path) -> Iterator[bool]:
    """Hold the folder's own lock while mending, so that two instances never mend one file together."""
    descriptor = os.open(folder / "mending.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield try_lock(descriptor)
    finally:
        os.close(descriptor)


def _set_aside(path: Path) -> Path:
    """Copy the broken lines beside the log, then put the whole ones in its place in one step."""
    split = _split(path.read_bytes())
    aside = path.with_name(path.name + DAMAGED)
    if split.broken:
        # The copy comes first: power lost in between leaves a second copy, never a missing one.
        _write(aside, "ab", b"".join(line if line.endswith(b"\n") else line + b"\n" for line in split.broken))
        fresh = path.with_name(path.name + ".mending")
        _write(fresh, "wb", b"".join(split.whole))
        fresh.replace(path)
        sync_folder(path.parent)
    return aside


def _write(path: Path, mode: Literal["ab", "wb"], content: bytes) -> None:
    with path.open(mode) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
