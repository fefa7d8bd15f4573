"""Checks an experiment's settings against each other, after each of them has been read on its own.
Whether output and loss suit each other is not checked: an odd pair is a lesson, not a mistake."""

from collections.abc import Mapping
from typing import Any

from engine.datasets import SOURCES, target_widths, training_rows
from engine.problems import Problem, suggest
from engine.sources import Source
from engine.specs import NetSpec

MAX_WORK = 2_000_000_000
"""Parameters × examples × epochs: some seconds on one core."""
MAX_STEPS = 200_000
"""Mini-batches in the whole run: some seconds even for a tiny net."""


def check_together(
    settings: Mapping[str, str], values: Mapping[str, Any], defaults: Mapping[str, Any]
) -> list[Problem]:
    """Problems between settings: columns that the data has not, shapes that do not fit, too much work.

    `settings` are the texts as written, `values` those of them that could be read (data among them), and
    `defaults` what holds for the settings that were left out.
    """
    source = SOURCES[values["data"]]
    broken = {key for key in settings if key not in values}
    problems = _check_columns(source, settings, values)
    if not source.generated and "noise" in values:
        problems.append(Problem("noise", "value", f"noise: {source.name} is a real table, it gets no noise"))
    if not source.generated and values.get("samples", 0) > source.rows:
        message = f"samples: {source.name} has only {source.rows} rows"
        problems.append(Problem("samples", "value", message))
        broken.add("samples")
    if "net" not in values:
        return problems
    full = {**defaults, **values}
    # A misspelled input still counts as one; one that has to go does not. The inputs that nobody names
    # depend on the target.
    if any(problem.field == "inputs" and problem.code != "unknown-column" for problem in problems):
        broken.add("inputs")
    if any(problem.field == "target" for problem in problems):
        broken.add("target")
    if "inputs" not in broken and ("inputs" in values or "target" not in broken):
        problems += _check_first(full, settings["net"])
    if "target" not in broken:
        problems += _check_last(source, full, settings["net"])
    if not broken & {"samples", "split", "epochs", "batch"}:
        problems += _check_work(full)
    return problems


def _check_columns(source: Source, settings: Mapping[str, str], values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key in ("inputs", "target"):
        place = 0
        for name in values.get(key, ()):
            place = settings[key].index(name, place)
            if name not in source.names:
                message = f"{key}: {source.name} has no column '{name}'{suggest(name, source.names)}"
                problems.append(Problem(key, "unknown-column", message, place))
            elif key == "inputs" and len(source.column(name).classes) > 2:
                message = f"inputs: '{name}' is a category of more than two classes, which cannot be an input"
                problems.append(Problem(key, "value", message, place))
            elif key == "inputs" and (name,) == values.get("target", (source.target,)):
                message = f"inputs: '{name}' is the target; the net would only have to copy it"
                problems.append(Problem(key, "value", message, place))
            place += len(name)
    return problems


def _check_first(full: Mapping[str, Any], net_text: str) -> list[Problem]:
    net: NetSpec = full["net"]
    count = len(full["inputs"])
    if net.inputs == count:
        return []
    columns = f"there {'is' if count == 1 else 'are'} {count} input column{'s' * (count != 1)}"
    message = f"net starts with {net.inputs} input{'s' * (net.inputs != 1)} but {columns}"
    return [Problem("net", "shape", message, len(net_text) - len(net_text.lstrip()))]


def _check_last(source: Source, full: Mapping[str, Any], net_text: str) -> list[Problem]:
    net: NetSpec = full["net"]
    target = source.column(full["target"][0])
    widths = target_widths(target)
    if net.outputs in widths:
        return []
    needed = " or ".join(str(width) for width in widths)
    kind = f"has {len(target.classes)} classes" if target.classes else "is one number"
    message = f"net ends with {net.outputs} outputs but '{target.name}' {kind}: it takes {needed}"
    head = max(net_text.rfind("->") + 2, net_text.rfind("→") + 1)
    place = head + len(net_text[head:]) - len(net_text[head:].lstrip())
    return [Problem("net", "shape", message, place)]


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
