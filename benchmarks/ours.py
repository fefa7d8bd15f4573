"""The project's engine as a contender: it trains a workload just as a run does, shuffles and losses included.
Everything that the benchmark knows about the engine's insides is in this file."""

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.workloads import HALF_SQUARED, Train, Workload
from engine.batches import Batches
from engine.lockstep import Lockstep, fit_together
from engine.network import Network
from engine.optimizers import OPTIMIZERS
from engine.specs import LayerSpec, LossTerm, NetSpec
from engine.training import Trainer


def trainer(workload: Workload) -> Train:
    """One network, from `workload.start()`."""
    step = _trainer(workload, entrant=0).step

    def train(steps: int) -> Sequence[float]:
        with np.errstate(all="ignore"):
            return [step() for _ in range(steps)]

    return train


def race(workload: Workload, entrants: int) -> Callable[[int], Sequence[Sequence[float]]]:
    """So many networks of one shape trained together; for every step the loss of each.

    The first entrant is the network that `trainer` trains, on the same batches; the others differ in their start.
    Training goes by whole epochs.
    """
    trainers = [_trainer(workload, entrant) for entrant in range(entrants)]
    together = Lockstep(trainers) if fit_together(trainers) else None

    def epoch() -> Sequence[Sequence[float]]:
        return together.epoch() if together else list(zip(*(each.epoch() for each in trainers), strict=True))

    def train(steps: int) -> Sequence[Sequence[float]]:
        losses: list[Sequence[float]] = []
        with np.errstate(all="ignore"):
            while len(losses) < steps:
                losses += epoch()
        return losses

    return train


def _trainer(workload: Workload, entrant: int) -> Trainer:
    hidden = tuple(LayerSpec(units, workload.hidden) for units in workload.widths[1:-1])
    network = Network(NetSpec(workload.widths[0], hidden, (LayerSpec(workload.widths[-1], workload.output),)))
    for layer, (weights, bias) in zip(network.layers, workload.start(entrant), strict=True):
        layer.weights[:], layer.bias[:] = weights, bias
    loss = "half_mse" if workload.loss == HALF_SQUARED else workload.loss
    optimizer = OPTIMIZERS[workload.optimizer](network.parameters, network.slopes, workload.rate)
    batches = Batches(*workload.data(), workload.batch, workload.widths[-1:], workload.orders())
    return Trainer(network, batches, optimizer, [LossTerm(1.0, loss)], shares=[loss == "cce"])
