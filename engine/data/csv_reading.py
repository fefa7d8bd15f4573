"""Reads lines of text into a table of texts: finds the separator, the header, and the rows under it.
Every mistake in the file is kept with its line number, so that its owner can find and mend it."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

MAX_ROWS, MAX_COLUMNS, MAX_FIELDS = 100_000, 1_000, 10_000_000
"""How large a table may be; MAX_FIELDS bounds rows × columns, which must fit in memory as texts."""
MAX_LINE = 1_000_000
"""Characters in one line of the file."""
MAX_PROBLEMS = 20
"""How many problems are reported at once."""
SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas"}
"""What may stand between fields. Texts hold commas often and tabs never, so tabs are believed first."""
SAMPLE = 60
"""How many lines are looked at to find the separator."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class TableProblem:
    """One problem of a table: its line (from 1; 0 when it is the whole table's), its column's header as it
    stands in the file (or empty), and a full sentence that names both."""

    line: int
    column: str
    message: str


class TableError(ValueError):
    """Lines that make no table; `problems` has the first twenty of their mistakes in the order of lines."""

    def __init__(self, problems: Iterable[TableProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line)[:MAX_PROBLEMS])
        super().__init__("\n".join(problem.message for problem in self.problems))


def problem(message: str, line: int = 0, column: str = "") -> TableProblem:
    """A problem whose sentence starts with the place, as in "line 7, column 'price': …"."""
    places = [f"line {line}"] * (line > 0) + [f"column '{shown(column)}'"] * bool(column)
    return TableProblem(line, column, ": ".join([", ".join(places), message] if places else [message]))


def shown(text: str) -> str:
    """A text from the file as a message may quote it: on one line, printable, at most 40 characters."""
    tidy = "".join(sign if sign.isprintable() else "·" for sign in " ".join(text[:200].split()))
    return tidy if len(tidy) <= 40 else tidy[:39] + "…"


@dataclass(frozen=True)
class TextTable:
    """A table of texts: one tuple of stripped texts per column, and the line on which each row starts.

    `ragged` are problems of rows that have too few or too many fields; those rows are not in the columns.
    """

    header: tuple[str, ...]
    header_line: int
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    separator: str
    ragged: tuple[TableProblem, ...]


def read_texts(lines: Iterable[str]) -> TextTable:
    """Read a header and rows; TableError when a line cannot be read at all, or when there are no rows."""
    numbered = _tidy(lines)
    first = list(islice(numbered, SAMPLE))
    separator = _announced(first) or find_separator(first)
    records = _records(chain(first, numbered), separator)
    header_line, header = next(records, (0, []))
    if not header:
        raise TableError([problem("the file is empty; a table has a line of column names and rows below it")])
    if len(header) > MAX_COLUMNS:
        raise TableError([problem(f"{len(header):,} columns are more than the {MAX_COLUMNS:,} allowed", header_line)])
    rows: list[list[str]] = []
    places: list[int] = []
    ragged: list[TableProblem] = []
    for line, row in records:
        if len(row) != len(header):
            ragged.append(_ragged(line, len(row), len(header), separator))
            if len(ragged) == MAX_PROBLEMS:
                break
            continue
        rows.append(row)
        places.append(line)
        if len(rows) > MAX_ROWS:
            raise TableError([problem(f"a table may have at most {MAX_ROWS:,} rows, and here the next begins", line)])
        if len(rows) * len(header) > MAX_FIELDS:
            most = MAX_FIELDS // len(header)
            message = f"a table of {len(header)} columns may have at most {most:,} rows, and here the next begins"
            raise TableError([problem(message, line)])
    if not rows:
        nothing = problem("there are column names but no rows below them", header_line)
        raise TableError(ragged or [nothing])
    columns = tuple(tuple(map(str.strip, column)) for column in zip(*rows, strict=True))
    return TextTable(tuple(map(str.strip, header)), header_line, columns, tuple(places), separator, tuple(ragged))


def _tidy(lines: Iterable[str]) -> Iterator[str]:
    """The lines with one kind of line end and without a byte order mark; TableError for what is no text."""
    count = 0
    try:
        for text in lines:
            body = text.removeprefix("\ufeff") if count == 0 else text
            body = body.removesuffix("\n").removesuffix("\r")
            for line in _BREAK.split(body) if "\n" in body or "\r" in body else (body,):
                count += 1
                if len(line) > MAX_LINE:
                    message = f"the line has {len(line):,} characters; at most {MAX_LINE:,} are read"
                    raise TableError([problem(message, count)])
                if _CONTROL.search(line):
                    message = "the line holds a control character, so the file may be no plain text (or not UTF-8)"
                    raise TableError([problem(message, count)])
                yield line + "\n"
    except UnicodeDecodeError as error:
        raise TableError([problem("near here the file is not UTF-8 text; save it as UTF-8", count + 1)]) from error


def _announced(first: list[str]) -> str:
    """The separator that a first line such as "sep=;" announces, as spreadsheets write it; that line goes."""
    match = re.fullmatch('"?sep=([,;\t])"?\n', first[0], re.IGNORECASE) if first else None
    if not match:
        return ""
    first[0] = "\n"
    return match[1]


def find_separator(sample: list[str]) -> str:
    """The separator that splits the header, and most rows into as many fields as the header."""
    splitting: dict[str, int] = {}
    for separator in SEPARATORS:
        counts = _field_counts(sample, separator)
        if not counts or counts[0] < 2:
            continue
        if 2 * counts.count(counts[0]) > len(counts):
            return separator
        splitting[separator] = counts[0]
    return max(splitting, key=lambda separator: splitting[separator], default=",")


def _field_counts(sample: list[str], separator: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(sample, delimiter=separator, skipinitialspace=True) if any(row)]
    except csv.Error:
        return []


def _records(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it starts, fields) of every record in which something is written."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise TableError([problem(_why_unreadable(str(error)), line)]) from error
        if row is None:
            return
        if row and (row[0].strip() or any(map(str.strip, row))):
            yield line, row


def _why_unreadable(error: str) -> str:
    if "unexpected end" in error:
        return 'a quote (") is opened here that is never closed'
    if "field larger" in error:
        return 'a field is far too long; a quote (") may be opened here and not closed'
    return 'a quoted field goes on after its closing quote; a quote inside quotes is written twice ("")'


def _ragged(line: int, found: int, expected: int, separator: str) -> TableProblem:
    message = f"expected {expected} field{'s' * (expected != 1)} as in the header, found {found}"
    if found > expected and separator == "," and expected > 1:
        message += '; a field that holds a comma is written in quotes, as in "a, b"'
    return problem(message, line)
