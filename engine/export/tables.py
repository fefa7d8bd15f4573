"""The data of an exported script as a CSV table of the columns that the experiment uses, in full precision.
A small table stands in the script itself; a large one is a file that lies beside it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from engine.data.datasets import SOURCES
from engine.data.sources import Column, Source
from engine.experiment import Experiment
from engine.specs import number_text

EMBEDDED = 65_536
"""A table of up to so many characters is small."""


@dataclass(frozen=True)
class DataFile:
    """A CSV file that a script reads: its name, without a folder, and its text."""

    name: str
    text: str


def data_file(experiment: Experiment, sources: Mapping[str, Source] = SOURCES) -> DataFile | None:
    """The file that has to lie beside the experiment's script, or None when the data is small and in the script."""
    text = table_text(experiment, sources)
    return None if len(text) <= EMBEDDED else DataFile(f"{PurePath(experiment.data).stem}_data.csv", text)


def table_text(experiment: Experiment, sources: Mapping[str, Source] = SOURCES) -> str:
    """A line of column names, then one line for each example; a category is told by its class.

    A real table comes whole and in its own order. Of a generated set there are the run's examples, in the
    order into which the run has shuffled them: the first are for training.
    """
    source = sources[experiment.data]
    dice = np.random.default_rng(np.random.SeedSequence(experiment.seed).spawn(4)[0])
    made = source.make(dice, experiment.samples, experiment.noise)
    columns = used_columns(experiment, source)
    order = np.arange(len(made[columns[0].name]))
    if source.generated:
        order = dice.permutation(len(order))[: experiment.samples]
    texts = [_texts(column, made[column.name][order].tolist()) for column in columns]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(zip(*texts, strict=True))
    return lines.getvalue()


def used_columns(experiment: Experiment, source: Source) -> tuple[Column, ...]:
    """The columns of inputs, targets and masks, in the source's order."""
    used = {*_seen(experiment, source), *(name for group in experiment.target for name in group)}
    used |= {term.where for term in experiment.loss if term.where}
    return tuple(column for column in source.columns if column.name in used)


def _seen(experiment: Experiment, source: Source) -> set[str]:
    """The columns behind the inputs: themselves, or those that they are made of."""
    inputs = [source.input(name) for name in experiment.inputs]
    return {name for column in inputs for name in (column.feature.of if column.feature else (column.name,))}


def _texts(column: Column, values: list[float]) -> list[str]:
    if column.classes:
        return [column.classes[int(value)] for value in values]
    return [number_text(value) for value in values]
