"""The table behind a set-up, column by column: what is learned, what is seen, and the first rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from engine.activations import Array
from engine.data.sources import Column, Source
from engine.experiment import Experiment
from tutor import plot
from tutor.pictures import Draw

FIRST = 3
"""So many rows are shown."""

LEARNED, SEEN, REST = "to be learned", "inputs", "not used"


def columns_of(source: Source, experiment: Experiment, *, dark: bool = True) -> Draw:
    """A line for every column: its name, its unit or classes, how far its numbers reach, and its first values."""
    lines = _lines(source, experiment)
    rows = source.rows or experiment.samples
    learned = ", ".join(name for group in experiment.target for name in group)
    words = f"{source.name} has {rows:,} rows and {len(source.columns)} columns; {learned} is to be learned."
    return lambda width, height: plot.listing(lines, 0, width, height, words, dark=dark)


@lru_cache(maxsize=4)
def _lines(source: Source, experiment: Experiment) -> tuple[plot.Line, ...]:
    made = source.make(np.random.default_rng(experiment.seed), source.rows or experiment.samples, experiment.noise)
    return tuple(_parts(source, experiment, made))


def _parts(source: Source, experiment: Experiment, made: Mapping[str, Array]) -> Iterator[plot.Line]:
    learned = [source.column(name) for group in experiment.target for name in group]
    seen = [source.input(name) for name in experiment.inputs]
    named = {*(column.name for column in learned), *experiment.inputs}
    rest = [column for column in source.columns if column.name not in named]
    for part, columns in ((LEARNED, learned), (SEEN, seen), (REST, rest)):
        for column in columns:
            yield plot.Line(part, _told(column, column.values(made)))


def _told(column: Column, values: Array) -> tuple[str, ...]:
    first = values[:FIRST]
    if column.classes:
        names = [column.classes[int(place)] for place in first]
        return (column.name, f"{len(column.classes)} classes", ", ".join(column.classes), " · ".join(names))
    reach = f"{_spelled(values.min())} to {_spelled(values.max())}"
    return (column.name, column.unit or "number", reach, " · ".join(map(_spelled, first)))


def _spelled(value: float) -> str:
    return f"{value:,.6g}"
