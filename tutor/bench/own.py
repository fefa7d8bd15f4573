"""Tables of the learner's own on the bench: read when they are named, by the rules of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.data.sources import Source
from tutor.bench.errors import refuse
from tutor.bench.labels import settings_of
from tutor.bench.setup import Sources
from tutor.own.data import OwnData, names_a_file, open_own_data
from tutor.own.errors import OwnDataError

ELSEWHERE = "nn-tutor bench FILE --decimal point or --decimal comma says how its numbers are written"


def is_table(name: str, known: Sources) -> bool:
    """Whether this is the name of a file that has not been read yet."""
    return bool(name) and name not in known and names_a_file(name)


def read_table(name: str, target: str | None = None) -> OwnData:
    """The table in this file, without the rows in which a value is missing: how many these are, it tells.

    Raises SettingsError for a file that cannot be used, with the first reason.
    """
    settings = {"data": str(Path(name).expanduser())} | ({"target": target} if target else {})
    try:
        return open_own_data(settings, drop_missing=True, as_category=None)
    except OwnDataError as error:
        more = f"; {ELSEWHERE}" if "undecided" in error.kinds else ""
        raise refuse("data", f"{error.lines[0]}{more}") from None


def tables_of(line: str, known: Sources) -> Mapping[str, Source]:
    """The tables that the line of a set-up needs besides those that are known. Raises SettingsError as above."""
    settings = settings_of(line)
    name = settings.get("data", "")
    if not is_table(name, known):
        return {}
    own = read_table(name, settings.get("target"))
    return {name: own.sources[own.settings["data"]]}
