"""A look into a run of the swap explorer after an epoch: the numbers of the swapped layer and of the output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.losses import FROM_LOGITS
from engine.network import length
from engine.passes import LayerPass
from engine.probes.output_loss import multiple_of
from engine.run import Run
from tutor.explorers.kept_run import KeptRun


@dataclass(frozen=True, eq=False)
class Look:
    """Numbers of one run after an epoch, over all training examples; arrays (units, examples), of hidden layer `layer`.

    `answers`, `truths` and `dz` (outputs, examples) are of the output layer, dz for each example without the 1/m.
    For each head, `times` is the number that times A − Y is dz, or None, and `apart` how far they are apart.
    `gradients` are the lengths of each layer's d(loss)/d(weights), `shapes` those of all arrays of the pass.
    """

    z: Array
    a: Array
    slope: Array
    answers: Array
    truths: Array
    dz: Array
    times: tuple[float | None, ...]
    apart: tuple[float, ...]
    gradients: tuple[float, ...]
    shapes: tuple[tuple[int, ...], ...]


@lru_cache(maxsize=8)
def look(run: KeptRun, epoch: int, layer: int) -> Look:
    """A look into the run as it was after a kept epoch."""
    with np.errstate(all="ignore"):
        seen = run.pass_at(epoch)
        hidden, output = seen.layers[layer - 1], seen.output
        truths = run.data.y_train.T
        dz = output.dz * seen.rows
        times, apart = zip(*_against_errors(run, output, dz, truths), strict=True)
        lengths = tuple(length(each.layer.d_weights.ravel()) for each in seen.layers)
    arrays = ((each.z, each.a, each.dz, each.layer.d_weights, each.layer.d_bias) for each in seen.layers)
    forms = tuple(array.shape for each in arrays for array in each)
    return Look(hidden.z, hidden.a, hidden.slope, output.a, truths, dz, times, apart, lengths, forms)


def _against_errors(run: Run, output: LayerPass, dz: Array, truths: Array) -> Iterator[tuple[float | None, float]]:
    """For each head, the number that times A − Y is dZ, with the largest difference; None and NaN without one.

    Of a loss from logits, A is the chance that it makes of the answer.
    """
    left = 0
    for place, (head, term) in enumerate(zip(run.experiment.net.heads, run.experiment.loss, strict=True)):
        own = slice(left, left + head.units)
        left = own.stop
        inside = FROM_LOGITS.get(term.name)
        said = output.a[own] if inside is None else ACTIVATIONS[inside].function(output.a[own].T).T
        counts = 1.0 if run.data.masks_train is None else run.data.masks_train[:, place]
        errors, slopes = ((said - truths[own]) * counts).ravel(), dz[own].ravel()
        times = multiple_of(slopes, errors)
        yield times, np.nan if times is None else float(np.abs(slopes - times * errors).max())
