"""Opens a table of one's own: finds out how the file is written, and tells what is wrong with it line by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.data.csv_reading import TableError, TableProblem
from engine.data.own_table import OwnTable, own_source
from tutor.course.problems import printable
from tutor.own.errors import OwnDataError

DECIMALS = {"point": ".", "comma": ","}
"""The decimal signs by their names."""
OLD_WINDOWS = "cp1252"
"""How spreadsheets on Windows write letters when nobody asks for UTF-8."""
WORKBOOK = b"PK\x03\x04"
"""How the files of spreadsheet programs begin, which are archives."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Reading:
    """How a table is to be read; `decimal` is a name of DECIMALS, or None."""

    drop_missing: bool = False
    categories: frozenset[str] = frozenset()
    decimal: str | None = None


@dataclass(frozen=True)
class Opened:
    """A table, the encoding of its file, and whether the target names several columns.

    Such a table is read by the first of them.
    """

    table: OwnTable
    encoding: str
    several: bool


def open_table(path: str, target: str | None, first: str | None, reading: Reading) -> Opened:
    """Read the table in the file; OwnDataError when there is none, or when it cannot be used.

    `first` is the first name in the target, which is tried when the file has no column of the whole target's
    name: a header may itself hold a comma or a plus sign.
    """
    try:
        encoding = _encoding(path)
        try:
            return Opened(*_read(path, encoding, target, reading), several=False)
        except TableError as error:
            if first == target or not any(problem.column == target for problem in error.problems):
                raise
            return Opened(*_read(path, encoding, first, reading), several=True)
    except FileNotFoundError:
        raise OwnDataError(f"no file {printable(path)}", missing=True) from None
    except TableError as error:
        kinds = frozenset(problem.kind for problem in error.problems)
        raise OwnDataError(_told(path, error), kinds=kinds | {"table"}) from None


def _encoding(path: str) -> str:
    """The encoding that the first bytes of the file show; OwnDataError for a workbook."""
    with Path(path).open("rb") as file:
        start = file.read(4)
    if start == WORKBOOK:
        message = f"{printable(path)} is a workbook, not a text file; in your spreadsheet program save it as CSV"
        raise OwnDataError(message)
    return "utf-16" if start.startswith(UTF_16) else "utf-8"


def _read(path: str, encoding: str, target: str | None, reading: Reading) -> tuple[OwnTable, str]:
    """The table and its encoding, which is an old one when the file cannot have the one that it should."""
    try:
        with Path(path).open(encoding=encoding, newline="") as lines:
            table = own_source(
                path,
                lines,
                target=target,
                drop_missing=reading.drop_missing,
                as_category=reading.categories,
                decimal=DECIMALS[reading.decimal] if reading.decimal else None,
            )
        return table, encoding
    except TableError as error:
        if encoding == OLD_WINDOWS or not isinstance(error.__cause__, UnicodeDecodeError):
            raise
    return _read(path, OLD_WINDOWS, target, reading)


def _told(path: str, error: TableError) -> str:
    """Each problem on a line that editors can follow."""
    return "\n".join(f"{printable(path)}:{_placed(problem)}" for problem in error.problems)


def _placed(problem: TableProblem) -> str:
    """The problem that says "line 7, column 'price': …" as "7: column 'price': …"."""
    if not problem.line:
        return f" {problem.message}"
    start = f"line {problem.line}"
    return f"{problem.line}: {problem.message.removeprefix(start).lstrip(',: ')}"
