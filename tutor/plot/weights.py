"""All weights of a network as a strip of small tables: a column for each unit, a row for each source, biases below.

A sign stands in every cell, so that blue and orange only say once more what is negative and what is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.probes.places import Place
from tutor.plot.blocks import runs
from tutor.plot.chart import DARK, LIGHT
from tutor.plot.layer import Layer, place, title, told, where
from tutor.plot.picture import Grid, Picture
from tutor.plot.scale import HUGE, Array, number
from tutor.plot.shades import two_sided

STEPS = 4
"""Shades on either side of 0."""
SIGNS = {2: ("--", " -", " ·", " +", "++"), 1: ("=", "-", "·", "+", "#")}
"""From strongly negative to strongly positive, for wide and for narrow cells."""
STRONG = 3
"""The shade from which a sign is doubled."""
FULL = 95
"""The percentile of all sizes that gets the full color: a single huge weight would leave all others pale."""
PICK, UNKNOWN = "◆", "?"
GAP = 2
"""Cells before each table: a blank, and a b beside the biases."""


Cuts = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Block:
    """Where a layer's table stands, and how many sources and units each of its cells sums up.

    `cell` is the width of a cell; `rows` and `columns` count cells, without the row of biases below them.
    """

    number: int
    layer: Layer
    left: int
    top: int
    cell: int
    rows: int
    columns: int

    @property
    def sources(self) -> Cuts:
        """Where each row of cells begins, and the end."""
        return _cuts(self.layer.sources, self.rows)

    @property
    def units(self) -> Cuts:
        """The same for the columns."""
        return _cuts(self.layer.units, self.columns)

    @property
    def averaged(self) -> bool:
        """Whether a cell stands for several weights."""
        return self.rows < self.layer.sources or self.columns < self.layer.units

    def means(self) -> Array:
        """The mean weight behind every cell, (rows + 1, columns), the biases last."""
        with np.errstate(all="ignore"):
            within = np.add.reduceat(self.layer.matrix, self.units[:-1], axis=1) / np.diff(self.units)
            sums = np.add.reduceat(within[:-1], self.sources[:-1], axis=0) if self.rows else within[:0]
            return np.concatenate([sums / np.diff(self.sources)[:, None], within[-1:]])

    def cell_of(self, source: int, unit: int) -> tuple[int, int]:
        """The row and the column of cells that a weight or bias is in."""
        row = self.rows if source == self.layer.sources else int(np.searchsorted(self.sources, source, "right")) - 1
        return row, int(np.searchsorted(self.units, unit, "right")) - 1


def weights(
    layers: Sequence[Layer],
    width: int,
    height: int,
    *,
    chosen: Place | None = None,
    dark: bool = True,
    plain: bool = False,
) -> Picture:
    """Every layer's weights side by side on one scale; cells of a layer that is too large are means of many weights.

    ◆ stands on the `chosen` weight or bias, and the words say its value.
    """
    grid, look = Grid(width, height), DARK if dark else LIGHT
    blocks = _blocks(layers, width, height)
    means = [block.means() for block in blocks]
    full = _full(means)
    styles = [look.strong if plain else f"{look.strong} on {each}" for each in two_sided(STEPS, 0.7, dark)]
    for block, values in zip(blocks, means, strict=True):
        room = width - block.left if block is blocks[-1] else block.columns * block.cell + 1
        grid.write(block.left, block.top - 1, title(block.number, len(layers), room), look.text)
        grid.write(block.left - 1, block.top + block.rows, "b", look.text)
        with np.errstate(all="ignore"):
            _draw(grid, block, values / full, styles)
        found = where(layers, chosen) if chosen and chosen.layer == block.number else None
        if found:
            row, column = block.cell_of(*found)
            at = block.left + column * block.cell
            grid.write(at, block.top + row, PICK.rjust(block.cell), f"bold reverse {look.strong}")
    if height >= 6 and blocks:
        strong, edge = SIGNS[blocks[0].cell], number(full * (STRONG - 0.5) / STEPS)
        grid.write(0, height - 1, f"{strong[-1]} above {edge}  {strong[0]} below -{edge}  b biases", look.text)
    return Picture(grid.rows(), _words(layers, blocks, chosen))


def _full(means: Sequence[Array]) -> float:
    """The size of what a cell shows that gets the full color; above 0."""
    sizes = np.concatenate([np.abs(values).ravel() for values in means] or [np.empty(0)])
    sizes = np.minimum(sizes[np.isfinite(sizes)], HUGE)
    return (float(np.percentile(sizes, FULL)) or float(sizes.max()) or 1.0) if sizes.size else 1.0


def _draw(grid: Grid, block: Block, shares: Array, styles: Sequence[str]) -> None:
    signs = SIGNS[block.cell]
    sizes = np.rint(np.clip(np.nan_to_num(shares), -1.0, 1.0) * STEPS)
    levels = np.where(np.isnan(shares), -1, sizes + STEPS).astype(np.intp)
    for row, line in enumerate(levels):
        for start, stop in runs(line):
            size = int(line[start]) - STEPS
            sign = signs[2 + int(np.sign(size)) * (2 if abs(size) >= STRONG else 1)]
            text, style = (sign, styles[line[start]]) if line[start] >= 0 else (UNKNOWN.rjust(block.cell), "bold")
            grid.write(block.left + start * block.cell, block.top + row, text * (stop - start), style)


def weight_at(layers: Sequence[Layer], width: int, height: int, column: int, row: int) -> Place | None:
    """Which weight or bias stands on a cell of the picture of this size: of several the one furthest from 0."""
    for block in _blocks(layers, width, height):
        across, down = (column - block.left) // block.cell, row - block.top
        if 0 <= across < block.columns and 0 <= down <= block.rows:
            first, last = block.units[across : across + 2]
            top, bottom = (
                block.sources[down : down + 2] if down < block.rows else (block.layer.sources, block.layer.sources + 1)
            )
            sizes = np.nan_to_num(np.abs(block.layer.matrix[top:bottom, first:last]), nan=np.inf)
            source, unit = np.unravel_index(sizes.argmax(), sizes.shape)
            return place(layers, block.number, int(top + source), int(first + unit))
    return None


def _blocks(layers: Sequence[Layer], width: int, height: int) -> list[Block]:
    """The tables from left to right: cells of two columns where that fits, otherwise of one, then means of many."""
    shown = layers[: max(width, 0) // (GAP + 1)]
    rows = height - (3 if height >= 6 else 2)
    if rows < 1:
        return []
    room = width - GAP * len(shown)
    wanted = [layer.units for layer in shown]
    cell = 2 if 2 * sum(wanted) <= room else 1
    blocks, left = [], GAP - 1
    for count, (layer, columns) in enumerate(zip(shown, _shared(wanted, room // cell), strict=True), start=1):
        if columns:
            blocks.append(Block(count, layer, left, 1, cell, min(layer.sources, rows), columns))
        left += columns * cell + GAP
    return blocks


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """What each gets of the room: all that it wants, or as much as any other."""
    given = [0] * len(wanted)
    for rank, item in enumerate(sorted(range(len(wanted)), key=lambda item: wanted[item])):
        given[item] = min(wanted[item], room // (len(wanted) - rank))
        room -= given[item]
    return given


def _cuts(count: int, parts: int) -> Cuts:
    """Where each of so many nearly equal parts begins, and the end."""
    return np.arange(parts + 1) * count // max(parts, 1)


def _words(layers: Sequence[Layer], blocks: Sequence[Block], chosen: Place | None) -> str:
    numbers = [layer.matrix[np.isfinite(layer.matrix)] for layer in layers]
    known = np.concatenate([*numbers, np.empty(0)])
    count = sum(layer.matrix.size for layer in layers)
    if not count:
        return "Weights: nothing to show yet."
    parts = [f"{count:,} weights and biases in {len(layers)} layer{'s' * (len(layers) != 1)}"]
    if known.size:
        parts[0] += f", from {number(float(known.min()))} to {number(float(known.max()))}"
    if known.size < count:
        parts.append(f"{count - known.size:,} of them are no numbers")
    means = [title(block.number, len(layers), 99) for block in blocks if block.averaged]
    if means:
        whose = "" if len(means) == len(layers) else f" of {' and '.join(means)}"
        parts.append(f"a cell{whose} is the mean of several weights")
    if len(blocks) < len(layers):
        parts.append(f"{len(layers) - len(blocks)} of the layers are not shown")
    if chosen and (value := told(layers, chosen)):
        parts.append(value)
    return f"{'; '.join(parts)}."
