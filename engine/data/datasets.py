"""From a source to what a network can learn from: shuffle, split, and bring every input to one scale.
The scale comes from the training examples alone, because the test examples stand for what is yet unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.activations import Array
from engine.data.encoding import as_inputs
from engine.data.generated import GENERATED
from engine.data.sources import Column, Source
from engine.data.tables import TABLES

SOURCES: dict[str, Source] = {**TABLES, **GENERATED}
"""Every table and every generated set by its name."""


@dataclass(frozen=True)
class Target:
    """What one head learns: its columns, and which columns of `y` they are, `left` to `right`.

    `where` names the column that says for which examples it counts, if not for all.
    """

    columns: tuple[Column, ...]
    left: int
    right: int
    where: str | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of a single category, empty for numbers and for several columns."""
        return self.columns[0].classes if len(self.columns) == 1 else ()

    @property
    def is_labels(self) -> bool:
        """Whether it is a yes or no for each of several columns."""
        return len(self.columns) > 1 and all(column.classes for column in self.columns)

    @property
    def is_number(self) -> bool:
        """Whether it is measured by the distance rather than by right and wrong."""
        return not self.classes and not self.is_labels

    @property
    def name(self) -> str:
        """For example "body_mass" or "x, y, size"."""
        return ", ".join(column.name for column in self.columns)

    def of(self, y: Array) -> Array:
        """This target's part of y (examples, outputs)."""
        return y[:, self.left : self.right]


@dataclass(frozen=True)
class Dataset:
    """Training and test examples; arrays are read-only, (examples, columns), floats.

    `x_*` are standardized with the training examples' `mean` and `deviation`, `raw_*` are the same rows in
    the columns' own units. `y_*` are in network units, all targets side by side: a number divided by `unit`,
    0/1 columns, or one-hot. `masks_*` (examples, targets) are 1 where a target counts; None when all always do.
    """

    source: Source
    inputs: tuple[Column, ...]
    targets: tuple[Target, ...]
    unit: float
    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    raw_train: Array
    raw_test: Array
    mean: Array
    deviation: Array
    masks_train: Array | None = None
    masks_test: Array | None = None

    @property
    def target(self) -> Column:
        """The first column of the first target."""
        return self.targets[0].columns[0]

    @property
    def classes(self) -> tuple[str, ...]:
        """The first target's classes, empty when it is a number."""
        return self.targets[0].classes

    def standardize(self, raw: Array) -> Array:
        """Bring inputs (examples, columns) in the columns' own units to the scale the network sees."""
        return (raw - self.mean) / self.deviation


def group_widths(columns: Sequence[Column]) -> tuple[int, ...]:
    """How many outputs a head may have for these columns: the usual number first."""
    if len(columns) > 1 or not columns[0].classes:
        return (len(columns),)
    classes = len(columns[0].classes)
    return (1, 2) if classes == 2 else (classes,)


def load(
    source: Source,
    *,
    inputs: tuple[str, ...],
    target: tuple[tuple[str, ...], ...],
    unit: float,
    samples: int,
    noise: float,
    split: float,
    outputs: tuple[int, ...],
    where: tuple[str | None, ...] = (),
    generator: np.random.Generator,
) -> Dataset:
    """Take `samples` examples at random, the share `split` of them for training.

    Each head has its `target` columns, its number of `outputs` and, perhaps, the column `where` it counts.
    """
    made = source.make(generator, samples, noise)
    order = generator.permutation(len(made[target[0][0]]))[:samples]
    n_train = training_rows(samples, split)
    columns, values = as_inputs(source, made, inputs)
    raw = values[order]
    raw_train = raw[:n_train]
    mean, deviation = raw_train.mean(axis=0), raw_train.std(axis=0)
    # A column that is constant up to rounding has no scale of its own.
    deviation[deviation <= 1e-12 * np.abs(mean)] = 1.0
    where = where or (None,) * len(target)
    targets = _targets(source, target, outputs, where)
    y = np.concatenate([_encode(made, each, unit)[order] for each in targets], axis=1)
    arrays = {
        "x_train": (raw_train - mean) / deviation,
        "y_train": y[:n_train],
        "x_test": (raw[n_train:] - mean) / deviation,
        "y_test": y[n_train:],
        "raw_train": raw_train,
        "raw_test": raw[n_train:],
        "mean": mean,
        "deviation": deviation,
    }
    if any(where):
        masks = np.column_stack([made[name][order] if name else np.ones(samples) for name in where])
        arrays |= {"masks_train": masks[:n_train], "masks_test": masks[n_train:]}
    for array in arrays.values():
        array.flags.writeable = False
    return Dataset(source, columns, targets, unit, **arrays)


def training_rows(samples: int, split: float) -> int:
    """How many of the examples are for training; at least one, and at least one is left for the test."""
    return min(max(round(samples * split), 1), samples - 1)


def _targets(
    source: Source, groups: tuple[tuple[str, ...], ...], outputs: tuple[int, ...], where: tuple[str | None, ...]
) -> tuple[Target, ...]:
    rights = np.cumsum(outputs).tolist()
    return tuple(
        Target(tuple(source.column(name) for name in group), right - width, right, column)
        for group, width, right, column in zip(groups, outputs, rights, where, strict=True)
    )


def _encode(made: Mapping[str, Array], target: Target, unit: float) -> Array:
    """The target in network units, (examples, outputs)."""
    if not target.classes:
        values = [made[column.name] / (1.0 if column.classes else unit) for column in target.columns]
        return np.column_stack(values)
    classes = made[target.columns[0].name]
    if target.right - target.left == 1:
        return classes[:, None].copy()
    one_hot: Array = np.eye(len(target.classes))[classes.astype(int)]
    return one_hot
