"""Where two formulas are compared: points scattered evenly over the ranges, and points with simple numbers.

The scattered ones decide, the simple ones are for people: "at a = 0.5 yours gives 0.75".
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping

Ranges = Mapping[str, tuple[float, float]]
Point = dict[str, float]

COUNT = 64
_SIMPLE = (0.5, 2.0, 3.0, -1.0, 0.25, -2.0, 0.8, 1.5, 0.1, 0.9, -0.5, 5.0, 1.0, 0.2, -3.0, 10.0, 0.4, 0.6, 4.0, 0.0)
_SHARES = (0.5, 0.25, 0.75, 0.1, 0.9)


def scattered(ranges: Ranges) -> list[Point]:
    """The same COUNT points every time; each 64th of every range holds one of them, and two are close to its ends.

    So a difference in a narrow part of one range is met, and a single point, such as a hole at 0, is not.
    """
    dice = random.Random("where two formulas are compared")
    columns: dict[str, list[float]] = {}
    for name in sorted(ranges):
        low, high = ranges[name]
        within = [0.01, *(dice.random() for _ in range(COUNT - 2)), 0.99]
        slices = [(index + share) / COUNT for index, share in enumerate(within)]
        dice.shuffle(slices)
        columns[name] = [low + (high - low) * share for share in slices]
    return [{name: column[index] for name, column in columns.items()} for index in range(COUNT)]


def simple(ranges: Ranges) -> Iterator[Point]:
    """Points within the ranges whose numbers are short, a different one for every name where possible."""
    choices = {name: _choices(low, high) for name, (low, high) in ranges.items()}
    for index in range(max(map(len, choices.values()), default=1)):
        yield {name: each[(index + shift) % len(each)] for shift, (name, each) in enumerate(choices.items())}


def _choices(low: float, high: float) -> list[float]:
    """Simple numbers within a range, the most telling ones first, then shares of it, rounded."""
    found = [number for number in _SIMPLE if low <= number <= high]
    found += [rounded(low + (high - low) * share, low, high) for share in _SHARES]
    return list(dict.fromkeys(found))


def rounded(value: float, low: float, high: float) -> float:
    """`value` with as few digits as keep it within the range."""
    if not math.isfinite(value):
        return value
    for digits in range(2, 17):
        short = float(f"{value:.{digits - 1}e}")
        if low <= short <= high:
            return short
    return value
