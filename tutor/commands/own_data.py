"""Data of one's own on the command line: the file behind `--data`, and the settings that were left out for it.

What the file suggests is a place to start from, told with its reason; every setting that is given stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.data.csv_reading import TableError, TableProblem
from engine.data.datasets import SOURCES, training_rows
from engine.data.encoding import input_width
from engine.data.own_table import OwnTable, own_source
from engine.data.sources import Source
from engine.data.suggestion import Suggestion, suggest_output
from engine.experiment import DEFAULTS, LayerSpec, LossTerm, NetSpec, Problem, SettingsError
from engine.losses import FROM_LOGITS
from engine.notation.checks import MAX_STEPS, MAX_WORK
from engine.notation.memory import MAX_SEEN
from engine.notation.settings import MAX_SAMPLES, READERS
from engine.problems import suggest
from tutor.commands.refusal import FILES, PROBLEMS, Refusal
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


def open_own_data(settings: Mapping[str, str], *, drop_missing: bool, as_category: str | None) -> OwnData:
    """Read the file that `settings` names as its data, and fill in the settings that are missing.

    Raises Refusal for a file that cannot be read or used, SettingsError for settings that make no sense.
    """
    path = settings["data"]
    _check_name(path)
    categories = frozenset(name for name in map(str.strip, (as_category or "").split(",")) if name)
    table, several = _read(path, settings.get("target"), drop_missing, categories)
    source = table.source
    sources = {**SOURCES, path: source}
    given = dict(settings)
    if "target" in given and not several:
        given["target"] = source.target
    filled, told = _fill_in(given, source)
    learned = given["target"] if several else source.target
    about = f"{source.about.rstrip('.')}, of which {learned} is the target"
    return OwnData(sources, filled, (about, *table.notes, *told))


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


def _read(path: str, target: str | None, drop_missing: bool, categories: frozenset[str]) -> tuple[OwnTable, bool]:
    """The table, and whether the target names several columns; such a table is read by the first of them."""

    def read(column: str | None) -> OwnTable:
        with Path(path).open(encoding="utf-8", newline="") as lines:
            return own_source(path, lines, target=column, drop_missing=drop_missing, as_category=categories)

    first = target if target is None else _names(target)[0]
    try:
        try:
            return read(target), False
        except TableError as error:
            # A header may itself hold a comma or a plus sign, so the whole text has been tried before its parts.
            if first == target or not any(problem.column == target for problem in error.problems):
                raise
            return read(first), True
    except FileNotFoundError:
        raise Refusal(f"no file {printable(path)}", FILES) from None
    except TableError as error:
        raise Refusal(_told(path, error, drop_missing), PROBLEMS, prefix="") from None


def _told(path: str, error: TableError, drop_missing: bool) -> str:
    """Each problem on a line that editors can follow."""
    lines = [f"{printable(path)}:{_placed(problem)}" for problem in error.problems]
    if not drop_missing and any("drop the rows" in problem.message for problem in error.problems):
        lines.append("nn-tutor: --drop-missing drops the rows in which a value is missing")
    return "\n".join(lines)


def _placed(problem: TableProblem) -> str:
    """The problem that says "line 7, column 'price': …" as "7: column 'price': …"."""
    if not problem.line:
        return f" {problem.message}"
    start = f"line {problem.line}"
    return f"{problem.line}: {problem.message.removeprefix(start).lstrip(',: ')}"


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("+", ",").split(",")]


def _fill_in(given: Mapping[str, str], source: Source) -> tuple[dict[str, str], list[str]]:
    """All settings, and the reasons for those that were not given."""
    settings, told = dict(given), []
    groups = _groups(given, source)
    suggestions = [_suggest(source, group) for group in groups]
    if not {"net", "loss", "unit"} <= given.keys():
        told += [suggestion.reason for suggestion in suggestions]
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


def _groups(given: Mapping[str, str], source: Source) -> tuple[tuple[str, ...], ...]:
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


def _suggest(source: Source, group: tuple[str, ...]) -> Suggestion:
    """An output for the columns of one head: for several, a chance or a number for each of them."""
    if len(group) == 1:
        return suggest_output(source, group[0])
    labels = ", ".join(group)
    if all(source.column(name).classes for name in group):
        return Suggestion(f"{len(group)} sigmoid", "bce", 1.0, f"{labels}: a sigmoid says the probability of each.")
    numbers = [suggest_output(source, name) for name in group if not source.column(name).classes]
    reason = f"{labels}: linear outputs can say any numbers, and mse is the usual loss for amounts."
    return Suggestion(f"{len(group)} linear", "mse", numbers[0].unit, reason)


def _inputs(given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]) -> int:
    """How many inputs the net has; a column that is not there counts as one, and is complained of later."""
    names = source.inputs_for(tuple(name for group in groups for name in group))
    if "inputs" in given:
        names = tuple(_names(given["inputs"]))
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
