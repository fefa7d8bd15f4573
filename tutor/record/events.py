"""One event is one line of JSON: what happened, and when.

A line is either whole or damaged. A whole line of an unknown kind comes from a newer tutor; it is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

VERSION = 1
"""The version of the line format, written into every line."""


class RecordError(Exception):
    """The record cannot be read or written; the message is one line for the learner."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at `time` (UTC). `fields` are the JSON values that go with the kind.

    Events are ordered by era, and by time within an era. All is era 0 while clocks only go forward. A run whose
    clock is not past the newest event it knows begins the next era: what happens after a clock was set back,
    or beside a log from the far future, still counts as later. A line that names no era is of era 0.
    """

    time: datetime
    kind: str
    fields: Mapping[str, Any]
    era: int = 0

    @property
    def order(self) -> tuple[int, datetime]:
        """What to sort by, oldest first."""
        return self.era, self.time


VERDICTS = frozenset({"right", "acceptable", "wrong", "pending"})
CONFIDENCES = frozenset({"guess", "think", "sure", ""})
"""How sure of an answer; "" where nobody was asked."""


def _is_response(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_count(item) for item in value)
    return isinstance(value, str) or _is_count(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_one_of(words: frozenset[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_anything(_value: object) -> bool:
    return True


KINDS: Mapping[str, Mapping[str, Callable[[object], bool]]] = {
    "answered": {
        "lesson": _is_text,
        "question": _is_text,
        "response": _is_response,
        "verdict": _is_one_of(VERDICTS),
        "confidence": _is_one_of(CONFIDENCES),
        "hints": _is_count,
    },
    "reached": {"lesson": _is_text, "step": _is_text},
    "preferred": {"key": _is_text, "value": _is_anything},
}
"""The kinds this release knows, and what each of their fields must be."""


def write_line(event: Event) -> bytes:
    """Return the event as one line. It is pure ASCII, so that no encoding can harm it."""
    era = {"era": event.era} if event.era else {}
    body = {"v": VERSION, "time": event.time.astimezone(UTC).isoformat(), **era, "kind": event.kind, **event.fields}
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def read_line(line: bytes) -> Event | None:
    """Return the event that a line holds, or None when the line is damaged."""
    try:
        body = json.loads(line.decode("utf-8"))
        time = datetime.fromisoformat(body.pop("time"))
        kind, era = body.pop("kind"), body.pop("era", 0)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(kind, str) or time.tzinfo is None:
        return None
    fits = KINDS.get(kind, {})
    if not _is_count(era) or not all(name in body and test(body[name]) for name, test in fits.items()):
        if not _is_newer(body.get("v")):
            return None
        kind, era = "newer", era if _is_count(era) else 0
    try:
        return Event(time.astimezone(UTC), kind, MappingProxyType(body), era)
    except OverflowError:  # the year 1 in a time zone east of Greenwich
        return None


def _is_newer(version: object) -> bool:
    return isinstance(version, int) and version > VERSION
