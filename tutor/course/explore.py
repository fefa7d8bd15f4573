"""Reads an explorer block: which explorer it is, how its dials stand, and what to look for."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from engine.activations import ACTIVATIONS
from engine.experiment import Experiment
from tutor.course.dials import Dial
from tutor.course.fences import Block
from tutor.course.maths import translated
from tutor.course.model import Explore, Place
from tutor.course.numbers import read_number
from tutor.course.openings import OPENINGS, Opening
from tutor.course.problems import Report, brief
from tutor.course.settings import Setting, Settings, check_id, collect, parts, read_settings

SHOWS = ("value", "slope")
MOST_TRIES = 3
SPAN = (-8.0, 8.0)

_RANGE = re.compile(r"(\S+)\s*\.\.\s*(\S+)")


def read_explore(
    block: Block,
    lines: Sequence[str],
    experiments: Mapping[str, Experiment],
    drafts: Mapping[str, object],
    report: Report,
) -> Explore | None:
    """The explorer of this block, or None when it is broken.

    `experiments` are those of the lesson, `drafts` has the ids of those with mistakes too.
    """
    quiet = Report(report.path)
    found = read_settings(lines, block.start, block.stop, quiet)
    kind = next((setting for setting in found if setting.key == "kind" and setting.value), None)
    name = kind.value if kind else "activation"
    if kind and name not in OPENINGS:
        report.add("value", f"kind: unknown explorer {brief(name)}{report.hint(name, OPENINGS)}", kind.at())
        return None
    report.problems += quiet.problems
    opening = OPENINGS[name]
    settings = collect(found, _known(name, opening), f"explore {brief(block.name)}", report, repeatable=("try",))
    before = len(report.problems)
    functions = _functions(settings, block, opening, report)
    span = _range(settings, report)
    dials = _on(span, opening) if name == "activation" else opening.dials
    opened = {dial.name: text for dial in dials if (text := _value(settings, dial, report))}
    experiment = settings.get("experiment")
    if experiment and _check_experiment(experiment, opening, experiments, drafts, report):
        opened["experiment"] = experiment.value
        for name in opening.made:
            if beside := settings.get(name):
                message = f"{name}: the experiment {brief(experiment.value)} has its own; leave this line out"
                report.add("unexpected", message, beside.key_at)
    if "show" in settings.items:
        opened["show"] = ", ".join(_show(settings, report))
    tries = settings.repeated.get("try", ())
    for extra in tries[MOST_TRIES:]:
        report.add("unexpected", f"an explorer has {MOST_TRIES} 'try' lines at most", extra.key_at)
    if len(report.problems) > before:
        return None
    texts = tuple(translated(setting.value) for setting in tries)
    return Explore(block.name, name, opened, texts, Place(block.line), functions, span)


def _known(kind: str, opening: Opening) -> tuple[str, ...]:
    """The settings that an explorer of this kind takes."""
    own = ("x", "show") if kind == "activation" else ()
    dials = tuple(dial.name for dial in opening.dials)
    more = ("functions",) * bool(opening.lines) + ("experiment",) * opening.experiment
    return ("kind", *more, *own, *dials, "try", "was")


def _check_experiment(
    setting: Setting,
    opening: Opening,
    experiments: Mapping[str, Experiment],
    drafts: Mapping[str, object],
    report: Report,
) -> bool:
    """Whether this names an experiment that can be explored; one with mistakes of its own is reported elsewhere."""
    if not check_id(setting.value, setting.at(), report):
        return False
    if setting.value not in drafts:
        hint = report.hint(setting.value, drafts)
        report.add("unknown-id", f"experiment: no experiment {brief(setting.value)} in this lesson{hint}", setting.at())
        return False
    found = experiments.get(setting.value)
    if opening.hidden and found and not found.net.hidden:
        report.add("value", f"experiment: {brief(setting.value)} has no hidden layer, give it one", setting.at())
        return False
    if opening.several and found and len(found.net.heads) < 2:
        message = f"experiment: {brief(setting.value)} has one head, give it several, such as 1 linear + 3 softmax"
        report.add("value", message, setting.at())
        return False
    return True


def _on(span: tuple[float, float], opening: Opening) -> tuple[Dial, ...]:
    """The dials with the cursor on its axis, which a lesson may choose."""
    cursor, *others = opening.dials
    low, high = span if math.isfinite(span[0]) else (-1e6, 1e6)
    return (Dial(cursor.name, cursor.label, (f"{low:.10g}", f"{high:.10g}")), *others)


def _value(settings: Settings, dial: Dial, report: Report) -> str:
    """How a dial is to stand, as it was written; empty when that is not said or cannot be."""
    setting = settings.get(dial.name)
    if setting is None:
        return ""
    if dial.set(setting.value) is None:
        hint = "" if dial.numeric else report.hint(setting.value, dial.values)
        expected = f"expected {dial.expected}, found {brief(setting.value)}{hint}"
        report.add("value", f"{dial.name}: {expected}", setting.at())
        return ""
    return setting.value


def _functions(settings: Settings, block: Block, opening: Opening, report: Report) -> tuple[str, ...]:
    setting = settings.get("functions")
    if setting is None:
        if opening.lines and "functions" not in settings.given and block.closed:
            report.add("missing-key", f"explore {brief(block.name)} names no 'functions'", block.at)
        return ()
    names = []
    for name, where in parts(setting):
        if name == "softmax":
            report.add("value", "functions: softmax needs several numbers, an explorer draws over one", where)
        elif name not in opening.lines:
            what = "activation" if opening.lines[0] in ACTIVATIONS else "line"
            message = f"functions: unknown {what} {brief(name)}{report.hint(name, opening.lines)}"
            report.add("value", message, where)
        elif name in names:
            report.add("value", f"functions: {brief(name)} is named twice", where)
        else:
            names.append(name)
    return tuple(names)


def _range(settings: Settings, report: Report) -> tuple[float, float]:
    setting = settings.get("x")
    if setting is None:
        return SPAN
    match = _RANGE.fullmatch(setting.value)
    low, high = (read_number(match[1]), read_number(match[2])) if match else (None, None)
    if low is None or high is None:
        report.add("value", f"x: expected a range such as -8 .. 8, found {brief(setting.value)}", setting.at())
    elif not low < high or high - low > 1e6:
        report.add("value", "x: the range must run upwards, over a million at most", setting.at())
    else:
        return low, high
    return -math.inf, math.inf


def _show(settings: Settings, report: Report) -> tuple[str, ...]:
    setting: Setting = settings.items["show"]
    shown = []
    for name, where in parts(setting):
        if name not in SHOWS:
            report.add("value", f"show: unknown part {brief(name)}{report.hint(name, SHOWS)}", where)
        else:
            shown.append(name)
    return tuple(dict.fromkeys(shown))
