"""Checks an experiment's settings against each other, after each of them has been read on its own.
Whether output and loss suit each other is not checked: an odd pair is a lesson, not a mistake."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.data.datasets import group_widths, training_rows
from engine.data.encoding import input_width
from engine.data.sources import Source
from engine.notation.reading import pieces
from engine.problems import Problem, suggest
from engine.specs import LayerSpec, LossTerm, NetSpec

MAX_WORK = 2_000_000_000
"""Parameters × examples × epochs: some seconds on one core."""
MAX_STEPS = 200_000
"""Mini-batches in the whole run: some seconds even for a tiny net."""
MAX_CLASSES_IN = 20
"""An input category becomes one input per class; more classes than this are no category."""


def check_together(
    settings: Mapping[str, str], values: Mapping[str, Any], defaults: Mapping[str, Any], sources: Mapping[str, Source]
) -> list[Problem]:
    """Problems between settings: columns that the data has not, shapes that do not fit, too much work.

    `settings` are the texts as written, `values` those of them that could be read (data among them), and
    `defaults` what holds for the settings that were left out.
    """
    source = sources[values["data"]]
    broken = {key for key in settings if key not in values}
    problems = [*_check_columns(source, settings, values), *_check_where(source, settings, values)]
    if not source.generated and "noise" in values:
        problems.append(Problem("noise", "value", f"noise: {source.name} is a real table, it gets no noise"))
    if not source.generated and values.get("samples", 0) > source.rows:
        message = f"samples: {source.name} has only {source.rows} rows"
        problems.append(Problem("samples", "value", message))
        broken.add("samples")
    full = {**defaults, **values}
    if full["schedule"].warmup >= full["epochs"] and not broken & {"schedule", "epochs"}:
        message = f"schedule: a warm-up of {full['schedule'].warmup} epochs leaves nothing of {full['epochs']} epochs"
        problems.append(Problem("schedule", "value", message))
    if "net" not in values:
        return problems
    # A misspelled input still counts as one; one that has to go does not. The inputs that nobody names
    # depend on the target.
    if any(problem.field == "inputs" and problem.code != "unknown-column" for problem in problems):
        broken.add("inputs")
    if any(problem.field == "target" for problem in problems):
        broken.add("target")
    if "inputs" not in broken and ("inputs" in values or "target" not in broken):
        problems += _check_first(source, full, settings["net"])
    if "target" not in broken:
        problems += _check_last(source, full, settings["net"])
    if "loss" in values:
        problems += _check_terms(full, settings["loss"])
    if not broken & {"samples", "split", "epochs", "batch"}:
        problems += _check_work(full)
        problems += _check_norm(full)
    return problems


def _check_columns(source: Source, settings: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Problem]:
    groups = values.get("target", ((source.target,),))
    learned = {name for group in groups for name in group}
    for key, found in (("inputs", values.get("inputs", ())), ("target", _names(values.get("target", ())))):
        place = 0
        for name in found:
            place = settings[key].index(name, place)
            if name not in source.names and not (key == "inputs" and source.offers(name)):
                message = f"{key}: {source.name} has no column '{name}'{suggest(name, source.names)}"
                yield Problem(key, "unknown-column", message, place)
            elif key == "inputs" and input_width(source.input(name)) > MAX_CLASSES_IN:
                message = f"inputs: '{name}' has {len(source.input(name).classes)} classes, too many for an input"
                yield Problem(key, "value", message, place)
            elif key == "inputs" and learned & {name, *_made_of(source, name)}:
                message = f"inputs: '{name}' is the target; the net would only have to copy it"
                yield Problem(key, "value", message, place)
            place += len(name)
    for group in values.get("target", ()):
        known = [source.column(name) for name in group if name in source.names]
        many = [column.name for column in known if len(column.classes) > 2]
        if many and len(known) == len(group) > 1:
            rest = ", ".join(name for name in group if name not in many)
            heads = " + ".join([*many, rest] if rest else many)
            message = f"target: '{many[0]}' has more than two classes and needs a head of its own; write '{heads}'"
            yield Problem("target", "value", message, settings["target"].index(many[0]))


def _made_of(source: Source, name: str) -> tuple[str, ...]:
    """The columns that an input is computed from, if it is made of others."""
    feature = source.input(name).feature
    return feature.of if feature else ()


def _names(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """All names of a target, in the order in which they are written."""
    return tuple(name for group in groups for name in group)


def _check_where(source: Source, settings: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Problem]:
    terms: tuple[LossTerm, ...] = values.get("loss", ())
    for term in terms:
        if term.where is None:
            continue
        place = settings["loss"].index(term.where, settings["loss"].index("where"))
        if term.where not in source.names:
            message = f"loss: {source.name} has no column '{term.where}'{suggest(term.where, source.names)}"
            yield Problem("loss", "unknown-column", message, place)
        elif len(source.column(term.where).classes) != 2:
            message = f"loss: '{term.where}' is not a column of two classes, so it cannot say where a term counts"
            yield Problem("loss", "value", message, place)


def _check_first(source: Source, full: Mapping[str, Any], net_text: str) -> list[Problem]:
    net: NetSpec = full["net"]
    count = sum(input_width(source.input(name)) if source.offers(name) else 1 for name in full["inputs"])
    if net.inputs == count:
        return []
    columns = f"there {'is' if count == 1 else 'are'} {count} input column{'s' * (count != 1)}"
    if count > len(full["inputs"]):
        columns += ", one for each class of a category"
    message = f"net starts with {net.inputs} input{'s' * (net.inputs != 1)} but {columns}"
    return [Problem("net", "shape", message, len(net_text) - len(net_text.lstrip()))]


def _check_last(source: Source, full: Mapping[str, Any], net_text: str) -> Iterator[Problem]:
    net: NetSpec = full["net"]
    heads = max(net_text.rfind("->") + 2, net_text.rfind("→") + 1)
    places = [heads + offset for _, offset in pieces(net_text[heads:], r"\+")]
    if len(net.heads) != len(full["target"]):
        yield Problem("net", "shape", f"net ends with {_heads(net.heads)} but there {_targets(full)}", places[0])
        return
    for head, group, place in zip(net.heads, full["target"], places, strict=True):
        columns = [source.column(name) for name in group]
        widths = group_widths(columns)
        if head.units in widths:
            continue
        needed = " or ".join(str(width) for width in widths)
        if len(columns) > 1:
            kind = f"'{', '.join(group)}' are {len(columns)} columns"
        else:
            target = columns[0]
            kind = f"'{target.name}' " + (f"has {len(target.classes)} classes" if target.classes else "is one number")
        message = f"net ends with {head.units} output{'s' * (head.units != 1)} but {kind}: it takes {needed}"
        yield Problem("net", "shape", message, place)


def _check_terms(full: Mapping[str, Any], loss_text: str) -> list[Problem]:
    net: NetSpec = full["net"]
    if len(full["loss"]) == len(net.heads):
        return []
    terms = len(full["loss"])
    message = f"loss has {terms} term{'s' * (terms != 1)} but net ends with {_heads(net.heads)}; write one for each"
    return [Problem("loss", "shape", message, len(loss_text) - len(loss_text.lstrip()))]


def _heads(heads: tuple[LayerSpec, ...]) -> str:
    return "one head" if len(heads) == 1 else f"{len(heads)} heads"


def _targets(full: Mapping[str, Any]) -> str:
    count = len(full["target"])
    return "is one target" if count == 1 else f"are {count} targets"


def _check_norm(full: Mapping[str, Any]) -> list[Problem]:
    """One example has no deviation: a batch of one, also a last short one, would normalize everything to 0."""
    rows = training_rows(full["samples"], full["split"])
    size = min(full["batch"] or rows, rows)
    if full["norm"] != "batch" or (size > 1 and rows % size != 1):
        return []
    last = "" if size == 1 else f" as the last one, of {rows} examples,"
    message = f"batch: batch normalization needs more than one example, but a mini-batch{last} has just one"
    return [Problem("batch", "value", message)]


def _check_work(full: Mapping[str, Any]) -> list[Problem]:
    rows = training_rows(full["samples"], full["split"])
    steps = full["epochs"] * -(-rows // (full["batch"] or rows))
    work = full["net"].parameters * full["samples"] * full["epochs"]
    problems = []
    if work > MAX_WORK:
        message = f"net: {full['net'].parameters:,} parameters × {full['samples']:,} examples × "
        message += f"{full['epochs']:,} epochs are too much work to watch; make one of them smaller"
        problems.append(Problem("net", "too-large", message))
    if steps > MAX_STEPS:
        message = f"epochs: {steps:,} steps are too many to watch; take a larger batch or fewer epochs"
        problems.append(Problem("epochs", "too-large", message))
    return problems
