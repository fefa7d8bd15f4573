"""Which gates of a layer are open where: a row for each unit, filled where the signal passes.

Filled and dotted cells tell open from shut without any color.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.palette import color
from tutor.plot.axis import draw_axis
from tutor.plot.chart import DARK, LIGHT, Look
from tutor.plot.picture import Grid, Picture, shorten
from tutor.plot.scale import number

OPEN, SHUT = "▆", "·"


def gates(
    gates: NDArray[Any],
    width: int,
    height: int,
    *,
    label: str = "x",
    low: float = 0.0,
    high: float = 1.0,
    dark: bool = True,
) -> Picture:
    """`gates` (units, points) holds True where a unit is open; points run from `low` to `high` of `label`.

    At the right stands the share of points at which the unit is open. Units that do not fit are counted.
    """
    opened = np.atleast_2d(np.asarray(gates)).astype(bool) if np.size(gates) else np.zeros((0, 0), dtype=bool)
    units, points = opened.shape
    grid = Grid(width, height)
    look = DARK if dark else LIGHT
    rows = max(height - 1, 1) if units else 0
    fits = units <= rows
    shown = units if fits else max(rows - 1, 1)
    shares = opened.mean(axis=1) if points else np.zeros(units)

    left = len(str(units)) + 1 if width >= 20 else 0
    right = 5 if width >= 12 else 0
    room = max(width - left - right, 0)
    cell = _stretch(opened, room)
    for unit in range(shown):
        if left:
            grid.write(0, unit, str(unit + 1).rjust(left - 1), look.text)
        _draw_row(grid, unit, left, cell[unit], color(2, dark), look)
        if right:
            dead = shares[unit] == 0
            grid.write(width - right, unit, _percent(shares[unit]).rjust(right), look.strong if dead else look.text)
    if not fits:
        more = f"… and {units - shown} more, open {_percent(float(shares[shown:].mean()))} of the way"
        grid.write(left, shown, shorten(more, width - left), look.text)
    if height > 1 and points:
        bottom = min(shown + (not fits), height - 1)
        draw_axis(grid, bottom, left, room, (number(low), label, number(high)), look)
        if right:
            grid.write(width - right, bottom, " open", look.text)
    return Picture(grid.rows(), _words(opened, shares, label, low, high))


def _stretch(opened: NDArray[np.bool_], room: int) -> NDArray[np.bool_]:
    """The points on `room` cells: repeated when there are fewer points, by majority when there are more."""
    units, points = opened.shape
    if not points or not room:
        return np.zeros((units, room), dtype=bool)
    if points <= room:
        return opened[:, np.arange(room) * points // room]
    starts = np.arange(room) * points // room
    counts = np.diff(np.append(starts, points))
    majority: NDArray[np.bool_] = np.add.reduceat(opened, starts, axis=1, dtype=np.int64) * 2 > counts
    return majority


def _draw_row(grid: Grid, row: int, left: int, cell: NDArray[np.bool_], ink: str, look: Look) -> None:
    turns = np.flatnonzero(np.diff(cell)) + 1
    for start, stop in zip([0, *turns], [*turns, len(cell)], strict=True):
        if stop > start:
            is_open = bool(cell[start])
            grid.write(
                left + int(start),
                row,
                (OPEN if is_open else SHUT) * int(stop - start),
                ink if is_open else look.rule,
            )


def _percent(share: float) -> str:
    """Never says 0 % or 100 % of a gate that moves."""
    whole = round(100 * share)
    return f"{min(max(whole, 1), 99) if 0 < share < 1 else whole}%"


def _words(opened: NDArray[np.bool_], shares: NDArray[np.float64], label: str, low: float, high: float) -> str:
    units, points = opened.shape
    if not units or not points:
        return "Gates: nothing to show yet."
    where = f"over {label} from {number(low)} to {number(high)}"
    if units == 1:
        return f"The gate {where}: open {_percent(float(shares[0]))} of the way."
    never, always = int((shares == 0).sum()), int((shares == 1).sum())
    rest = f"open {_percent(float(shares.mean()))} of the way on average"
    return f"{units} gates {where}: {rest}; {never} never open, {always} always open."
