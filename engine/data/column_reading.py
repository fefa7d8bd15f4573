"""Decides what one column of texts is: numbers, a category, or nothing that a network can take in.
Missing values and values of the wrong kind are found here, each with the row it stands in."""

import re
from dataclasses import dataclass, replace

import numpy as np

from engine.activations import Array
from engine.data.category_reading import Mask, read_category
from engine.data.csv_reading import shown
from engine.data.number_text import DECIMAL_SIGNS, LARGEST, read_number
from engine.data.wrong_values import Wrong, wrong_values

NEARLY_ALL = 0.8
"""From this share of numbers on, a column is numbers and its other values are mistakes."""
FAILED_SUMS = frozenset(("#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!"))
"""What a spreadsheet writes where it could not compute a value."""
NO_TEXT = FAILED_SUMS | {"", "na", "n/a", "n.a.", "<na>", "nan", "null", "?", ".", "..", "-", "--", "–", "—", "−"}
"""How files write that a text is missing, in small letters."""
NO_NUMBER = NO_TEXT | {"none"}
"""How they write it of a number. Of a text "None" is a class: no garage is not an unknown garage."""

_PLAIN = {sign: re.compile(rf"[0-9+\-eE{re.escape(sign)}]*") for sign in DECIMAL_SIGNS}


@dataclass(frozen=True)
class ReadColumn:
    """What a column turned out to be. All arrays are (rows,).

    `values` are its numbers, NaN where missing; None when it is a category or of no use. `missing` is True
    where nothing is written. `useless` says why the column can be no input, and is empty when it can.
    `decimal_comma` is a number that is written with one, if there is one; `notes` say what else was read
    other than it stands.
    """

    texts: tuple[str, ...]
    missing: Mask
    values: Array | None = None
    wrong: tuple[Wrong, ...] = ()
    useless: str = ""
    decimal_comma: str = ""
    notes: tuple[str, ...] = ()


def read_column(texts: tuple[str, ...], *, decimal: str, as_category: bool) -> ReadColumn:
    """Read one column, of numbers with the decimal sign "." or ",", or of texts."""
    values = plain_numbers(texts, decimal)
    missing = np.zeros(len(texts), dtype=np.bool_) if values is not None else _holes(texts, NO_NUMBER)
    if missing.all():
        return ReadColumn(texts, missing, useless="nothing is written in this column, so it is no input")
    column = _as_numbers(texts, missing, decimal) if values is None else ReadColumn(texts, missing, values)
    if column and not as_category:
        return column if decimal == "." else replace(column, decimal_comma=_with_comma(column))
    if column and column.values is not None:
        return _as_category(_number_names(column.values), missing, "values")
    return _as_category(texts, _holes(texts, NO_TEXT), "values" if as_category else "texts")


def plain_numbers(texts: tuple[str, ...], decimal: str) -> Array | None:
    """All texts as finite numbers; None when one of them is no number, or is written with more than digits."""
    # float() also reads 'nan', '1_000' and digits of other scripts, which are no numbers in a table.
    if not _PLAIN[decimal].fullmatch("".join(texts)):
        return None
    try:
        values = np.array([float(text.replace(decimal, ".")) for text in texts], dtype=np.float64)
    except ValueError:
        return None
    return values if bool(np.all(np.abs(values) <= LARGEST)) else None


def _holes(texts: tuple[str, ...], signs: frozenset[str]) -> Mask:
    return np.array([text.lower() in signs for text in texts], dtype=np.bool_)


def _with_comma(column: ReadColumn) -> str:
    """A number that is written with a decimal comma and digits alone, or nothing."""
    if column.values is None:
        return ""
    return next((text for text in column.texts if "," in text and _PLAIN[","].fullmatch(text)), "")


def _number_names(values: Array) -> tuple[str, ...]:
    """Numbers as the names of classes: 3 and 3.0 are one class."""
    return tuple(str(int(value)) if value.is_integer() else repr(value) for value in values.tolist())


def _as_category(texts: tuple[str, ...], missing: Mask, what: str) -> ReadColumn:
    found = read_category(texts, missing, what)
    return ReadColumn(found.texts, missing, useless=found.useless, notes=found.notes)


def _as_numbers(texts: tuple[str, ...], missing: Mask, decimal: str) -> ReadColumn | None:
    """The column as numbers, or with what is wrong in a few of them; None when it is a column of texts."""
    written = {row: text for row, text in enumerate(texts) if not missing[row]}
    full = np.full(len(texts), np.nan)
    if (values := plain_numbers(tuple(written.values()), decimal)) is not None:
        full[~missing] = values
        return ReadColumn(texts, missing, full)
    numbers = {text: read_number(text, decimal) for text in set(written.values())}
    if wrong := wrong_values(written, numbers, decimal):
        strange = sum(len(each.rows) for each in wrong if not each.meant)
        return ReadColumn(texts, missing, wrong=wrong) if len(written) - strange >= NEARLY_ALL * len(written) else None
    found = [(text, number) for text in written.values() if (number := numbers[text])]
    full[~missing] = [float(number.plain) for _, number in found]
    changed = [f"'{shown(text)}' is read as {number.plain}" for text, number in found if number.changed]
    return ReadColumn(texts, missing, full, notes=tuple(changed[:1]))
