"""The five training jobs that every contender does: the same net, data, first weights and order of examples.
Data are random numbers of the right shape, since what a step costs does not depend on what it learns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

Train = Callable[[int], Sequence[float]]
"""Train on so many more mini-batches, a new shuffle at each epoch; the losses, each from before its step."""

SEED = 20240501
HALF_SQUARED = "half squared error"


@dataclass(frozen=True)
class Workload:
    """One job. `widths` are the units from inputs to outputs; `loss` is averaged over the examples of a batch.

    `examples` is the size of the whole set, of which only whole batches are used: a short last batch would cost
    a contender with quick arithmetic less, and one with a slow start as much as any other.
    `epochs` is how many make up one timed round. What the engine should reach, on any machine: `asked` and,
    beyond it, `aimed` times faster than PyTorch eager; four networks racing at most `race` times one.
    """

    name: str
    widths: tuple[int, ...]
    hidden: str
    output: str
    loss: str
    optimizer: str
    rate: float
    batch: int
    examples: int
    epochs: int
    asked: float
    aimed: float
    race: float

    @property
    def batches(self) -> int:
        """How many steps an epoch has."""
        return self.examples // self.batch

    @property
    def rows(self) -> int:
        """How many examples are used: those of the whole batches."""
        return self.batches * self.batch

    @property
    def text(self) -> str:
        """For example "2-4-2-1 tanh, tanh, half squared error, sgd 0.03, 10 of 250"."""
        units = "-".join(map(str, self.widths))
        return (
            f"{units} {self.hidden}, {self.output}, {self.loss}, {self.optimizer} {self.rate:g}, "
            f"{self.batch} of {self.examples}"
        )

    def steps(self, wanted: int | None = None) -> int:
        """The steps of a timed round: whole epochs, so that each contender pays for its shuffles in full."""
        epochs = self.epochs if wanted is None else -(-wanted // self.batches)
        return max(1, epochs) * self.batches

    def data(self) -> tuple[Array, Array]:
        """Inputs (rows, inputs) and truths (rows, outputs): numbers, 0 or 1 for bce, one-hot rows for cce."""
        generator = np.random.default_rng(SEED)
        x = generator.normal(size=(self.rows, self.widths[0]))
        outputs = self.widths[-1]
        match self.loss:
            case "bce":
                return x, generator.integers(0, 2, (self.rows, outputs)).astype(np.float64)
            case "cce":
                return x, np.eye(outputs)[generator.integers(0, outputs, self.rows)]
            case _:
                return x, generator.normal(0.0, 0.5, (self.rows, outputs))

    def start(self, entrant: int = 0) -> list[tuple[Array, Array]]:
        """The first weights (inputs, units) and bias (units,) of each layer; each entrant of a race has its own."""
        generator = np.random.default_rng([SEED, entrant])
        return [
            (generator.normal(0.0, 1.0 / sqrt(before), (before, units)), generator.normal(0.0, 0.1, units))
            for before, units in pairwise(self.widths)
        ]

    def orders(self) -> np.random.Generator:
        """Its `permutation(rows)`, drawn once at the start of every epoch, is that epoch's order of examples."""
        return np.random.default_rng([SEED, SEED])


WORKLOADS: dict[str, Workload] = {
    each.name: each
    for each in (
        Workload("W1", (2, 4, 2, 1), "tanh", "tanh", HALF_SQUARED, "sgd", 0.03, 10, 250, 10, 30, 35, 3.0),
        Workload("W2", (2, 8, 8, 1), "relu", "sigmoid", "bce", "adam", 0.01, 32, 512, 10, 28, 35, 3.0),
        Workload("W3", (13, 64, 32, 1), "relu", "linear", "mse", "adam", 0.001, 64, 5000, 1, 8.5, 10, 4.2),
        Workload("W4", (64, 64, 10), "relu", "softmax", "cce", "adam", 0.001, 128, 1797, 5, 4.8, 5.4, 4.2),
        Workload("W5", (784, 256, 128, 10), "relu", "softmax", "cce", "adam", 0.001, 256, 2048, 1, 1.1, 1.1, 4.2),
    )
}
"""Every workload by its name."""
