"""How a number changes while several networks learn: one line each, named where it ends.

A line stays what it was while it grows: the axis below always reaches to the last epoch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.palette import marker
from tutor.plot.chart import Chart, Name
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array, number

BROKEN = "✕"
FAR = 2.5  # a line this many times higher than the usual one leaves the picture
FAR_POWERS = 3.0  # the same on a log axis, in powers of ten


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line: its label, its option (0 to 5, for color and marker), and its value in epoch 0, 1, 2, …

    `broke` says that training broke at the last value, for runs whose value still was a number then.
    """

    label: str
    index: int
    values: Sequence[float] | NDArray[Any]
    broke: bool = False


def loss_curves(
    curves: Sequence[Curve],
    width: int,
    height: int,
    *,
    log: bool = False,
    last: int | None = None,
    cursor: int | None = None,
    mark: int | None = None,
    recent: bool = False,
    dark: bool = True,
    what: str = "Test loss",
) -> Picture:
    """The curves over the epochs.

    `last` is the epoch the axis ends with. `cursor` is an epoch to draw a thin line at. `mark` is the `index`
    of the learner's pick. `recent` fits the height to the latest third of the epochs, to tell the ends apart.
    `what` begins the sentence in words, which is about the epoch at the cursor if there is one.
    """
    lines = [array(curve.values) for curve in curves]
    reached = max((len(line) - 1 for line in lines), default=0)
    end = max(reached if last is None else last, 1)
    x, y = Scale(0.0, float(end)), _height(lines, log, recent)
    names = []
    for curve, line in zip(curves, lines, strict=True):
        share = _end(line, y)[1]
        broken = curve.broke or (line.size > 0 and np.isnan(line[-1]))
        sign = BROKEN if broken else "↑" if share > 1 else "↓" if share < 0 else ""
        names.append(Name(curve.label, curve.index, share, sign, curve.index == mark))
    chart = Chart(width, height, x, y, names, x_name="epoch", whole=True, dark=dark)
    order = sorted(range(len(curves)), key=lambda place: names[place].picked)
    draw_lines(chart, [(names[place], x.share(_epochs(lines[place])), y.share(lines[place])) for place in order])
    if cursor is not None:
        chart.vertical(min(max(cursor, 0), end) / end, str(cursor))
    for place in order:
        _draw_end(chart, names[place], lines[place], x, y)
    return chart.picture(in_words(curves, what, last, cursor))


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
                chart.put(share, float(height), marker(name.index), styles[name.index])


def in_words(curves: Sequence[Curve], what: str, last: int | None, epoch: int | None = None) -> str:
    """What the picture shows, in one sentence; `epoch` asks for an earlier one than the latest."""
    reached = max((len(curve.values) - 1 for curve in curves), default=-1)
    if reached < 0:
        return f"{what}: nothing to show yet."
    at = reached if epoch is None else min(max(epoch, 0), reached)
    standing: list[tuple[float, str, str]] = []
    remarks = []
    for curve in curves:
        values = curve.values[: at + 1]
        if not len(values):
            remarks.append(f"{curve.label} has not started")
        elif not np.isfinite(values[-1]) or (curve.broke and len(values) == len(curve.values)):
            broke = len(values) - 1
            while broke and not np.isfinite(values[broke]) and not np.isfinite(values[broke - 1]):
                broke -= 1
            remarks.append(f"{curve.label} broke in epoch {broke}")
        else:
            early = f" (epoch {len(values) - 1})" if len(values) <= at else ""
            value = float(values[-1])
            standing.append((value, curve.label, f"{curve.label} {number(value)}{early}"))
    standing.sort(key=lambda one: one[0])
    of = f" of {last}" if last is not None else ""
    sentence = f"{what} after epoch {at}{of}"
    parts = [f"{sentence}: {', '.join(text for _, _, text in standing)}" if standing else sentence, *remarks]
    if len(standing) > 1:
        lowest = [label for value, label, _ in standing if value == standing[0][0]]
        if len(lowest) == 1:
            parts.append(f"{lowest[0]} is lowest")
    return "; ".join(parts) + "."


def _epochs(line: Array) -> Array:
    return np.arange(len(line), dtype=np.float64)


def _height(lines: Sequence[Array], log: bool, recent: bool) -> Scale:
    """The vertical scale: everything seen so far, except lines that shoot far above the others."""
    if recent:
        reached = max((len(line) for line in lines), default=0)
        lines = [line[min(reached * 2 // 3, max(reached - 5, 0)) :] for line in lines]
    good = [line[np.isfinite(line) & ((line > 0) | (not log))] for line in lines]
    tops = sorted(float(line.max()) for line in good if line.size)
    if not tops:
        return Scale.around(np.empty(0), log=log)
    usual = tops[(len(tops) - 1) // 2]
    values = np.concatenate(good)
    if usual > 0:
        ceiling = min(tops[-1], usual * (10.0**FAR_POWERS if log else FAR))
        values = np.minimum(values, ceiling)
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


def _draw_end(chart: Chart, name: Name, line: Array, x: Scale, y: Scale) -> None:
    if not line.size or not chart.width or not chart.height:
        return
    place, height = _end(line, y)
    across = float(x.share(np.array([float(place)]))[0])
    style = f"bold {chart.ink(name.index)}"
    if name.sign != BROKEN:
        chart.put(across, height, marker(name.index), style)
        return
    column, row = chart.cells(np.array([across]), np.array([height]))[0]
    chart.put(across, height, BROKEN, style)
    word = "diverged"
    for start in (column + 2, column - 1 - len(word)):
        if chart.inside(start - 1, len(word) + 2) and chart.grid.blank(start - 1, row, len(word) + 1):
            chart.grid.write(start, row, word, style)
            return
