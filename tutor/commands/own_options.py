"""What the options of the command line can do for a file of one's own: they solve a problem, or read it otherwise."""

from __future__ import annotations

from tutor.own.data import OwnData
from tutor.own.errors import OwnDataError

CURES = {
    "missing": "--drop-missing drops the rows in which a value is missing",
    "category": "leave a column out of --as-category to have its numbers read as numbers",
    "undecided": "--decimal point or --decimal comma says how the numbers are written",
}
"""Which option helps with which kind of problem."""


def cures(error: OwnDataError) -> list[str]:
    """The options that help with the problems of a table."""
    return [cure for kind, cure in CURES.items() if kind in error.kinds]


def told_with_options(own: OwnData) -> tuple[str, ...]:
    """What is told of the file, and the options that would read it otherwise."""
    told = list(own.told)
    if own.comma:
        written, read = own.comma
        told.append(f"'{written}' has a decimal point, it seems; --decimal comma reads it as {read}")
    if own.maybe_classes:
        classes = ",".join(own.maybe_classes)
        told.append(f"--as-category {classes} reads {classes} as classes.")
    return tuple(told)
