"""A finding is one cause of trouble that the doctor has seen in a run, in plain words and in numbers.
The numbers come along as evidence, so that nobody has to believe the words."""

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """What can be wrong with a run."""

    CONSTANT_INPUTS = "constant_inputs"
    COPIES = "copies"
    OVER_PENALIZED = "over_penalized"
    SWAMPED_TERM = "swamped_term"
    NON_FINITE = "non_finite"
    NO_FLOOR = "no_floor"
    ONE_SIDED = "one_sided"
    OUT_OF_REACH = "out_of_reach"
    WRONG_UNIT = "wrong_unit"
    SATURATED_LAYER = "saturated_layer"
    EXPLODING = "exploding"
    RATE_TOO_LARGE = "rate_too_large"
    DEAD_LAYER = "dead_layer"
    VANISHING = "vanishing"
    TOO_MUCH_DROPOUT = "too_much_dropout"
    RATE_TOO_SMALL = "rate_too_small"
    OVERFITTING = "overfitting"
    TOO_SIMPLE = "too_simple"
    NOTHING_LEARNED = "nothing_learned"


@dataclass(frozen=True)
class Finding:
    """One cause: its name, one or two sentences with what to do, and the numbers that show it, each with a label."""

    name: Cause
    sentence: str
    evidence: tuple[tuple[str, float], ...]


def text(number: float) -> str:
    """Three digits, enough for a sentence: 0.0123, 4,560, 1.2e+08."""
    if 1_000.0 <= abs(number) < 1e6:
        return f"{number:,.0f}"
    return f"{number:.3g}"
