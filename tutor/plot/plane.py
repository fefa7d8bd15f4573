"""A plane of two inputs: what a network says everywhere on it is asked for as finely as the picture can show it.

Every picture over two inputs stands on this: the same axes, the same samples, two above each other in every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.plot.axis import draw_axis
from tutor.plot.blocks import Inks, half_blocks, stamp
from tutor.plot.chart import Chart
from tutor.plot.picture import Picture, cells, shorten
from tutor.plot.scale import Array, Scale, array, number

Field = Callable[[Array, Array], Array]
"""What a network says over a plane: for places across (n,) and upward (m,), both ascending, it answers (m, n, …)."""

Piece = tuple[str, str]
"""A text of the legend and its style."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two inputs: its name, the stretch of it that is shown, and its unit."""

    label: str
    low: float
    high: float
    unit: str = ""

    @property
    def scale(self) -> Scale:
        return Scale.around(array([self.low, self.high]), pad=0.0)

    @property
    def title(self) -> str:
        """For example "bill length, mm"."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    @property
    def text(self) -> str:
        """For example "bill length from 32.1 to 59.6 mm"."""
        return f"{self.label} from {number(self.scale.low)} to {number(self.scale.high)} {self.unit}".rstrip()


class Plane:
    """A chart whose canvas is filled: `plain` with one character a cell, otherwise with two colors."""

    def __init__(self, x: Axis, y: Axis, width: int, height: int, *, dark: bool, plain: bool) -> None:
        self.x, self.y, self.plain = x.scale, y.scale, plain
        name = shorten(y.title, max(width // 3, 8))
        self.chart = Chart(width, height, self.x, self.y, y_name=name or " ", dark=dark)
        self.grid, self.look = self.chart.grid, self.chart.look
        self._named = len(cells(name))
        self._inks: Inks = np.zeros((0, 0), dtype=np.intp)
        self._colors: Sequence[str] = ()
        if height >= 3:
            ends = (number(self.x.low), x.title, number(self.x.high))
            draw_axis(self.grid, height - 1, self.chart.left, self.chart.width, ends, self.look)

    def ask(self, field: Field, numbers: int) -> Array:
        """What the field says at every sample, (rows, columns, numbers), top row first; NaN where it is no number."""
        rows, columns = self.chart.height * (1 if self.plain else 2), self.chart.width
        if not (rows and columns):
            return np.full((rows, columns, numbers), np.nan)
        across, upward = (
            scale.low + (scale.high - scale.low) * (np.arange(count) + 0.5) / count
            for scale, count in ((self.x, columns), (self.y, rows))
        )
        with np.errstate(all="ignore"):
            said = np.asarray(field(across, upward), dtype=np.float64).reshape(rows, columns, numbers)
        return np.where(np.isfinite(said), said, np.nan)[::-1]

    def fill(self, inks: Inks, colors: Sequence[str], characters: Sequence[str]) -> None:
        """Give every sample its color or, in plain, its character."""
        self._inks, self._colors = inks, colors
        if self.plain:
            stamp(self.grid, self.chart.left, self.chart.top, inks, characters, self.look.text)
        else:
            half_blocks(self.grid, self.chart.left, self.chart.top, inks, colors)

    def places(self, x: Array, y: Array) -> tuple[Inks, Inks, NDArray[np.bool_]]:
        """The column and the sample row of each point, and whether it lies on the plane at all."""
        across, upward = self.x.share(x), self.y.share(y)
        inside = (across >= 0) & (across <= 1) & (upward >= 0) & (upward <= 1)
        rows, columns = self.chart.height * (1 if self.plain else 2), self.chart.width
        inside &= rows > 0 and columns > 0
        column = np.clip(np.where(inside, across, 0.0) * columns, 0, max(columns - 1, 0)).astype(np.intp)
        row = np.clip(np.where(inside, 1.0 - upward, 0.0) * rows, 0, max(rows - 1, 0)).astype(np.intp)
        return column, row, inside

    def put(self, column: int, row: int, text: str, style: str, under: str = "") -> None:
        """Write on the cell of a sample, on the color `under` or the one that is there."""
        if self.plain:
            self.grid.write(self.chart.left + column, self.chart.top + row, text, style)
        else:
            under = under or self._colors[self._inks[row, column]]
            self.grid.write(self.chart.left + column, self.chart.top + row // 2, text, f"{style} on {under}")

    def legend(self, groups: Sequence[Sequence[Piece]]) -> None:
        """In the top row, right of the name: as many groups, first to last, as there is room for."""
        column = self._named + 3 if self._named else 0
        for group in groups if self.chart.top else ():
            length = sum(len(cells(text)) for text, _ in group)
            if column + length > self.grid.width:
                break
            for text, style in group:
                self.grid.write(column, 0, text, style)
                column += len(cells(text))
            column += 2

    def picture(self, words: str) -> Picture:
        return self.chart.picture(words)
