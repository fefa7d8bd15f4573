"""An activation and its slope in one picture, with a cursor to read both at one z.

The function is a solid line, its slope a dotted one of the same color.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import isfinite

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array, number
from tutor.plot.slopes import Sloped, sloped


def activation(
    names: Sequence[str],
    low: float,
    high: float,
    cursor: float,
    width: int,
    height: int,
    *,
    slope: bool = True,
    tangent: bool = False,
    places: Sequence[int] | None = None,
    dark: bool = True,
) -> Picture:
    """The functions called `names` (keys of ACTIVATIONS) from z = `low` to `high`, with their slopes.

    `places` give each its color and marker; without them they are counted from 0.
    At `cursor` a thin line stands with each function's marker on it, and the hollow marker on its slope; with
    `tangent` also the straight line that touches it there.
    Beside a function with a floor and a ceiling, those without may leave the picture.
    """
    low, high = _range(low, high)
    cursor = min(max(cursor, low), high) if isfinite(cursor) else (low + high) / 2
    known = [(index, name, ACTIVATIONS[name]) for index, name in zip(places or range(len(names)), names, strict=False)]
    lines = [Sloped(name, index, partial(_values, which), partial(_slopes, which)) for index, name, which in known]
    bounded = any(isfinite(which.low) and isfinite(which.high) and which.name != "softmax" for _, _, which in known)
    return sloped(
        lines,
        Scale(low, high),
        cursor,
        width,
        height,
        tall=partial(_height, bounded=bounded),
        words=_words([which for _, _, which in known], cursor, slope),
        slope=slope,
        tangent=tangent,
        dark=dark,
    )


def _range(low: float, high: float) -> tuple[float, float]:
    low, high = (min(max(end, -1e4), 1e4) if isfinite(end) else 8.0 * side for end, side in ((low, -1), (high, 1)))
    low, high = min(low, high), max(low, high)
    return (low, high) if high - low > 1e-6 else (low - 1.0, high + 1.0)


def _values(which: Activation, z: Array) -> Array:
    """f(z) of a single neuron: softmax is given one z at a time."""
    with np.errstate(all="ignore"):
        return array(which.function(z[:, np.newaxis]))


def _slopes(which: Activation, z: Array) -> Array:
    with np.errstate(all="ignore"):
        return array(which.slope(z[:, np.newaxis]))


def _height(lines: Sequence[Array], bounded: bool) -> Scale:
    values = np.concatenate([*lines, np.zeros(1)])
    if bounded:  # keep what is beyond about ±1 from flattening the curves that live there
        values = np.clip(values, -1.25, 1.5)
    return Scale.around(values, pad=0.06)


def _words(known: Sequence[Activation], cursor: float, slope: bool) -> str:
    if not known:
        return "No function to show."
    point = np.array([cursor])
    parts = [
        f"{which.name} is {number(_values(which, point)[0])}"
        + (f" with slope {number(_slopes(which, point)[0])}" if slope else "")
        for which in known
    ]
    return f"At z = {number(cursor)}: {'; '.join(parts)}."
