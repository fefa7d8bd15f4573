"""How a number changes while several networks learn: one line each, named where it ends.

A line stays what it was while it grows: the axis below always reaches to the last epoch, except in a close look at
the recent part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.palette import marker
from tutor.plot.canvas import DOTS_ACROSS
from tutor.plot.chart import Chart, Name
from tutor.plot.curve_words import in_words
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array

BROKEN = "✕"
FAR = 2.5  # a line this many times higher than the usual one leaves the picture
FAR_POWERS = 3.0  # the same on a log axis, in powers of ten
RECENT = 4  # the recent part is a quarter of the epochs seen, and not less than four of them
PINNED = "(pinned)"


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line: its label, its option (0 to 5, for color and marker), and its value in epoch 0, 1, 2, …

    `broke` says that training broke at the last value, for runs whose value still was a number then.
    `epochs` are those of the values, rising, where some are left out. `symbol` stands in place of the option's marker.
    """

    label: str
    index: int
    values: Sequence[float] | NDArray[Any]
    broke: bool = False
    epochs: Sequence[float] | NDArray[Any] | None = None
    symbol: str = ""

    @property
    def times(self) -> Array:
        """The epoch of each value."""
        return (
            np.arange(len(self.values), dtype=np.float64)
            if self.epochs is None
            else np.asarray(self.epochs, dtype=np.float64)
        )


def loss_curves(
    curves: Sequence[Curve],
    width: int,
    height: int,
    *,
    pinned: Sequence[Curve] = (),
    log: bool = False,
    last: int | None = None,
    cursor: int | None = None,
    mark: int | None = None,
    recent: bool = False,
    dark: bool = True,
    what: str = "Test loss",
) -> Picture:
    """The curves over the epochs, and faint dotted ones of earlier runs, `pinned`, behind them.

    `last` is the epoch the axis ends with. `cursor` is an epoch to draw a thin line at. `mark` is the `index`
    of the learner's pick. `recent` shows only the latest quarter of the epochs seen, at its own height.
    `what` begins the sentence in words, which is about the epoch at the cursor if there is one.
    """
    x = _stretch(curves, pinned, last, recent)
    lines, behind = [_within(curve, x) for curve in curves], [_within(curve, x) for curve in pinned]
    y = _height([values for _, values in (*lines, *behind)], log, recent)
    names = [_name(curve, y, mark) for curve in curves]
    faint = [Name(one.label, one.index, _end(array(one.values), y)[1], PINNED, faint=True) for one in pinned]
    named = [*names, *faint] if len(names) + len(faint) < height else names
    chart = Chart(width, height, x, y, named, x_name="epoch", whole=True, dark=dark)
    dotted = zip(pinned, behind, strict=True)
    _draw_behind(chart, [(one.index, x.share(epochs), y.share(values)) for one, (epochs, values) in dotted])
    order = sorted(range(len(curves)), key=lambda place: names[place].picked)
    draw_lines(chart, [(names[place], x.share(lines[place][0]), y.share(lines[place][1])) for place in order])
    if cursor is not None:
        at = min(max(float(cursor), x.low), x.high)
        chart.vertical(_share(x, at), f"{at:.0f}")
    for place in order:
        _draw_end(chart, names[place], *lines[place], x, y)
    return chart.picture(in_words(curves, what, last, cursor, pinned))


