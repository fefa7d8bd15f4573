"""An activation and its slope in one picture, with a cursor to read both at one z.

The function is a solid line, its slope a dotted one of the same color.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import numpy as np

from engine.activations import ACTIVATIONS, Activation
from tutor.palette import marker
from tutor.plot.chart import Chart, Name
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array, number

PRIME = "′"
HOLLOW = {"●": "○", "■": "□", "▲": "△", "◆": "◇", "▼": "▽", "✚": "+"}
DETAIL = 8  # values for each column: a dotted line needs to know its own length


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
    z = np.linspace(low, high, max(DETAIL * width, 2))
    x = Scale(low, high)
    lines = [(index, name, _values(which, z), False) for index, name, which in known]
    if slope:
        lines += [(index, name + PRIME, _slopes(which, z), True) for index, name, which in known]
    bounded = any(isfinite(which.low) and isfinite(which.high) and which.name != "softmax" for _, _, which in known)
    y = _height([values for _, _, values, _ in lines], bounded)
    labels = []
    for index, name, values, dotted in lines:
        share = float(y.share(values[-1:])[0])
        symbol = HOLLOW[marker(index)] if dotted else ""
        labels.append(Name(name, index, share, "↑" if share > 1 else "", symbol=symbol))
    chart = Chart(width, height, x, y, labels, x_name="z", dark=dark)
    if y.low < 0 < y.high:
        zero = y.share(np.zeros(2))
        chart.paint(chart.stroke(0, np.array([0.0, 1.0]), zero), lambda _: chart.look.rule)
    strokes = []
    for index, _, values, dotted in reversed(lines):
        # What is far outside is left out: squeezed to the edge it would be drawn as a wrong slope.
        heights = y.share(values)
        heights = np.where(np.abs(heights - 0.5) > 0.75, np.nan, heights)
        strokes += (chart.dotted if dotted else chart.stroke)(index, x.share(z), heights)
    chart.paint(strokes, chart.ink)
    if tangent:
        for _, _, which in known:
            touching = chart.stroke(0, *_tangent(which, cursor, x, y))
            chart.paint(touching, lambda _: chart.look.strong)
    at = (cursor - low) / (high - low)
    chart.vertical(at, number(cursor))
    point = np.array([cursor])
    for index, _, which in reversed(known):
        style = f"bold {chart.ink(index)}"
        signs = [(_slopes(which, point), HOLLOW[marker(index)])] if slope else []
        for value, sign in [*signs, (_values(which, point), marker(index))]:
            share = float(y.share(value)[0])
            if -0.02 <= share <= 1.02:
                chart.put(at, share, sign, style)
    return chart.picture(_words([which for _, _, which in known], cursor, slope))


def _tangent(which: Activation, cursor: float, x: Scale, y: Scale) -> tuple[Array, Array]:
    """The straight line through the function at the cursor, as steep as its slope there, a quarter of the plot long."""
    value, slope = which.at(cursor)
    along = np.linspace(-1.0, 1.0, 64) * (x.high - x.low) / 8
    heights = y.share(value + slope * along)
    return x.share(cursor + along), np.where(np.abs(heights - 0.5) > 0.5, np.nan, heights)


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
