"""The part of a script that turns its table into arrays: encode, shuffle, split, and bring inputs to one scale.
It needs NumPy alone, so that it reads the same in front of every framework."""

from engine.data.datasets import training_rows
from engine.data.encoding import input_width
from engine.data.features import Feature
from engine.data.sources import Column, Source
from engine.experiment import Experiment
from engine.export.tables import DataFile, used_columns
from engine.export.writing import decimal, listed, quoted, within_quotes


def data_settings(experiment: Experiment, source: Source, file: DataFile | None) -> list[str]:
    """The lines at a script's top that say what is learned from what."""
    lines = []
    if file:
        lines.append(f"DATA = {quoted(file.name)}  # lies beside this script")
    if _plain_inputs(experiment, source):
        names = [quoted(name) for name in experiment.inputs]
        lines.append(f"INPUTS = {listed(names, first=9)}")
    classes = [column for column in used_columns(experiment, source) if column.classes]
    if classes:
        lines.append("CLASSES = {")
        for column in classes:
            start = f"    {quoted(column.name)}: "
            items = listed([quoted(each) for each in column.classes], indent=4, first=len(start) + 1)
            lines.append(f"{start}{items},")
        lines.append("}")
    training = training_rows(experiment.samples, experiment.split)
    lines.append(f"TRAINING_ROWS = {training}  # the others are for the test")
    return lines


def data_function(experiment: Experiment, source: Source, file: DataFile | None) -> str:
    """`load_data(dice)` -> x and y for training, x and y for the test."""
    used = used_columns(experiment, source)
    lines = [
        "def load_data(dice):",
        '    """Inputs and truths, first for training, then for the test: arrays (examples, columns)."""',
    ]
    if file:
        lines += [
            '    with Path(__file__).with_name(DATA).open(encoding="utf-8", newline="") as file:',
            "        rows = list(csv.DictReader(file))",
        ]
    else:
        lines.append('    rows = list(csv.DictReader(io.StringIO(DATA, newline="")))')
    if any(not column.classes for column in used):
        lines += [
            "",
            "    def number(name):",
            "        return np.array([float(row[name]) for row in rows])",
        ]
    if any(column.classes for column in used):
        lines += [
            "",
            "    def place(name):  # of each row's class in the list of all classes",
            "        return np.array([CLASSES[name].index(row[name]) for row in rows])",
        ]
    lines += ["", *_inputs(experiment, source), *_truths(experiment, source)]
    if source.generated:
        lines.append("    # The rows are in random order already.")
    else:
        cut = f"[:{experiment.samples}]" if experiment.samples < source.rows else ""
        lines += [f"    order = dice.permutation(len(rows)){cut}", "    x, y = x[order], y[order]"]
    lines += [
        "    # The test stands for what is yet unseen, so the scale comes from the training examples alone.",
        "    mean, deviation = x[:TRAINING_ROWS].mean(axis=0), x[:TRAINING_ROWS].std(axis=0)",
        "    deviation[deviation <= 1e-12 * np.abs(mean)] = 1.0  # a constant column has no scale",
        "    x = (x - mean) / deviation",
        "    return x[:TRAINING_ROWS], y[:TRAINING_ROWS], x[TRAINING_ROWS:], y[TRAINING_ROWS:]",
    ]
    return "\n".join(lines)


def data_text(text: str) -> str:
    """The table itself, for the end of a script."""
    return f'DATA = """\\\n{within_quotes(text)}"""'


def masks(experiment: Experiment) -> list[str]:
    """The yes/no columns that say where a term of the loss counts, once each; they follow the truths in y."""
    return list(dict.fromkeys(term.where for term in experiment.loss if term.where))


def mask_variables(experiment: Experiment) -> dict[str, str]:
    """A script's variable for each of those columns: named after them, or numbered where Python knows no such name.

    A column's name may hold any digits of any script, such as the Tamil ten ௰; a name in Python may not.
    """
    columns = masks(experiment)
    named = [f"where_{column}" for column in columns]
    if not all(name.isidentifier() for name in named):
        named = [f"where_{number}" for number in range(1, len(columns) + 1)]
    return dict(zip(columns, named, strict=True))


def _plain_inputs(experiment: Experiment, source: Source) -> bool:
    columns = [source.input(name) for name in experiment.inputs]
    return not any(column.classes or column.feature for column in columns)


def _inputs(experiment: Experiment, source: Source) -> list[str]:
    if _plain_inputs(experiment, source):
        return ["    x = np.column_stack([number(name) for name in INPUTS])"]
    columns = [source.input(name) for name in experiment.inputs]
    return [f"    x = np.column_stack({listed([_input(column) for column in columns], 4, 24)})"]


def _input(column: Column) -> str:
    if column.feature:
        return _computed(column.feature)
    if not column.classes:
        return f"number({quoted(column.name)})"
    if input_width(column) == 1:
        return f"place({quoted(column.name)})"
    return _one_hot(column)


def _computed(feature: Feature) -> str:
    """An input made of other columns, as code."""
    parts = [f"number({quoted(name)})" for name in feature.of]
    match feature.kind:
        case "square":
            return f"{parts[0]} ** 2"
        case "product":
            return " * ".join(parts)
    return f"np.sin({'' if feature.factor == 1.0 else f'{decimal(feature.factor)} * '}{parts[0]})"


def _truths(experiment: Experiment, source: Source) -> list[str]:
    parts = []
    for group, units in zip(experiment.target, experiment.net.head_units, strict=True):
        columns = [source.column(name) for name in group]
        if len(columns) == 1 and columns[0].classes and units > 1:
            parts.append(_one_hot(columns[0]))
        else:
            parts += [_truth(column, experiment.unit) for column in columns]
    parts += [f"place({quoted(name)})" for name in masks(experiment)]
    told = ["    # One column for each output, then one for each mask."] if masks(experiment) else []
    return [*told, f"    y = np.column_stack({listed(parts, 4, 24)}).astype(float)"]


def _truth(column: Column, unit: float) -> str:
    if column.classes:
        return f"place({quoted(column.name)})"
    scale = "" if unit == 1.0 else f" / {decimal(unit)}"
    return f"number({quoted(column.name)}){scale}"


def _one_hot(column: Column) -> str:
    return f"np.eye({len(column.classes)})[place({quoted(column.name)})]"
