"""The numbers of the chain explorer: one example traced through a network as it was after an epoch.

The product of the factors stands beside what backprop says and beside what moving the weight shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.activations import Array
from engine.network import Network
from engine.probes.chain import Trace
from engine.probes.gradient_check import check_gradient
from engine.probes.places import Place
from engine.probes.trace import trace
from tutor.explorers.kept_run import KeptRun


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight by its layer, counted from 1, its `source`, None for the bias, and its `target`, counted from 0."""

    layer: int
    source: int | None
    target: int

    @property
    def place(self) -> Place:
        """Where pictures of the network mark it."""
        if self.source is None:
            return Place(self.layer, "bias", (self.target,))
        return Place(self.layer, "weights", (self.source, self.target))

    def among(self, network: Network) -> int:
        """Its place among all parameters; in the matrix of a layer the biases are the last row."""
        before = sum(layer.matrix.size for layer in network.layers[: self.layer - 1])
        layer = network.layers[self.layer - 1]
        row = layer.n_inputs if self.source is None else self.source
        return before + row * layer.units + self.target


@dataclass(frozen=True, eq=False)
class Numbers:
    """One weight and one example: every factor, what backprop says, and what moving the weight shows.

    `x` (inputs,), `y` and `said` (outputs,) are in network units; `sums` and `values` are what the units of each
    layer came to, (units,) each, and `mean` is the gradient over all training examples, 1/m included.
    """

    network: Network
    trace: Trace
    value: float
    backprop: float
    measured: float
    mean: float
    x: Array
    y: Array
    sums: tuple[Array, ...]
    values: tuple[Array, ...]

    @property
    def said(self) -> Array:
        return self.values[-1]


@lru_cache(maxsize=64)
def numbers(run: KeptRun, epoch: int, weight: Weight, example: int) -> Numbers:
    """The numbers of a weight after a kept epoch, for a training example counted from 0."""
    data = run.data
    with np.errstate(all="ignore"):
        alone = run.pass_at(epoch, only=example)
        network = alone.network
        x, truth = run.seen_by(example)
        index = weight.among(network)
        sums = tuple(layer.z[:, 0].copy() for layer in alone.layers)
        values = tuple(layer.a[:, 0].copy() for layer in alone.layers)
        checked = check_gradient(alone, x, truth, among=[index])
        mean = float(run.pass_at(epoch).network.gradient[index])
        found = trace(
            network,
            run.experiment.loss,
            data.x_train[example],
            data.y_train[example],
            layer=weight.layer,
            source=weight.source,
            target=weight.target,
            mask=None if data.masks_train is None else data.masks_train[example],
        )
    return Numbers(
        network=network,
        trace=found,
        value=float(network.parameters[index]),
        backprop=float(checked.gradient[0]),
        measured=float(checked.measured[0]),
        mean=mean,
        x=data.x_train[example],
        y=data.y_train[example],
        sums=sums,
        values=values,
    )
