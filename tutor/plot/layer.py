"""One layer of a network as the pictures take it, and the names that its weights and its units go by.

Layers count from 1 and units from 0, as everywhere in the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.activations import Array
from engine.probes.places import Place
from tutor.plot.scale import number


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """`matrix` (sources + 1, units) holds the weights and, as its last row, the biases."""

    activation: str
    matrix: Array

    @property
    def sources(self) -> int:
        return len(self.matrix) - 1

    @property
    def units(self) -> int:
        return int(self.matrix.shape[1])

    def value(self, source: int, unit: int) -> float:
        """The weight from a source below to a unit; its bias where `source` is one more than the last."""
        return float(self.matrix[source, unit])


def title(layer: int, layers: int, room: int) -> str:
    """What layer `layer` of so many is called in so many cells: "hidden 1", "h1", "output", "out"."""
    last = layer == layers
    names = ("output", "out", "o") if last else (f"hidden {layer}", f"h{layer}", str(layer))
    return next((name for name in names if len(name) <= room), "")


def place(layers: Sequence[Layer], layer: int, source: int, unit: int) -> Place:
    """The engine's place of a weight, or of a bias where `source` is one more than the last."""
    if source == layers[layer - 1].sources:
        return Place(layer, "bias", (unit,))
    return Place(layer, "weights", (source, unit))


def where(layers: Sequence[Layer], chosen: Place) -> tuple[int, int] | None:
    """(source, unit) of a place in its layer's matrix; None where these layers have no such weight or bias."""
    if not 1 <= chosen.layer <= len(layers) or chosen.kind not in ("weights", "bias"):
        return None
    layer = layers[chosen.layer - 1]
    source, unit = (layer.sources, *chosen.index) if chosen.kind == "bias" else chosen.index
    return (source, unit) if 0 <= source <= layer.sources and 0 <= unit < layer.units else None


def told(layers: Sequence[Layer], chosen: Place) -> str:
    """For example "layer 2, weights[0, 3] is 0.731", in full digits; empty where there is no such number."""
    found = where(layers, chosen)
    if found is None:
        return ""
    value = layers[chosen.layer - 1].value(*found)
    return f"{chosen.text} is {value:.6g}" if value == value else f"{chosen.text} is {number(value)}"
