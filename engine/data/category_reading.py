"""Reads a column of texts as a category: its classes, spelled alike, or the reason why it is of no use as one.
What was read other than it stands, and what a column of numbers with units could be, is said."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from engine.data.csv_reading import shown
from engine.data.number_text import DECIMAL_SIGNS, read_number

MAX_LEVELS = 20
"""How many classes a category may have."""
MAX_LEVEL_LENGTH = 60
"""Characters in the name of a class; a longer text is prose and no class."""
WORD = 3
"""Letters from which on a text is a word: "Yes" and "yes" are one answer, but "Aa" and "aa" two genes."""
SAMPLE = 1_000
"""How many classes are looked at to see what they may be meant as."""

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*([^\W\d_]{1,5}|[°'\"][CF]?)")
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}([ T]\d.*)?|\d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?", re.IGNORECASE)


@dataclass(frozen=True)
class Category:
    """The names of the classes row by row, empty where missing; why they are of no use, or nothing; and notes."""

    texts: tuple[str, ...]
    useless: str
    notes: tuple[str, ...]


def read_category(texts: tuple[str, ...], missing: Mask, what: str) -> Category:
    """Read the texts, (rows,), as classes; `what` says what they are, "texts" or "values"."""
    tidy = {text: _class_name(text) for text in set(texts)}
    written = Counter(tidy[text] for text, gone in zip(texts, missing.tolist(), strict=True) if not gone)
    names, notes = _spelled_alike(written)
    levels = Counter(dict.fromkeys(names.values(), 0))
    for text, count in written.items():
        levels[names[text]] += count
    useless = _useless(levels, what)
    if cure := _cure(list(levels)[:SAMPLE], what):
        useless, notes = useless and useless + cure, [*notes, f"read as {len(levels)} classes{cure}"]
    notes += _none_note(levels)
    kept = (names[tidy[text]] if not gone else "" for text, gone in zip(texts, missing.tolist(), strict=True))
    return Category(tuple(kept), useless, () if useless else tuple(notes))


def _class_name(text: str) -> str:
    """The text on one line, with a dot for every sign that cannot be printed."""
    tidy = " ".join(text.split())
    return tidy if tidy.isprintable() else "".join(sign if sign.isprintable() else "·" for sign in tidy)


def _spelled_alike(counts: Counter[str]) -> tuple[dict[str, str], list[str]]:
    """The class of every text, and a note on those that differ in capitals alone.

    Such words are one class, by its most frequent spelling. They stay apart when capitals may mean something.
    """
    apart = {text: text for text in counts}
    if len({text.casefold() for text in counts}) == len(counts):
        return apart, []
    spellings: dict[str, list[str]] = {}
    for text in sorted(counts, key=lambda text: (-counts[text], text)):
        spellings.setdefault(text.casefold(), []).append(text)
    several = [texts for texts in spellings.values() if len(texts) > 1]
    example = " and ".join(f"'{shown(text)}'" for text in several[0][:2])
    words = any(len(texts[0]) >= WORD for texts in several)
    if not words or not all(_is_word(text) for texts in several for text in texts):
        return apart, [
            f"{example} differ in capitals only, and are different classes; write them alike if they are one"
        ]
    alike = f"{example} differ in capitals only, and are read as one class, '{shown(several[0][0])}'"
    alike += "; so are others" * (len(several) > 1)
    return {text: spellings[text.casefold()][0] for text in counts}, [alike]


def _is_word(text: str) -> bool:
    return text in (text.lower(), text.upper(), text.capitalize(), text.title())


def _useless(levels: Counter[str], what: str) -> str:
    """Why the classes are of no use, or nothing."""
    longest = max(map(len, levels))
    if longest > MAX_LEVEL_LENGTH:
        reason = f"texts of up to {longest:,} characters; the name of a class may have at most "
        return f"{reason}{MAX_LEVEL_LENGTH}, so it is no input"
    if len(levels) > MAX_LEVELS:
        reason = f"{len(levels):,} different {what}; a category may have at most {MAX_LEVELS} levels, "
        return f"{reason}so it is no input"
    if len(levels) == levels.total() > 2:
        return "every row has another text, so it is a name rather than a category, and no input"
    return ""


def _cure(levels: Collection[str], what: str) -> str:
    """What to write instead where the texts may be meant as dates, times or numbers; else nothing."""
    if len(levels) < 2:
        return ""
    if all(_DATE.fullmatch(text) for text in levels):
        return "; to use dates or times write a number, such as the month, the hour, or the days since the first"
    units = {match[1] if (match := _UNIT.fullmatch(text)) else "" for text in levels}
    if len(units) == 1 and (unit := units.pop()):
        return f"; if these are numbers, write them without '{unit}'"
    strange = [text for text in levels if not any(read_number(text, sign) for sign in DECIMAL_SIGNS)]
    if what == "texts" and strange and 2 * len(strange) < len(levels):
        return f"; most are numbers, but '{shown(strange[0])}' is none: leave a field empty if its value is not known"
    return ""


def _none_note(levels: Counter[str]) -> list[str]:
    name = next((text for text in levels if text.casefold() == "none"), "")
    rows = f"{levels[name]:,} row{'s' * (levels[name] != 1)}"
    note = f"'{name}' in {rows} is read as a class; leave the field empty where the value is not known"
    return [note] * bool(name)
