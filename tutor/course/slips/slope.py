"""Slips with the function itself: its sign, its factor 2, its value for its slope, its gate."""

from __future__ import annotations

import math
from functools import partial

from tutor.course.link import Link, Values, agree
from tutor.course.slips.words import at, formula

_TIMES = (
    (-1.0, "Right but for its sign."),
    (0.5, "Half of the slope: a factor 2 is missing."),
    (2.0, "Twice the slope: there is a factor 2 too many."),
    (-0.5, "Two slips: the sign is flipped, and a factor 2 is missing."),
    (-2.0, "Two slips: the sign is flipped, and there is a factor 2 too many."),
)


def gate(link: Link) -> str:
    """A slope that knows two levels, as a ReLU's does, and the wrong one of them was taken."""
    levels = {round(slope, 9) for slope in map(link.truth, link.passes) if math.isfinite(slope)}
    if len(levels) != 2 or min(levels) < 0 or not link.equals(lambda values: sum(levels) - link.truth(values)):
        return ""
    above, below = link.factor.above, link.factor.below
    here = at(link.here, (below, above))
    return f"The gate is the wrong way round. Here {here}: does {above} follow when {below} moves a little?"


def nothing(link: Link) -> str:
    """0, for a slope that is not."""
    if not link.equals(lambda _: 0.0):
        return ""
    above, below = link.factor.above, link.factor.below
    return f"0 would mean that {above} stays where it is when {below} moves. But {below} stands in {formula(link)}."


def as_far(link: Link) -> str:
    """1, for a slope that is not."""
    if not link.equals(lambda _: 1.0):
        return ""
    above, below = link.factor.above, link.factor.below
    return (
        f"1 would mean that {above} moves exactly as far as {below}, as a sum does when one of its terms moves."
        f" Look at what is done to {below} in {formula(link)}."
    )


def times(link: Link) -> str:
    """The sign, or a factor 2."""
    found = next((each for each in _TIMES if link.equals(partial(_scaled, link, each[0]))), None)
    if found is None:
        return ""
    factor, said = found
    advice = [said]
    if factor < 0:
        advice.append(_direction(link))
    if abs(factor) < 1:
        advice.append(
            f"A square brings one: (…)² moves 2 · (…) times as far as what stands in it. Look at {formula(link)}."
        )
    if abs(factor) > 1:
        advice.append(f"Look at {formula(link)}: where would another 2 come from?")
    return " ".join(advice)


def _scaled(link: Link, factor: float, values: Values) -> float:
    return factor * link.truth(values)


def _direction(link: Link) -> str:
    slope = link.truth(link.here)
    if not slope:
        return f"Look for a minus that got lost in {formula(link)}."
    above, below = link.factor.above, link.factor.below
    way, sign = ("grows", "positive") if slope > 0 else ("gets smaller", "negative")
    return f"Here {above} {way} when {below} grows a little, so the slope must be {sign}. Which minus got lost?"


def place_taken(link: Link) -> str:
    """The formula is right, with the input of the function where its output belongs, or the other way round."""
    above, below = link.factor.above, link.factor.below
    for stands, belongs in ((below, above), (above, below)):
        if not _is_swapped(link, stands, belongs):
            continue
        return (
            f"The formula is right, but {stands} stands in the place of {belongs}."
            f" They are two numbers, {at(link.here, (stands, belongs))}: see which is which in {formula(link)}."
        )
    return ""


def _is_swapped(link: Link, stands: str, belongs: str) -> bool:
    if link.plain:
        right = link.factor.formula
        return belongs in right.names and link.equals(lambda values: right.value({**values, belongs: values[stands]}))
    if stands not in link.typed.names:
        return False
    return agree(lambda values: link.typed.value({**values, stands: values[belongs]}), link.truth, link.passes)


def value(link: Link) -> str:
    """The value of one of the two, in place of the slope."""
    above, below = link.factor.above, link.factor.below
    if link.equals(lambda values: values[above]):
        return (
            f"That is the value of {above}, not its slope. The slope says how much {above} changes"
            f" for a small change of {below}: look at {formula(link)}."
        )
    if link.equals(lambda values: values[below]):
        return (
            f"That is {below} itself, the number that moves. The slope says how many times as far {above} goes."
            f" Move {below} a little in {formula(link)}: how far does {above} follow?"
        )
    return ""
