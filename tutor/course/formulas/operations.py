"""Everything a formula can do with numbers, in one table: + and − as well as exp and relu.

Each entry holds how its result is computed and how fast that result moves when its inputs move.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, exp, inf, log, nan, sin, sqrt


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry: `compute` takes the inputs, `tilt` the inputs and then the speed of each.

    `tilt` gives the speed of the result *in that direction*: on a kink, such as relu's at 0, the way forth and
    the way back differ.
    """

    compute: Callable[..., float]
    tilt: Callable[..., float]
    inputs: int = 1

    def value(self, *inputs: float) -> float:
        """The result; NaN where there is none, infinite where it is too large for a float."""
        return _quiet(self.compute, *inputs)

    def speed(self, inputs: tuple[float, ...], speeds: tuple[float, ...]) -> float:
        """How fast the result moves when the inputs do; NaN where that cannot be said."""
        return _quiet(self.tilt, *inputs, *speeds)


def _quiet(function: Callable[..., float], *numbers: float) -> float:
    try:
        return function(*numbers)
    except OverflowError:
        return inf
    except (ValueError, ZeroDivisionError):
        return nan


def _power(x: float, y: float) -> float:
    if math.isnan(x) or math.isnan(y):
        return nan
    try:
        return math.pow(x, y)
    except OverflowError:
        return -inf if x < 0 and y % 2 else inf


def _power_tilt(x: float, y: float, dx: float, dy: float) -> float:
    """Along y a power moves only where x > 0; from x = 0 a broken power has no way into x < 0."""
    if (dy and x <= 0) or (x == 0 and dx < 0 and y % 1):
        return nan
    by_base = y * math.pow(x, y - 1) * dx if y else 0.0
    return by_base + (math.pow(x, y) * log(x) * dy if dy else 0.0)


def _sigmoid(x: float) -> float:
    """Written so that exp never overflows, however far out x is."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def _bell(x: float) -> float:
    """σ′(x) = σ(x)·σ(−x), with all its digits on both sides."""
    return _sigmoid(x) * _sigmoid(-x)


def _softplus(x: float) -> float:
    return (x if x > 0 else 0.0) + math.log1p(exp(-abs(x)))


def _max(x: float, y: float) -> float:
    return nan if math.isnan(x) or math.isnan(y) else max(x, y)


def _min(x: float, y: float) -> float:
    return -_max(-x, -y)


def _max_tilt(x: float, y: float, dx: float, dy: float) -> float:
    """On the kink, where x = y, the faster one is ahead a moment later."""
    if x == y:
        return max(dx, dy)
    return dx if x > y else dy


def _min_tilt(x: float, y: float, dx: float, dy: float) -> float:
    return -_max_tilt(-x, -y, -dx, -dy)


def _sign(x: float) -> float:
    return x if x == 0 or math.isnan(x) else math.copysign(1.0, x)


def _step(x: float) -> float:
    """1 above zero, else 0: the slope of relu."""
    return x if math.isnan(x) else float(x > 0)


OPERATIONS = {
    "+": Operation(lambda x, y: x + y, lambda _x, _y, dx, dy: dx + dy, 2),
    "-": Operation(lambda x, y: x - y, lambda _x, _y, dx, dy: dx - dy, 2),
    "*": Operation(lambda x, y: x * y, lambda x, y, dx, dy: dx * y + x * dy, 2),
    "/": Operation(lambda x, y: x / y, lambda x, y, dx, dy: (dx - x / y * dy) / y, 2),
    "^": Operation(_power, _power_tilt, 2),
    "negative": Operation(lambda x: -x, lambda _x, dx: -dx),
    "exp": Operation(exp, lambda x, dx: exp(x) * dx),
    "ln": Operation(log, lambda x, dx: dx / x),
    "sqrt": Operation(sqrt, lambda x, dx: dx / (2 * sqrt(x))),
    "abs": Operation(abs, lambda x, dx: _max_tilt(x, -x, dx, -dx)),
    "sign": Operation(_sign, lambda x, _dx: 0.0 if x else nan),
    "step": Operation(_step, lambda x, _dx: 0.0 if x else nan),
    "relu": Operation(lambda x: _max(x, 0.0), lambda x, dx: _max_tilt(x, 0.0, dx, 0.0)),
    "sigmoid": Operation(_sigmoid, lambda x, dx: _bell(x) * dx),
    "softplus": Operation(_softplus, lambda x, dx: _sigmoid(x) * dx),
    "tanh": Operation(math.tanh, lambda x, dx: 4 * _bell(2 * x) * dx),
    "sin": Operation(sin, lambda x, dx: cos(x) * dx),
    "cos": Operation(cos, lambda x, dx: -sin(x) * dx),
    "max": Operation(_max, _max_tilt, 2),
    "min": Operation(_min, _min_tilt, 2),
}
"""By name; `ln` is the natural logarithm, which a learner may also call log."""

FUNCTIONS = {name: name for name in OPERATIONS if name.isalpha() and name != "negative"} | {"log": "ln"}
"""Every word that can stand before brackets, and the operation that it means."""

CONSTANTS = {"e": math.e, "π": math.pi}
