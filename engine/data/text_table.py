"""Makes a table of texts out of the records of a file: column names, and rows of as many fields as there are names.
Lines that spreadsheets add, such as a title, a repeated header or a total, are left out and said."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from engine.data.csv_reading import (
    MAX_COLUMNS,
    MAX_FIELDS,
    MAX_ROWS,
    SAMPLE,
    Record,
    TableError,
    TableProblem,
    further,
    problem,
    read_records,
    shown,
)
from engine.data.number_text import read_number

TOTALS = frozenset(("total", "totals", "grand total", "sum", "average", "mean", "summe", "gesamt", "mittelwert"))
"""What a last line begins with that sums up the others, in small letters."""


@dataclass(frozen=True)
class TextTable:
    """A table of texts: one tuple of stripped texts per column, and the line on which each row starts.

    `ragged` are problems of rows that have too few or too many fields; those rows are not in the columns.
    `notes` say which lines were left out.
    """

    header: tuple[str, ...]
    header_line: int
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    separator: str
    ragged: tuple[TableProblem, ...]
    notes: tuple[str, ...]


def read_texts(lines: Iterable[str]) -> TextTable:
    """Read a header and rows; TableError when a line cannot be read at all, or when there are no rows."""
    separator, records = read_records(lines)
    records, notes = _below_title(records)
    header_line, header = next(records, (0, []))
    if not header:
        raise TableError([problem("the file is empty; a table has a line of column names and rows below it")])
    if len(header) > MAX_COLUMNS:
        raise TableError([problem(f"{len(header):,} columns are more than the {MAX_COLUMNS:,} allowed", header_line)])
    body = _sorted(records, header)
    if body.rows and (word := _sums_up(body.rows)):
        body.rows.pop()
        notes.append(f"line {body.lines.pop()} is left out: it begins with '{word}' and sums up the others")
    if body.repeated:
        count = len(body.repeated) - 1
        more = f", as {count} more line{'s do' if count > 1 else ' does'}" if count else ""
        notes.append(f"line {body.repeated[0]} is left out: it repeats the column names{more}")
    ragged = tuple(_ragged(found, lines, len(header), separator) for found, lines in body.ragged.items())
    if not body.rows:
        raise TableError(ragged or [problem("there are column names but no rows below them", header_line)])
    names, columns = _named_columns(header, body.rows)
    return TextTable(names, header_line, columns, tuple(body.lines), separator, ragged, tuple(notes))


@dataclass(frozen=True)
class _Body:
    """The rows below a header with their lines, lines with other numbers of fields, and lines like the header."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    ragged: dict[int, list[int]] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)


def _sorted(records: Iterable[Record], header: list[str]) -> _Body:
    body = _Body()
    # A header of numbers may be a row whose like comes again.
    only_names = not any(read_number(text.strip(), ".") for text in header)
    for count, (line, record) in enumerate(records):
        _check_size(count, len(header), line)
        row = _fitted(record, header)
        if len(row) != len(header):
            body.ragged.setdefault(len(row), []).append(line)
        elif only_names and row == header:
            body.repeated.append(line)
        else:
            body.rows.append(row)
            body.lines.append(line)
    return body


def _below_title(records: Iterator[Record]) -> tuple[Iterator[Record], list[str]]:
    """The records from the header on, and a note on the title above it: lines of one field in a wider table."""
    first = list(islice(records, SAMPLE))
    wide = [sum(map(bool, map(str.strip, row))) > 1 for _, row in first]
    height = wide.index(True) if any(wide) else 0
    title, below = first[:height], first[height:]
    # A first line that names one of the columns and no other stands above numbers; a title stands above names.
    named = any(text.strip() and not read_number(text.strip(), ".") for _, row in below[:1] for text in row)
    if not title or not named or 2 * sum(wide) < len(wide) or not all(row[0].strip() for _, row in title):
        return chain(first, records), []
    where = f"line {title[0][0]} is" if height == 1 else f"lines {title[0][0]} to {title[-1][0]} are"
    return chain(below, records), [f"{where} left out: '{shown(title[0][1][0])}' stands above the column names"]


def _check_size(rows: int, columns: int, line: int) -> None:
    if rows >= MAX_ROWS:
        raise TableError([problem(f"a table may have at most {MAX_ROWS:,} rows, and here the next begins", line)])
    if (rows + 1) * columns > MAX_FIELDS:
        most = MAX_FIELDS // columns
        message = f"a table of {columns} columns may have at most {most:,} rows, and here the next begins"
        raise TableError([problem(message, line)])


def _fitted(row: list[str], header: Sequence[str]) -> list[str]:
    """The row without empty fields beyond the header, or with them in columns that have no name."""
    if len(row) == len(header):
        return row
    cut = row[: max(len(header), _written(row))]
    return cut + [""] * (len(header) - len(cut)) if len(cut) >= _written(header) else cut


def _written(fields: Sequence[str]) -> int:
    """The number of fields up to the last one in which something is written."""
    return next((place for place in range(len(fields), 0, -1) if fields[place - 1].strip()), 0)


def _sums_up(rows: Sequence[Sequence[str]]) -> str:
    """The word with which the last row begins if it is a total and no row above has it there; else nothing."""
    place, text = next((place, text.strip()) for place, text in enumerate(rows[-1]) if text.strip())
    word = text.rstrip(":").casefold()
    above = (row[place].strip().rstrip(":").casefold() for row in rows[:-1])
    return shown(text) if len(rows) > 1 and word in TOTALS and word not in above else ""


def _named_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Names and stripped texts of the columns that have a name or a value; one without a name gets its number."""
    texts = (tuple(map(str.strip, column)) for column in zip(*rows, strict=True))
    numbered = enumerate(zip(map(str.strip, header), texts, strict=True), start=1)
    named = [(name or f"column_{place}", column) for place, (name, column) in numbered if name or any(column)]
    names, columns = zip(*named, strict=True)
    return names, columns


def _ragged(found: int, lines: Sequence[int], expected: int, separator: str) -> TableProblem:
    message = f"expected {expected} field{'s' * (expected != 1)} as in the header, found {found}{further(lines)}"
    if found > expected and separator == "," and expected > 1:
        message += '; a field that holds a comma is written in quotes, as in "a, b"'
    return problem(message, lines[0])
