"""From a source to what a network can learn from: shuffle, split, and bring every input to one scale.
The scale comes from the training examples alone, because the test examples stand for what is yet unseen."""

from dataclasses import dataclass

import numpy as np

from engine.activations import Array
from engine.generated import GENERATED
from engine.sources import Column, Source
from engine.tables import TABLES

SOURCES: dict[str, Source] = {**TABLES, **GENERATED}
"""Every table and every generated set by its name."""


@dataclass(frozen=True)
class Dataset:
    """Training and test examples; arrays are read-only, (examples, columns), floats.

    `x_*` are standardized with the training examples' `mean` and `deviation`, `raw_*` are the same rows in
    the columns' own units. `y_*` are in network units: a number divided by `unit`, one 0/1 column, or
    one-hot.
    `classes` is empty when the target is a number.
    """

    source: Source
    inputs: tuple[Column, ...]
    target: Column
    unit: float
    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    raw_train: Array
    raw_test: Array
    mean: Array
    deviation: Array

    @property
    def classes(self) -> tuple[str, ...]:
        """The target's classes, empty when it is a number."""
        return self.target.classes

    def standardize(self, raw: Array) -> Array:
        """Bring inputs (examples, columns) in the columns' own units to the scale the network sees."""
        return (raw - self.mean) / self.deviation


def target_widths(target: Column) -> tuple[int, ...]:
    """How many outputs a network may have for this target: the usual number first."""
    if not target.classes:
        return (1,)
    return (1, 2) if len(target.classes) == 2 else (len(target.classes),)


def load(
    source: Source,
    *,
    inputs: tuple[str, ...],
    target: str,
    unit: float,
    samples: int,
    noise: float,
    split: float,
    outputs: int,
    generator: np.random.Generator,
) -> Dataset:
    """Take `samples` examples at random, the share `split` of them for training, targets `outputs` wide."""
    made = source.make(generator, samples, noise)
    order = generator.permutation(len(made[target]))[:samples]
    n_train = training_rows(samples, split)
    raw = np.column_stack([made[name][order] for name in inputs])
    raw_train, raw_test = raw[:n_train], raw[n_train:]
    mean, deviation = raw_train.mean(axis=0), raw_train.std(axis=0)
    deviation[deviation == 0.0] = 1.0
    y = _encode(made[target][order], source.column(target), unit, outputs)
    arrays = {
        "x_train": (raw_train - mean) / deviation,
        "y_train": y[:n_train],
        "x_test": (raw_test - mean) / deviation,
        "y_test": y[n_train:],
        "raw_train": raw_train,
        "raw_test": raw_test,
        "mean": mean,
        "deviation": deviation,
    }
    for array in arrays.values():
        array.flags.writeable = False
    columns = tuple(source.column(name) for name in inputs)
    return Dataset(source, columns, source.column(target), unit, **arrays)


def training_rows(samples: int, split: float) -> int:
    """How many of the examples are for training; at least one, and at least one is left for the test."""
    return min(max(round(samples * split), 1), samples - 1)


def _encode(values: Array, target: Column, unit: float, outputs: int) -> Array:
    if not target.classes:
        return values[:, None] / unit
    if outputs == 1:
        return values[:, None].copy()
    one_hot: Array = np.eye(outputs)[values.astype(int)]
    return one_hot
