"""The doctor reads a run's frames and says in plain words why it broke or stalls, with numbers as evidence.
It asks for causes before consequences, and has nothing to say about a healthy run."""

from collections.abc import Callable

import numpy as np

from engine.doctor import (
    symptoms_data,
    symptoms_fit,
    symptoms_gradient,
    symptoms_pair,
    symptoms_rate,
    symptoms_shares,
    symptoms_start,
    symptoms_units,
)
from engine.doctor.findings import Cause, Finding
from engine.doctor.signs import Signs, take_signs
from engine.run import Run

__all__ = ["Cause", "Finding", "examine"]

QUESTIONS: tuple[Callable[[Signs], Finding | None], ...] = (
    symptoms_data.constant_inputs,
    symptoms_shares.lone_share,
    symptoms_pair.non_finite,
    symptoms_pair.no_floor,
    symptoms_shares.one_sided,
    symptoms_start.copies,
    symptoms_fit.over_penalized,
    symptoms_pair.out_of_reach,
    symptoms_start.saturated_start,
    symptoms_start.dead_start,
    symptoms_start.exploding,
    symptoms_pair.swamped_term,
    symptoms_data.wrong_unit,
    symptoms_gradient.too_small_start,
    symptoms_rate.rate_too_large,
    symptoms_units.dead_layer,
    symptoms_units.saturated_layer,
    symptoms_gradient.vanishing,
    symptoms_fit.too_much_dropout,
    symptoms_rate.rate_too_small,
    symptoms_fit.overfitting,
    symptoms_fit.too_simple,
    symptoms_fit.nothing_learned,
)
"""What the doctor asks, the deepest causes first."""

_PLATEAU = frozenset(
    {
        Cause.VANISHING,
        Cause.TOO_MUCH_DROPOUT,
        Cause.RATE_TOO_SMALL,
        Cause.TOO_SIMPLE,
        Cause.NOTHING_LEARNED,
    }
)
_UNITS = frozenset({Cause.DEAD_LAYER, Cause.SATURATED_LAYER})
_BROKEN = frozenset({Cause.EXPLODING, Cause.RATE_TOO_LARGE, Cause.OVERFITTING})

HIDES: dict[Cause, frozenset[Cause]] = {
    Cause.CONSTANT_INPUTS: _PLATEAU | _UNITS | {Cause.COPIES, Cause.OVERFITTING},
    Cause.COPIES: _PLATEAU | _UNITS | _BROKEN,
    Cause.NO_FLOOR: _PLATEAU | _UNITS | _BROKEN | {Cause.ONE_SIDED, Cause.OUT_OF_REACH},
    Cause.NON_FINITE: _PLATEAU | _UNITS | _BROKEN | {Cause.ONE_SIDED, Cause.OUT_OF_REACH},
    Cause.ONE_SIDED: _PLATEAU | _UNITS | _BROKEN,
    Cause.OVER_PENALIZED: _PLATEAU | _UNITS | _BROKEN,
    Cause.SWAMPED_TERM: _PLATEAU | {Cause.WRONG_UNIT, Cause.RATE_TOO_LARGE},
    Cause.OUT_OF_REACH: _PLATEAU
    | _UNITS
    | {Cause.NON_FINITE, Cause.NO_FLOOR, Cause.ONE_SIDED, Cause.WRONG_UNIT, Cause.RATE_TOO_LARGE},
    Cause.SATURATED_LAYER: _PLATEAU | {Cause.EXPLODING, Cause.RATE_TOO_LARGE},
    Cause.DEAD_LAYER: _PLATEAU | {Cause.EXPLODING, Cause.RATE_TOO_LARGE},
    Cause.EXPLODING: _PLATEAU | _UNITS | {Cause.SWAMPED_TERM, Cause.RATE_TOO_LARGE},
    Cause.WRONG_UNIT: _PLATEAU | _UNITS | {Cause.RATE_TOO_LARGE},
    Cause.RATE_TOO_LARGE: (_PLATEAU - {Cause.VANISHING}) | {Cause.SATURATED_LAYER, Cause.OVERFITTING},
    Cause.VANISHING: _PLATEAU | _UNITS | {Cause.RATE_TOO_LARGE},
    Cause.TOO_MUCH_DROPOUT: _PLATEAU,
    Cause.RATE_TOO_SMALL: _PLATEAU,
    Cause.TOO_SIMPLE: _PLATEAU,
}
"""The findings that a cause explains: they are consequences, and are left unsaid behind it."""


def examine(run: Run) -> tuple[Finding, ...]:
    """What is wrong with a run, the most important cause first; nothing when it is healthy.

    It may be asked at any time: before the first step, on the way, at the end, or after numbers broke. The run
    stays as it is.
    """
    with np.errstate(all="ignore"):
        signs = take_signs(run)
        found: list[Finding] = []
        for question in QUESTIONS:
            finding = question(signs)
            if finding is not None and not any(_explains(cause, finding) for cause in found):
                found.append(finding)
        if signs.diverged and not found:
            found.append(symptoms_pair.broken(signs))
    return tuple(found)


def _explains(cause: Finding, finding: Finding) -> bool:
    return finding.name == cause.name or finding.name in HIDES.get(cause.name, frozenset())
