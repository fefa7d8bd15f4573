"""Makes a source of data out of a learner's own table, given as lines of comma-separated text.
It says what it left out and why; and what it cannot read, it refuses with line and column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.activations import Array
from engine.data.column_names import column_names
from engine.data.column_reading import Mask, ReadColumn, as_numbers, read_column
from engine.data.csv_reading import MAX_PROBLEMS, SEPARATORS, TableError, TextTable, problem, read_texts, shown
from engine.data.sources import Column, Make, Source
from engine.data.table_checks import check_header, find_column, missing_values, two_decimal_signs, wrong_values

MIN_ROWS = 10
"""Fewer rows than this cannot be split into training and test examples that mean anything."""


@dataclass(frozen=True)
class OwnTable:
    """A learner's table as a source, the number of rows dropped because a value was missing, and sentences
    that say what was found, renamed, left out and dropped."""

    source: Source
    dropped: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Filled:
    """A column without missing values: (rows,) numbers, or the places of classes."""

    column: Column
    values: Array

    @property
    def constant(self) -> bool:
        return bool(np.all(self.values == self.values[0]))

    @property
    def counts_rows(self) -> bool:
        return not self.column.classes and bool(np.all(np.diff(self.values) == 1.0))


def own_source(
    name: str,
    lines: Iterable[str],
    *,
    target: str | None = None,
    drop_missing: bool = False,
    as_category: frozenset[str] = frozenset(),
) -> OwnTable:
    """Read a table: a line of column names, then rows of numbers and texts.

    `target` is the column to learn, by its header or its name in settings; if None, the last that can be.
    `drop_missing` drops rows with a missing value, which are otherwise refused. `as_category` are columns
    of numbers to be read as classes. Raises TableError with up to twenty problems, each with its line.
    """
    table = read_texts(lines)
    check_header(table)
    names = column_names(table.header)
    wanted = None if target is None else find_column(target, names, table)
    classes = {find_column(each, names, table) for each in sorted(as_category)}
    comma = table.separator != ","
    read = [
        read_column(texts, comma_allowed=comma, as_category=place in classes)
        for place, texts in enumerate(table.columns)
    ]
    useful = [place for place, column in enumerate(read) if not column.useless]
    missing = _rows_with_holes(table, read, useful, wanted, drop_missing)
    filled = {place: _fill(names[place], table.header[place], read[place], ~missing) for place in useful}
    chosen = _target(wanted, filled, table)
    filled[chosen] = _as_target(filled[chosen])
    notes = _reading_notes(table, names, read)
    if target is None:
        notes.append(f"no target was named, so it is the last column that can be one, {names[chosen]}")
    notes += [f"{name}: {column.useless}" for name, column in zip(names, read, strict=True) if column.useless]
    notes += _dropped_notes(table, read, useful, missing)
    notes += [note for place, each in filled.items() if place != chosen for note in _notes_on(each)]
    kept = [each for each in filled.values() if not (each.constant and each.column.classes)]
    if len(kept) < 2:
        raise TableError([problem(f"there is nothing to learn '{names[chosen]}' from; {'; '.join(notes)}")])
    rows = len(filled[chosen].values)
    about = f"{rows:,} rows of your own, {len(kept)} columns."
    columns = tuple(each.column for each in kept)
    return OwnTable(
        Source(name, about, "your own file", columns, names[chosen], rows, _maker(kept), categories_count=True),
        int(missing.sum()),
        tuple(notes),
    )


def _rows_with_holes(
    table: TextTable, read: Sequence[ReadColumn], useful: Sequence[int], wanted: int | None, drop_missing: bool
) -> Mask:
    """(rows,) True where a useful column misses a value; TableError when anything in the table must be mended."""
    problems = [*table.ragged, *wrong_values(table, read), *two_decimal_signs(table, read)]
    if wanted is not None and wanted not in useful:
        reason = read[wanted].useless.replace("no input", "no target")
        problems.append(problem(reason, table.header_line, table.header[wanted]))
    missing: Mask = np.any([np.zeros(len(table.lines), np.bool_), *(read[place].missing for place in useful)], axis=0)
    if not drop_missing:
        problems += missing_values(table, read, useful)
    if not problems and len(missing) - missing.sum() < MIN_ROWS:
        problems.append(problem(_too_few(int(len(missing) - missing.sum()), int(missing.sum()))))
    if problems:
        raise TableError(problems)
    return missing


def _maker(filled: Sequence[_Filled]) -> Make:
    arrays = {each.column.name: each.values for each in filled}
    for values in arrays.values():
        values.flags.writeable = False

    def make(_generator: np.random.Generator, _samples: int, _noise: float) -> Mapping[str, Array]:
        return arrays

    return make


def _too_few(rows: int, dropped: int) -> str:
    message = f"there {'is' if rows == 1 else 'are'} only {rows} row{'s' * (rows != 1)}"
    if dropped:
        message += f" once {dropped:,} with a missing value are dropped"
    return f"{message}; at least {MIN_ROWS} are needed"


def _fill(name: str, header: str, read: ReadColumn, kept: Mask) -> _Filled:
    """The column with the values of the rows that are kept; classes in the order of their names or numbers."""
    label = shown(header) or name
    if read.values is not None:
        return _Filled(Column(name, label), read.values[kept])
    texts = [text for text, keep in zip(read.texts, kept.tolist(), strict=True) if keep]
    classes = sorted(set(texts))
    if as_numbers(tuple(classes), False) is not None:
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


def _as_target(each: _Filled) -> _Filled:
    """A target of zeros and ones has two classes; any other stays as it is."""
    if each.column.classes or not bool(np.all((each.values == 0.0) | (each.values == 1.0))):
        return each
    return replace(each, column=replace(each.column, classes=("0", "1")))


def _reading_notes(table: TextTable, names: Sequence[str], read: Sequence[ReadColumn]) -> list[str]:
    """How the file was read, and what its columns are called."""
    notes = []
    if table.separator != ",":
        notes.append(f"the columns are separated by {SEPARATORS[table.separator]}")
    comma = next((column.comma for column in read if column.comma), "")
    if comma:
        notes.append(f"numbers have a decimal comma: '{comma}' is read as {comma.replace(',', '.')}")
    renamed = [(name, header) for name, header in zip(names, table.header, strict=True) if name != header]
    for name, header in renamed[:MAX_PROBLEMS]:
        notes.append(f"'{shown(header)}' is called {name} in settings")
    if len(renamed) > MAX_PROBLEMS:
        notes.append(f"{len(renamed) - MAX_PROBLEMS} more columns are renamed in the same way")
    return notes


def _dropped_notes(table: TextTable, read: Sequence[ReadColumn], useful: Sequence[int], missing: Mask) -> list[str]:
    """How many rows are dropped, and which columns have holes."""
    if not missing.any():
        return []
    counts = [(int(read[place].missing.sum()), shown(table.header[place])) for place in useful]
    counts = sorted((pair for pair in counts if pair[0]), key=lambda pair: -pair[0])
    where = ", ".join(f"{header} ({count:,})" for count, header in counts[:5])
    more = f" and {len(counts) - 5} more" if len(counts) > 5 else ""
    rows = f"{missing.sum():,} of {len(missing):,} row{'s' * (len(missing) != 1)}"
    return [f"{rows} dropped, because a value is missing in {where}{more}"]


def _notes_on(each: _Filled) -> list[str]:
    """What to know about an input before using it."""
    name, classes = each.column.name, each.column.classes
    if each.constant and classes:
        return [f"{name}: '{classes[0]}' in every row, so it is no input"]
    if each.constant:
        return [f"{name}: {each.values[0]:g} in every row, which tells a network nothing"]
    if each.counts_rows:
        return [f"{name}: counts the rows one by one; leave it out of the inputs if it means nothing"]
    return []
