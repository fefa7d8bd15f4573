"""Data of one's own: the file that the setting `data` names, and the settings that were left out for it.

What the file suggests is a place to start from, told with its reason; every setting that is given stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.data.datasets import SOURCES
from engine.data.number_text import read_number
from engine.data.own_table import with_classes
from engine.data.sources import Source
from tutor.course.problems import printable
from tutor.own.errors import OwnDataError
from tutor.own.file import OLD_WINDOWS, Opened, Reading, open_table
from tutor.own.names import check_left_out, groups_of, in_settings, names_in, wheres
from tutor.own.settings import fill_in, maybe_classes

SUFFIXES = (".csv", ".tsv", ".txt")
RESERVED = ("·", "title: ")
"""What the one-line text of an experiment puts between its settings."""


@dataclass(frozen=True)
class OwnData:
    """The sources with one's own among them, all settings, and the sentences that explain both.

    `maybe_classes` are columns of numbers that may be classes. `comma` is a number that was read with a decimal
    point and may have been written with a comma, and what it would be then; empty where nothing is in doubt.
    """

    sources: Mapping[str, Source]
    settings: Mapping[str, str]
    told: tuple[str, ...]
    maybe_classes: tuple[str, ...] = ()
    comma: tuple[str, str] | tuple[()] = ()


def names_a_file(name: str) -> bool:
    """Whether the data of this name are a file rather than one of the sets that come with nn-tutor."""
    if name in SOURCES:
        return False
    return Path(name).suffix.lower() in SUFFIXES or "/" in name or "\\" in name or _is_file(name)


def open_own_data(
    settings: Mapping[str, str], *, drop_missing: bool, as_category: str | None, decimal: str | None = None
) -> OwnData:
    """Read the file that `settings` names as its data, and fill in the settings that are missing.

    Raises OwnDataError for a file that cannot be read or used, SettingsError for settings that make no sense.
    """
    path, target = settings["data"], settings.get("target")
    _check_name(path)
    categories = frozenset(name for name in map(str.strip, (as_category or "").split(",")) if name)
    first = target if target is None else names_in(target)[0]
    opened = open_table(path, target, first, Reading(drop_missing, categories, decimal))
    table, given = opened.table, dict(settings)
    if target is not None and not opened.several:
        given["target"] = table.source.target
    for key in given.keys() & {"target", "inputs"}:
        given[key] = in_settings(given[key], table)
    check_left_out(given, table)
    groups = groups_of(given, table.source)
    source = with_classes(table.source, {*wheres(given), *(name for group in groups for name in group)})
    filled, told = fill_in(given, source, groups)
    learned = given["target"] if opened.several else source.target
    about = f"{source.about.rstrip('.')}, of which {learned} is the target"
    number = read_number(table.doubt, ",")
    return OwnData(
        {**SOURCES, path: source},
        filled,
        (about, *_how_read(opened), *table.notes, *told),
        maybe_classes(given, source, groups),
        (table.doubt, number.plain) if number else (),
    )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _check_name(name: str) -> None:
    reserved = next((sign for sign in RESERVED if sign in name), "")
    if not name.isprintable() or name != name.strip() or reserved:
        what = f"'{reserved}'" if reserved else "signs or blanks"
        raise OwnDataError(
            f"the name of the file, '{printable(name)}', has {what} that an experiment cannot hold; rename it"
        )


def _how_read(opened: Opened) -> list[str]:
    """What the reader of the file took for granted."""
    if opened.encoding != OLD_WINDOWS:
        return []
    return ["the file is not UTF-8, so its letters are read as older programs on Windows write them"]
