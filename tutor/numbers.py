"""Numbers as a person reads them: three significant digits, in the unit of what was measured."""

from __future__ import annotations

import math
from typing import Protocol


class Measured(Protocol):
    """What a run says of its metric."""

    @property
    def metric_name(self) -> str: ...

    @property
    def metric_unit(self) -> str: ...


def short(value: float, digits: int = 3) -> str:
    """Write `value` with `digits` significant digits: 0.0612, 97,300, 1.2e-07; `NaN`, `∞` where it is not finite."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    scientific = f"{value:.{digits - 1}e}"
    exponent = int(scientific.partition("e")[2])
    if value == 0:
        return "0"
    if not -4 <= exponent < 7:
        return scientific
    if exponent < 0:
        return f"{value:.{digits}g}"
    return f"{float(scientific):,.{max(digits - 1 - exponent, 0)}f}"


def metric(value: float, run: Measured, digits: int = 3) -> str:
    """Write a run's metric: accuracy as a percentage, an error in the target's own unit."""
    if run.metric_name == "accuracy":
        return f"{100 * value:.1f} %" if math.isfinite(value) else short(value)
    return amount(value, run.metric_unit, digits)


def amount(value: float, unit: str, digits: int = 3) -> str:
    """Write a value with its unit: $97,300, 2.31 °C."""
    if unit in ("US$", "$"):
        return f"-${short(-value, digits)}" if value < 0 else f"${short(value, digits)}"
    return f"{short(value, digits)} {unit}".rstrip()
