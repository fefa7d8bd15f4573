"""Slips with the chain: the slope in another name, another link, or several links multiplied up already."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial

from tutor.course.chain import Factor
from tutor.course.link import Link, Values
from tutor.course.slips.words import formula


def other_input(link: Link) -> str:
    """The slope of the same formula in another of its names."""
    chain, above, below = link.chain, link.factor.above, link.factor.below
    others = (name for name in chain.formula(above).names if name != below)
    taken = next((name for name in others if link.equals(partial(chain.slope, above, name))), None)
    if taken is None:
        return ""
    return (
        f"That is {link.name(above, taken)}: you differentiated with respect to {taken}."
        f" In {link.factor.name} it is {below} that moves, and {taken} stands still like a plain number."
    )


def upside_down(link: Link) -> str:
    """The reciprocal."""
    if not link.equals(lambda values: 1 / slope if (slope := link.truth(values)) else math.nan):
        return ""
    above, below = link.factor.above, link.factor.below
    return (
        f"That is {link.name(below, above)}, the link upside down."
        f" {link.factor.name} asks how much {above}, on top, changes with {below}, below."
    )


def other_links(link: Link) -> str:
    """Another factor of this chain, or several of them multiplied up already."""
    factors, own = link.chain.factors, link.index
    for first, last in _stretches(len(factors)):
        taken = factors[first : last + 1]
        if first == last == own or not link.equals(partial(_product, taken)):
            continue
        name = link.name(taken[0].above, taken[-1].below)
        one = f"{link.factor.name} alone: how {link.factor.above} changes with {link.factor.below}, in {formula(link)}"
        if first == last:
            return f"That is {name}, another link of this chain. This one is {one}."
        product = " · ".join(factor.name for factor in taken)
        return f"That is {name}, which is {product} multiplied up. This link is {one}."
    return ""


def _product(factors: Iterable[Factor], values: Values) -> float:
    return math.prod(factor.formula.value(values) for factor in factors)


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    """The first and last link of every stretch of a chain, the short ones before the long."""
    for length in range(count):
        for first in range(count - length):
            yield first, first + length
