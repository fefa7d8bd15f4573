"""How the bench refuses a value: by the engine's own readers and in their words, with the name of the field."""

from __future__ import annotations

from typing import Any

from engine.notation.settings import READERS
from engine.problems import Problem, SettingsError


def refuse(field: str, message: str) -> SettingsError:
    """The error that says why a field cannot have a value."""
    return SettingsError([Problem(field, "value", f"{field}: {message}")])


def read_as(reader: Any, field: str, text: str) -> Any:
    """What a reader of the engine makes of a text; SettingsError with what it complains of."""
    problems: list[Problem] = []

    def complain(message: str, offset: int = 0, code: str = "value") -> None:
        problems.append(Problem(field, code, f"{field}: {message}", offset))

    value = reader(text, complain)
    if problems:
        raise SettingsError(problems)
    return value


def read_setting(name: str, text: str, field: str = "") -> Any:
    """A setting of an experiment, read for a field that may be called otherwise; SettingsError if that fails."""
    return read_as(READERS[name], field or name, text)
