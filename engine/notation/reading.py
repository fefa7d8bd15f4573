"""Reads the simple things a setting can say: a number, a whole number, a name out of a list, several names.
Each reader reports its mistakes with their place in the text instead of stopping at the first."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from engine.problems import suggest


class Complain(Protocol):
    """Report a mistake `offset` characters into the text."""

    def __call__(self, message: str, offset: int = 0, code: str = "value") -> None: ...


Reader = Callable[[str, Complain], Any]
"""(text, complain) -> the value, or None after complaining."""


def pieces(text: str, separator: str) -> Iterator[tuple[str, int]]:
    """The stripped pieces between separators, each with its offset in the text."""
    start = 0
    for match in re.finditer(f"(?:{separator})|$", text):
        piece = text[start : match.start()]
        yield piece.strip(), start + len(piece) - len(piece.lstrip())
        start = match.end()


def number(text: str) -> float | None:
    """The finite number that the text spells in plain decimal or scientific notation."""
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", text, re.ASCII):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def comma_hint(text: str) -> str:
    """The end of a message about a number with commas: "; write 0.01, with a point" for 0,01; 100000 for 100,000."""
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+", text, re.ASCII):
        return f"; write {text.replace(',', '')}, without commas"
    point = text.replace(",", ".")
    return f"; write {point}, with a point" if point != text and number(point) is not None else ""


def count(text: str) -> int | None:
    """The whole number that the text spells in plain digits."""
    return int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else None


def words(text: str, _complain: Complain) -> str:
    """Free text, with its spaces tidied."""
    return " ".join(text.split())


def choice(known: tuple[str, ...], what: str) -> Reader:
    """A reader of one name out of `known`."""

    def read(text: str, complain: Complain) -> str | None:
        name, offset = next(pieces(text, "$"))
        if name in known:
            return name
        complain(f"unknown {what} '{name}'{suggest(name, known)}", offset)
        return None

    return read


def whole(low: int, high: int, *, full: bool = False) -> Reader:
    """A reader of a whole number from low to high; `full` also allows the word, for 0."""

    def read(text: str, complain: Complain) -> int | None:
        word, offset = next(pieces(text, "$"))
        if full and word in ("full", "all"):
            return 0
        value = count(word)
        least = "the least is 1, or write full for all examples at once" if full else f"the least is {low}"
        if value is None and re.fullmatch(r"-\d+", word, re.ASCII):
            complain(f"{word} is too small; {least}", offset)
        elif value is None:
            complain(f"'{word}' is not a whole number", offset)
        elif value > high:
            complain(f"{value} is more than the {high} allowed", offset, "too-large")
        elif value < low:
            complain(f"{value} is too small; {least}", offset)
        else:
            return value
        return None

    return read


def real(low: float, high: float, *, open_low: bool = False, open_high: bool = False) -> Reader:
    """A reader of a number between low and high; an open end itself is not allowed."""

    def read(text: str, complain: Complain) -> float | None:
        word, offset = next(pieces(text, "$"))
        value = number(word)
        if value is None:
            complain(f"'{word}' is not a number{comma_hint(word)}", offset)
        elif value < low or (open_low and value == low):
            complain(f"{word} must be {'more than' if open_low else 'at least'} {low:g}", offset)
        elif value > high or (open_high and value == high):
            complain(f"{word} must be {'less than' if open_high else 'at most'} {high:g}", offset)
        else:
            return value
        return None

    return read


def names(text: str, complain: Complain) -> tuple[str, ...] | None:
    """Names between commas, each of them once."""
    found: list[str] = []
    broken = False
    for name, offset in pieces(text, ","):
        if not name:
            complain("a name is missing here", offset)
            broken = True
        elif name in found:
            complain(f"'{name}' is named twice", offset)
            broken = True
        else:
            found.append(name)
    return None if broken else tuple(found)
