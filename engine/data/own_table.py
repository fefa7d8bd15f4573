"""Makes a source of data out of a learner's own table, given as lines of comma-separated text.
It says what it left out and why; and what it cannot read, it refuses with line and column."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.activations import Array
from engine.data.category_reading import Mask
from engine.data.column_names import column_names
from engine.data.column_reading import ReadColumn, plain_numbers, read_column
from engine.data.csv_reading import TableError, problem, shown
from engine.data.decimal_sign import DecimalSign, find_decimal_sign
from engine.data.sources import Column, Make, Source
from engine.data.table_checks import check_header, find_column, missing_values, mistaken_values, no_categories
from engine.data.table_notes import dropped_notes, input_notes, reading_notes
from engine.data.text_table import TextTable, read_texts

MIN_ROWS = 10
"""Fewer rows than this cannot be split into training and test examples that mean anything."""


@dataclass(frozen=True)
class OwnTable:
    """A learner's table as a source, the number of rows dropped because a value was missing, and sentences
    that say what was found, renamed, left out and dropped.

    `left_out` says of the columns that are not in the source, by their names in settings, why they are not.
    `doubt` is a number such as 1.234 whose point was taken for a decimal point because nothing says otherwise.
    """

    source: Source
    dropped: int
    notes: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


@dataclass(frozen=True)
class _Filled:
    """A column without missing values: (rows,) numbers, or the places of classes."""

    column: Column
    values: Array

    @property
    def constant(self) -> bool:
        return bool(np.all(self.values == self.values[0]))


def own_source(
    name: str,
    lines: Iterable[str],
    *,
    target: str | None = None,
    drop_missing: bool = False,
    as_category: frozenset[str] = frozenset(),
    decimal: str | None = None,
) -> OwnTable:
    """Read a table: a line of column names, then rows of numbers and texts.

    `target` is the column to learn, by its header or its name in settings; if None, the last that can be.
    `drop_missing` drops rows with a missing value, which are otherwise refused. `as_category` are columns
    of numbers to be read as classes. `decimal` is the decimal sign, "." or ","; if None, the one that the
    values show. Raises TableError with up to twenty problems, each with its line.
    """
    table = read_texts(lines)
    check_header(table)
    names = column_names(table.header)
    wanted = None if target is None else find_column(target, names, table)
    categories = {find_column(each, names, table) for each in sorted(as_category)}
    sign = DecimalSign(decimal) if decimal else find_decimal_sign(table)
    read = [
        read_column(texts, decimal=sign.sign, as_category=place in categories)
        for place, texts in enumerate(table.columns)
    ]
    useful = [place for place, column in enumerate(read) if not column.useless]
    missing = _rows_with_holes(table, read, useful, wanted, categories, drop_missing)
    filled = {place: _fill(names[place], table.header[place], read[place], ~missing) for place in useful}
    chosen = _target(wanted, filled, table)
    left_out = _left_out(names, read, filled)
    kept = [each for each in filled.values() if each.column.name not in left_out]
    if len(kept) < 2:
        nothing = problem(f"there is nothing to learn '{names[chosen]}' from")
        reasons = [problem(left_out[name], table.header_line, name) for name in names if name in left_out]
        raise TableError([nothing, *reasons])
    notes = reading_notes(table, names, read)
    if target is None:
        notes.append(f"no target was named, so it is the last column that can be one, {names[chosen]}")
    notes += [f"{name}: {reason}" for name, reason in left_out.items()]
    notes += dropped_notes(table, read, useful, missing)
    notes += [note for each in kept if each is not filled[chosen] for note in input_notes(each.column, each.values)]
    return OwnTable(_source(name, kept, names[chosen]), int(missing.sum()), tuple(notes), left_out, sign.doubt)


def with_classes(source: Source, names: Collection[str]) -> Source:
    """The source with two classes, 0 and 1, in those of the named columns that hold nothing else."""
    made = source.make(np.random.default_rng(0), source.rows, 0.0)
    binary = {name for name in names if name in source.names and _is_binary(made[name])}
    columns = tuple(
        replace(column, classes=("0", "1")) if column.name in binary and not column.classes else column
        for column in source.columns
    )
    return replace(source, columns=columns)


def _is_binary(values: Array) -> bool:
    return bool(np.all((values == 0.0) | (values == 1.0)))


def _source(name: str, kept: Sequence[_Filled], target: str) -> Source:
    rows = len(kept[0].values)
    columns = tuple(each.column for each in kept)
    about = f"{rows:,} rows of your own, {len(kept)} columns."
    source = Source(name, about, "your own file", columns, target, rows, _maker(kept), categories_count=True)
    return with_classes(source, (target,))


def _maker(filled: Sequence[_Filled]) -> Make:
    arrays = {each.column.name: each.values for each in filled}
    for values in arrays.values():
        values.flags.writeable = False

    def make(_generator: np.random.Generator, _samples: int, _noise: float) -> Mapping[str, Array]:
        return arrays

    return make


def _rows_with_holes(
    table: TextTable,
    read: Sequence[ReadColumn],
    useful: Sequence[int],
    wanted: int | None,
    categories: Collection[int],
    drop_missing: bool,
) -> Mask:
    """(rows,) True where a useful column misses a value; TableError when anything in the table must be mended."""
    problems = [*table.ragged, *mistaken_values(table, read), *no_categories(table, read, categories)]
    if wanted is not None and wanted not in useful and wanted not in categories:
        reason = read[wanted].useless.replace("no input", "no target")
        problems.append(problem(reason, table.header_line, table.header[wanted]))
    missing: Mask = np.any([np.zeros(len(table.lines), np.bool_), *(read[place].missing for place in useful)], axis=0)
    if not drop_missing:
        problems += missing_values(table, read, useful)
    if not problems and len(missing) - missing.sum() < MIN_ROWS:
        problems.append(problem(_too_few(missing, {table.header[place]: read[place].missing for place in useful})))
    if problems:
        raise TableError(problems)
    return missing


def _too_few(missing: Mask, holes: Mapping[str, Mask]) -> str:
    """That too few rows are left when the missing ones go, and which column misses most."""
    rows, dropped = int(len(missing) - missing.sum()), int(missing.sum())
    message = f"there {'is' if rows == 1 else 'are'} only {rows} row{'s' * (rows != 1)}"
    if dropped:
        worst = max(holes, key=lambda header: int(holes[header].sum()))
        message += f" once {dropped:,} with a missing value are dropped ('{shown(worst)}' misses "
        message += f"{holes[worst].sum():,})"
    return f"{message}; at least {MIN_ROWS} are needed"


def _fill(name: str, header: str, read: ReadColumn, kept: Mask) -> _Filled:
    """The column with the values of the rows that are kept; classes in the order of their names or numbers."""
    label = shown(header) or name
    if read.values is not None:
        return _Filled(Column(name, label), read.values[kept])
    texts = [text for text, keep in zip(read.texts, kept.tolist(), strict=True) if keep]
    classes = sorted(set(texts))
    if plain_numbers(tuple(classes), ".") is not None:
        classes.sort(key=float)
    places = {text: float(place) for place, text in enumerate(classes)}
    return _Filled(Column(name, label, classes=tuple(classes)), np.array([places[text] for text in texts]))


def _target(wanted: int | None, filled: Mapping[int, _Filled], table: TextTable) -> int:
    """The place of the target: the wanted column, or the last; in both cases one that is not constant."""
    varied = [place for place, each in filled.items() if not each.constant]
    if wanted is None and varied:
        return varied[-1]
    if wanted in varied:
        return varied[varied.index(wanted)]
    if wanted is not None:
        message = "the target is the same in every row, so there is nothing to learn"
        raise TableError([problem(message, table.header_line, table.header[wanted])])
    message = "no column holds numbers or a category that can be learned"
    if len(table.header) == 1:
        message += "; columns are separated by commas, semicolons or tabs"
    raise TableError([problem(message, table.header_line)])


def _left_out(names: Sequence[str], read: Sequence[ReadColumn], filled: Mapping[int, _Filled]) -> dict[str, str]:
    """Why columns are left out, by their names."""
    reasons = {name: column.useless for name, column in zip(names, read, strict=True) if column.useless}
    same = {each.column.name: each.column.classes for each in filled.values() if each.constant and each.column.classes}
    return reasons | {name: f"'{classes[0]}' in every row, so it is no input" for name, classes in same.items()}
