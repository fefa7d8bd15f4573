"""A histogram counts what the hidden units of a layer say, over all units and examples.
Piles at the ends of a squashing activation, or one pile at 0, tell at a glance that a layer is stuck."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.passes import LayerPass, Pass


@dataclass(frozen=True, eq=False)
class Histogram:
    """How often the units of hidden layer `layer`, counted from 1, said what.

    `counts` (bins,) belongs to the stretches between the `edges` (bins + 1,), the last one with both its ends.
    Activations outside the edges are in `below` and `above`, those that are no finite number in `not_finite`.
    `mean` and `deviation` are of all finite activations, NaN when there are none.
    """

    layer: int
    activation: str
    edges: Array
    counts: NDArray[np.int64]
    below: int
    above: int
    not_finite: int
    mean: float
    deviation: float


def histograms(seen: Pass, bins: int = 20, reach: tuple[float, float] | None = None) -> tuple[Histogram, ...]:
    """A histogram of the activations of each hidden layer, first to last, over all units and examples of a pass.

    The pass must have gone forward. `reach` is the lowest and the highest edge; otherwise they are the smallest
    and the greatest activation seen. ValueError when there is no bin, or the reach does not go upwards.
    """
    if bins < 1:
        raise ValueError(f"bins: {bins} are too few to count anything; give at least 1")
    if reach is not None and not -np.inf < reach[0] < reach[1] < np.inf:
        raise ValueError(f"reach: {reach[0]} to {reach[1]} is no range; give a lowest and a higher number")
    return tuple(_histogram(number, layer, bins, reach) for number, layer in enumerate(seen.layers[:-1], start=1))


def _histogram(number: int, layer: LayerPass, bins: int, reach: tuple[float, float] | None) -> Histogram:
    finite = layer.a[np.isfinite(layer.a)]
    low, high = reach or (float(finite.min(initial=np.inf)), float(finite.max(initial=-np.inf)))
    if reach is None:
        low, high = _apart(low, high)
    counts, edges = np.histogram(finite, bins, (low, high))
    with np.errstate(all="ignore"):
        mean, deviation = (float(finite.mean()), float(finite.std())) if finite.size else (np.nan, np.nan)
    for array in (counts, edges):
        array.flags.writeable = False
    return Histogram(
        layer=number,
        activation=layer.activation.name,
        edges=edges,
        counts=counts,
        below=int((finite < low).sum()),
        above=int((finite > high).sum()),
        not_finite=layer.a.size - finite.size,
        mean=mean,
        deviation=deviation,
    )


def _apart(low: float, high: float) -> tuple[float, float]:
    """The two ends, moved where they leave no room for bins between them or are not numbers to count between."""
    size = max(abs(low), abs(high))
    if low <= high and high - low <= max(1e-6 * size, 1e-300):
        low, high = low - max(0.5, 1e-3 * size), high + max(0.5, 1e-3 * size)
    return (low, high) if np.isfinite(high - low) and low < high else (-0.5, 0.5)
