"""Checks a learner's table: whether its first line names columns, and which values cannot be used.
Every finding names the line and the column as they stand in the file."""

from collections.abc import Iterable, Sequence

import numpy as np

from engine.data.column_reading import ReadColumn
from engine.data.csv_reading import MAX_PROBLEMS, TableError, TableProblem, further, problem, shown
from engine.data.number_text import DECIMAL_SIGNS, read_number
from engine.data.text_table import TextTable
from engine.problems import suggest


def check_header(table: TextTable) -> None:
    """Refuse a first line that holds values: all numbers, a number with a decimal sign, one twice, or fields
    most of which stand in the rows below them too."""
    numbers = [text for text in table.header if _is_value(text)]
    measured = any("." in text or "," in text for text in numbers)
    found = numbers[:1] if len(numbers) == len(table.header) or measured or len(set(numbers)) < len(numbers) else []
    again = [text for text, column in zip(table.header, table.columns, strict=True) if text in column]
    if len(table.header) > 1 and 2 * len(again) > len(table.header):
        found = found or again
    if found:
        message = f"the first line must name the columns, but it holds values such as '{shown(found[0])}'; "
        raise TableError([problem(message + "put a line of names above it", table.header_line)])


def _is_value(text: str) -> bool:
    """Whether it is a number with either decimal sign; a sign of percent or money makes it a name."""
    return any((number := read_number(text, sign)) and not number.unit for sign in DECIMAL_SIGNS)


def find_column(wanted: str, names: Sequence[str], table: TextTable) -> int:
    """The place of the column with that header or name; TableError with the nearest known name."""
    for known in (table.header, names):
        if wanted in known:
            return known.index(wanted)
    small = wanted.strip().lower()
    for place, header in enumerate(table.header):
        if small in (header.lower(), names[place]):
            return place
    nearest = suggest(shown(wanted), names if len(names) <= MAX_PROBLEMS else names[:MAX_PROBLEMS])
    raise TableError([problem(f"there is no column '{shown(wanted)}'{nearest}", table.header_line, wanted)])


def mistaken_values(table: TextTable, read: Sequence[ReadColumn]) -> list[TableProblem]:
    """Values that are no number in a column of numbers, each kind of mistake once for its column."""
    return [
        problem(f"{wrong.what}{further(lines)}; {wrong.cure}", lines[0], header)
        for header, column in zip(table.header, read, strict=True)
        for wrong in column.wrong
        if (lines := [table.lines[row] for row in wrong.rows])
    ]


def no_categories(table: TextTable, read: Sequence[ReadColumn], categories: Iterable[int]) -> list[TableProblem]:
    """Columns that are to be categories and cannot be."""
    return [
        problem(f"it cannot be a category: {reason}", table.header_line, table.header[place], "category")
        for place in categories
        if (reason := read[place].useless.replace(", so it is no input", ""))
    ]


def missing_values(table: TextTable, read: Sequence[ReadColumn], useful: Sequence[int]) -> list[TableProblem]:
    """Missing values in the columns that are used, once for each column."""
    problems = []
    for place in useful:
        rows = np.flatnonzero(read[place].missing).tolist()
        if not rows:
            continue
        text = table.columns[place][rows[0]]
        what = f"the value is missing ('{shown(text)}')" if text else "the value is missing"
        cure = "fill it in, or drop the rows in which something is missing"
        if 2 * len(rows) > len(table.lines):
            cure = "as most values of this column are, it may be best to delete it from the file"
        message = f"{what}{further([table.lines[row] for row in rows])}; {cure}"
        problems.append(problem(message, table.lines[rows[0]], table.header[place], "missing"))
    return problems
