"""Finds the values in a column of numbers that are none, or not of the column's kind, and says what to write instead.
Values that are wrong in the same way are one finding: whoever mends the first knows how to mend them all."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from engine.data.csv_reading import shown
from engine.data.number_text import CURRENCIES, DECIMAL_SIGNS, LARGEST, NumberText, other_sign, read_number


class Mistake(Enum):
    """The ways in which a value can be wrong."""

    NO_NUMBER = auto()
    INFINITE = auto()
    TOO_LARGE = auto()
    OTHER_SIGN = auto()
    OTHER_UNIT = auto()


_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)


@dataclass(frozen=True)
class Wrong:
    """Values that are wrong in the same way: their rows, whether they were meant as numbers, what the first of
    them is, and the cure."""

    rows: tuple[int, ...]
    meant: bool
    what: str
    cure: str


def wrong_values(
    written: Mapping[int, str], numbers: Mapping[str, NumberText | None], decimal: str
) -> tuple[Wrong, ...]:
    """What is wrong in a column of which `written` has the text of each row, and `numbers` how it was read."""
    unit = _usual_unit(Counter(number.unit for text in written.values() if (number := numbers[text])))
    mistakes = {text: _mistake(text, number, decimal, unit) for text, number in numbers.items()}
    rows: dict[Mistake, list[int]] = {}
    for row, text in written.items():
        if mistake := mistakes[text]:
            rows.setdefault(mistake, []).append(row)
    right = len(written) - sum(map(len, rows.values()))
    share = f"{right:,} of the {len(written):,} values of this column are"
    found = []
    for mistake, places in rows.items():
        text = written[places[0]]
        what, cure = _told(mistake, text, numbers[text], decimal, unit, share)
        found.append(Wrong(tuple(places), mistake is not Mistake.NO_NUMBER, f"'{shown(text)}' {what}", cure))
    return tuple(found)


def _usual_unit(counts: Counter[str]) -> str:
    """The sign of a column. Money may be written without one; a percent may not, since 5 could mean 500 %."""
    usual = counts.most_common(1)[0][0] if counts else ""
    money = [unit for unit, _ in counts.most_common() if unit in CURRENCIES]
    return money[0] if money and not usual else usual


def _mistake(text: str, number: NumberText | None, decimal: str, unit: str) -> Mistake | None:
    if number and not abs(float(number.plain)) <= LARGEST:
        return Mistake.TOO_LARGE
    if number:
        return None if number.unit == unit or (not number.unit and unit in CURRENCIES) else Mistake.OTHER_UNIT
    if _INFINITE.fullmatch(text):
        return Mistake.INFINITE
    return Mistake.OTHER_SIGN if read_number(text, other_sign(decimal)) else Mistake.NO_NUMBER


def _told(
    mistake: Mistake, text: str, number: NumberText | None, decimal: str, unit: str, share: str
) -> tuple[str, str]:
    """What the text is, as the rest of a sentence, and the cure."""
    match mistake:
        case Mistake.INFINITE:
            return "is infinite", "a network can only take in finite numbers"
        case Mistake.TOO_LARGE:
            return f"is beyond {LARGEST:g}", "that is too large to compute with"
        case Mistake.OTHER_UNIT:
            own = f"has a {number.unit}" if number and number.unit else "has no sign"
            others = f"have a {unit}" if unit else "have none"
            return f"{own}, but other values of this column {others}", "write the whole column in one way"
        case Mistake.OTHER_SIGN:
            other = other_sign(decimal)
            meant = read_number(text, other)
            what = f"has a decimal {DECIMAL_SIGNS[other]}, but other numbers have a decimal {DECIMAL_SIGNS[decimal]}"
            plain = meant.plain.replace(".", decimal) if meant else ""
            return what, f"write {plain}, so that the whole file has one decimal sign"
        case Mistake.NO_NUMBER:
            return f"is no number, as {share}", "correct it, or leave the field empty if the value is not known"
