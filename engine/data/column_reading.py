"""Decides what one column of texts is: numbers, a category, or nothing that a network can take in.
Missing values and values of the wrong kind are found here, each with the row it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from engine.activations import Array
from engine.data.csv_reading import MAX_PROBLEMS, shown

MAX_LEVELS = 20
"""How many classes a category may have."""
MAX_LEVEL_LENGTH = 60
"""Characters in the name of a class; a longer text is prose and no class."""
NEARLY_ALL = 0.8
"""From this share of numbers on, a column is numbers and its other values are mistakes."""
LARGEST = 1e100
"""Numbers beyond it are refused: their squares would leave the range of floats."""
MISSING = frozenset(("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "?", "-"))
"""How files write that a value is missing, in small letters."""

LONGEST_NUMBER = 400
"""Characters; no number that fits a float needs more."""
TEXT = "text"

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_DIGIT = re.compile("[0-9]")
_NO_NUMBER_SIGN = re.compile(r"[^0-9+\-.eE]")
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([,'’\s_][0-9]{3})+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+")
_WHOLE = re.compile(r"[+-]?[1-9][0-9]{2,}")
_GROUPED_COMMA = re.compile(r"[+-]?[0-9]{1,3}([.'’\s_][0-9]{3})+(,[0-9]+)?")
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_DECORATED = re.compile(r"([$€£]?)\s*([+-]?\d+(?:[.,]\d+)?)\s*([$€£%]?)", re.ASCII)


@dataclass(frozen=True)
class ReadColumn:
    """What a column turned out to be. All arrays are (rows,).

    `values` are its numbers, NaN where missing; None when it is a category or of no use. `missing` is True
    where nothing is written. `wrong` has (row, sentence) for values of the wrong kind. `useless` says why
    the column can be no input, and is empty when it can. `comma` and `point` are a number that is written
    with a decimal comma or point, if there is one.
    """

    texts: tuple[str, ...]
    missing: Mask
    values: Array | None = None
    wrong: tuple[tuple[int, str], ...] = ()
    useless: str = ""
    comma: str = ""
    point: str = ""


def read_column(texts: tuple[str, ...], *, comma_allowed: bool, as_category: bool) -> ReadColumn:
    """Read one column; `comma_allowed` says that numbers may have a decimal comma."""
    missing = np.zeros(len(texts), dtype=np.bool_)
    values = None if as_category else as_numbers(texts, comma_allowed)
    if values is None:
        missing = np.array([text.lower() in MISSING for text in texts], dtype=np.bool_)
    if missing.all():
        return ReadColumn(texts, missing, useless="nothing is written in this column, so it is no input")
    written = {row: text for row, (text, gone) in enumerate(zip(texts, missing.tolist(), strict=True)) if not gone}
    if values is None:
        values = as_numbers(tuple(written.values()), comma_allowed)
    if as_category:
        names = written if values is None else dict(zip(written, _number_names(values), strict=True))
        return _category(names, missing, "values")
    if values is None:
        return _mixed(written, missing, comma_allowed)
    full = np.full(len(texts), np.nan)
    full[~missing] = values
    comma = next((text for text in texts if "," in text), "")
    point = next((text for text in texts if "." in text), "")
    wrong = tuple(_grouped(written)) if comma_allowed else ()
    return ReadColumn(texts, missing, full, wrong, comma=comma, point=point)


def _grouped(written: dict[int, str]) -> Iterator[tuple[int, str]]:
    """The values of a column whose commas look like thousands separators: 1,713 beside 987."""
    with_comma = {row: text for row, text in written.items() if "," in text}
    wholes = any(_WHOLE.fullmatch(text) for text in written.values())
    if wholes and all(_THOUSANDS.fullmatch(text) for text in with_comma.values()):
        for row, text in with_comma.items():
            plain = text.replace(",", "")
            yield row, f"'{text}' may have a thousands separator or a decimal comma; write {plain} or {text}0"


def as_numbers(texts: tuple[str, ...], comma_allowed: bool) -> Array | None:
    """All texts as finite numbers, or None when one of them is no number."""
    joined = "".join(texts)
    if comma_allowed and "," in joined and "." not in joined:
        texts = tuple(text.replace(",", ".") for text in texts)
        joined = joined.replace(",", ".")
    # float() also reads 'nan', '1_000' and digits of other scripts, which are no numbers in a table.
    if _NO_NUMBER_SIGN.search(joined):
        return None
    try:
        values = np.array(list(map(float, texts)), dtype=np.float64)
    except ValueError:
        return None
    return values if bool(np.all(np.abs(values) <= LARGEST)) else None


def _number_names(values: Array) -> tuple[str, ...]:
    """Numbers as the names of classes: 3 and 3.0 are one class."""
    return tuple(str(int(value)) if value.is_integer() else repr(value) for value in values.tolist())


def _mixed(written: dict[int, str], missing: Mask, comma_allowed: bool) -> ReadColumn:
    """A column in which not every value is a number: a category, a text, or numbers with mistakes."""
    reasons = {text: _why_no_number(text, comma_allowed) for text in set(written.values())}
    numbers = sum(not reasons[text] for text in written.values())
    meant = sum(reasons[text] != TEXT for text in written.values())
    if meant < NEARLY_ALL * len(written):
        return _category(written, missing, "texts")
    if numbers == len(written):
        # Each value is a number by itself, but some are written with a comma and some with a point.
        commas, points = (sum(sign in text for text in written.values()) for sign in ",.")
        rare, usual, name = (",", "point", "comma") if commas <= points else (".", "comma", "point")
        mixed = f"has a decimal {name}, but other values of this column have a decimal {usual}"
        reasons = {text: mixed if rare in text else "" for text in reasons}
    plain = f"is no number, as {numbers:,} of the {len(written):,} values of this column are"
    wrong = (
        (row, f"'{shown(text)}' {plain if reasons[text] == TEXT else reasons[text]}")
        for row, text in written.items()
        if reasons[text]
    )
    texts = tuple(written.get(row, "") for row in range(len(missing)))
    return ReadColumn(texts, missing, wrong=tuple(islice(wrong, MAX_PROBLEMS)))


def _why_no_number(text: str, comma_allowed: bool) -> str:
    """Why the text is no number: nothing if it is one, TEXT if it was never meant to be one."""
    if _INFINITE.fullmatch(text):
        return "is infinite, and a network can only take in finite numbers"
    if not _DIGIT.search(text) or len(text) > LONGEST_NUMBER:
        return TEXT
    if as_numbers((text,), comma_allowed) is not None:
        return ""
    if _NO_NUMBER_SIGN.search(text) is None and _is_float(text):
        return f"is beyond {LARGEST:g}, which is too large to compute with"
    if (_GROUPED_COMMA if comma_allowed else _GROUPED).fullmatch(text):
        marks = r"[.'’\s_]" if comma_allowed else r"[,'’\s_]"
        return f"has a thousands separator; write {re.sub(marks, '', text)}"
    if not comma_allowed and _COMMA.fullmatch(text):
        return f"has a decimal comma; write {text.replace(',', '.')}, or separate the columns with semicolons"
    decorated = _DECORATED.fullmatch(text)
    if decorated and (decorated[1] or decorated[3]):
        return f"has a sign that is no part of a number; write {decorated[2]}"
    return TEXT


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _category(written: dict[int, str], missing: Mask, what: str) -> ReadColumn:
    """A column of classes, or of no use when they are too many or too long."""
    names = {text: _class_name(text) for text in set(written.values())}
    levels = set(names.values())
    longest = max(map(len, levels))
    useless = ""
    if longest > MAX_LEVEL_LENGTH:
        useless = f"texts of up to {longest:,} characters; the name of a class may have at most "
        useless += f"{MAX_LEVEL_LENGTH}, so it is no input"
    elif len(levels) > MAX_LEVELS:
        useless = f"{len(levels):,} different {what}; a category may have at most {MAX_LEVELS} levels, "
        useless += "so it is no input"
    elif len(levels) == len(written) > 2:
        useless = "every row has another text, so it is a name rather than a category, and no input"
    texts = tuple(names[written[row]] if row in written else "" for row in range(len(missing)))
    return ReadColumn(texts, missing, useless=useless)


def _class_name(text: str) -> str:
    """The text on one line, with a dot for every sign that cannot be printed."""
    return "".join(sign if sign.isprintable() else "·" for sign in " ".join(text.split()))
