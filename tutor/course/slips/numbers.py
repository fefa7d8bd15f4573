"""Slips that only the numbers show: none at all, one that is nearly right, or right by chance; and what is left."""

from __future__ import annotations

import math

from tutor.course.chain import alike, largest
from tutor.course.figures import figure
from tutor.course.link import CLOSE, Link, Values, agree
from tutor.course.slips.words import at, formula

NEAR = 10 * CLOSE
"""How far off a typed number may be to be called close."""


def no_number(link: Link) -> str:
    """What was typed is not defined here."""
    if math.isfinite(link.yours):
        return ""
    where = "" if link.plain else f" at {at(link.here, link.typed.names)}"
    return (
        f"Yours comes to no number{where}. Look for a division by 0, or the logarithm or root of what is not positive."
    )


def rounded(link: Link) -> str:
    """A number near the right one."""
    slope = link.truth(link.here)
    if not link.plain or not math.isclose(link.yours, slope, rel_tol=NEAR):
        return ""
    return "Close, but not close enough: was it rounded too much? Three digits will do, or the formula itself."


def put_in(link: Link) -> str:
    """A given number was put in where its name belongs."""
    chain = link.chain
    for name in chain.given:
        if link.plain or name in link.typed.names or name not in link.factor.formula.names:
            continue
        starts = ({**{each: values[each] for each in chain.given}, name: link.here[name]} for values in link.passes)
        if agree(link.typed.value, link.truth, tuple(map(chain.forward, starts))):
            number = figure(link.here[name])
            return (
                f"Right as long as {name} = {number}, and only then. Type a number alone, or a formula that holds for"
                f" every {name}. Look at {formula(link)} again."
            )
    return ""


def only_here(link: Link) -> str:
    """The right number for a wrong reason: shown up by the numbers of another pass."""
    scale = largest(map(link.truth, link.passes))
    if link.plain or not alike(link.yours, link.truth(link.here), CLOSE, scale):
        return ""
    both = [(link.typed.value(values), link.truth(values), values) for values in link.passes]
    yours, slope, values = max((each for each in both if math.isfinite(each[0] - each[1])), key=_apart)
    names = dict.fromkeys((*link.typed.names, *link.factor.formula.names))
    told = f"at {at(values, names)}, yours gives {figure(yours)} and the slope is {figure(slope)}"
    return f"The right number here, but by chance: {told}. Look at {formula(link)} again."


def _apart(numbers: tuple[float, float, Values]) -> float:
    """How far apart two numbers are, as a share of the larger."""
    yours, slope, _ = numbers
    return abs(yours - slope) / max(abs(yours), abs(slope), 1e-9)


def two_numbers(link: Link) -> str:
    """No slip that is known: the two numbers, and where to look. Always speaks."""
    above, below = link.factor.above, link.factor.below
    slope = link.chain.slope(above, below, link.here)
    return (
        f"Yours gives {figure(link.yours)} here; but a small move of {below} moves {above} by {figure(slope)} times"
        f" as much. Look at {formula(link)} alone, and let nothing but {below} move."
    )
