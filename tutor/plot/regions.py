"""Which class a network gives to every place of two inputs, with the examples on top.

A region fades where the network is unsure, so the border between two classes is seen as a pale band.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.palette import SERIES, between, color, marker
from tutor.plot.picture import Picture, cells
from tutor.plot.plane import Axis, Field, Piece, Plane
from tutor.plot.scale import Array
from tutor.plot.shades import GROUND, shades
from tutor.plot.slopes import HOLLOW

LEVELS = 5
FAINTEST, STRONGEST = 0.08, 0.44
WRONG = {True: "#F2F4F6", False: "#1B1F23"}
"""The background of an example that is answered wrongly: the brightest cell of a dark picture, and the reverse."""
FILLS, UNSURE, CROSS = "·░▒▓", " ", "✕"
CROWD = 0.3
"""The share of the cells that may carry an example; more would hide the regions."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Examples at (x, y) in the inputs' own units, with the right classes `truth` and those `said`, counted from 0.

    All four (examples,); a class that is no number, or not one of those shown, leaves its example out.
    """

    x: Array
    y: Array
    truth: Array
    said: Array
    test: bool = False

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the answer is the truth."""
        equal: NDArray[np.bool_] = np.equal(self.truth, self.said)
        return equal

    @property
    def text(self) -> str:
        """For example "78 of 84 test examples are right"."""
        return f"{int(self.right.sum())} of {len(self.x)} {'test' if self.test else 'training'} examples are right"


def regions(
    field: Field,
    x: Axis,
    y: Axis,
    classes: Sequence[str],
    points: Sequence[Points],
    width: int,
    height: int,
    *,
    dark: bool = True,
    plain: bool = False,
) -> Picture:
    """The class that gets most of what `field` hands out, (…, classes), at every place; shares between 0 and 1.

    Filled markers are training examples, hollow ones test examples; wrong answers stand on a glaring cell.
    `plain` is for terminals without colors: a class is a pattern, blank where it is unsure, and wrong is ✕.
    """
    plane = Plane(x, y, width, height, dark=dark, plain=plain)
    chances = plane.ask(field, len(classes))
    best, level = _winners(chances)
    inks = np.where(best < 0, 0, 1 + best * LEVELS + level)
    colors = [between(GROUND[dark], plane.look.rule, 0.5)]
    patterns = ["?"]
    for index in range(len(classes)):
        colors += shades(index, LEVELS, FAINTEST, STRONGEST, dark)
        patterns += [UNSURE] * 2 + [_fill(index, classes)] * (LEVELS - 2)
    plane.fill(inks, colors, patterns)
    _draw_points(plane, points, classes, dark)
    plane.legend(_legend(classes, points, dark, plain))
    return plane.picture(_words(x, y, classes, points, best))


def symbol(index: int, classes: Sequence[str]) -> str:
    """The marker of a class; a letter where there are more classes than markers."""
    if len(classes) <= len(SERIES):
        return marker(index)
    initials = [cells(name)[0] if cells(name) else "" for name in classes]
    told = len(set(initials)) == len(classes) and all(len(cells(each)) == 1 for each in initials)
    return initials[index] if told else chr(ord("a") + index % 26)


def _fill(index: int, classes: Sequence[str]) -> str:
    return FILLS[index] if len(classes) <= len(FILLS) else symbol(index, classes)


def _winners(chances: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The class with the largest share and how far it leads, in levels from 0; class -1 where there is no number."""
    rows, columns, classes = chances.shape
    if not classes:
        return np.full((rows, columns), -1), np.zeros((rows, columns), dtype=np.intp)
    known: NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(chances), axis=2)
    kept = np.where(known[..., None], chances, 0.0)
    best = kept.argmax(axis=2)
    most = kept.max(axis=2)
    np.put_along_axis(kept, best[..., None], -np.inf, axis=2)
    lead = np.clip(most - np.maximum(kept.max(axis=2), 0.0), 0.0, 1.0)
    return np.where(known, best, -1), np.minimum(lead * LEVELS, LEVELS - 1).astype(np.intp)


def _draw_points(plane: Plane, points: Sequence[Points], classes: Sequence[str], dark: bool) -> None:
    """Training examples first and wrong answers last, so that these are what stays on a shared cell."""
    found = [(one, np.flatnonzero(one.right == right)) for right in (True, False) for one in points]
    crowd = sum(len(chosen) for _, chosen in found)
    share = min(1.0, CROWD * plane.chart.width * plane.chart.height / max(crowd, 1))
    for one, chosen in found:
        chosen = chosen[np.linspace(0, len(chosen) - 1, math.ceil(len(chosen) * share)).astype(np.intp)]
        kinds = one.truth[chosen]
        columns, rows, inside = plane.places(one.x[chosen], one.y[chosen])
        inside &= (kinds >= 0) & (kinds < len(classes))
        right = bool(one.right[chosen].all())
        for column, row, kind in zip(columns[inside], rows[inside], kinds[inside].astype(np.intp), strict=True):
            sign = symbol(kind, classes)
            sign = HOLLOW.get(sign, sign) if one.test else sign
            if right:
                plane.put(column, row, sign, f"bold {color(kind, dark)}")
            elif plane.plain:
                plane.put(column, row, CROSS, "bold")
            else:
                plane.put(column, row, sign, f"bold {color(kind, not dark)}", WRONG[dark])


def _legend(classes: Sequence[str], points: Sequence[Points], dark: bool, plain: bool) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for index, name in enumerate(classes):
        fill = f" {_fill(index, classes)}" if plain else ""
        groups.append([(symbol(index, classes) + fill, color(index, dark)), (f" {name}", "")])
    if any(len(one.x) for one in points):
        box = (CROSS, "bold") if plain else (marker(0), f"bold {color(0, not dark)} on {WRONG[dark]}")
        groups.append([box, (" wrong", "")])
        if len(classes) <= len(SERIES) and any(one.test for one in points):
            groups.append([(HOLLOW[marker(0)], ""), (" test", "")])
    return groups


def _words(x: Axis, y: Axis, classes: Sequence[str], points: Sequence[Points], best: NDArray[np.intp]) -> str:
    shares = [f"{name} has {_percent(best, index)}" for index, name in enumerate(classes) if (best == index).any()]
    if (best < 0).any():
        shares.append(f"{_percent(best, -1)} has no answer")
    parts = [f"of the area {', '.join(shares)}"] if shares else []
    parts += [one.text for one in points if len(one.x)]
    return f"Over {x.text} and {y.text}: {'; '.join(parts) or 'nothing to show yet'}."


def _percent(best: NDArray[np.intp], index: int) -> str:
    return f"{100 * float((best == index).mean()):.0f} %"
