"""Writes a tree out as it was understood: every multiplication as ·, and brackets only where they help.

Reading what is written gives the same tree again, so a learner can see whether both mean the same.
"""

from __future__ import annotations

import re

from tutor.course.formulas.tree import Apply, Constant, Name, Node, Number

_SUM, _PRODUCT, _POWER, _SINGLE = range(4)
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_SIGNS = {"+": " + ", "-": " − ", "*": " · ", "/": " / "}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def spell(node: Node, first: bool = True) -> str:
    """The tree in Unicode maths, such as `2 · a² − 1 / (1 + exp(−z))`; `first` unless something stands before it."""
    match node:
        case Number(value):
            return _number(value)
        case Constant(word) | Name(word):
            return word
        case Apply("negative", (part,)):
            return f"−{_within(part, _POWER)}"
        case Apply("abs", (part,)):
            return f"|{spell(part)}|"
        case Apply("sqrt", (part,)):
            return f"√({spell(part)})"
        case Apply("^", (base, exponent)):
            return _within(base, _SINGLE) + _raised(exponent)
        case Apply("+" | "-" as sign, (left, right)):
            return _within(left, _SUM, first) + _SIGNS[sign] + _within(right, _PRODUCT)
        case Apply("*" | "/" as sign, (left, right)):
            quotient = isinstance(left, Apply) and left.operation == "/"  # a / b · c is often read as a / (b · c)
            return _within(left, _POWER if quotient else _PRODUCT, first) + _SIGNS[sign] + _within(right, _POWER)
        case Apply(function, parts):
            return f"{function}({', '.join(map(spell, parts))})"


def _within(part: Node, least: int, first: bool = False) -> str:
    """A part of something that takes what binds at least so strongly; a minus goes without brackets only if first."""
    if _level(part, first) >= least:
        return spell(part, first)
    return f"({spell(part)})"


def _level(node: Node, first: bool) -> int:
    match node:
        case Apply("negative", _):
            return _PRODUCT if first else -1
        case Apply("sqrt", _):
            return _POWER  # √(x)² could be taken for √(x²)
        case Number(value) if "e" in _number(value):
            return _POWER
        case Apply(operation, _):
            return _LEVELS.get(operation, _SINGLE)
    return _SINGLE


def _raised(exponent: Node) -> str:
    """` ² ` and `⁻¹` for whole numbers, `^x` and `^(a + 1)` for the rest."""
    match exponent:
        case Apply("negative", (Number(value),)) if (digits := _number(value)).isdigit():
            return "⁻" + digits.translate(_RAISED)
        case Number(value) if (digits := _number(value)).isdigit():
            return digits.translate(_RAISED)
    return "^" + _within(exponent, _SINGLE)


def _number(value: float) -> str:
    """The shortest way to write it: 3, 0.25, 1e-5."""
    return re.sub(r"e\+?(-?)0*", r"e\1", repr(value).removesuffix(".0"))
