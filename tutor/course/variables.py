"""Reads the variables of a formula question: `variables: a in 0.01 .. 0.99, z in -4 .. 4`.

The ranges are where the checker and the grader compare formulas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from tutor.course.formulas import read_formula
from tutor.course.numbers import read_number
from tutor.course.problems import Report, brief
from tutor.course.settings import Settings, parts

Ranges = Mapping[str, tuple[float, float]]
"""The lowest and highest number that each variable takes."""

MOST = 6
NAME = re.compile(r"[^\W\d_]\w{0,19}'?")
"""What a variable may be called: letters of any alphabet, then also digits and underscores."""

_VARIABLE = re.compile(r"(\S+)\s+in\s+(\S+)\s*\.\.\s*(\S+)")


def read_variables(settings: Settings, report: Report) -> dict[str, tuple[float, float]] | None:
    """The variables and their ranges; None when there are none that could be read."""
    setting = settings.get("variables")
    found: dict[str, tuple[float, float]] = {}
    for text, where in parts(setting) if setting else ():
        match = _VARIABLE.fullmatch(text)
        low, high = (read_number(match[2]), read_number(match[3])) if match else (None, None)
        if match is None or low is None or high is None:
            message = f"variables: expected 'a in 0.01 .. 0.99', found {brief(text)}"
        elif not NAME.fullmatch(match[1]):
            message = f"variables: {brief(match[1])} is no name for a variable; begin with a letter"
        elif match[1] in found:
            message = f"variables: {brief(match[1])} is named twice"
        elif not low < high:
            message = f"variables: the range of {brief(match[1])} must run upwards"
        elif trouble := unusable(match[1], found):
            message = f"variables: {trouble}"
        elif len(found) == MOST:
            message = f"variables: a formula has {MOST} variables at most"
        else:
            found[match[1]] = (low, high)
            continue
        report.add("value", message, where)
    return found or None


def unusable(name: str, others: Collection[str]) -> str:
    """Why a formula cannot have this name beside the `others`: it is a function, or looks like one of them."""
    try:
        read_formula("0", [*others, name])
    except ValueError as error:
        return str(error)
    return ""
