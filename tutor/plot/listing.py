"""A list of steps in aligned columns, the chosen one marked and always in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.plot.chart import DARK, LIGHT
from tutor.plot.picture import Grid, Picture, cells, shorten

MARK = "›"
GAP = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One step: the part that it belongs to, and what stands in each column."""

    part: str
    columns: tuple[str, ...]


def listing(lines: Sequence[Line], chosen: int, width: int, height: int, words: str, *, dark: bool = True) -> Picture:
    """The lines under the names of their parts, as many as fit around the `chosen` one. The last column stays whole
    where there is room for it; the one before gives way."""
    look = DARK if dark else LIGHT
    grid = Grid(width, height)
    rows: list[tuple[int | None, tuple[str, ...]]] = []
    for place, line in enumerate(lines):
        if not place or line.part != lines[place - 1].part:
            rows.append((None, (line.part,)))
        rows.append((place, line.columns))
    at = next((row for row, (which, _) in enumerate(rows) if which == chosen), 0)
    first = min(max(at - height // 2, 0), max(len(rows) - height, 0))
    widths = _widths([line.columns for line in lines], width - GAP)
    for row, (which, columns) in enumerate(rows[first : first + height]):
        if which is None:
            grid.write(0, row, columns[0], look.text)
            continue
        style = f"bold {look.strong}" if which == chosen else look.strong
        grid.write(0, row, MARK if which == chosen else " ", style)
        left = GAP
        for text, room in zip(columns, widths, strict=True):
            grid.write(left, row, shorten(text, room), style)
            left += room + GAP
    return Picture(grid.rows(), words)


def _widths(rows: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """How wide each column is: as wide as it needs, and the widest one cut where all do not fit."""
    wanted = [max(len(cells(text)) for text in column) for column in zip(*rows, strict=True)]
    over = sum(wanted) + GAP * (len(wanted) - 1) - width
    if over > 0 and wanted:
        widest = wanted.index(max(wanted))
        wanted[widest] = max(wanted[widest] - over, 0)
    return wanted
