"""The weights between the nodes of a drawn network: a line each, brighter and thicker the stronger the weight.

A weight is compared with the others into its layer. Where there are too many, only the strongest are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.plot.blocks import Inks, runs
from tutor.plot.canvas import DOTS_ACROSS, DOTS_DOWN
from tutor.plot.columns import Board
from tutor.plot.layer import Layer
from tutor.plot.lines import Lines, draw_lines
from tutor.plot.picture import Grid
from tutor.plot.scale import HUGE, Array
from tutor.plot.shades import NEGATIVE, POSITIVE, shade

STRENGTHS = (0.3, 0.6, 1.0)
"""How bright a weak, a middling and a strong weight is."""
CHOSEN = 2 * len(STRENGTHS)
"""The ink of a chosen weight, after those of all others."""
FAINT = 0.1
"""Weights below this share of the strongest into the same layer are left out."""
CROWD, FEWEST = 16, 6
"""There is a line for so many cells between two layers, but at least so many lines."""

Edge = tuple[int, int, int]
"""A weight as (layer, source, unit), the layer counted from 1."""


def draw_edges(
    grid: Grid, plan: Board, layers: Sequence[Layer], chosen: Collection[Edge], strong: str, dark: bool
) -> None:
    """Weak lines first, so that strong ones are whole and what is chosen lies on top."""
    gaps = [_gap(plan, layers, number, chosen) for number in range(1, len(plan.columns))]
    if not gaps:
        return
    places, weights, shares, picked = (np.concatenate(parts) for parts in zip(*gaps, strict=True))
    level = np.minimum(shares * len(STRENGTHS), len(STRENGTHS) - 1).astype(np.intp)
    inks = np.where(picked, CHOSEN, 2 * level + (weights > 0))
    seen = np.flatnonzero(picked | (shares > FAINT))
    seen = seen[np.argsort(inks[seen], kind="stable")]
    thick = seen[inks[seen] >= CHOSEN - 2]
    order = np.concatenate([seen, thick])
    x0, y0, x1, y1 = places[order].T
    below = np.repeat([0, 1], [len(seen), len(thick)])
    lines = Lines(x0, y0 + below, x1, y1 + below, inks[order], weights[order] < 0)
    styles = [shade(sign, strength, dark) for strength in STRENGTHS for sign in (NEGATIVE, POSITIVE)]
    _write(grid, *draw_lines(lines, grid.width, grid.height), [*styles, f"bold {strong}"])


def _gap(
    plan: Board, layers: Sequence[Layer], number: int, chosen: Collection[Edge]
) -> tuple[Inks, Array, Array, NDArray[np.bool_]]:
    """The lines into layer `number`: their ends in dots (lines, 4), weights, shares of the strongest, if chosen."""
    before, behind = plan.columns[number - 1], plan.columns[number]
    weights = layers[number - 1].matrix[np.ix_(before.units, behind.units)].ravel()
    known = np.isfinite(weights)
    weights = np.clip(np.where(known, weights, 0.0), -HUGE, HUGE)
    shares = np.abs(weights) / (np.abs(weights).max(initial=0.0) or 1.0)
    pairs = [(number, source, unit) for source in before.units for unit in behind.units]
    picked = np.array([pair in chosen for pair in pairs], dtype=bool) & known
    x0, x1 = DOTS_ACROSS * (before.left + plan.node), DOTS_ACROSS * behind.left - 1
    most = max((x1 - x0) // DOTS_ACROSS * plan.rows // CROWD, FEWEST)
    kept = np.argsort(shares + picked, kind="stable")[-most:]
    rows = np.array([(above, below) for above in before.rows for below in behind.rows], dtype=np.intp)
    y0, y1 = rows.reshape(-1, 2)[kept].T * DOTS_DOWN + 1
    ends = np.stack([np.full(len(kept), x0), y0, np.full(len(kept), x1), y1], axis=1)
    return ends, weights[kept], shares[kept], picked[kept]


def _write(grid: Grid, codes: Inks, inks: Inks, styles: Sequence[str]) -> None:
    for row, (line, ink) in enumerate(zip(codes, inks, strict=True)):
        for start, stop in runs(ink):
            if ink[start] >= 0:
                grid.write(start, row, "".join(map(chr, line[start:stop])), styles[ink[start]])
