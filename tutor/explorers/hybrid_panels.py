"""The pictures of the hybrid loss explorer: losses and gradients of all terms, and one example with its answers."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.activations import Array
from engine.data.detector import PITCH, PIXELS, image
from engine.run import Run, Status
from tutor import plot
from tutor.explorers.hybrid_told import Part, answers, asked, example_costs, losses
from tutor.explorers.scene import Draw
from tutor.numbers import short

BOX = ("x", "y", "size")
NOTHING = (nan, nan, nan)
SURE = 0.5
"""From this chance of an object on, the network says that there is one."""


def curves(run: Run, cursor: int, dark: bool) -> Draw:
    """The test loss of every term, with the epoch that is looked at."""

    def draw(width: int, height: int) -> plot.Picture:
        broke, found = run.status is Status.DIVERGED, []
        for place, target in enumerate(run.data.targets):
            epochs, values = losses(run, place)
            found.append(plot.Curve(target.name, place, values, broke, epochs))
        return plot.loss_curves(found, width, height, log=True, last=run.experiment.epochs, cursor=cursor, dark=dark)

    return draw


def shares(found: Sequence[Part], dark: bool) -> Draw:
    """How long the gradient of every term is, beside the others."""
    rows = [
        plot.Bar(part.name, place, part.share, f"{part.percent}, {short(part.length)} long")
        for place, part in enumerate(found)
    ]
    told = ", ".join(f"{bar.label} {bar.text}" for bar in rows)
    words = f"In the hidden layers that all heads share, the gradient of each term has this share of all: {told}."
    return lambda width, height: plot.bars(rows, width, height, words, dark=dark)


def looked_at(run: Run, epoch: int, example: int, dark: bool) -> Draw | None:
    """A test example that is an image, with the box that is true and the one that was said; None for other data."""
    if tuple(column.name for column in run.data.inputs) != PIXELS:
        return None
    pixels = image(run.data.raw_test[example])
    both = {"true": run.data.y_test[example], "said": answers(run, epoch, example)}
    found, told = [], []
    for index, (label, numbers) in enumerate(both.items()):
        box = _box(run, numbers)
        found.append(plot.Box(label if box else f"{label}: nothing", index, *(box or NOTHING)))
        told.append(
            f"{label}: x {short(box[0])}, y {short(box[1])}, size {short(box[2])}" if box else f"{label}: nothing"
        )
    words = f"Test example {example + 1}. {'; '.join(told)}. A pixel is {PITCH:g} wide, the image reaches from −1 to 1."
    return lambda width, height: plot.boxes(pixels, found, width, height, words, dark=dark)


def _box(run: Run, numbers: Array) -> tuple[float, float, float] | None:
    """x, y and size among the numbers of all heads; None where they say that there is no object."""
    heads = run.data.targets
    places = {column.name: target.left + at for target in heads for at, column in enumerate(target.columns)}
    seen = next((target for target in heads if target.name == "object"), None)
    if seen and not numbers[seen.right - 1] > SURE:  # of two outputs, the second one is for an object
        return None
    if not set(BOX) <= set(places):
        return None
    x, y, size = (float(numbers[places[name]]) * run.data.unit for name in BOX)
    return x, y, size


def targets(run: Run, epoch: int, example: int, counted: Array | None) -> RenderableType:
    """Truth and answer of every target of a test example, and its loss; what the mask leaves out is struck out.

    `counted` (test examples, heads) is 1 where there is a truth; None: everywhere.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(*(Text(head, "dim") for head in ("target", "truth", "said", "counts")))
    found = asked(run, epoch, example, counted)
    for each in found:
        style = "" if each.counts else "dim strike"
        sign = ("✔" if each.real else "✔ no truth") if each.counts else "✘ masked"
        table.add_row(each.name, Text(each.truth, style), Text(each.said, style), sign)
    masks, terms, total = run.data.masks_test, [], 0.0
    for place, (term, cost) in enumerate(zip(run.experiment.loss, example_costs(run, epoch, example), strict=True)):
        out = masks is not None and not masks[example, place]
        terms.append(f"{term.weight:g} × ✘" if out else f"{term.weight:g} × {short(cost)}")
        total += term.weight * cost
    told = [f"Loss of this example: {' + '.join(terms)} = {short(total)}"]
    if not all(each.counts for each in found):
        told.append("What is struck out has no truth here. Its gradient is 0: nothing is learned from it.")
    elif not all(each.real for each in found):
        told.append("Without the mask, what only fills the table is learned as if it were the truth.")
    return Group(table, Text(), *map(Text, told))
