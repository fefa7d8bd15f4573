"""Checks a learner's table: whether its first line names columns, and which values cannot be used.
Every finding names the line and the column as they stand in the file."""

from collections.abc import Sequence

import numpy as np

from engine.data.column_reading import ReadColumn, as_numbers
from engine.data.csv_reading import MAX_PROBLEMS, TableError, TableProblem, TextTable, problem, shown
from engine.problems import suggest


def check_header(table: TextTable) -> None:
    """Refuse a first line that holds values: all numbers, a number with a decimal sign, or one twice."""
    allowed = table.separator != ","
    numbers = [text for text in table.header if as_numbers((text,), allowed) is not None]
    if not numbers:
        return
    measured = any("." in text or "," in text for text in numbers)
    if len(numbers) == len(table.header) or measured or len(set(numbers)) < len(numbers):
        message = f"the first line must name the columns, but it holds values such as '{shown(numbers[0])}'; "
        raise TableError([problem(message + "put a line of names above it", table.header_line)])


def find_column(wanted: str, names: Sequence[str], table: TextTable) -> int:
    """The place of the column with that header or name; TableError with the nearest known name."""
    for known in (table.header, names):
        if wanted in known:
            return known.index(wanted)
    small = wanted.strip().lower()
    for place, header in enumerate(table.header):
        if small in (header.lower(), names[place]):
            return place
    nearest = (
        suggest(shown(wanted), names) if len(names) <= MAX_PROBLEMS else suggest(shown(wanted), names[:MAX_PROBLEMS])
    )
    raise TableError([problem(f"there is no column '{shown(wanted)}'{nearest}", table.header_line, wanted)])


def wrong_values(table: TextTable, read: Sequence[ReadColumn]) -> list[TableProblem]:
    """Values that are no number in a column of numbers."""
    return [
        problem(message, table.lines[row], header)
        for header, column in zip(table.header, read, strict=True)
        for row, message in column.wrong
    ]


def two_decimal_signs(table: TextTable, read: Sequence[ReadColumn]) -> list[TableProblem]:
    """A file whose columns differ in their decimal sign: one of the two must be a thousands separator."""
    commas = [place for place, column in enumerate(read) if column.comma]
    points = [place for place, column in enumerate(read) if column.point]
    if not commas or not points:
        return []
    place, other = commas[0], points[0]
    text = read[place].comma
    message = f"'{text}' has a comma, but '{read[other].point}' in column '{shown(table.header[other])}' has a point; "
    message += "write all numbers with one decimal sign and no thousands separator"
    return [problem(message, table.lines[table.columns[place].index(text)], table.header[place])]


def missing_values(table: TextTable, read: Sequence[ReadColumn], useful: Sequence[int]) -> list[TableProblem]:
    """Missing values in the columns that are used."""
    problems = []
    for place in useful:
        for row in np.flatnonzero(read[place].missing)[:MAX_PROBLEMS].tolist():
            text = table.columns[place][row]
            what = f"the value is missing ('{shown(text)}')" if text else "the value is missing"
            message = f"{what}; fill it in, or drop the rows in which something is missing"
            problems.append(problem(message, table.lines[row], table.header[place]))
    return problems
