"""What was said of each class: a row for every true class, a column for every class said.

What is right stands on the diagonal, in brackets; everything beside it is a mistake of one class for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.palette import color
from tutor.plot.chart import DARK, LIGHT, Look
from tutor.plot.picture import Grid, Picture, cells, shorten
from tutor.plot.scale import Array
from tutor.plot.shades import NEGATIVE, POSITIVE, shades

LEVELS = 5
RIGHT, WRONG = NEGATIVE, POSITIVE
RAMP = "·░▒▓█"
"""Shares of a row, for cells that are too narrow for their numbers."""
NAME, RECALL = 14, 6
"""The most that a class's name takes, and what its recall does."""

CORNERS = ("true ↓ said →", "true ↓", "↓")

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Where everything stands: `left` cells for the names, `cell` for each number, `right` for the recall.

    `numbered` classes have a number in front of their names, and that alone above their columns.
    """

    left: int
    cell: int
    right: int
    rows: int
    columns: int
    bracketed: bool
    numbered: bool
    ramp: bool = False


def confusion(
    truth: Array,
    said: Array,
    classes: Sequence[str],
    width: int,
    height: int,
    *,
    dark: bool = True,
    plain: bool = False,
) -> Picture:
    """`truth` and `said` (examples,) are places in `classes`; an example that has none in one of them is left out.

    At the right stands the recall, the share of a class's examples that were found to be of it.
    """
    counts, lost = _count(truth, said, len(classes))
    grid, look, table = Grid(width, height), DARK if dark else LIGHT, _layout(counts, classes, width, height)
    _head(grid, table, classes, look)
    styles = [_styles(index, table, dark, plain) for index in (WRONG, RIGHT)]
    for row in range(table.rows):
        total = max(int(counts[row].sum()), 1)
        grid.write(0, 1 + row, _name(table, classes, row), look.text)
        for column in range(table.columns):
            count, right = int(counts[row, column]), row == column
            style = styles[right][min(count * LEVELS // total, LEVELS - 1)] if count else look.rule
            text = _ramp(count / total, table) if table.ramp else _text(count, right, table)
            grid.write(table.left + column * table.cell, 1 + row, text, f"bold {style}" if right else style)
        if table.right and counts[row].any():
            found = f"{100 * counts[row, row] / total:.0f} %".rjust(table.right)
            grid.write(table.left + table.columns * table.cell, 1 + row, found, look.text)
    if table.rows < len(classes):
        grid.write(0, 1 + table.rows, shorten(f"… {len(classes) - table.rows} more classes", width), look.text)
    elif height >= len(classes) + 3 and counts.sum():
        grid.write(0, len(classes) + 2, shorten(_accuracy(counts), width), look.text)
    return Picture(grid.rows(), _words(counts, lost, classes))


def _count(truth: Array, said: Array, classes: int) -> tuple[Counts, int]:
    """(classes, classes): rows truth, columns said; and how many examples have no place there."""
    size = min(len(truth), len(said))
    both = np.stack([np.asarray(truth[:size], dtype=np.float64), np.asarray(said[:size], dtype=np.float64)])
    known = ((both >= 0) & (both < classes)).all(axis=0)
    places = both[:, known].astype(np.intp)
    counts = np.bincount(places[0] * classes + places[1], minlength=classes**2).reshape(classes, classes)
    return counts.astype(np.int64), int(size - known.sum())


def _layout(counts: Counts, classes: Sequence[str], width: int, height: int) -> Table:
    """The first that fits: names, numbers in brackets and recall; then without one after the other of these."""
    count = len(classes)
    rows = max(count if count <= height - 1 else height - 2, 0)
    if not count:
        return Table(0, 0, 0, 0, 0, False, False)
    longest = max(len(cells(name)) for name in classes)
    digits, place = len(str(counts.max())), len(str(count))
    named, short, least = min(longest, NAME) + 1, place + 6, place + 1
    for left, right in ((named, RECALL), (short, RECALL), (least, RECALL), (least, 0)):
        room = (width - left - right) // count
        for bracketed in (True, False):
            if room >= digits + 1 + 2 * bracketed:
                cell = min(room, max(digits + 1 + 2 * bracketed, min(longest, 9) + 2))
                numbered = left != named or cell - 2 < min(longest, 4)
                left = min(left + (place + 1) * (numbered and left == named), width - right - count * cell)
                return Table(left, cell, right, rows, count, bracketed, numbered)
    cell = 2 if 2 * count <= width - least else 1
    columns = min(count, max(width - least, 0) // cell)
    return Table(least, cell, 0, rows, columns, False, True, ramp=True)


def _head(grid: Grid, table: Table, classes: Sequence[str], look: Look) -> None:
    corner = next((text for text in CORNERS if len(text) < table.left), "")
    grid.write(0, 0, corner, look.text)
    for column in range(table.columns if table.cell > 1 else 0):
        name = str(column + 1) if table.numbered else shorten(classes[column], table.cell - 1)
        name = name[-1] if table.ramp else name
        at = table.left + (column + 1) * table.cell - len(cells(name)) - table.bracketed
        grid.write(at, 0, name, look.text)
    if table.right:
        grid.write(table.left + table.columns * table.cell, 0, "found".rjust(table.right), look.text)


def _name(table: Table, classes: Sequence[str], row: int) -> str:
    if table.numbered and table.left <= len(str(len(classes))) + 1:
        return str(row + 1)
    return shorten(f"{row + 1} {classes[row]}" if table.numbered else classes[row], table.left - 1)


def _styles(index: int, table: Table, dark: bool, plain: bool) -> list[str]:
    """How a cell looks that has little to much of its row."""
    strong = (DARK if dark else LIGHT).strong
    if plain:
        return [strong] * LEVELS
    if table.ramp:
        return [color(index, dark)] * LEVELS
    return [f"{strong} on {each}" for each in shades(index, LEVELS, 0.12, 0.6, dark)]


def _ramp(share: float, table: Table) -> str:
    """A shade for the share of a row, in steps of a quarter; less than a twentieth counts as none."""
    return RAMP[min(int(4 * share + 0.8), 4)] * table.cell


def _text(count: int, right: bool, table: Table) -> str:
    number = str(count or "·")
    if table.bracketed:
        number = f"[{number}]" if right else f"{number} "
    return number.rjust(table.cell)


def _accuracy(counts: Counts) -> str:
    right, total = int(counts.trace()), int(counts.sum())
    return f"accuracy {100 * right / total:.1f} %: {right:,} of {total:,} examples are right"


def _words(counts: Counts, lost: int, classes: Sequence[str]) -> str:
    aside = f"; {lost:,} got no answer" if lost else ""
    if not counts.sum():
        return f"Confusion: nothing to show yet{aside}."
    parts = [_accuracy(counts)]
    totals = counts.sum(axis=1)
    recalls = np.divide(counts.diagonal(), totals, where=totals > 0, out=np.full(len(totals), np.inf))
    if len(classes) > 1:
        worst = int(recalls.argmin())
        parts.append(f"{classes[worst]} is found least, {100 * recalls[worst]:.0f} % of {totals[worst]:,}")
    wrong = counts - np.diag(counts.diagonal())
    if wrong.any():
        row, column = divmod(int(wrong.argmax()), len(classes))
        times = f"{wrong[row, column]:,} times" if wrong[row, column] > 1 else "once"
        parts.append(f"the most frequent mistake is {classes[column]} for {classes[row]}, {times}")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}{aside}."
