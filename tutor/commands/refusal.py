"""What the command line says when it cannot do what was asked: one line for each reason, and an exit code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

PROBLEMS, USAGE, FILES = 1, 2, 3
"""Exit codes: problems were found; called wrongly; something cannot be read or written."""


class Refusal(Exception):
    """Ends the program with `lines` on standard error and the exit code `code`."""

    def __init__(self, message: str, code: int = USAGE, *, prefix: str = "nn-tutor: ") -> None:
        super().__init__(message)
        self.code = code
        self.lines = tuple(prefix + line for line in message.splitlines())


def refusal(error: Exception) -> Refusal | None:
    """Return how an expected error is told to the person who can act, or None for a fault of the tutor's."""
    from engine.problems import SettingsError
    from tutor.commands.own_options import cures
    from tutor.course.problems import LessonError
    from tutor.own.errors import OwnDataError
    from tutor.record.events import RecordError

    match error:
        case Refusal():
            return error
        case LessonError():
            unreadable = any(problem.code == "encoding" for problem in error.problems)
            return Refusal(str(error), FILES if unreadable else PROBLEMS, prefix="")
        case OwnDataError():
            if not error.kinds:
                return Refusal(str(error), FILES if error.missing else USAGE)
            helped = [f"nn-tutor: {cure}" for cure in cures(error)]
            return Refusal("\n".join([*error.lines, *helped]), PROBLEMS, prefix="")
        case SettingsError():
            return Refusal("\n".join(problem.message for problem in error.problems))
        case RecordError():
            return Refusal(str(error), FILES)
        case OSError():
            name = f"{error.filename}: " if error.filename else ""
            return Refusal(f"{name}{error.strerror or error}", FILES)
    return None


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'tanh'?` for the nearest known name, or nothing."""
    near = nearest(name, known)
    return f"; did you mean '{near}'?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like this one, or nothing when none is like it."""
    return next(iter(difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)), "")
