"""A network as it is drawn on a board: a column of nodes for each layer, and a line for every weight between them.

A positive weight is a solid orange line, a negative one a dashed blue line; a node can hold what it says.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import groupby

import numpy as np

from engine.probes.places import Place
from tutor.plot.chart import DARK, LIGHT, Look
from tutor.plot.columns import Board, Column, board
from tutor.plot.edges import draw_edges
from tutor.plot.layer import Layer, title, told, where
from tutor.plot.picture import Grid, Picture, cells, shorten
from tutor.plot.scale import Array, number
from tutor.plot.shades import two_sided

STEPS = 3
POSITIVE, OTHER = "●", "○"
MOST_TOLD = 6
"""Outputs and weights that the words name."""


def network(
    layers: Sequence[Layer],
    width: int,
    height: int,
    *,
    inputs: Sequence[str] = (),
    outputs: Sequence[str] = (),
    values: Sequence[Array] = (),
    chosen: Sequence[Place] = (),
    dark: bool = True,
) -> Picture:
    """The layers from left to right, the inputs before them; units that do not fit are counted.

    `values` are what one example makes the inputs and the units of each layer say, (units,) each. `chosen`
    weights and biases stand out, as a path or alone. `inputs` and `outputs` are names of the first and last nodes.
    """
    grid, look = Grid(width, height), DARK if dark else LIGHT
    edges = {(place.layer, *found) for place in chosen if (found := where(layers, place))}
    touched = {(layer, unit) for layer, _, unit in edges}
    touched |= {(layer - 1, source) for layer, source, _ in edges if source < layers[layer - 1].sources}
    plan = board(layers, width, height, inputs=inputs, outputs=outputs, kept=touched, numbers=bool(values))
    draw_edges(grid, plan, layers, edges, look.strong, dark)
    for place, column in enumerate(plan.columns):
        _draw_caption(grid, plan, place, layers, look)
        said = values[place] if place < len(values) else np.empty(0)
        marked = {unit for at, unit in touched if at == place}
        _draw_nodes(grid, plan, column, said, marked, look, dark)
    _draw_names(grid, plan, inputs, outputs, look)
    return Picture(grid.rows(), _words(layers, values, outputs, chosen))


def _draw_caption(grid: Grid, plan: Board, place: int, layers: Sequence[Layer], look: Look) -> None:
    """Above the nodes: what the layer is called and, below that, how many units it has and which activation."""
    room = min(max(plan.apart - 1, 1), 12)
    narrow = room - (plan.node == 1)
    if place:
        layer = layers[place - 1]
        names = title(place, len(layers), narrow), layer.activation
        count = f"{layer.units} {layer.activation}"
    else:
        names, count = ("inputs" if room >= 10 else "in", ""), str(layers[0].sources)
    texts = (names[0], count if len(count) <= narrow else names[1])
    for row, text in enumerate(texts[: plan.top]):
        text = shorten(text, room)
        at = plan.columns[place].left + (plan.node - len(text)) // 2
        grid.write(min(max(at, 0), max(grid.width - len(text), 0)), row, text, look.text)


def _draw_nodes(
    grid: Grid, plan: Board, column: Column, said: Array, marked: Collection[int], look: Look, dark: bool
) -> None:
    known = np.abs(said[np.isfinite(said)])
    full = float(known.max(initial=0.0)) or 1.0
    colors = two_sided(STEPS, 0.6, dark)
    for unit, row in zip(column.units, column.rows, strict=True):
        style = f"bold reverse {look.strong}" if unit in marked else look.strong
        text = POSITIVE
        if unit < len(said):
            value = float(said[unit])
            share = value / full if math.isfinite(value) else 0.0
            if plan.node > 1:
                text = fitting(value).center(plan.node)
                style += "" if unit in marked else f" on {colors[STEPS + round(STEPS * share)]}"
            else:
                text = POSITIVE if value > 0 else OTHER
        grid.write(column.left, row, text, style)
    if column.folded:
        room = max(plan.apart - 1, 1)
        texts = (f"… {column.folded} more", f"+{column.folded}", "…")
        text = next(each for each in texts if len(each) <= max(room, 1))
        at = column.left + (plan.node - len(text)) // 2
        grid.write(min(max(at, 0), max(grid.width - len(text), 0)), column.fold, text, look.text)


def _draw_names(grid: Grid, plan: Board, inputs: Sequence[str], outputs: Sequence[str], look: Look) -> None:
    if plan.before:
        for unit, row in zip(plan.columns[0].units, plan.columns[0].rows, strict=True):
            if unit < len(inputs):
                name = shorten(inputs[unit], plan.before - 1)
                grid.write(plan.before - 1 - len(cells(name)), row, name, look.text)
    if plan.behind:
        left = plan.columns[-1].left + plan.node + 1
        for unit, row in zip(plan.columns[-1].units, plan.columns[-1].rows, strict=True):
            if unit < len(outputs):
                grid.write(left, row, shorten(outputs[unit], plan.behind - 1), look.text)


def fitting(value: float) -> str:
    """A number in five cells at the most: 0.73, -12.4, 1e+20."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"
    for text in (f"{value:.2f}", f"{value:.1f}", f"{value:.0f}", f"{value:.0e}".replace("e+0", "e").replace("e+", "e")):
        if len(text) <= 5:
            return "0.00" if text == "-0.00" else text
    return "-big" if value < 0 else "big"


def _words(layers: Sequence[Layer], values: Sequence[Array], outputs: Sequence[str], chosen: Sequence[Place]) -> str:
    if not layers:
        return "Network: nothing to show yet."
    parts = [f"{layers[0].sources} input{'s' * (layers[0].sources != 1)}"]
    places = range(1, len(layers))
    for (units, name), alike in groupby(places, lambda place: (layers[place - 1].units, layers[place - 1].activation)):
        first, *more = alike
        parts.append(f"hidden {first}{f' to {more[-1]}' if more else ''} of {units} {name}{' each' if more else ''}")
    parts.append(f"output of {layers[-1].units} {layers[-1].activation}")
    said = [f"A network of {', '.join(parts)}", *_strongest(layers)]
    if len(values) > len(layers):
        answers = np.asarray(values[-1], dtype=np.float64)
        told_of = sorted(np.argsort(-np.nan_to_num(answers), kind="stable")[:MOST_TOLD].tolist())
        names = [outputs[place] if place < len(outputs) else f"output {place}" for place in told_of]
        parts = [f"{name}: {number(answers[place])}" for name, place in zip(names, told_of, strict=True)]
        said.append(f"for this example it says {', '.join(parts)}")
    said += [text for place in chosen[:MOST_TOLD] if (text := told(layers, place))]
    return f"{'; '.join(said)}."


def _strongest(layers: Sequence[Layer]) -> list[str]:
    """The weight furthest from 0, if there is one."""
    best: tuple[float, Place] | None = None
    for place, layer in enumerate(layers, start=1):
        sizes = np.nan_to_num(np.abs(layer.matrix[:-1]), nan=-1.0)
        if sizes.size and (best is None or sizes.max() > best[0]):
            source, unit = divmod(int(sizes.argmax()), layer.units)
            best = float(sizes.max()), Place(place, "weights", (source, unit))
    return [f"the strongest weight is {told(layers, best[1]).replace(' is ', ', ')}"] if best else []
