"""Turns columns into what a network takes in: numbers stay, and a category becomes zeros and ones.
A category of three classes or more gets one input per class (one-hot), so that none of them counts as larger."""

from collections.abc import Mapping, Sequence

import numpy as np

from engine.activations import Array
from engine.data.sources import Column, Source


def input_width(column: Column) -> int:
    """How many inputs the column becomes: one, or one per class of a category of three classes or more."""
    return len(column.classes) if len(column.classes) > 2 else 1


def input_columns(column: Column) -> tuple[Column, ...]:
    """The inputs the column becomes: itself, or one such as "species=Adelie" for each of its classes."""
    if input_width(column) == 1:
        return (column,)
    return tuple(Column(f"{column.name}={each}", f"{column.label}: {each}") for each in column.classes)


def as_inputs(source: Source, made: Mapping[str, Array], names: Sequence[str]) -> tuple[tuple[Column, ...], Array]:
    """The inputs of the named columns, and their values (rows, inputs) in the columns' own units.

    `made` is what `source.make` gave. KeyError when the source has no column of one of the names.
    """
    columns = [source.input(name) for name in names]
    blocks = [_block(column, column.values(made)) for column in columns]
    inputs = tuple(each for column in columns for each in input_columns(column))
    rows = len(next(iter(made.values())))
    return inputs, np.concatenate([np.empty((rows, 0)), *blocks], axis=1)


def _block(column: Column, values: Array) -> Array:
    """(rows, input_width): the values as they are, or a one in the place of each row's class."""
    if input_width(column) == 1:
        return values[:, None]
    one_hot: Array = np.eye(len(column.classes))[values.astype(int)]
    return one_hot
