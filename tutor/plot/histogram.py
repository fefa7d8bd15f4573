"""What the units of each layer say, counted: one small histogram a layer, side by side or one below the other.

A pile at 0 or at the ends of a squashing activation shows at a glance that a layer has stopped to learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.probes.histograms import Histogram
from tutor.palette import color
from tutor.plot.axis import draw_axis
from tutor.plot.chart import DARK, LIGHT, Look
from tutor.plot.picture import Grid, Picture, shorten
from tutor.plot.scale import Array, number

BARS = " ▁▂▃▄▅▆▇█"
INK = 1
NARROWEST, LOWEST = 18, 6
"""The least width and height of a histogram with numbers of its own; below that, a layer gets a single row."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What a layer's units say, and which shares of them are dead and saturated."""

    counted: Histogram
    dead: float = 0.0
    saturated: float = 0.0

    @property
    def name(self) -> str:
        """For example "hidden 1"."""
        return f"hidden {self.counted.layer}"

    @property
    def stuck(self) -> str:
        """For example "12 % dead, 3 % saturated"; empty where all units learn."""
        shares = ((self.dead, "dead"), (self.saturated - self.dead, "saturated"))
        return ", ".join(f"{max(round(100 * share), 1)} % {what}" for share, what in shares if share > 1e-9)


def histograms(spreads: Sequence[Spread], width: int, height: int, *, dark: bool = True) -> Picture:
    """One histogram for each hidden layer, as high as its highest bar whatever the others' are."""
    grid, look = Grid(width, height), DARK if dark else LIGHT
    ink = color(INK, dark)
    across = max((columns for columns in range(1, len(spreads) + 1) if width // columns >= NARROWEST), default=1)
    down = -(-len(spreads) // across)
    if spreads and height // down >= LOWEST and width >= NARROWEST:
        across = -(-len(spreads) // down)
        for place, spread in enumerate(spreads):
            row, column = divmod(place, across)
            left, top = column * width // across, row * height // down
            size = (column + 1) * width // across - left - 2, (row + 1) * height // down - top
            _panel(grid, spread, (left, top), size, ink, look)
    elif spreads:
        _lines(grid, spreads, ink, look)
    else:
        grid.write(0, 0, shorten("no hidden layer", width), look.text)
    return Picture(grid.rows(), _words(spreads))


def _panel(grid: Grid, spread: Spread, corner: tuple[int, int], size: tuple[int, int], ink: str, look: Look) -> None:
    """A caption, the bars, the axis, and what is stuck."""
    (left, top), (width, height) = corner, size
    counted = spread.counted
    grid.write(left, top, shorten(f"{spread.name} · {counted.activation}", width), look.text)
    bars, rows = _stretch(counted, width), height - 4
    heights = np.rint(bars * rows * 8).astype(int)
    heights = np.maximum(heights, bars > 0)
    for row in range(rows):
        eighths = np.clip(heights - 8 * (rows - 1 - row), 0, 8)
        grid.write(left, top + 1 + row, "".join(BARS[each] for each in eighths), ink)
    ends = number(float(counted.edges[0])), "", number(float(counted.edges[-1]))
    draw_axis(grid, top + 1 + rows, left, width, ends, look)
    mean = f"mean {number(counted.mean)}"
    grid.write(left, top + 2 + rows, shorten(mean, width), look.text)
    grid.write(left + len(mean) + 2, top + 2 + rows, shorten(spread.stuck, width - len(mean) - 2), look.strong)


def _lines(grid: Grid, spreads: Sequence[Spread], ink: str, look: Look) -> None:
    """A row for each layer: its name, its bars one cell high, and what is stuck."""
    shown = len(spreads) if len(spreads) <= grid.height else max(grid.height - 1, 0)
    name = 11 if grid.width >= 30 else 3
    aside = max((len(spread.stuck) + 1 for spread in spreads), default=0)
    aside = aside if grid.width - name - aside >= 10 else 0
    for row, spread in enumerate(spreads[:shown]):
        grid.write(0, row, spread.name if name > 3 else f"h{spread.counted.layer}", look.text)
        bars = _stretch(spread.counted, max(grid.width - name - aside, 0))
        eighths = np.maximum(np.rint(bars * 8).astype(int), bars > 0)
        grid.write(name, row, "".join(BARS[each] for each in eighths), ink)
        if aside:
            grid.write(grid.width - aside, row, spread.stuck.rjust(aside), look.strong)
    if shown < len(spreads):
        grid.write(0, shown, shorten(f"… {len(spreads) - shown} more layers", grid.width), look.text)


def _stretch(counted: Histogram, room: int) -> Array:
    """Heights from 0 to 1 for `room` cells: bins repeated where there are more cells, the higher one where fewer."""
    counts = counted.counts.astype(np.float64)
    most = counts.max(initial=0.0)
    if not room or not most:
        return np.zeros(max(room, 0))
    starts = np.arange(room) * counts.size // room
    tops = counts[starts] if room >= counts.size else np.maximum.reduceat(counts, starts)
    return np.asarray(tops / most, dtype=np.float64)


def _words(spreads: Sequence[Spread]) -> str:
    parts = []
    for spread in spreads:
        counted = spread.counted
        if not np.isfinite(counted.mean):
            parts.append(f"{spread.name} ({counted.activation}) says no number")
            continue
        about = f"mean {number(counted.mean)}, deviation {number(counted.deviation)}"
        lost = f", {counted.not_finite:,} no numbers" if counted.not_finite else ""
        stuck = f", {spread.stuck}" if spread.stuck else ""
        parts.append(f"{spread.name} ({counted.activation}) {about}{stuck}{lost}")
    return f"What the hidden units say: {'; '.join(parts)}." if parts else "Histograms: there is no hidden layer."
