"""Fine lines out of braille dots, two across and four down in every cell, drawn by plotext.

Only this file knows plotext: there is one figure for the whole process, so nothing else may draw on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DOTS_ACROSS, DOTS_DOWN = 2, 4  # dots in a cell

_COLOR = re.compile("\x1b\\[[0-9;]*m")


class Stroke(NamedTuple):
    """Points in dots from the bottom left corner, joined by a line or not. `ink` says whose they are."""

    ink: int
    x: Sequence[int]
    y: Sequence[int]
    joined: bool = True


class Cell(NamedTuple):
    """A cell with something on it: where, what, and the inks of all that passes through it, first to last."""

    column: int
    character: str
    inks: tuple[int, ...]


def draw(strokes: Iterable[Stroke], width: int, height: int) -> list[list[Cell]]:
    """The strokes on `width` × `height` cells, top row first.

    A cell has one color, but dots of several lines: plotext is given everything as one shape, so that no line
    loses its dots to another, and each cell's inks are found here.
    """
    strokes = [stroke for stroke in strokes if len(stroke.x)]
    if width < 1 or height < 1 or not strokes:
        return [[] for _ in range(height)]
    covered: dict[int, NDArray[np.bool_]] = {}
    for stroke in strokes:
        _cover(stroke, covered.setdefault(stroke.ink, np.zeros((height, width), dtype=bool)))
    rows = _build(strokes, width, height).splitlines()
    inks = tuple(covered)
    owned = np.stack(list(covered.values()), axis=-1)
    return [
        [
            Cell(
                column,
                character,
                tuple(ink for ink, own in zip(inks, owned[row, column], strict=True) if own),
            )
            for column, character in _filled(text)
        ]
        for row, text in enumerate(rows)
    ]


def _build(strokes: Sequence[Stroke], width: int, height: int) -> str:
    plot = _plotext()
    plot.clear_figure()
    plot.limit_size(False, False)  # it would clip to the terminal it finds
    plot.plotsize(width, height)
    plot.theme("clear")
    plot.frame(False)
    plot.xticks([])
    plot.yticks([])
    plot.xlim(0, DOTS_ACROSS * width - 1)
    plot.ylim(0, DOTS_DOWN * height - 1)
    lines = [stroke for stroke in strokes if stroke.joined]
    x = list(chain.from_iterable((*line.x, None) for line in lines))  # None lifts the pen
    y = list(chain.from_iterable((*line.y, None) for line in lines))
    for stroke in strokes:
        if not stroke.joined:
            x += chain.from_iterable((value, None) for value in stroke.x)
            y += chain.from_iterable((value, None) for value in stroke.y)
    plot.plot(x, y, marker="braille")
    built: str = plot.build()
    return built


def _plotext() -> ModuleType:
    import plotext  # type: ignore[import-untyped]  # here because it takes 45 ms and a page of prose needs none

    module: ModuleType = plotext
    return module


def _cover(stroke: Stroke, cells: NDArray[np.bool_]) -> None:
    """Mark the cells a stroke passes through, walking as plotext does: a dot a step along the longer way."""
    x, y = np.asarray(stroke.x, dtype=np.float64), np.asarray(stroke.y, dtype=np.float64)
    if stroke.joined and x.size > 1:
        across, up = np.diff(x), np.diff(y)
        steps = np.maximum(np.maximum(np.abs(across), np.abs(up)), 1).astype(np.intp)
        segment = np.repeat(np.arange(steps.size), steps)
        along = np.arange(segment.size) - np.repeat(np.cumsum(steps) - steps, steps)
        x = np.append(x[:-1][segment] + along * (across / steps)[segment], x[-1])
        y = np.append(y[:-1][segment] + along * (up / steps)[segment], y[-1])
    columns = x.astype(np.intp) // DOTS_ACROSS
    rows = cells.shape[0] - 1 - y.astype(np.intp) // DOTS_DOWN
    inside = (columns >= 0) & (columns < cells.shape[1]) & (rows >= 0) & (rows < cells.shape[0])
    cells[rows[inside], columns[inside]] = True


@lru_cache(maxsize=4096)
def _filled(row: str) -> tuple[tuple[int, str], ...]:
    """The cells of a row, as plotext writes it, that are not blank."""
    return tuple((column, character) for column, character in enumerate(_COLOR.sub("", row)) if character != " ")
