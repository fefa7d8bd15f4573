"""What the learner looks at closely on the bench: two inputs, a unit, a weight. Arrows move from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from engine.probes.places import Place
from engine.run import Run


@dataclass(frozen=True, slots=True)
class Chosen:
    """`inputs` are the places of the two that a picture is over. Layers count from 1, all else from 0.

    `source` is that of the weight into `unit`; the one after the last is the bias.
    """

    inputs: tuple[int, int] = (0, 1)
    layer: int = 1
    unit: int = 0
    source: int = 0

    def fitted(self, run: Run, kind: str) -> Self:
        """The same as far as the run has it, for this kind of picture."""
        layers = run.network.layers
        layer = min(self.layer, max(len(layers) - (kind == "unit"), 1))
        sources, units = layers[layer - 1].matrix.shape
        return replace(
            self,
            inputs=self.inputs if max(self.inputs) < len(run.data.inputs) else (0, 1),
            layer=layer,
            unit=min(self.unit, units - 1),
            source=min(self.source, sources - 1),
        )

    def moved(self, run: Run, kind: str, down: int, right: int) -> Self:
        """One step down or to the right, beginning anew after the last."""
        here = self.fitted(run, kind)
        sources, units = run.network.layers[here.layer - 1].matrix.shape
        match kind:
            case "regions":
                return replace(here, inputs=_other_inputs(here.inputs, len(run.data.inputs), down, right))
            case "unit":
                layer = (here.layer - 1 + down) % (len(run.network.layers) - 1) + 1
                return replace(here, layer=layer, unit=(here.unit + right) % units).fitted(run, kind)
        return replace(here, source=(here.source + down) % sources, unit=(here.unit + right) % units)

    def in_layer(self, run: Run, by: int) -> Self:
        """In the same place of another layer."""
        layer = (self.layer - 1 + by) % len(run.network.layers) + 1
        return replace(self, layer=layer).fitted(run, "weights")

    def place(self, run: Run) -> Place:
        """The weight or the bias, as the engine calls it."""
        if self.source == len(run.network.layers[self.layer - 1].matrix) - 1:
            return Place(self.layer, "bias", (self.unit,))
        return Place(self.layer, "weights", (self.source, self.unit))

    def weight(self, run: Run) -> float:
        """The value of the weight or of the bias."""
        return float(run.network.layers[self.layer - 1].matrix[self.source, self.unit])


def _other_inputs(inputs: tuple[int, int], count: int, down: int, right: int) -> tuple[int, int]:
    """The next input upward or across that the other axis does not show."""
    across, upward = inputs
    while right and ((across := (across + right) % count) == upward):
        pass
    while down and ((upward := (upward + down) % count) == across):
        pass
    return across, upward
