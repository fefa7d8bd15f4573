"""Reads an explorer block: which functions a learner moves along, how far, and what to look for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from engine.activations import ACTIVATIONS
from tutor.course.fences import Block
from tutor.course.maths import translated
from tutor.course.model import Explore, Place
from tutor.course.numbers import read_number
from tutor.course.problems import Report, brief
from tutor.course.settings import Setting, Settings, collect, parts, read_settings

KINDS = ("activation", "loss", "chain", "swap", "pairing", "gradients", "hybrid", "shapes")
KNOWN = ("kind", "functions", "x", "cursor", "show", "try", "was")
SHOWS = ("value", "slope")
MOST_TRIES = 3

_RANGE = re.compile(r"(\S+)\s*\.\.\s*(\S+)")


def read_explore(block: Block, lines: Sequence[str], report: Report) -> Explore | None:
    """The explorer of this block, or None when it is broken or of a kind that this release lacks."""
    quiet = Report(report.path)
    found = read_settings(lines, block.start, block.stop, quiet)
    kind = next((setting for setting in found if setting.key == "kind" and setting.value), None)
    if kind and kind.value != "activation":
        if kind.value in KINDS:
            report.add("unsupported", f"the {kind.value} explorer is not supported yet", kind.at())
        else:
            hint = report.hint(kind.value, KINDS)
            report.add("value", f"kind: unknown explorer {brief(kind.value)}{hint}", kind.at())
        return None
    report.problems += quiet.problems
    settings = collect(found, KNOWN, f"explore {brief(block.name)}", report, repeatable=("try",))
    before = len(report.problems)
    functions = _functions(settings, block, report)
    low, high = _range(settings, report)
    cursor = _cursor(settings, low, high, report)
    show = _show(settings, report)
    tries = settings.repeated.get("try", ())
    for extra in tries[MOST_TRIES:]:
        report.add("unexpected", f"an explorer has {MOST_TRIES} 'try' lines at most", extra.key_at)
    if len(report.problems) > before:
        return None
    texts = tuple(translated(setting.value) for setting in tries)
    return Explore(block.name, "activation", functions, low, high, cursor, show, texts, Place(block.line))


def _functions(settings: Settings, block: Block, report: Report) -> tuple[str, ...]:
    setting = settings.get("functions")
    if setting is None:
        if "functions" not in settings.given and block.closed:
            report.add("missing-key", f"explore {brief(block.name)} names no 'functions'", block.at)
        return ()
    known = [name for name in ACTIVATIONS if name != "softmax"]
    names = []
    for name, where in parts(setting):
        if name == "softmax":
            report.add("value", "functions: softmax needs several numbers, an explorer draws over one", where)
        elif name not in known:
            message = f"functions: unknown activation {brief(name)}{report.hint(name, known)}"
            report.add("value", message, where)
        elif name in names:
            report.add("value", f"functions: {brief(name)} is named twice", where)
        else:
            names.append(name)
    return tuple(names)


def _range(settings: Settings, report: Report) -> tuple[float, float]:
    setting = settings.get("x")
    if setting is None:
        return -8.0, 8.0
    match = _RANGE.fullmatch(setting.value)
    low, high = (read_number(match[1]), read_number(match[2])) if match else (None, None)
    if low is None or high is None:
        report.add("value", f"x: expected a range such as -8 .. 8, found {brief(setting.value)}", setting.at())
    elif not low < high or high - low > 1e6:
        report.add("value", "x: the range must run upwards, over a million at most", setting.at())
    else:
        return low, high
    return -math.inf, math.inf


def _cursor(settings: Settings, low: float, high: float, report: Report) -> float:
    setting = settings.get("cursor")
    if setting is None:
        return min(max(0.0, low), high)
    cursor = read_number(setting.value)
    if cursor is None or not low <= cursor <= high:
        where = f"from {low:g} to {high:g}" if math.isfinite(low) else "on the x axis"
        message = f"cursor: expected a number {where}, found {brief(setting.value)}"
        report.add("value", message, setting.at())
        return low
    return cursor


def _show(settings: Settings, report: Report) -> tuple[str, ...]:
    setting: Setting | None = settings.get("show")
    if setting is None:
        return SHOWS
    shown = []
    for name, where in parts(setting):
        if name not in SHOWS:
            report.add("value", f"show: unknown part {brief(name)}{report.hint(name, SHOWS)}", where)
        else:
            shown.append(name)
    return tuple(dict.fromkeys(shown))