def draw_lines(chart: Chart, lines: Sequence[tuple[Name, Array, Array]]) -> None:
    """Lines with their option's marker on them here and there, the last one on top."""
    styles = {name.index: ("bold " if name.picked else "") + chart.ink(name.index) for name, _, _ in lines}
    strokes = [stroke for name, x, y in lines for stroke in chart.stroke(name.index, x, y)]
    chart.paint(strokes, styles.__getitem__)
    apart = max(12, chart.width // 3)
    for turn, (name, x, y) in enumerate(lines):
        if len(x) < 2:
            continue
        first = apart * (turn + 0.5) / len(lines)
        drawn = np.flatnonzero(np.isfinite(y))
        final = x[drawn[-1]] if drawn.size else 0.0
        for column in np.arange(first, final * chart.width - 3, apart / 1.5 if name.picked else apart):
            share = column / max(chart.width - 1, 1)
            height = np.interp(share, x, y, left=np.nan, right=np.nan)
            if np.isfinite(height) and 0 <= height <= 1:
                chart.put(share, float(height), name.symbol or marker(name.index), styles[name.index])


def _stretch(curves: Sequence[Curve], pinned: Sequence[Curve], last: int | None, recent: bool) -> Scale:
    """The epochs to show: all there will be, or the latest quarter of those seen."""
    reached = max((float(curve.times[-1]) for curve in curves if len(curve.values)), default=0.0)
    if recent:
        low = max(min(reached - reached // RECENT, reached - RECENT), 0.0)
        return Scale(low, max(reached, low + 1.0))
    ends = [float(curve.times[-1]) for curve in pinned if len(curve.values)]
    return Scale(0.0, max(reached if last is None else float(last), *ends, 1.0))


def _within(curve: Curve, x: Scale) -> tuple[Array, Array]:
    """The epochs and values of a curve on this stretch."""
    epochs, values = curve.times, array(curve.values)
    shown = (epochs >= x.low) & (epochs <= x.high)
    return epochs[shown], values[shown]


def _name(curve: Curve, y: Scale, mark: int | None) -> Name:
    line = array(curve.values)
    share = _end(line, y)[1]
    broken = curve.broke or (line.size > 0 and np.isnan(line[-1]))
    sign = BROKEN if broken else "↑" if share > 1 else "↓" if share < 0 else ""
    return Name(curve.label, curve.index, share, sign, curve.index == mark, curve.symbol)


def _share(scale: Scale, value: float) -> float:
    return float(scale.share(np.array([value]))[0])


def _height(lines: Sequence[Array], log: bool, recent: bool) -> Scale:
    """The vertical scale: everything on show, except lines that shoot far above the others.

    A close look is fitted to what is left of it; otherwise one still sees them leave.
    """
    good = [line[np.isfinite(line) & ((line > 0) | (not log))] for line in lines]
    tops = sorted(float(line.max()) for line in good if line.size)
    if not tops:
        return Scale.around(np.empty(0), log=log)
    usual = tops[(len(tops) - 1) // 2]
    values = np.concatenate(good)
    if usual > 0:
        ceiling = min(tops[-1], usual * (10.0**FAR_POWERS if log else FAR))
        values = values[values <= ceiling] if recent else np.minimum(values, ceiling)
    low, high = float(values.min()), float(values.max())
    if not log and not recent and 0 <= low < 0.4 * high:
        return Scale(0.0, high * 1.04)
    return Scale.around(values, log=log)


def _end(line: Array, y: Scale) -> tuple[int, float]:
    """The place and height (share) of the last point that can be drawn; the top where there is none."""
    good = np.flatnonzero(np.isfinite(y.share(line)))
    if not good.size:
        return 0, 1.0 if line.size else 0.5
    return int(good[-1]), float(y.share(line[good[-1] : good[-1] + 1])[0])


def _draw_behind(chart: Chart, lines: Sequence[tuple[int, Array, Array]]) -> None:
    """Dotted lines of earlier runs, each of an option."""
    across = np.linspace(0.0, 1.0, DOTS_ACROSS * max(chart.width, 1))
    strokes = []
    for index, x, y in lines:
        good = np.isfinite(y)
        if good.sum() > 1:
            heights = np.interp(across, x[good], y[good], left=np.nan, right=np.nan)
            strokes += chart.dotted(index, across, heights)
    chart.paint(strokes, lambda index: chart.ink(index, behind=True))


def _draw_end(chart: Chart, name: Name, epochs: Array, line: Array, x: Scale, y: Scale) -> None:
    if not line.size or not chart.width or not chart.height:
        return
    place, height = _end(line, y)
    across = _share(x, float(epochs[place]))
    style = f"bold {chart.ink(name.index)}"
    if name.sign != BROKEN:
        chart.put(across, height, name.symbol or marker(name.index), style)
        return
    column, row = chart.cells(np.array([across]), np.array([height]))[0]
    chart.put(across, height, BROKEN, style)
    word = "diverged"
    for start in (column + 2, column - 1 - len(word)):
        if chart.inside(start - 1, len(word) + 2) and chart.grid.blank(start - 1, row, len(word) + 1):
            chart.grid.write(start, row, word, style)
            return
