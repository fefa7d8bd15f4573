"""Shares of a whole as bars, one below the other, each with its marker, its name and its numbers.

A bar is as long as its share of the room there is, so that bars can be compared with each other and with the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from tutor.palette import color, marker
from tutor.plot.chart import DARK, LIGHT
from tutor.plot.picture import Grid, Picture, shorten

EIGHTHS = "▏▎▍▌▋▊▉█"
APART = 3
"""A bar and the room around it take so many rows at most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its option (0 to 5, for color and marker), its share from 0 to 1 or NaN, and its numbers."""

    label: str
    index: int
    share: float
    text: str


def bars(found: Sequence[Bar], width: int, height: int, words: str, *, dark: bool = True) -> Picture:
    """The bars with their numbers behind them; a faint line marks where the whole ends."""
    grid, look = Grid(width, height), DARK if dark else LIGHT
    name = min(max((len(bar.label) for bar in found), default=0), max(width // 3, 0))
    numbers = max((len(bar.text) for bar in found), default=0)
    left = name + 3
    room = max(width - left - numbers - 2, 0)
    apart = max(min(height // max(len(found), 1), APART), 1)
    for place, bar in enumerate(found):
        row, ink = place * apart, color(bar.index, dark)
        grid.write(0, row, marker(bar.index), ink)
        grid.write(2, row, shorten(bar.label, name), look.strong)
        for line in range(row, row + max(apart - 1, 1)):
            grid.write(left, line, _bar(bar.share, room), ink)
            grid.write(left + room, line, "▏" if room else "", look.rule)
        grid.write(left + room + 1, row, bar.text.rjust(numbers), look.strong)
    return Picture(grid.rows(), words)


def _bar(share: float, room: int) -> str:
    """A bar in eighths of a cell; a share above 0 is seen."""
    if not isfinite(share) or share <= 0.0:
        return ""
    whole, part = divmod(max(round(min(share, 1.0) * room * 8), 1), 8)
    return ("█" * whole + (EIGHTHS[part - 1] if part else ""))[:room]
