"""A source of data says what its columns mean and makes the numbers when asked.
Real tables and generated sets are both sources, so everything after them treats them alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.activations import Array

Make = Callable[[np.random.Generator, int, float], Mapping[str, Array]]
"""(generator, samples, noise) -> one array (rows,) per column; a category as its place in `classes`."""


@dataclass(frozen=True)
class Column:
    """One column: its name in settings, a label for people, its unit, and its classes if it is a category."""

    name: str
    label: str
    unit: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A named source of examples. `rows` is how many there are; 0 means as many as one asks for."""

    name: str
    about: str
    origin: str
    columns: tuple[Column, ...]
    target: str
    rows: int
    make: Make

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def generated(self) -> bool:
        """Whether the examples are made up rather than measured."""
        return self.rows == 0

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def inputs_for(self, target: str) -> tuple[str, ...]:
        """The columns a network sees when the settings name none: all but the target and other categories."""
        return tuple(c.name for c in self.columns if c.name != target and not c.classes)
