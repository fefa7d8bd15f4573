"""What the curves of a race show, said in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tutor.plot.scale import number

if TYPE_CHECKING:
    from tutor.plot.curves import Curve


def in_words(
    curves: Sequence[Curve], what: str, last: int | None, epoch: int | None = None, pinned: Sequence[Curve] = ()
) -> str:
    """What the picture shows, in one sentence; `epoch` asks for an earlier one than the latest."""
    reached = max((int(curve.times[-1]) for curve in curves if len(curve.values)), default=-1)
    if reached < 0:
        return f"{what}: nothing to show yet."
    at = reached if epoch is None else min(max(epoch, 0), reached)
    standing: list[tuple[float, str, str]] = []
    remarks = []
    for curve in curves:
        epochs = curve.times[: np.searchsorted(curve.times, at, side="right")].astype(int)
        values = curve.values[: len(epochs)]
        if not len(values):
            remarks.append(f"{curve.label} has not started")
        elif not np.isfinite(values[-1]) or (curve.broke and len(values) == len(curve.values)):
            remarks.append(f"{curve.label} broke in epoch {epochs[_break(values)]}")
        else:
            early = f" (epoch {epochs[-1]})" if epochs[-1] < at else ""
            value = float(values[-1])
            standing.append((value, curve.label, f"{curve.label} {number(value)}{early}"))
    standing.sort(key=lambda one: one[0])
    of = f" of {last}" if last is not None else ""
    sentence = f"{what} after epoch {at}{of}"
    parts = [f"{sentence}: {', '.join(text for _, _, text in standing)}" if standing else sentence, *remarks]
    if len(standing) > 1:
        lowest = [label for value, label, _ in standing if value == standing[0][0]]
        if len(lowest) == 1:
            parts.append(f"{lowest[0]} is lowest")
    parts += [f"pinned: {_outcome(curve)}" for curve in pinned if len(curve.values)]
    return "; ".join(parts) + "."


def _break(values: Sequence[float] | NDArray[Any]) -> int:
    """The place of the first of the values at the end that are no numbers; the last place if it is one."""
    place = len(values) - 1
    while place and not np.isfinite(values[place]) and not np.isfinite(values[place - 1]):
        place -= 1
    return place


def _outcome(curve: Curve) -> str:
    """How a curve that is over ended."""
    if curve.broke or not np.isfinite(curve.values[-1]):
        return f"{curve.label} broke in epoch {curve.times[_break(curve.values)]:.0f}"
    return f"{curve.label} {number(float(curve.values[-1]))} after epoch {curve.times[-1]:.0f}"
