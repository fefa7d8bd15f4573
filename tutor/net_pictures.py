"""The pictures of one network: its regions, its units, its weights, its mistakes, drawn from a run as it stands.

A picture asks the network when it is drawn, so it shows the epoch that the run has come to by then.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.activations import Array
from engine.data.datasets import Target
from engine.probes.places import Place
from engine.run import Run
from tutor import plot
from tutor.net_fields import Answers, answered, axis, field, head_answers, said_by_all, spread, unit
from tutor.pictures import Draw


def regions_of(
    run: Run,
    inputs: tuple[int, int] = (0, 1),
    head: int = 0,
    column: int = 0,
    *,
    dark: bool = True,
    plain: bool = False,
) -> Draw:
    """What a head says over two of the inputs: its classes, one label's yes and no, or one number as a surface.

    `column` picks the label or number where a head has several. IndexError when there is no such input or head.
    """
    target = run.data.targets[head]
    if target.is_number:
        return _surface(run, inputs, head, column, dark, plain)
    x, y = (axis(run, place) for place in inputs)
    names = class_names(target, column)
    read = head_answers(run, head)
    shares = field(run, inputs, lambda seen: _shares(target, column, read(seen).T).T)

    def draw(width: int, height: int) -> plot.Picture:
        points = []
        for each in answered(run, head):
            across, upward = (each.raw[:, place] for place in inputs)
            points.append(plot.Points(across, upward, *_places(target, column, each), each.test))
        return plot.regions(shares, x, y, names, points, width, height, dark=dark, plain=plain)

    return draw


def class_names(target: Target, column: int = 0) -> Sequence[str]:
    """The classes of a head; of a label, not having it and having it."""
    if target.is_labels:
        label = target.columns[column].label
        return (f"not {label}", label)
    return target.classes


def _shares(target: Target, column: int, said: Array) -> Array:
    """(examples, classes) out of a head's answers or truths (examples, outputs); one output is the last class's."""
    said = said[:, [column]] if target.is_labels else said
    return np.concatenate([1.0 - said, said], axis=1) if said.shape[1] == 1 else said


def _places(target: Target, column: int, given: Answers) -> tuple[Array, Array]:
    """The true class and the one said of each example, (examples,); NaN where the answer is no number."""
    truth, said = (_shares(target, column, each).argmax(axis=1) for each in (given.truth, given.said))
    return truth.astype(np.float64), np.where(np.isfinite(given.said).all(axis=1), said, np.nan)


def _surface(run: Run, inputs: tuple[int, int], head: int, column: int, dark: bool, plain: bool) -> Draw:
    target, data, read = run.data.targets[head], run.data, head_answers(run, head)
    x, y = (axis(run, place) for place in inputs)
    of = target.columns[column]
    scale = 1.0 if of.classes else data.unit
    name = f"{of.label}, {of.unit}" if of.unit else of.label
    values = field(run, inputs, lambda seen: read(seen)[[column]] * scale)

    def draw(width: int, height: int) -> plot.Picture:
        samples = []
        for each in answered(run, head):
            across, upward = (each.raw[:, place] for place in inputs)
            truth, said = (numbers[:, column] * scale for numbers in (each.truth, each.said))
            samples.append(plot.Samples(across, upward, truth, said, each.test))
        return plot.surface(values, x, y, samples, width, height, name=name, dark=dark, plain=plain)

    return draw


def unit_of(
    run: Run,
    layer: int,
    place: int,
    inputs: tuple[int, int] = (0, 1),
    *,
    dark: bool = True,
    plain: bool = False,
) -> Draw:
    """What one unit of hidden layer `layer`, counted from 1, says over two of the inputs; units count from 0."""
    x, y = (axis(run, each) for each in inputs)
    seen = field(run, inputs, unit(layer, place))
    activation = run.network.layers[layer - 1].activation
    name = f"unit {place} of hidden {layer} ({activation})"
    return lambda width, height: plot.unit_view(seen, x, y, width, height, name=name, dark=dark, plain=plain)


def layers_of(run: Run) -> tuple[plot.Layer, ...]:
    """The layers of a run's network, over its own memory: what is drawn later shows what it has learned by then."""
    return tuple(plot.Layer(layer.activation, layer.matrix) for layer in run.network.layers)


def weights_of(run: Run, chosen: Place | None = None, *, dark: bool = True, plain: bool = False) -> Draw:
    """All weights and biases; `plot.weight_at` over `layers_of` tells which one a click is on."""
    layers = layers_of(run)
    return lambda width, height: plot.weights(layers, width, height, chosen=chosen, dark=dark, plain=plain)


def confusion_of(run: Run, head: int = 0, column: int = 0, *, dark: bool = True, plain: bool = False) -> Draw:
    """What a head says to the test examples of each class; `column` picks the label where it has several.

    ValueError when the head answers with a number.
    """
    target = run.data.targets[head]
    if target.is_number:
        raise ValueError(f"{target.name}: a number has no classes to be confused")
    names = class_names(target, column)

    def draw(width: int, height: int) -> plot.Picture:
        truth, said = _places(target, column, answered(run, head)[1])
        return plot.confusion(truth, said, names, width, height, dark=dark, plain=plain)

    return draw


def histograms_of(run: Run, *, dark: bool = True) -> Draw:
    """What the units of each hidden layer say to the training examples, and how many of them are stuck.

    Activations with a floor and a ceiling are counted between these, all others over one common range.
    """

    def draw(width: int, height: int) -> plot.Picture:
        counted = spread(run)
        stuck = zip(counted, run.frame.dead, run.frame.saturated, strict=True)
        return plot.histograms([plot.Spread(*each) for each in stuck], width, height, dark=dark)

    return draw


def network_of(run: Run, x: Array | None = None, chosen: Sequence[Place] = (), *, dark: bool = True) -> Draw:
    """The network with its weights; `x` (inputs,), standardized, is an example whose numbers stand in the nodes."""
    layers, data = layers_of(run), run.data
    outputs = [name for target in data.targets for name in _output_names(target)]

    def draw(width: int, height: int) -> plot.Picture:
        values = [] if x is None else said_by_all(run.network, x)
        names = [column.label for column in data.inputs]
        return plot.network(
            layers, width, height, inputs=names, outputs=outputs, values=values, chosen=chosen, dark=dark
        )

    return draw


def _output_names(target: Target) -> Sequence[str]:
    """What each output of a head stands for."""
    if target.right - target.left == len(target.classes):
        return target.classes
    return [column.classes[-1] if target.classes else column.label for column in target.columns]
