"""An axis in one row: a rule with the numbers of its ends and, between them, its name.

It is for pictures whose cells are areas, where a row of round numbers would leave no room for the name.
"""

from __future__ import annotations

from tutor.plot.chart import Look
from tutor.plot.picture import Grid, cells, shorten


def draw_axis(grid: Grid, row: int, left: int, room: int, texts: tuple[str, str, str], look: Look) -> None:
    """The lowest number, the name and the highest number, as far as `room` cells from `left` on hold them."""
    low, label, high = texts
    grid.write(left, row, "─" * room, look.rule)
    ends = len(cells(low)) + len(cells(high))
    if ends + 3 <= room:
        grid.write(left, row, low, look.text)
        grid.write(left + room - len(cells(high)), row, high, look.text)
        name = shorten(label, room - ends - 4)
        if name:
            middle = left + len(cells(low)) + (room - ends - len(cells(name))) // 2
            grid.write(middle - 1, row, f" {name} ", look.text)
