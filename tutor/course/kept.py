"""Keeps what runs came to, so that checking a lesson again costs nothing where nothing has changed.

A run is found by all that its numbers depend on. A file that is damaged, or a folder that cannot be written,
only means that runs are trained anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.fingerprint import fingerprint
from tutor.course import measures, training
from tutor.course.training import Job, Numbers

SUFFIX = ".run.json"
MOST_FILES = 20_000
OLDEST = 90 * 24 * 3600.0
"""Seconds after which a run is forgotten."""


class Kept:
    """The numbers of runs in `folder`, one small JSON file for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rules: str | None = None
        with contextlib.suppress(OSError):  # an engine without readable source says nothing of itself: keep nothing
            ours = b"".join(Path(module.__file__ or "").read_bytes() for module in (measures, training))
            self._rules = fingerprint() + _digest(ours)

    def get(self, job: Job) -> Numbers | None:
        """What this run came to the last time; None when nothing trustworthy is known."""
        key = self._key(job)
        if key is None:
            return None
        try:
            document = json.loads((self._folder / f"{key}{SUFFIX}").read_bytes())
            numbers = tuple(document["numbers"])
            whole = document["digest"] == _seal(key, numbers)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return numbers if whole and len(numbers) == len(job.asked) else None

    def put(self, job: Job, numbers: Numbers) -> None:
        """Keep what a run came to, if that can be done."""
        key = self._key(job)
        if key is None:
            return
        document = {"run": job.experiment.text, "numbers": numbers, "digest": _seal(key, numbers)}
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_at_once(self._folder / f"{key}{SUFFIX}", json.dumps(document).encode())

    def forget(self, now: float | None = None, most: int = MOST_FILES) -> None:
        """Delete the files that are over 90 days old, and of more than 20,000 the oldest; `now` as in time.time()."""
        limit = (time.time() if now is None else now) - OLDEST
        newest_first = sorted(_ages(self._folder), reverse=True)
        for place, (written, path) in enumerate(newest_first):
            if place >= most or written < limit:
                with contextlib.suppress(OSError):
                    Path(path).unlink()

    def _key(self, job: Job) -> str | None:
        if self._rules is None:
            return None
        trained = replace(job.experiment, title="", show=())  # what it is called and how it is drawn changes no number
        return _digest("\n".join([self._rules, trained.text, *map(repr, job.asked)]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _seal(key: str, numbers: Numbers) -> str:
    """What belongs to these numbers and no others; a digit that a bad disk changed breaks it."""
    return _digest(f"{key} {numbers}".encode())


def _write_at_once(path: Path, content: bytes) -> None:
    """Whoever reads `path` at the same time finds all of the content or none."""
    fresh = path.with_name(f"unfinished-{os.getpid()}-{path.name}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _ages(folder: Path) -> Iterator[tuple[float, str]]:
    """When each of our files in `folder` was written, with its path."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.endswith(SUFFIX):
                continue
            with contextlib.suppress(OSError):
                yield entry.stat(follow_symlinks=False).st_mtime, entry.path
