"""The numbers of a chain as they are written: four digits that matter, and decimal points below each other."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.numbers import short


def figure(value: float) -> str:
    """A number with four significant digits, a proper minus, and no zeros at its end: −0.7311, 1.5, 1."""
    text = short(value, 4).replace("-", "−")
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def aligned(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers padded to one width, so that their decimal points stand below each other."""
    numbers = list(numbers)
    before = max((_point(number) for number in numbers), default=0)
    padded = [" " * (before - _point(number)) + number if number else "" for number in numbers]
    width = max(map(len, padded), default=0)
    return tuple(number.ljust(width) for number in padded)


def _point(number: str) -> int:
    """How many characters stand before the decimal point, or would if there were one."""
    place = number.find(".")
    return place if place >= 0 else len(number)
