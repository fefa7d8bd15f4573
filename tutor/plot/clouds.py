"""Answers against the truth, and a learned function over its data: where a network is right and where not.

A network that is right everywhere puts all its points on the diagonal; a ceiling shows as a flat band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.palette import marker
from tutor.plot.chart import Chart, Name
from tutor.plot.curves import Curve, draw_lines
from tutor.plot.picture import Picture
from tutor.plot.scale import Array, Scale, array, number

MOST_POINTS = 150
REACH = 0.6  # how far beyond the truth the picture follows the answers, in lengths of the truth's own range


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """One network's answers `said` to examples whose right answers are `truth`, both in the target's unit."""

    label: str
    index: int
    truth: Sequence[float] | NDArray[Any]
    said: Sequence[float] | NDArray[Any]


def predictions(
    series: Sequence[Scatter],
    width: int,
    height: int,
    *,
    unit: str = "",
    mark: int | None = None,
    dark: bool = True,
) -> Picture:
    """Each network's answers (upward) against the truth (to the right); a thin diagonal where both agree.

    Both axes span the truth. The upright one follows the answers beyond it, so a negative price is seen to be
    negative; answers further out than that stand at the edge. `mark` is the `index` of the learner's pick.
    """
    pairs = [_pairs(one) for one in series]
    truths = np.concatenate([truth for truth, _ in pairs] or [np.empty(0)])
    saids = np.concatenate([said for _, said in pairs] or [np.empty(0)])
    x = Scale.around(truths)
    reach = REACH * (x.high - x.low)
    y = Scale.around(np.concatenate(([x.low, x.high], np.clip(saids, x.low - reach, x.high + reach))), pad=0.0)
    middles = [float(np.median(y.share(said))) if said.size else 0.5 for _, said in pairs]
    names = [
        Name(one.label, one.index, middle, "", one.index == mark) for one, middle in zip(series, middles, strict=True)
    ]
    comma = f", {unit}" if unit else ""
    chart = Chart(width, height, x, y, names, x_name="true", y_name=f"said{comma}", dark=dark)
    ends = np.array([x.low, x.high])
    chart.paint(chart.stroke(0, x.share(ends), y.share(ends)), lambda _: chart.look.rule)
    if y.low < 0 < y.high and x.low >= 0:
        chart.paint(chart.stroke(0, np.array([0.0, 1.0]), y.share(np.zeros(2))), lambda _: chart.look.rule)
    shown = [_some(truth, said) for truth, said in pairs]
    _draw_points(chart, names, [(x.share(truth), y.share(said)) for truth, said in shown])
    return chart.picture(_words(series, pairs, unit))


def fit(
    x: Sequence[float] | NDArray[Any],
    y: Sequence[float] | NDArray[Any],
    probe: Sequence[float] | NDArray[Any],
    curves: Sequence[Curve],
    width: int,
    height: int,
    *,
    label: str = "x",
    unit: str = "",
    mark: int | None = None,
    dark: bool = True,
) -> Picture:
    """What networks with one input have learned: (x, y) is the data, `curves` answer at `probe` (ascending).

    `label` names the input, `unit` is the answers'. The picture spans the data and half as much again.
    """
    inputs, targets = _finite(array(x), array(y))
    grid = array(probe)
    known = np.isfinite(grid)
    lines = [_on(array(curve.values), known) for curve in curves]
    grid = grid[known]
    across = Scale.around(np.concatenate((inputs, grid)), pad=0.0)
    base = targets if targets.size else np.concatenate([*lines, np.empty(0)])
    seen = Scale.around(base)
    reach = (seen.high - seen.low) / 2
    answers = np.concatenate([*lines, np.empty(0)])
    upward = Scale.around(np.concatenate((base, np.clip(answers, seen.low - reach, seen.high + reach))))
    shares = [upward.share(line) for line in lines]
    ends = [share[np.isfinite(share)] for share in shares]
    names = [
        Name(curve.label, curve.index, float(end[-1]) if end.size else 0.5, "", curve.index == mark)
        for curve, end in zip(curves, ends, strict=True)
    ]
    chart = Chart(width, height, across, upward, names, x_name=label, y_name=unit, dark=dark)
    for column, row in chart.cells(across.share(inputs), upward.share(targets)):
        chart.grid.write(column, row, "•", chart.look.text)
    order = sorted(range(len(curves)), key=lambda place: names[place].picked)
    draw_lines(chart, [(names[i], across.share(grid), shares[i]) for i in order])
    return chart.picture(_fit_words(curves, lines, grid, inputs, targets))


def _on(line: Array, known: NDArray[np.bool_]) -> Array:
    """The line at the known places; NaN where it is too short."""
    return np.append(line, np.full(known.size, np.nan))[: known.size][known]


def _pairs(one: Scatter) -> tuple[Array, Array]:
    truth, said = array(one.truth), array(one.said)
    size = min(truth.size, said.size)
    return _finite(truth[:size], said[:size])


def _some(truth: Array, said: Array) -> tuple[Array, Array]:
    """At most so many points, evenly picked, always with the lowest and the highest answer."""
    if truth.size <= MOST_POINTS:
        return truth, said
    picked = np.linspace(0, truth.size - 1, MOST_POINTS - 2).astype(int)
    kept = np.unique(np.append(picked, [said.argmin(), said.argmax()]))
    return truth[kept], said[kept]


def _finite(x: Array, y: Array) -> tuple[Array, Array]:
    size = min(x.size, y.size)
    x, y = x[:size], y[:size]
    good = np.isfinite(x) & np.isfinite(y)
    return x[good], y[good]


def _draw_points(chart: Chart, names: Sequence[Name], points: Sequence[tuple[Array, Array]]) -> None:
    """Put each point's marker on its cell. Options that share a cell take turns, so that none is hidden."""
    owners: dict[tuple[int, int], list[int]] = {}
    for turn, (across, upward) in enumerate(points):
        for cell in dict.fromkeys(chart.cells(across, upward)):
            owners.setdefault(cell, []).append(turn)
    for cell, turns in owners.items():
        name = names[turns[sum(cell) % len(turns)]]
        chart.grid.write(*cell, marker(name.index), ("bold " if name.picked else "") + chart.ink(name.index))


