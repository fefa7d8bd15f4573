"""Whether two formulas say the same, however they are written: they are computed at many points.

Where they differ, a point with simple numbers shows it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tutor.course.formulas.formula import Formula
from tutor.course.formulas.points import Point, Ranges, rounded, scattered, simple
from tutor.course.formulas.tree import compute

ENOUGH = 8
"""Points that must speak for two formulas, out of 64; at the others both may be undefined."""

_CLOSE = 1e-9
_NUDGE = 2e-14
_LOOKS = 3
_LARGEST_DOUBT = 1e-6
_PLAIN = 0.1


class Difference(NamedTuple):
    """A point, and what each formula comes to there; NaN where it is undefined."""

    values: dict[str, float]
    first: float
    second: float


def same(a: Formula, b: Formula, ranges: Ranges) -> bool:
    """Whether the formulas agree all over the `ranges`, which hold every name that they use.

    Undefined at the same points is agreement too, but with hardly a point where both are defined they are not the
    same. Raises ValueError for a name without a range.
    """
    agreed = 0
    for point in scattered(_used(a, b, ranges)):
        differs = _differ(a, b, point)
        if differs:
            return False
        agreed += differs is False
    return agreed >= ENOUGH


def counterexample(a: Formula, b: Formula, ranges: Ranges) -> Difference | None:
    """A point that shows that the formulas differ, with numbers as simple as possible.

    Of the simple points it is the first at which the values are a tenth or more apart, otherwise the one where they
    are farthest apart; a point where only one of them is defined comes last. None when the formulas are the same,
    and when no point tells. Raises ValueError for a name without a range.
    """
    if same(a, b, ranges):
        return None
    for points in _by_simplicity(_used(a, b, ranges)):
        best: Difference | None = None
        for point in points:
            if _differ(a, b, point):
                found = Difference(point, a.value(point), b.value(point))
                if _gap(found) >= _PLAIN:
                    return found
                if best is None or _gap(found) > _gap(best):
                    best = found
        if best:
            return best
    return None


def _used(a: Formula, b: Formula, ranges: Ranges) -> Ranges:
    """The ranges of the names that are used, in the order of `ranges`."""
    used = {*a.names, *b.names}
    if missing := sorted(used - ranges.keys()):
        raise ValueError(f"no range is given for {', '.join(missing)}")
    return {name: each for name, each in ranges.items() if name in used}


def _by_simplicity(ranges: Ranges) -> Iterator[Iterable[Point]]:
    """Simple points, then the scattered ones rounded, then those as they are."""
    yield simple(ranges)
    points = scattered(ranges)
    yield ({name: rounded(value, *ranges[name]) for name, value in point.items()} for point in points)
    yield points


def _gap(found: Difference) -> float:
    """How far apart the two values are, compared with the larger one; below 0 where one of them is undefined."""
    x, y = found.first, found.second
    return abs(x - y) / max(abs(x), abs(y)) if math.isfinite(x - y) else -1.0


def _differ(a: Formula, b: Formula, point: Point) -> bool | None:
    """Whether the formulas differ at `point`; None where that cannot be said."""
    x, y = a.value(point), b.value(point)
    if not (math.isfinite(x) and math.isfinite(y)):
        if math.isfinite(x) == math.isfinite(y):
            return None
        return _undefined_around(b if math.isfinite(x) else a, point) or None
    apart = abs(x - y)
    if apart <= _CLOSE * max(abs(x), abs(y)):
        return False
    doubt = _doubt(a, point) + _doubt(b, point)
    if apart > _CLOSE * max(abs(x), abs(y)) + doubt:
        return True
    return False if doubt <= _LARGEST_DOUBT * max(1.0, abs(x), abs(y)) else None


def _doubt(formula: Formula, point: Point) -> float:
    """How far rounding may have moved the value: every step is nudged by a hair, in a few different ways.

    This leaves 1 − cos(x)² near 0 the digits that it has lost, and (a + 1e17) − 1e17 no say at all.
    """
    value = formula.value(point)
    moved = [abs(other - value) for other in _shaken(formula, point)]
    return 8 * max(moved) if all(map(math.isfinite, moved)) else math.inf


def _shaken(formula: Formula, point: Point) -> list[float]:
    """The value at `point` a few times over, with every step's result nudged at random."""
    hair = random.Random("a hair").random
    return [compute(formula.tree, point, lambda x: x * (1 + _NUDGE * (hair() - 0.5))) for _ in range(_LOOKS)]


def _undefined_around(formula: Formula, point: Point) -> bool:
    """Whether a formula without a value at `point` has none beside it either.

    It has one beside an isolated hole, as z/z at 0. It may also be that only rounding made it undefined, as a root
    of −1e-17, or that a number on the way was too large for a float: neither says anything about the formula.
    """
    steps: list[float] = []

    def watch(result: float) -> float:
        steps.append(result)
        return result

    compute(formula.tree, point, watch)
    if any(map(math.isinf, steps)) or any(map(math.isfinite, _shaken(formula, point))):
        return False
    dice = random.Random("beside")
    for _ in range(_LOOKS):
        move = {name: 1e-6 * max(1.0, abs(value)) * dice.uniform(-1, 1) for name, value in point.items()}
        beside = [{name: value + sign * move[name] for name, value in point.items()} for sign in (1, -1)]
        if all(math.isfinite(formula.value(other)) for other in beside):
            return False
    return True
