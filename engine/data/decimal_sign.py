"""Finds out whether the numbers of a file have a decimal point or a decimal comma, from all columns together.
1.234 alone may be either, but 0.5 or 1.234,50 elsewhere in the file settles it; else its owner must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from engine.data.column_reading import NEARLY_ALL, NO_NUMBER
from engine.data.csv_reading import TableError, TableProblem, problem, shown
from engine.data.number_text import DECIMAL_SIGNS, other_sign, read_number
from engine.data.text_table import TextTable

SAMPLE = 1_000
"""How many values of a column are looked at to see whether they are numbers."""
UNDECIDED = "undecided"
"""The kind of the problem that whoever names the decimal sign is rid of."""


@dataclass(frozen=True)
class DecimalSign:
    """The sign, "." or ",", and a value that would be another number with the other one, if custom alone decided."""

    sign: str
    doubt: str = ""


def find_decimal_sign(table: TextTable) -> DecimalSign:
    """The decimal sign of a file; TableError when either may be meant and the numbers would not be the same.

    In a file that has values of both kinds it is the sign of the most; the others are mistakes.
    """
    marked = {place: [text for text in column if _has_mark(text)] for place, column in enumerate(table.columns)}
    marked = {place: texts for place, texts in marked.items() if texts and _are_numbers(table.columns[place])}
    seen = {sign: any(any(_sure(texts, sign)) for texts in marked.values()) for sign in ".,"}
    if all(seen.values()):
        counts = {sign: sum(sum(1 for _ in _sure(texts, sign)) for texts in marked.values()) for sign in ".,"}
        return DecimalSign("," if counts[","] > counts["."] else ".")
    if any(seen.values()):
        return DecimalSign("." if seen["."] else ",")
    unclear = {place: text for place, texts in marked.items() if (text := next(filter(_may_be_both, texts), ""))}
    if unclear and table.separator != ",":
        raise TableError([_undecided(table, *next(iter(unclear.items())))])
    # Where commas separate the columns, it is the point by custom.
    return DecimalSign(".", next((text for text in unclear.values() if "." in text), ""))


def _has_mark(text: str) -> bool:
    return "." in text or "," in text


def _are_numbers(column: tuple[str, ...]) -> bool:
    """Whether nearly all values are numbers with one sign or the other."""
    written = list(islice((text for text in column if text.lower() not in NO_NUMBER), SAMPLE))
    numbers = sum(any(read_number(text, sign) for sign in ".,") for text in written)
    return numbers >= NEARLY_ALL * len(written)


def _sure(texts: list[str], sign: str) -> Iterator[str]:
    """The texts that are numbers only if this is the decimal sign."""
    other = other_sign(sign)
    for text in texts:
        # One other sign and none of this kind is no evidence, and need not be read to know.
        if (sign in text or text.count(other) > 1) and read_number(text, sign) and not read_number(text, other):
            yield text


def _may_be_both(text: str) -> bool:
    return bool(read_number(text, ".") and read_number(text, ","))


def _undecided(table: TextTable, place: int, text: str) -> TableProblem:
    read = {sign: number for sign in ".," if (number := read_number(text, sign))}
    readings = [f"{float(read[sign].plain):.15g} with a decimal {name}" for sign, name in DECIMAL_SIGNS.items()]
    message = f"'{shown(text)}' is {' and '.join(readings)}, and no number in the file shows which is meant; say which"
    line = table.lines[table.columns[place].index(text)]
    return problem(message, line, table.header[place], UNDECIDED)
