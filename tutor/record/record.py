"""The learner's record: what a program asks of it, and what it promises.

Open it once, tell it what happens, and read the state. When a call returns, what it was told is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.record.events import Event, RecordError, read_line, write_line
from tutor.record.files import anyone_writes, read_all
from tutor.record.log import Log, sync_folder
from tutor.record.place import home as default_home
from tutor.record.state import State, fold

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Record:
    """Progress, answers and preferences of one learner. Make it with `Record.open`."""

    def __init__(
        self, home: Path, state: State, notices: tuple[str, ...], clock: Clock, newest: Event | None = None
    ) -> None:
        self.home = home
        self.state = state
        self.notices = notices
        self._clock = clock
        self._log = Log(self.folder)
        self._newest = newest

    @classmethod
    def open(cls, home: Path | None = None, clock: Clock = utc_now, *, writable: bool = True) -> Record:
        """Read the record in `home`, or in the usual place.

        `notices` then has one line for each file that had to be mended. `clock` gives aware datetimes.
        With `writable=False` an unwritable folder is no error until something is to be written.
        Raises RecordError when the folder cannot be read, or cannot be written.
        """
        home = default_home() if home is None else home
        if writable:
            _try_writing(home)
        read = read_all(home / "events")
        newest = read.events[-1] if read.events else None
        return cls(home, fold(State(), read.events), read.notices, clock, newest)

    @property
    def folder(self) -> Path:
        """Where the logs are."""
        return self.home / "events"

    @property
    def empty(self) -> bool:
        """Whether nothing was ever recorded here."""
        return not self.folder.is_dir() or not any(self.folder.iterdir())

    def answered(
        self,
        lesson: str,
        question: str,
        response: int | str | tuple[int, ...] | frozenset[int],
        verdict: str | None,
        confidence: str,
        hints: int = 0,
    ) -> None:
        """Record an answer: `response` is an option's index, several of them, or what was typed.

        A tuple of indexes keeps its order.

        `verdict` is None while training has yet to decide; the same answer with its verdict may follow.
        """
        plain = sorted(response) if isinstance(response, frozenset) else response
        self._happened(
            "answered",
            lesson=lesson,
            question=question,
            response=plain,
            verdict="pending" if verdict is None else str(verdict),
            confidence=str(confidence),
            hints=hints,
        )

    def reached(self, lesson: str, step: str) -> None:
        """Record where the learner is in a lesson; "" is its end. Staying there is no event."""
        if self.state.places.get(lesson) != step or self.state.lesson != lesson:
            self._happened("reached", lesson=lesson, step=step)

    def prefer(self, key: str, value: Any) -> None:
        """Record a preference; `value` is any JSON value."""
        if key not in self.state.preferences or self.state.preferences[key] != value:
            self._happened("preferred", key=key, value=value)

    def reset(self) -> Path:
        """Set all logs aside, and return the folder they are in now. Nothing is deleted.

        Raises RecordError when that fails, or when another tutor is writing one of them.
        """
        self._log.close()
        if anyone_writes(self.folder):
            raise RecordError("another nn-tutor is running; close it first")
        aside = self.home / f"events-set-aside-{self._clock().astimezone(UTC):%Y%m%dT%H%M%SZ}"
        name, count = aside.name, 1
        while aside.exists():
            count += 1
            aside = aside.with_name(f"{name}-{count}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.rename(aside)
        except OSError as error:
            raise RecordError(f"cannot set {self.folder} aside: {error.strerror or error}") from error
        sync_folder(self.home)
        self.state, self._newest = State(), None
        return aside

    def close(self) -> None:
        """Let go of this run's log. Nothing is waiting to be written."""
        self._log.close()

    def _happened(self, kind: str, **fields: Any) -> None:
        now = self._clock().astimezone(UTC)
        event = Event(now, kind, fields, self._era(now))
        line = write_line(event)
        kept = read_line(line)
        if kept is None:
            raise ValueError(f"not an event that could be read again: {event}")
        self._newest = kept
        self._log.append(line, now)
        self.state = fold(self.state, (kept,))

    def _era(self, now: datetime) -> int:
        """The era of what happens now: the newest known, or the next one when the clock is not past it."""
        if self._newest is None:
            return 0
        return self._newest.era + (now <= self._newest.time)


def _try_writing(home: Path) -> None:
    """Find out now, rather than at the first answer, that nothing can be saved."""
    import tempfile  # slow to load, and only whoever writes needs it

    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise RecordError(f"cannot save your progress in {home}: {error.strerror or error}") from error
