"""A small gray image with boxes on it: where an object is, and where a network says that it is.

Boxes differ in color, in their corners and in their lines, and shades in their characters too: both can be told
apart without colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tutor.palette import between, color
from tutor.plot.blocks import UPPER, Inks, runs
from tutor.plot.chart import DARK, LIGHT
from tutor.plot.picture import Grid, Picture
from tutor.plot.scale import Array
from tutor.plot.shades import GROUND

RAMP = " ░▒▓█"
STRONGEST = 0.8
"""The brightest pixel, as a share of the way to the color of text: lines on it must still be seen."""
FAR = 9.0
"""Boxes are kept within so many half widths of the image: their edges must be places that can be counted."""
EDGES = (("┌", "─", "┐", "│", "└", "┘"), ("╭", "╌", "╮", "╎", "╰", "╯"))
"""Corners and sides of the first box and of the second."""
GAP = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A square around (x, y), `size` is half its width; the image reaches from -1 to 1, y grows downward."""

    label: str
    index: int
    x: float
    y: float
    size: float


def boxes(image: Array, found: Sequence[Box], width: int, height: int, words: str, *, dark: bool = True) -> Picture:
    """`image` (rows, columns) from 0 to 1, as large as fits, and the boxes on it; a legend beside or below it.

    A box that lies beyond the image is cut, one with a number that is none is left out. Where both boxes have a
    line, their colors alternate.
    """
    grid, look = Grid(width, height), DARK if dark else LIGHT
    rows, columns = image.shape
    legend = [f"{''.join(edges[:3])} {box.label}" for box, edges in zip(found, EDGES, strict=False)]
    aside = GAP + max(map(len, legend), default=-GAP)
    beside = min((width - aside) // columns, 2 * height // rows)
    times = max(beside, min(width // columns, 2 * (height - 1) // rows), 1)
    inks = np.repeat(np.repeat(_inks(image), times, axis=0), times, axis=1)
    inks = np.pad(inks, ((0, len(inks) % 2), (0, 0)), mode="edge")
    colors = [between(GROUND[dark], look.text, STRONGEST * level / (len(RAMP) - 1)) for level in range(len(RAMP))]
    _draw_image(grid, inks, colors)
    grounds = (inks[::2] + inks[1::2]) // 2
    left, top = (grounds.shape[1] + GAP, 0) if beside >= times else (0, len(grounds))
    taken: set[tuple[int, int]] = set()
    for box, edges, text in zip(found, EDGES, legend, strict=False):
        ink = color(box.index, dark)
        if np.isfinite([box.x, box.y, box.size]).all():
            lines = _lines(box, edges, *grounds.shape)
            for (column, row), character in lines.items():
                if (column, row) not in taken or (column + row) % 2:
                    ground = colors[grounds[row, column]]
                    grid.write(column, row, character, f"bold {ink} on {ground}")
            taken |= lines.keys()
        grid.write(left, top, text, ink)
        left, top = (left, top + 1) if beside >= times else (left + len(text) + GAP, top)
    return Picture(grid.rows(), words)


def _inks(image: Array) -> Inks:
    """Places in the ramp; a pixel that is no number is dark."""
    share = np.clip(np.nan_to_num(image), 0.0, 1.0)
    return np.minimum((share * len(RAMP)).astype(np.intp), len(RAMP) - 1)


def _draw_image(grid: Grid, inks: Inks, colors: Sequence[str]) -> None:
    """Two samples in every cell. Where both are alike, a character of their shade says it without colors too."""
    for row, (upper, lower) in enumerate(zip(inks[::2], inks[1::2], strict=True)):
        for start, stop in runs(upper * len(colors) + lower):
            above, below = upper[start], lower[start]
            character = RAMP[above] if above == below else UPPER
            grid.write(start, row, character * (stop - start), f"{colors[above]} on {colors[below]}")


def _lines(box: Box, edges: Sequence[str], height: int, width: int) -> dict[tuple[int, int], str]:
    """The characters of a box by column and row, those within an image of so many cells."""
    left, right = _ends(box.x, box.size, width)
    top, bottom = _ends(box.y, box.size, height)
    upper_left, across, upper_right, down, lower_left, lower_right = edges
    lines = {(column, row): across for row in (top, bottom) for column in range(left, right + 1)}
    lines |= {(column, row): down for column in (left, right) for row in range(top, bottom + 1)}
    lines |= {(left, top): upper_left, (right, top): upper_right}
    lines |= {(left, bottom): lower_left, (right, bottom): lower_right}
    return {at: each for at, each in lines.items() if 0 <= at[0] < width and 0 <= at[1] < height}


def _ends(middle: float, size: float, cells: int) -> tuple[int, int]:
    """The first and the last cell of a stretch around `middle`, of `cells` from -1 to 1."""
    ends = np.clip(np.array([middle - abs(size), middle + abs(size)]), -FAR, FAR)
    first, behind = np.rint((ends + 1.0) / 2.0 * cells).astype(int)
    return int(first), max(int(behind) - 1, int(first))
