"""Data of one's own on the command line: the file behind `--data`, and the settings that were left out for it.

What the file suggests is a place to start from, told with its reason; every setting that is given stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.data.datasets import SOURCES, training_rows
from engine.data.encoding import input_width
from engine.data.number_text import read_number
from engine.data.own_table import with_classes
from engine.data.sources import Source
from engine.data.suggestion import Suggestion, suggest_output
from engine.experiment import DEFAULTS, LayerSpec, LossTerm, NetSpec
from engine.losses import FROM_LOGITS
from engine.notation.checks import MAX_STEPS, MAX_WORK
from engine.notation.memory import MAX_SEEN
from engine.notation.settings import MAX_SAMPLES, READERS
from tutor.commands.own_file import OLD_WINDOWS, Opened, Reading, open_table
from tutor.commands.own_names import check_left_out, groups_of, in_settings, names_in, wheres
from tutor.commands.refusal import Refusal
from tutor.course.problems import printable

SUFFIXES = (".csv", ".tsv", ".txt")
HIDDEN = LayerSpec(16, "relu")
"""The hidden layer of a net that nobody described: small enough for a race, wide enough to bend."""
OPTIMIZER = "adam 0.01"
RESERVED = ("·", "title: ")
"""What the one-line text of an experiment puts between its settings."""


@dataclass(frozen=True)
class OwnData:
    """The sources with one's own among them, all settings, and the sentences that explain both."""

    sources: Mapping[str, Source]
    settings: Mapping[str, str]
    told: tuple[str, ...]


def names_a_file(name: str) -> bool:
    """Whether `--data NAME` means a file rather than one of the sets that come with nn-tutor."""
    if name in SOURCES:
        return False
    return Path(name).suffix.lower() in SUFFIXES or "/" in name or "\\" in name or _is_file(name)


def open_own_data(
    settings: Mapping[str, str], *, drop_missing: bool, as_category: str | None, decimal: str | None = None
) -> OwnData:
    """Read the file that `settings` names as its data, and fill in the settings that are missing.

    Raises Refusal for a file that cannot be read or used, SettingsError for settings that make no sense.
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
    filled, told = _fill_in(given, source, groups)
    learned = given["target"] if opened.several else source.target
    about = f"{source.about.rstrip('.')}, of which {learned} is the target"
    return OwnData({**SOURCES, path: source}, filled, (about, *_how_read(opened), *table.notes, *told))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _check_name(name: str) -> None:
    reserved = next((sign for sign in RESERVED if sign in name), "")
    if not name.isprintable() or name != name.strip() or reserved:
        what = f"'{reserved}'" if reserved else "signs or blanks"
        raise Refusal(
            f"the name of the file, '{printable(name)}', has {what} that an experiment cannot hold; rename it"
        )


def _how_read(opened: Opened) -> list[str]:
    """What the reader of the file took for granted, and the option that says otherwise."""
    told = []
    if opened.encoding == OLD_WINDOWS:
        told.append("the file is not UTF-8, so its letters are read as older programs on Windows write them")
    if number := read_number(opened.table.doubt, ","):
        told.append(f"'{opened.table.doubt}' has a decimal point, it seems; --decimal comma reads it as {number.plain}")
    return told


def _fill_in(
    given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]
) -> tuple[dict[str, str], list[str]]:
    """All settings, and the reasons for those that were not given."""
    settings, told = dict(given), []
    suggestions = [_suggest(source, group) for group in groups]
    if not {"net", "loss", "unit"} <= given.keys():
        told += [suggestion.reason for suggestion in suggestions]
        classes = ",".join(group[0] for group, each in zip(groups, suggestions, strict=True) if each.maybe_classes)
        told += [f"--as-category {classes} reads {classes} as classes."] * bool(classes)
    if "loss" not in given:
        settings["loss"] = " + ".join(suggestion.loss for suggestion in suggestions)
    if "unit" not in given and (units := [each.unit for each in suggestions if each.unit != 1.0]):
        settings["unit"] = repr(units[0])
    settings.setdefault("optimizer", OPTIMIZER)
    if "net" not in given:
        net = NetSpec(_inputs(given, source, groups), (HIDDEN,), _heads(suggestions, settings["loss"]))
        settings["net"] = net.text
        told += _fit(settings, net, source)
    return settings, told


def _suggest(source: Source, group: tuple[str, ...]) -> Suggestion:
    """An output for the columns of one head: for several, a chance or a number for each of them."""
    if len(group) == 1:
        return suggest_output(source, group[0])
    labels = ", ".join(group)
    if all(source.column(name).classes for name in group):
        return Suggestion(f"{len(group)} sigmoid", "bce", 1.0, f"{labels}: a sigmoid says the probability of each.")
    numbers = [suggest_output(source, name) for name in group if not source.column(name).classes]
    reason = f"{labels}: linear outputs can say any numbers, and mse is the usual loss for amounts."
    if answers := [name for name in group if source.column(name).classes]:
        rest = ", ".join(name for name in group if name not in answers)
        reason += f" A yes or no is better told as a probability: --target '{', '.join(answers)} + {rest}' does that."
    return Suggestion(f"{len(group)} linear", "mse", numbers[0].unit, reason)


def _inputs(given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]) -> int:
    """How many inputs the net has; a column that is not there counts as one, and is complained of later."""
    names = source.inputs_for(tuple(name for group in groups for name in group))
    if "inputs" in given:
        names = tuple(names_in(given["inputs"]))
    return sum(input_width(source.column(name)) if name in source.names else 1 for name in names) or 1


def _heads(suggestions: list[Suggestion], loss: str) -> tuple[LayerSpec, ...]:
    """The suggested outputs; a loss from logits applies the activation itself."""
    terms: tuple[LossTerm, ...] = READERS["loss"](loss, lambda *_args, **_kwargs: None) or ()
    heads = []
    for place, suggestion in enumerate(suggestions):
        units, activation = suggestion.head.split()
        logits = place < len(terms) and terms[place].name in FROM_LOGITS
        heads.append(LayerSpec(int(units), "linear" if logits else activation))
    return tuple(heads)


def _fit(settings: dict[str, str], net: NetSpec, source: Source) -> list[str]:
    """Take fewer examples and epochs than usual where the table is large, and say so."""
    told = []
    if "samples" not in settings:
        units = sum(layer.units for layer in net.layers)
        rows = min(source.rows, MAX_SAMPLES)
        if rows * units > MAX_SEEN:
            settings["samples"] = str(MAX_SEEN // units)
            told.append(f"{int(settings['samples']):,} of the rows are drawn, so that they fit in memory.")
    if not settings.keys() & {"epochs", "batch", "split"}:
        samples = int(settings["samples"]) if settings.get("samples", "x").isdecimal() else source.rows
        steps = -(-training_rows(samples, DEFAULTS["split"]) // DEFAULTS["batch"])
        most = min(MAX_WORK // (net.parameters * samples), MAX_STEPS // steps)
        if most < DEFAULTS["epochs"]:
            settings["epochs"] = str(max(most, 1))
            told.append(f"There are {settings['epochs']} epochs, as many as a table of this size leaves time for.")
    return told
