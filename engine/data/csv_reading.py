"""Reads lines of text into records of fields: finds the separator, and tells on which line a record starts.
Every mistake in the file is kept with its line number, so that its owner can find and mend it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile, islice

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
NEXT_LINES = 3
"""Of the further lines with the same problem so many are named."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile("\r\n|\r|\n")

Record = tuple[int, list[str]]
"""The line on which a record starts, and its fields."""


@dataclass(frozen=True)
class TableProblem:
    """One problem of a table: its line (from 1; 0 when it is the whole table's), its column's header as it
    stands in the file (or empty), a full sentence that names both, and its kind if there is another cure than
    to mend the file: "missing", "category" or "undecided"."""

    line: int
    column: str
    message: str
    kind: str = ""


class TableError(ValueError):
    """Lines that make no table; `problems` has the first twenty of their mistakes in the order of lines."""

    def __init__(self, problems: Iterable[TableProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line)[:MAX_PROBLEMS])
        super().__init__("\n".join(problem.message for problem in self.problems))


def problem(message: str, line: int = 0, column: str = "", kind: str = "") -> TableProblem:
    """A problem whose sentence starts with the place, as in "line 7, column 'price': …"."""
    places = [f"line {line}"] * (line > 0) + [f"column '{shown(column)}'"] * bool(column)
    return TableProblem(line, column, ": ".join([", ".join(places), message] if places else [message]), kind)


def shown(text: str) -> str:
    """A text from the file as a message may quote it: on one line, printable, at most 40 characters."""
    tidy = "".join(sign if sign.isprintable() else "·" for sign in " ".join(text[:200].split()))
    return tidy if len(tidy) <= 40 else tidy[:39] + "…"


def further(lines: Sequence[int]) -> str:
    """The end of a sentence that tells a problem of the first line: how many more lines have it, and which."""
    if len(lines) < 2:
        return ""
    named = ", ".join(map(str, lines[1 : 1 + NEXT_LINES])) + ", …" * (len(lines) > 1 + NEXT_LINES)
    more = "1 more line has" if len(lines) == 2 else f"{len(lines) - 1:,} more lines have"
    return f"; {more} the same problem ({named})"


def read_records(lines: Iterable[str]) -> tuple[str, Iterator[Record]]:
    """The separator, and every record in which something is written; TableError for what cannot be read."""
    numbered = _tidy(lines)
    first = list(islice(numbered, SAMPLE))
    separator = _announced(first) or find_separator(first)
    return separator, _records(chain(first, numbered), separator)


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
    match = re.fullmatch('"?sep=([,;\t])"?[,;\t]*\n', first[0], re.IGNORECASE) if first else None
    if not match:
        return ""
    first[0] = "\n"
    return match[1]


def find_separator(sample: list[str]) -> str:
    """The separator that splits the header, and most rows into as many fields as the header.

    The header is the first line that it splits at all: a title may stand above it.
    """
    splitting: dict[str, int] = {}
    for separator in SEPARATORS:
        counts = _field_counts(sample, separator)
        header = next(dropwhile(lambda count: count < 2, counts), 0)
        if header and 2 * counts.count(header) > len(counts):
            return separator
        if counts and counts[0] > 1:
            splitting[separator] = counts[0]
    return max(splitting, key=lambda separator: splitting[separator], default=",")


def _field_counts(sample: list[str], separator: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(sample, delimiter=separator, skipinitialspace=True) if any(row)]
    except csv.Error:
        return []


def _records(lines: Iterable[str], separator: str) -> Iterator[Record]:
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
