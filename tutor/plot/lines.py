"""Many straight lines at once in braille dots, each in the ink of its own: the edges of a network.

It is arithmetic on arrays, because a plot of curves takes a hundred times as long for hundreds of lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.plot.blocks import Inks
from tutor.plot.canvas import DOTS_ACROSS, DOTS_DOWN

FIRST = 0x2800
"""The blank braille character; each dot adds its own bit."""
BITS = np.array([0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80])
"""The bit of each dot of a cell, row after row from the top left."""
DASH, GAP = 5, 3
"""Dots in a dash and in the gap behind it."""


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight lines from (x0, y0) to (x1, y1), in dots from the top left corner; all arrays (lines,).

    Where lines share a cell it has the ink of the last of them. `dashed` lines have gaps.
    """

    x0: Inks
    y0: Inks
    x1: Inks
    y1: Inks
    ink: Inks
    dashed: NDArray[np.bool_]


def draw_lines(lines: Lines, width: int, height: int) -> tuple[Inks, Inks]:
    """The character codes and the inks of `width` × `height` cells, both (height, width); an ink of -1 is a blank."""
    across, down = lines.x1 - lines.x0, lines.y1 - lines.y0
    steps = np.maximum(np.abs(across), np.abs(down)) + 1
    line = np.repeat(np.arange(steps.size), steps)
    step = np.arange(line.size) - np.repeat(np.cumsum(steps) - steps, steps)
    share = step / np.maximum(steps - 1, 1)[line]
    x, y = (
        np.rint(start[line] + span[line] * share).astype(np.intp)
        for start, span in ((lines.x0, across), (lines.y0, down))
    )
    kept = (x >= 0) & (x < DOTS_ACROSS * width) & (y >= 0) & (y < DOTS_DOWN * height)
    kept &= ~lines.dashed[line] | (step % (DASH + GAP) < DASH)
    x, y, line = x[kept], y[kept], line[kept]
    dots = np.zeros((DOTS_DOWN * height, DOTS_ACROSS * width), dtype=bool)
    dots[y, x] = True
    cells = dots.reshape(height, DOTS_DOWN, width, DOTS_ACROSS).transpose(0, 2, 1, 3).reshape(height, width, BITS.size)
    inks = np.full((height, width), -1, dtype=np.intp)
    inks[y // DOTS_DOWN, x // DOTS_ACROSS] = lines.ink[line]
    return FIRST + cells @ BITS, inks
