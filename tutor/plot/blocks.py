"""Areas filled cell by cell: two colors in every cell, one above the other, or one character where there are no colors.

Cells that look alike side by side are written in one go, so an even area costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tutor.plot.picture import Grid

UPPER = "▀"

Inks = NDArray[np.intp]
"""Which color or character each sample has, (rows, columns), top row first."""


def half_blocks(grid: Grid, left: int, top: int, inks: Inks, colors: Sequence[str]) -> None:
    """Fill cells from (left, top) on with the colors of `inks`, which has two rows for each row of cells."""
    for row, (upper, lower) in enumerate(zip(inks[::2], inks[1::2], strict=True)):
        for start, stop in runs(upper * len(colors) + lower):
            above, below = colors[upper[start]], colors[lower[start]]
            if above == below:
                grid.write(left + start, top + row, " " * (stop - start), f"on {above}")
            else:
                grid.write(left + start, top + row, UPPER * (stop - start), f"{above} on {below}")


def stamp(grid: Grid, left: int, top: int, inks: Inks, characters: Sequence[str], style: str) -> None:
    """Fill cells from (left, top) on with the characters of `inks`, which has one row for each row of cells."""
    for row, line in enumerate(inks):
        grid.write(left, top + row, "".join(characters[ink] for ink in line), style)


def runs(values: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Where equal neighbors begin and end."""
    if len(values):
        turns = (np.flatnonzero(values[1:] != values[:-1]) + 1).tolist()
        yield from zip([0, *turns], [*turns, len(values)], strict=True)
