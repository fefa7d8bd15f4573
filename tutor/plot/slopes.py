"""Lines and their slopes in one picture, with a cursor to read both at one place and marks at others.

A line is solid, its slope a dotted one of the same color, and a hollow marker stands on the slope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.palette import marker
from tutor.plot.chart import Chart, Name
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array, number

PRIME = "′"
HOLLOW = {"●": "○", "■": "□", "▲": "△", "◆": "◇", "▼": "▽", "✚": "+"}
DETAIL = 8  # values for each column: a dotted line needs to know its own length
NEAR = (0, -1, 1, -2, 2)  # rows from a mark's sign to its text, the best first

Function = Callable[[Array], Array]
"""Takes places (n,) to values (n,); what is no finite number leaves a gap."""


@dataclass(frozen=True, slots=True, eq=False)
class Sloped:
    """A line: its label, its option (0 to 5, for color and marker), its values and its slopes."""

    label: str
    index: int
    values: Function
    slopes: Function


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to point out: `sign` stands there on every line, and `text` beside it where there is room."""

    at: float
    sign: str
    text: str


def sloped(
    lines: Sequence[Sloped],
    x: Scale,
    cursor: float,
    width: int,
    height: int,
    *,
    tall: Callable[[Sequence[Array]], Scale],
    words: str,
    x_name: str = "z",
    slope: bool = True,
    tangent: bool = False,
    marks: Sequence[Mark] = (),
    dark: bool = True,
) -> Picture:
    """The lines and, with `slope`, their slopes over `x`; what is far beyond the height that `tall` finds is left out.

    `tall` is given all values. At `cursor` a thin line stands with each line's marker on it, and the hollow marker on
    its slope; with `tangent` also the straight line that touches it there.
    """
    places = np.linspace(x.low, x.high, max(DETAIL * width, 2))
    drawn = [(line, array(line.values(places)), False) for line in lines]
    drawn += [(line, array(line.slopes(places)), True) for line in lines if slope]
    y = tall([values for _, values, _ in drawn])
    names = [_name(line, values, dotted, y) for line, values, dotted in drawn]
    chart = Chart(width, height, x, y, names, x_name=x_name, dark=dark)
    strokes = []
    for line, values, dotted in reversed(drawn):
        # What is far outside is left out: squeezed to the edge it would be drawn as a wrong slope.
        heights = y.share(values)
        heights = np.where(np.abs(heights - 0.5) > 0.75, np.nan, heights)
        strokes += (chart.dotted if dotted else chart.stroke)(line.index, x.share(places), heights)
    chart.paint(strokes, chart.ink)
    _draw_zero(chart, y)
    if tangent:
        for line in lines:
            chart.paint(chart.stroke(0, *_tangent(line, cursor, x, y)), lambda _: chart.look.strong)
    for mark in marks:
        _draw_mark(chart, mark, lines, x, y)
    chart.vertical(_share(x, cursor), number(cursor))
    for line in reversed(lines):
        style = f"bold {chart.ink(line.index)}"
        hollow = [(line.slopes, HOLLOW[marker(line.index)])] if slope else []
        for function, sign in [*hollow, (line.values, marker(line.index))]:
            share = _share(y, _at(function, cursor))
            if -0.02 <= share <= 1.02:
                chart.put(_share(x, cursor), share, sign, style)
    return chart.picture(words)


def _name(line: Sloped, values: Array, dotted: bool, y: Scale) -> Name:
    """A name stands where the last of its line is that can be drawn."""
    finite = values[np.isfinite(values)]
    share = _share(y, float(finite[-1])) if finite.size else 0.5
    sign = "↑" if share > 1 else ""
    symbol = HOLLOW[marker(line.index)] if dotted else ""
    return Name(line.label + PRIME * dotted, line.index, share, sign, symbol=symbol)


def _draw_zero(chart: Chart, y: Scale) -> None:
    """A thin line at 0 where no other line is; one made of dots would cost as much time as all of them."""
    if not y.low < 0 < y.high:
        return
    for column, row in chart.cells(np.zeros(1), y.share(np.zeros(1))):
        for place in range(column, column + chart.width):
            if chart.grid.blank(place, row):
                chart.grid.write(place, row, "─", chart.look.rule)


def _draw_mark(chart: Chart, mark: Mark, lines: Sequence[Sloped], x: Scale, y: Scale) -> None:
    """The sign on each line, and the text near the first of them, where there is room."""
    across, style = _share(x, mark.at), f"bold {chart.look.strong}"
    heights = [_share(y, _at(line.values, mark.at)) for line in lines]
    heights = [height for height in heights if -0.02 <= height <= 1.02]
    for height in heights:
        chart.put(across, height, mark.sign, style)
    for column, row in chart.cells(np.full(len(heights), across), np.array(heights))[:1]:
        length = len(mark.text)
        beside = [(start, row + down) for down in NEAR for start in (column + 2, column - 1 - length)]
        for start, line in beside:
            if chart.inside(start - 1, length + 2) and chart.grid.blank(start, line, length):
                chart.grid.write(start, line, mark.text, chart.look.strong)
                break


def _tangent(line: Sloped, cursor: float, x: Scale, y: Scale) -> tuple[Array, Array]:
    """The straight line through the line at the cursor, as steep as its slope there, a quarter of the plot long."""
    value, slope = _at(line.values, cursor), _at(line.slopes, cursor)
    along = np.linspace(-1.0, 1.0, 64) * (x.high - x.low) / 8
    heights = y.share(value + slope * along)
    return x.share(cursor + along), np.where(np.abs(heights - 0.5) > 0.5, np.nan, heights)


def _at(function: Function, place: float) -> float:
    """The value at a single place; NaN where it is no finite number."""
    return float(array(function(np.array([place])))[0])


def _share(scale: Scale, value: float) -> float:
    return float(scale.share(np.array([value]))[0])
