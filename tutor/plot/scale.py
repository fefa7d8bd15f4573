"""Where a number belongs on an axis, and how it is written.

Everything here is arithmetic on numbers as odd as training makes them: huge, tiny, NaN or all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HUGE = 1e300  # differences of numbers up to this size still are numbers
TINY = 1e-300
BEYOND = 9.0  # how many lengths beyond an axis a place is still told apart


def array(values: Iterable[float] | NDArray[Any]) -> Array:
    """The values as floats that can be drawn: infinities become NaN, the rest is kept within ±1e300."""
    numbers = np.array(values if isinstance(values, np.ndarray) else list(values), dtype=np.float64).ravel()
    numbers[np.isinf(numbers)] = np.nan
    numbers[np.abs(numbers) < TINY] = 0.0
    return np.clip(numbers, -HUGE, HUGE)


def number(value: float) -> str:
    """A number with three significant digits, as it is read aloud: 0.0612, 1,230, 2.1e-5."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinity" if value > 0 else "minus infinity"
    if value and not 1e-4 <= abs(value) < 1e7:
        digits, _, exponent = f"{value:.2e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"
    rounded = float(f"{value:.3g}")
    if rounded == int(rounded):
        return f"{int(rounded):,}"
    return f"{rounded:.10f}".rstrip("0")


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of an axis. On a log axis `low` and `high` are powers of ten: -2 stands for 0.01."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def around(cls, values: Array, *, log: bool = False, pad: float = 0.04) -> Scale:
        """The scale that shows all the finite values, with a margin of `pad` at either end."""
        values = values[np.isfinite(values)]
        if log:
            values = np.log10(values[values > 0])
        if not values.size:
            return cls(-1.0, 0.0, log) if log else cls(0.0, 1.0)
        low, high = float(values.min()), float(values.max())
        if high - low <= 1e-9 * max(abs(low), abs(high)):  # all the same: put it in the middle
            half = 0.5 if log else abs(low) / 2 or 1.0
            return cls(low - half, high + half, log)
        margin = pad * (high - low)
        if log:
            margin = min(margin, 1.0)  # ten to the power of 300 is close to the last number there is
        return cls(low - margin, high + margin, log)

    def share(self, values: Array) -> Array:
        """How far along the axis each value lies, 0 to 1 and beyond; NaN where it has no place."""
        if self.log:
            values = np.log10(values, where=values > 0, out=np.full(values.shape, np.nan))
        span = self.high - self.low
        return (np.clip(values, self.low - BEYOND * span, self.high + BEYOND * span) - self.low) / span

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """About `most` round numbers on this axis at the most: (share, how it is written)."""
        most = max(most, 1)
        marks = self._powers(most) if self.log else _labelled(*_round_numbers(self.low, self.high, most))
        ticks: list[tuple[float, str]] = []
        for value, text in marks:
            share = float(self.share(np.array([value]))[0])
            if -1e-9 <= share <= 1 + 1e-9 and text not in (known for _, known in ticks):
                ticks.append((share, text))
        return ticks

    def _powers(self, most: int) -> list[tuple[float, str]]:
        first, final = math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9)
        if final - first >= 1:
            every = max(1, math.ceil((final - first + 1) / most))
            powers = range(first + -first % every, final + 1, every)
            return [(10.0**power, _power(power)) for power in powers]
        for steps in ((1, 2, 5), (1, 2, 3, 4, 5, 6, 7, 8, 9)):
            values = [step * 10.0**power for power in range(first - 1, final + 1) for step in steps]
            inside = [value for value in values if self.low <= math.log10(value) <= self.high]
            if 2 <= len(inside) <= most:
                return [(value, short(value)) for value in inside]
        return _labelled(*_round_numbers(10.0**self.low, 10.0**self.high, min(most, 3)))


def short(value: float) -> str:
    """A number as an axis shows it, in few characters: 625k, 0.05, 2e-5."""
    if value == 0:
        return "0"
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if size <= abs(value) < 1e12:
            return f"{value / (1e3 if letter == 'k' else size):.4g}{letter}"
    return f"{value:.4g}" if 1e-4 <= abs(value) < 1e4 else _exponent(value)


def _power(power: int) -> str:
    return short(10.0**power) if -4 <= power <= 6 else f"1e{power}"


def _exponent(value: float) -> str:
    digits, _, exponent = f"{value:.3g}".partition("e")
    if not exponent:
        digits, _, exponent = f"{value:.2e}".partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{digits}e{int(exponent)}"


def _round_numbers(low: float, high: float, most: int) -> tuple[list[float], float]:
    """Multiples of 1, 2 or 5 times a power of ten between low and high, and their distance."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((times * power for times in (1, 2, 5) if times * power >= rough * 0.999), 10 * power)
    first, final = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, min(final, first + 50) + 1)], step


def _labelled(values: list[float], step: float) -> list[tuple[float, str]]:
    """The values with their texts, all with the same number of decimals."""
    largest = max((abs(value) for value in values), default=0.0)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if largest >= 1e4 or decimals > 4:
        return [(value, short(value)) for value in values]
    return [(value, f"{value:.{decimals}f}" if value else "0") for value in values]


def thin(values: Array, places: int) -> NDArray[np.intp]:
    """The indices to draw: the lowest and the highest value in each of `places`, and the first and the last.

    So no peak is lost however long the series is.
    """
    count = len(values)
    if places < 1 or count <= 2 * places:
        return np.arange(count)
    size = math.ceil(count / places)
    rows = math.ceil(count / size)
    padded = np.full(rows * size, np.nan)
    padded[:count] = values
    grid = padded.reshape(rows, size)
    missing = np.isnan(grid)
    starts = np.arange(rows) * size
    lowest = starts + np.where(missing, np.inf, grid).argmin(axis=1)
    highest = starts + np.where(missing, -np.inf, grid).argmax(axis=1)
    return np.unique(np.concatenate((lowest, highest, [0, count - 1])))
