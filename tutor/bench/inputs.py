"""What the network of a set-up sees: columns that are switched on, and inputs made of them, such as x1^2.

Inputs that are made let a net bend that has no hidden layer at all: the same step that Playground calls features.
"""

from __future__ import annotations

from dataclasses import replace

from engine.data.encoding import input_width
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.notation.checks import MAX_CLASSES_IN
from engine.problems import suggest
from tutor.bench.errors import read_setting, refuse
from tutor.bench.field import OFF, ON

NONE, ALL = "none", "all"


def columns(draft: Experiment, source: Source) -> tuple[str, ...]:
    """The columns that may be inputs."""
    learned = _learned(draft)
    return tuple(
        column.name for column in source.columns if column.name not in learned and input_width(column) <= MAX_CLASSES_IN
    )


def features(draft: Experiment, source: Source) -> str:
    """The inputs that are made of columns, as they are written."""
    return ", ".join(name for name in draft.inputs if name not in source.names) or NONE


def feature_choices(draft: Experiment, source: Source) -> tuple[str, ...]:
    """Usual inputs made of one or two columns of numbers; of more, there would be too many to turn through."""
    numbers = [name for name in columns(draft, source) if not source.column(name).classes]
    if len(numbers) not in (1, 2):
        return (NONE,)
    squares = [f"{name}^2" for name in numbers]
    products = ["*".join(numbers)] if len(numbers) == 2 else []
    sines = [f"sin(3*{name})" for name in numbers]
    lists = [squares, products, [*squares, *products], sines, [*squares, *products, *sines]]
    return (NONE, *dict.fromkeys(", ".join(names) for names in lists if names))


def made_of(source: Source, name: str) -> set[str]:
    """The columns that an input comes from: itself, or those it is made of."""
    feature = source.input(name).feature
    return set(feature.of) if feature else {name}


def switched(draft: Experiment, column: str, text: str, source: Source) -> Experiment:
    """With one column switched on or off; the last input stays. Raises SettingsError."""
    if text not in (ON, OFF):
        raise refuse(column, f"write {ON} or {OFF}")
    on = {*draft.inputs} | {column} if text == ON else {*draft.inputs} - {column}
    if not on:
        raise refuse(column, "a network needs an input; switch another one on first")
    made = (name for name in draft.inputs if name not in source.names)
    return replace(draft, inputs=(*(name for name in source.names if name in on), *made))


def with_features(draft: Experiment, text: str, source: Source) -> Experiment:
    """With these inputs made of columns, beside the columns that are on. Raises SettingsError."""
    on = tuple(name for name in draft.inputs if name in source.names)
    made = () if text.strip() == NONE else _read("features", text, draft, source)
    plain = [name for name in made if name in source.names]
    if plain:
        raise refuse("features", f"'{plain[0]}' is a column; write what is made of it, such as {plain[0]}^2")
    return replace(draft, inputs=(*on, *made) or source.inputs_for(tuple(_learned(draft))))


def with_inputs(draft: Experiment, text: str, source: Source) -> Experiment:
    """With the inputs that were named, or with all columns. Raises SettingsError."""
    if text.strip() == ALL:
        return replace(draft, inputs=source.inputs_for(tuple(_learned(draft))))
    return replace(draft, inputs=_read("inputs", text, draft, source))


def _read(field: str, text: str, draft: Experiment, source: Source) -> tuple[str, ...]:
    names: tuple[str, ...] = read_setting("inputs", text, field)
    for name in names:
        if not source.offers(name):
            raise refuse(field, f"{source.name} has no column '{name}'{suggest(name, source.names)}")
        if _learned(draft) & made_of(source, name):
            raise refuse(field, f"'{name}' is the target; the net would only have to copy it")
    return names


def _learned(draft: Experiment) -> set[str]:
    return {name for group in draft.target for name in group}
