"""The frame that every plot stands in: numbers at the left and below, room for names at the right.

A plot is read from its lines, so the frame keeps back: two thin rules, few round numbers, no grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tutor.palette import color, faint, marker
from tutor.plot.canvas import DOTS_ACROSS, DOTS_DOWN, Stroke, draw
from tutor.plot.picture import Grid, Picture, cells, shorten
from tutor.plot.scale import Array, Scale, thin

PICK = "▶"
GAP = 3  # dots from one to the next in a dotted line
TURN = 3  # cells that a line has to itself where several share the same ones
MARGIN = 4  # cells before a name: a blank, the sign of the learner's pick, the marker, a blank


@dataclass(frozen=True, slots=True)
class Look:
    """The quiet colors of a frame: readable for numbers, fainter for rules."""

    text: str
    rule: str
    strong: str


DARK = Look(text="#8f979f", rule="#565d64", strong="#dfe3e6")
LIGHT = Look(text="#626a71", rule="#a9afb5", strong="#1b1f23")


@dataclass(frozen=True, slots=True)
class Name:
    """What is written beside a line: which option it is, where the line ends (share of the height), a sign.

    `symbol` stands in front instead of the option's own marker. A `faint` one is of a line behind the others.
    """

    label: str
    index: int
    share: float
    sign: str = ""
    picked: bool = False
    symbol: str = ""
    faint: bool = False


class Chart:
    """A grid with a plot's frame on it. Points are given as shares of both axes, 0 to 1 from bottom left."""

    def __init__(
        self,
        width: int,
        height: int,
        x: Scale,
        y: Scale,
        names: Sequence[Name] = (),
        *,
        x_name: str = "",
        y_name: str = "",
        whole: bool = False,
        dark: bool = True,
    ) -> None:
        self.grid = Grid(width, height)
        self.look = DARK if dark else LIGHT
        self.dark = dark
        self.top = 1 if y_name and height >= 12 else 0
        self._bottom = 1 if height >= 3 else 0
        self.height = max(height - self.top - self._bottom, 0)
        ticks = y.ticks(max(2, min(7, self.height // 4 + 1)))
        wanted = max((len(cells(text)) for _, text in ticks), default=0) + 1
        gutter = _gutter(names, width)
        self.left = wanted if width - wanted - gutter >= 12 else 1 if width - gutter >= 6 else 0
        self.width = max(width - self.left - gutter, 0)
        self._gutter = gutter
        self._draw_y_axis(ticks if self.left == wanted else [], y_name)
        self._draw_x_axis(x, x_name, whole)
        self._draw_names(names)

    def ink(self, index: int, behind: bool = False) -> str:
        """The color of option `index`, fainter for a line behind the others."""
        return faint(index, self.dark) if behind else color(index, self.dark)

    def stroke(self, ink: int, x: Array, y: Array) -> list[Stroke]:
        """The line through the points, broken where `x` or `y` is NaN, thinned to what can be seen."""
        kept = thin(y, self.width)
        across, down = self._dots(x[kept], y[kept])
        good = np.isfinite(across) & np.isfinite(down)
        ends = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
        return [
            Stroke(ink, across[start:stop].astype(int).tolist(), down[start:stop].astype(int).tolist())
            for start, stop in zip(ends[::2], ends[1::2], strict=True)
        ]

    def dotted(self, ink: int, x: Array, y: Array) -> list[Stroke]:
        """Evenly spaced dots along the line through the points, which must lie close together."""
        across, down = self._dots(x, y)
        good = np.isfinite(across) & np.isfinite(down)
        across, down = across[good], down[good]
        steps = np.maximum(np.abs(np.diff(across, prepend=across[:1])), np.abs(np.diff(down, prepend=down[:1])))
        passed = np.cumsum(steps) // GAP
        kept = np.diff(passed, prepend=-1.0) > 0
        return [Stroke(ink, across[kept].astype(int).tolist(), down[kept].astype(int).tolist(), joined=False)]

    def paint(self, strokes: Sequence[Stroke], style: Callable[[int], str]) -> None:
        """Draw the strokes; `style` tells the look of an ink."""
        for row, found in enumerate(draw(strokes, self.width, self.height)):
            for column, character, inks in found:
                # Lines that share a stretch take turns, so that neither hides the other.
                ink = inks[(column + row) // TURN % len(inks)]
                self.grid.write(self.left + column, self.top + row, character, style(ink))

    def cells(self, x: Array, y: Array) -> list[tuple[int, int]]:
        """Each point's column and row on the grid, at the edge if it lies outside; none without a canvas."""
        if not (self.width and self.height):
            return []
        across, down = self._dots(np.nan_to_num(x), np.nan_to_num(y))
        columns = np.clip(across, 0, DOTS_ACROSS * self.width - 1).astype(int) // DOTS_ACROSS
        upward = np.clip(down, 0, DOTS_DOWN * self.height - 1).astype(int) // DOTS_DOWN
        rows = self.top + self.height - 1 - upward
        return list(zip((self.left + columns).tolist(), rows.tolist(), strict=True))

    def put(self, x: float, y: float, text: str, style: str) -> None:
        """Write on the cell of a point, on top of what is there."""
        for column, row in self.cells(np.array([x]), np.array([y])):
            self.grid.write(column, row, text, style)

    def inside(self, column: int, length: int) -> bool:
        """Whether `length` cells from this column on lie on the canvas."""
        return self.left <= column and column + length <= self.left + self.width

    def vertical(self, x: float, text: str = "") -> None:
        """A thin line from top to bottom behind the curves, with `text` under it."""
        if not (self.width and self.height):
            return
        column = self.cells(np.array([x]), np.array([0.5]))[0][0]
        for row in range(self.top, self.top + self.height):
            if self.grid.blank(column, row):
                self.grid.write(column, row, "┊", self.look.rule)
        length = len(cells(text))
        if text and self._bottom and length <= self.width:
            at = min(max(column - length // 2, self.left), self.left + self.width - length)
            before = "─" if at > self.left else ""
            after = "─" if at + length < self.left + self.width else ""
            self.grid.write(at - len(before), self.top + self.height, before, self.look.rule)
            self.grid.write(at + length, self.top + self.height, after, self.look.rule)
            self.grid.write(at, self.top + self.height, text, f"bold {self.look.strong}")

    def picture(self, words: str) -> Picture:
        """The finished picture."""
        return Picture(self.grid.rows(), words)

    def _dots(self, x: Array, y: Array) -> tuple[Array, Array]:
        across = np.rint(np.clip(x, -1.0, 2.0) * (DOTS_ACROSS * self.width - 1))
        down = np.rint(np.clip(y, -0.5, 1.5) * (DOTS_DOWN * self.height - 1))
        return across, down

    def _draw_y_axis(self, ticks: Sequence[tuple[float, str]], name: str) -> None:
        if self.top:
            self.grid.write(0, 0, shorten(name, self.grid.width), self.look.text)
        if not self.left:
            return
        for row in range(self.height):
            self.grid.write(self.left - 1, self.top + row, "│", self.look.rule)
        heights = np.array([share for share, _ in ticks])
        rows = [row for _, row in self.cells(np.zeros(heights.size), heights)]
        for row, (_, text) in zip(rows, ticks, strict=False):
            self.grid.write(self.left - 1 - len(cells(text)), row, text, self.look.text)
            self.grid.write(self.left - 1, row, "┤", self.look.rule)

    def _draw_x_axis(self, scale: Scale, name: str, whole: bool) -> None:
        if not self._bottom:
            return
        row = self.top + self.height
        rule = "─" * self.width
        self.grid.write(self.left - 1, row, ("└" if self.left else "") + rule, self.look.rule)
        taken = [False] * (self.width + 2)
        named = len(cells(name)) + 1
        if name and named <= self._gutter:
            self.grid.write(self.left + self.width + 1, row, name, self.look.text)
        elif name and named <= self.left:
            self.grid.write(self.left - named, row, name, self.look.text)
        ticks = scale.ticks(max(2, min(8, self.width // 12 + 1)))
        if whole:  # epochs and layers are counted: the last one matters, and halves do not exist
            ticks = [(share, text) for share, text in ticks if "." not in text]
            last = (float(scale.share(np.array([scale.high]))[0]), f"{scale.high:.0f}")
            first = (float(scale.share(np.array([scale.low]))[0]), f"{scale.low:.0f}")
            ticks = list(dict.fromkeys([last, first, *reversed(ticks)]))
        for share, text in ticks:
            length = len(cells(text))
            middle = self.cells(np.array([share]), np.zeros(1))
            column = (middle[0][0] - self.left if middle else 0) - length // 2
            column = min(max(column, 0), self.width - length)
            if column < 0 or any(taken[max(column - 1, 0) : column + length + 2]):
                continue
            taken[column : column + length] = [True] * length
            self.grid.write(self.left + column, row, text, self.look.text)

    def _draw_names(self, names: Sequence[Name]) -> None:
        """Names stand as near to their lines' ends as they can without overlapping."""
        if not (self._gutter and self.height and self.width):
            return
        left, room = self.left + self.width + 1, self._gutter - MARGIN
        labelled = room > 0 and len(names) <= self.height
        names = sorted(names, key=lambda name: -name.share)
        ends = self.cells(np.ones(len(names)), np.array([name.share for name in names]))
        rows = spread([row - self.top for _, row in ends], self.height)
        for name, row in zip(names, rows, strict=True):
            bold = "bold " if name.picked else ""
            style = bold + self.ink(name.index, name.faint)
            at = self.top + row
            column = left + 1
            while column < self.grid.width and not self.grid.blank(column, at):
                column += 1  # more lines than rows: their markers share one
            if name.picked and column == left + 1:
                self.grid.write(left, at, PICK, style)
            self.grid.write(column, at, name.symbol or marker(name.index), style)
            if labelled:
                text = shorten(name.label, room - len(name.sign) - 1 if name.sign else room)
                self.grid.write(left + 3, at, f"{text} {name.sign}" if name.sign else text, style)


def _gutter(names: Sequence[Name], width: int) -> int:
    """How many cells the names may take: at most a third, only the markers where that is too little."""
    if not names or width < 12:
        return 0
    longest = max(len(cells(name.label)) + (len(name.sign) + 1 if name.sign else 0) for name in names)
    room = min(longest, width // 3 - MARGIN)
    return room + MARGIN if room >= min(longest, 6) else MARGIN - 1


def spread(wanted: Sequence[float], places: int) -> list[int]:
    """Whole rows 0 to `places` - 1, one for each wish, near the wishes and each its own if there are enough.

    Neighbors that collide are moved apart around their middle (pooling adjacent violators).
    """
    order = sorted(range(len(wanted)), key=lambda item: wanted[item])
    pools: list[tuple[float, int]] = []  # (mean of the wishes less their rank, how many)
    for rank, item in enumerate(order):
        mean, count = wanted[item] - rank, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        pools.append((mean, count))
    starts = [start for start, count in pools for _ in range(count)]
    highest = max(places - len(wanted), 0)
    rows = [0] * len(wanted)
    for rank, (item, start) in enumerate(zip(order, starts, strict=True)):
        rows[item] = min(min(max(round(start), 0), highest) + rank, max(places - 1, 0))
    return rows
