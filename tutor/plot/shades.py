"""Colors between the background and a color, in few steps: the stronger, the further from the background.

Steps rather than every shade there is, because neighbors of one color are drawn, sent and painted in one go.
"""

from __future__ import annotations

from functools import lru_cache

from tutor.palette import between, color

GROUND = {True: "#14171C", False: "#FBFAF7"}
"""The backgrounds that colors fade into, for dark and for light: those of the app's two themes."""
NEGATIVE, POSITIVE = 1, 0
"""Whose colors stand for numbers below and above zero: blue and orange."""


@lru_cache(maxsize=512)
def shade(index: int, share: float, dark: bool) -> str:
    """The color of option `index` at `share` of its strength, 0 to 1, as #rrggbb."""
    return between(GROUND[dark], color(index, dark), share)


def shades(index: int, steps: int, faintest: float, strongest: float, dark: bool) -> list[str]:
    """So many shades of one color, evenly from the faintest to the strongest share."""
    span = strongest - faintest
    return [shade(index, faintest + span * step / max(steps - 1, 1), dark) for step in range(steps)]


def two_sided(steps: int, strongest: float, dark: bool) -> list[str]:
    """`steps` blues for what is negative, strongest first, the background, then as many oranges."""
    blues, oranges = (shades(index, steps + 1, 0.0, strongest, dark)[1:] for index in (NEGATIVE, POSITIVE))
    return [*reversed(blues), GROUND[dark], *oranges]
