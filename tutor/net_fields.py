"""What the network of a run says over two of its inputs, and what it said to its examples.

All other inputs are held at their mean over the training examples, but for those made of the two, which move with
them; the examples keep their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.losses import FROM_LOGITS
from engine.network import Network
from engine.passes import Pass
from engine.probes.histograms import Histogram, histograms
from engine.run import Run
from tutor.plot import Axis, Field

MARGIN = 0.05
"""How far a plane goes beyond the examples, as a share of their range."""
HELD = 1_000_000
"""How many numbers each layer's array of a pass may hold in all."""
WORK = 60_000_000
"""So many weights may be multiplied for one picture; a larger network is asked at fewer places."""
BINS = 24

Read = Callable[[Pass], Array]
"""Takes what is wanted from a pass that has gone forward, (numbers, examples)."""


class Answers(NamedTuple):
    """A head's answers to the training or the test examples, and the truths, both (examples, numbers).

    `raw` (examples, inputs) are the inputs in their own units.
    """

    raw: Array
    truth: Array
    said: Array
    test: bool


def axis(run: Run, place: int) -> Axis:
    """Input number `place`, as far as the run's examples go and a little further."""
    values = np.concatenate([run.data.raw_train[:, place], run.data.raw_test[:, place]])
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or 0.5
    column = run.data.inputs[place]
    return Axis(column.label, low - margin, high + margin, column.unit)


def field(run: Run, inputs: tuple[int, int], read: Read) -> Field:
    """What `read` finds everywhere over these two inputs, asked of the network as it then stands."""

    def ask(across: Array, upward: Array) -> Array:
        work = run.network.parameters.size * across.size * upward.size
        every = max(1, math.ceil(math.sqrt(work / WORK)))
        fewer = np.meshgrid(across[_middles(across.size, every)], upward[_middles(upward.size, every)])
        x = run.data.standardize(_examples(run, inputs, np.stack(fewer, axis=-1).reshape(-1, 2)))
        said = heard(run.network, x, read).reshape(*fewer[0].shape, -1)
        return said[np.arange(upward.size) // every][:, np.arange(across.size) // every]

    return ask


def _examples(run: Run, inputs: tuple[int, int], values: Array) -> Array:
    """(examples, inputs) with values (examples, 2) of two, what is made of these, and the rest at its mean."""
    columns = run.data.inputs
    raw = np.tile(run.data.mean, (len(values), 1))
    raw[:, inputs] = values
    made = {column.name: raw[:, place] for place, column in enumerate(columns)}
    shown = {columns[place].name for place in inputs}
    for place, column in enumerate(columns):
        sources = set(column.feature.of) if column.feature and place not in inputs else set()
        if sources & shown and sources <= made.keys():
            raw[:, place] = column.values(made)
    return raw


def heard(network: Network, x: Array, read: Read) -> Array:
    """What `read` finds when the network answers x (examples, inputs), some at a time; (examples, numbers)."""
    rows = _at_once(network)
    parts = []
    with np.errstate(all="ignore"):
        for start in range(0, len(x), rows):
            network.forward(x[start : start + rows])
            parts.append(read(network.on(len(x[start : start + rows]))).T.copy())
    return np.concatenate(parts)


def head_answers(run: Run, head: int) -> Read:
    """The answers of one head as shares or numbers: what a loss from logits does to them is done here too."""
    target, bend = run.data.targets[head], FROM_LOGITS.get(run.experiment.loss[head].name)

    def read(seen: Pass) -> Array:
        said = seen.output.a[target.left : target.right]
        return ACTIVATIONS[bend].function(said.T).T if bend else said

    return read


def unit(layer: int, place: int) -> Read:
    """The activation and the sum of a unit of hidden layer `layer`, counted from 1."""
    return lambda seen: np.stack([seen.layers[layer - 1].a[place], seen.layers[layer - 1].z[place]])


def answered(run: Run, head: int) -> list[Answers]:
    """What one head says to the training and to the test examples for which it counts."""
    data, target, found = run.data, run.data.targets[head], []
    for raw, x, y, masks, test in (
        (data.raw_train, data.x_train, data.y_train, data.masks_train, False),
        (data.raw_test, data.x_test, data.y_test, data.masks_test, True),
    ):
        counts = np.ones(len(x), dtype=bool) if masks is None else masks[:, head] == 1.0
        said = heard(run.network, x, head_answers(run, head))
        found.append(Answers(raw[counts], target.of(y)[counts], said[counts], test))
    return found


def said_by_all(network: Network, x: Array) -> list[Array]:
    """What one example x (inputs,) makes the inputs and the units of each layer say, (units,) each."""
    with np.errstate(all="ignore"):
        network.forward(x[None, :])
    return [x, *(layer.a[:, 0].copy() for layer in network.on(1).layers)]


def spread(run: Run) -> tuple[Histogram, ...]:
    """What the units of each hidden layer say to the training examples, or to as many as can be held at once."""
    x = run.data.x_train[: _at_once(run.network)]
    with np.errstate(all="ignore"):
        run.network.forward(x)
    return spread_of(run.network.on(len(x)))


def spread_of(seen: Pass) -> tuple[Histogram, ...]:
    """What the units of each hidden layer have said in a pass.

    Layers of one activation are counted over one range: from its floor to its ceiling, where it has both.
    """
    with np.errstate(all="ignore"):
        found = {each.layer: each for each in histograms(seen, BINS)}
        for name in {each.activation for each in found.values()}:
            alike = [each for each in found.values() if each.activation == name]
            low, high = ACTIVATIONS[name].low, ACTIVATIONS[name].high
            if not math.isfinite(high - low):
                low, high = (pick(float(each.edges[end]) for each in alike) for pick, end in ((min, 0), (max, -1)))
            counted = histograms(seen, BINS, (low, high))
            found |= {each.layer: counted[each.layer - 1] for each in alike}
    return tuple(found.values())


def _at_once(network: Network) -> int:
    """How many examples a pass may hold."""
    return max(HELD // sum(layer.units + 1 for layer in network.layers), 1)


def _middles(count: int, every: int) -> list[int]:
    """The middle of every stretch of `every` places."""
    return [min(start + every // 2, count - 1) for start in range(0, count, every)]
