"""A table of verdicts, a sign in every cell: rows against columns, with one cell chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.palette import color
from tutor.plot.chart import DARK, LIGHT
from tutor.plot.picture import Grid, Picture, cells, shorten


class Sign(NamedTuple):
    """What stands in a cell, and its color as the number of an option; None for quiet."""

    text: str
    option: int | None


def verdicts(
    rows: Sequence[str],
    columns: Sequence[str],
    signs: Sequence[Sequence[Sign]],
    chosen: tuple[int, int],
    width: int,
    height: int,
    *,
    legend: str,
    words: str,
    dark: bool = True,
) -> Picture:
    """`signs` row by row, the one at `chosen` (row, column) between brackets; the legend below where there is room."""
    look = DARK if dark else LIGHT
    grid = Grid(width, height)
    left = max((len(cells(row)) for row in rows), default=0) + 2
    widths = [len(cells(column)) + 2 for column in columns]
    if sum(widths) > width - left:
        room = max((width - left) // max(len(columns), 1), 3)
        widths = [min(wide, room) for wide in widths]
    first = max(0, chosen[0] + 2 - height)  # the chosen row stays in sight
    at = left
    for place, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        style = f"bold {look.strong}" if place == chosen[1] else look.text
        grid.write(at, 0, shorten(column, wide - 1), style)
        at += wide
    for place, (row, line) in enumerate(zip(rows[first:], signs[first:], strict=True), 1):
        here = place + first - 1 == chosen[0]
        grid.write(0, place, shorten(row, left - 1), f"bold {look.strong}" if here else look.text)
        at = left
        for number, (sign, wide) in enumerate(zip(line, widths, strict=True)):
            middle = at + max((wide - 2) // 2, 0)
            style = look.text if sign.option is None else f"bold {color(sign.option, dark)}"
            grid.write(middle, place, sign.text, style)
            if here and number == chosen[1]:
                grid.write(middle - 1, place, "[", f"bold {look.strong}")
                grid.write(middle + 1, place, "]", f"bold {look.strong}")
            at += wide
    if height > len(rows) + 2:
        grid.write(0, len(rows) + 2, shorten(legend, width), look.text)
    return Picture(grid.rows(), words)
