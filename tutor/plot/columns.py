"""Where the nodes of a network stand: a column for each layer, evenly apart, and as many of its units as have room.

Units that matter for what is highlighted always have a place; the others are folded into one line that counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.plot.layer import Layer
from tutor.plot.picture import cells

NODE = 5
"""The width of a node with a number in it."""
APART = 9
"""Columns that are closer than this have nodes without numbers."""
LONGEST = 16
"""The most that names beside the network take."""
DENSE = 2 / 3
"""The share of the rows that all nodes of a layer may take; otherwise every second row holds one, and the rest fold."""


@dataclass(frozen=True, slots=True)
class Column:
    """The units of one layer that are shown, each with its row, and how many are `folded` into row `fold`."""

    left: int
    units: tuple[int, ...]
    rows: tuple[int, ...]
    folded: int
    fold: int


@dataclass(frozen=True, slots=True)
class Board:
    """All columns, inputs first; `node` is the width of a node, `apart` from one column to the next.

    `before` and `behind` are the cells for names at the left and the right; nodes have `rows` from `top` on.
    """

    columns: tuple[Column, ...]
    node: int
    apart: int
    before: int
    behind: int
    top: int
    rows: int


def board(
    layers: Sequence[Layer],
    width: int,
    height: int,
    *,
    inputs: Sequence[str] = (),
    outputs: Sequence[str] = (),
    kept: Iterable[tuple[int, int]] = (),
    numbers: bool = False,
) -> Board:
    """Room for these layers; `kept` are (column, unit) that must be seen, `numbers` wants wide nodes."""
    if not layers:
        return Board((), 1, 0, 0, 0, 0, 0)
    counts = [layers[0].sources, *(layer.units for layer in layers)]
    before, behind = (_names(names, width) for names in (inputs, outputs))
    if (width - before - behind) // len(counts) < APART:
        before = behind = 0
    top = 2 if height >= 8 else 1 if height >= 4 else 0
    room = width - before - behind
    node = NODE if numbers and room // len(counts) >= APART else 1
    apart = max((room - node) // (len(counts) - 1), 1)
    wanted: dict[int, list[int]] = {}
    for column, unit in kept:
        wanted.setdefault(column, []).append(unit)
    columns = tuple(
        _column(before + place * apart, count, height - top, top, wanted.get(place, []))
        for place, count in enumerate(counts)
    )
    return Board(columns, node, apart, before, behind, top, height - top)


def _names(names: Sequence[str], width: int) -> int:
    longest = max((len(cells(name)) for name in names), default=0)
    return min(longest + 1, LONGEST, width // 5)


def _column(left: int, count: int, rows: int, top: int, kept: Sequence[int]) -> Column:
    slots = count if count <= rows * DENSE else max(rows // 2, 1)
    shown = count if count <= slots else max(slots - 1, 1)
    missing = sorted({unit for unit in kept if unit >= shown})[-shown:]
    seen = (*range(shown - len(missing)), *missing)
    step = max(rows // max(slots, 1), 1)
    first = top + max(rows - (slots - 1) * step - 1, 0) // 2
    at = [first + slot * step for slot in range(slots)]
    return Column(left, seen, tuple(at[:shown]), count - shown, at[-1] if at else top)