def _words(series: Sequence[Scatter], pairs: Sequence[tuple[Array, Array]], unit: str) -> str:
    with_unit = f" {unit}" if unit else ""
    truths = [truth for truth, _ in pairs if truth.size]
    if not truths:
        return "Said against true: nothing to show yet."
    low, high = min(float(t.min()) for t in truths), max(float(t.max()) for t in truths)
    parts = []
    for one, (_, said) in zip(series, pairs, strict=True):
        if not said.size:
            parts.append(f"{one.label} says no number")
        elif number(said.min()) == number(said.max()):
            parts.append(f"{one.label} says {number(said.min())} every time")
        else:
            parts.append(f"{one.label} says {number(said.min())} to {number(said.max())}")
    return f"The truth runs from {number(low)} to {number(high)}{with_unit}: {'; '.join(parts)}."


def _fit_words(curves: Sequence[Curve], lines: Sequence[Array], grid: Array, inputs: Array, targets: Array) -> str:
    if not inputs.size:
        return "Learned function: no data to show."
    parts = []
    for curve, line in zip(curves, lines, strict=True):
        known = np.isfinite(line)
        if known.any():
            with np.errstate(all="ignore"):
                off = np.abs(np.interp(inputs, grid[known], line[known]) - targets).mean()
            parts.append(f"{curve.label} is off by {number(float(off))} on average")
        else:
            parts.append(f"{curve.label} has no curve")
    count = f"{inputs.size} point" + ("s" if inputs.size != 1 else "")
    return f"Learned function over {count}: {'; '.join(parts) or 'no curve yet'}."
