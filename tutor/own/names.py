"""Which columns of one's own table the settings name, by their headers or by their names in settings.

A column that was left out is told with its reason, because its owner knows that it is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.data.column_names import setting_name
from engine.data.own_table import OwnTable
from engine.data.sources import Source
from engine.experiment import LossTerm, Problem, SettingsError
from engine.notation.settings import READERS
from engine.problems import suggest


def names_in(text: str) -> list[str]:
    """The names between commas and plus signs."""
    return [name.strip() for name in text.replace("+", ",").split(",")]


def in_settings(text: str, table: OwnTable) -> str:
    """The text with the names of columns as settings have them, where they were written as in the file."""
    known = {name: name for name in (*table.source.names, *table.left_out)}
    parts = re.split(r"\s*([,+])\s*", text.strip())
    names = [known.get(part) or known.get(setting_name(part)) or part for part in parts]
    return "".join({"+": " + ", ",": ", "}.get(name, name) for name in names)


def check_left_out(given: Mapping[str, str], table: OwnTable) -> None:
    """SettingsError when a setting names a column that was left out."""
    named = {
        "target": names_in(given.get("target", "")),
        "inputs": names_in(given.get("inputs", "")),
        "loss": wheres(given),
    }
    problems = [
        Problem(key, "unknown-column", f"{key}: '{name}' cannot be used: {table.left_out[name]}")
        for key, names in named.items()
        for name in names
        if name in table.left_out
    ]
    if problems:
        raise SettingsError(problems)


def wheres(given: Mapping[str, str]) -> list[str]:
    """The columns that say where a loss counts."""
    terms: tuple[LossTerm, ...] = READERS["loss"](given.get("loss", ""), lambda *_args, **_kwargs: None) or ()
    return [term.where for term in terms if term.where]


def groups_of(given: Mapping[str, str], source: Source) -> tuple[tuple[str, ...], ...]:
    """The columns of each head. SettingsError when they cannot be read, or are not there."""
    problems: list[Problem] = []

    def complain(message: str, offset: int = 0, code: str = "value") -> None:
        problems.append(Problem("target", code, f"target: {message}", offset))

    groups: tuple[tuple[str, ...], ...] | None = READERS["target"](given.get("target", source.target), complain)
    for name in (name for group in groups or () for name in group if name not in source.names):
        complain(f"{source.name} has no column '{name}'{suggest(name, source.names)}", code="unknown-column")
    if problems or groups is None:
        raise SettingsError(problems)
    return groups
