"""The slope of a formula in one of its names: how fast the result moves when that name does.

The speed is carried through the formula operation by operation, once forth and once back; on a kink the two disagree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from tutor.course.formulas.formula import Formula, as_floats
from tutor.course.formulas.operations import OPERATIONS
from tutor.course.formulas.tree import Apply, Name, Node, compute


def slope(formula: Formula, name: str, values: Mapping[str, float]) -> float:
    """The partial derivative in `name` at `values`, good to the last few digits of a float.

    There is no step size that could be too large or too small. NaN where the formula has no finite value, on a kink
    or a jump, and where sqrt stands at 0.
    """
    numbers = as_floats(values)
    value, forth = _moving(formula.tree, name, 1.0, numbers)
    _, back = _moving(formula.tree, name, -1.0, numbers)
    if forth is None or back is None:
        return 0.0 if math.isfinite(value) else math.nan
    if not all(math.isfinite(number) for number in (value, forth, back)):
        return math.nan
    return forth if math.isclose(forth, -back, rel_tol=1e-9, abs_tol=1e-12) else math.nan


def _moving(node: Node, name: str, speed: float, values: Mapping[str, float]) -> tuple[float, float | None]:
    """The value of the tree and its speed while `name` moves at `speed`; None for what cannot move at all."""
    match node:
        case Name(own) if own == name:
            return compute(node, values), speed
        case Apply(operation, parts):
            inputs, speeds = zip(*(_moving(part, name, speed, values) for part in parts), strict=True)
            value = OPERATIONS[operation].value(*inputs)
            if all(one is None for one in speeds):
                return value, None
            return value, OPERATIONS[operation].speed(inputs, tuple(one or 0.0 for one in speeds))
    return compute(node, values), None
