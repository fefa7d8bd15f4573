"""The colors and markers that tell options apart, the same in the list, on the curve and in the feedback.

The colors on dark are from Okabe and Ito, "Color Universal Design" (2008), chosen to stay distinct for color-blind
eyes; on light they are darkened to be read. A marker goes with each, so that nothing depends on color alone.
"""

from __future__ import annotations

from typing import NamedTuple


class Series(NamedTuple):
    """How the n-th option looks: a hex color for dark and for light backgrounds, and a marker."""

    dark: str
    light: str
    marker: str


SERIES = (
    Series("#E69F00", "#B87700", "●"),  # orange
    Series("#56B4E9", "#0072B2", "■"),  # sky blue, blue
    Series("#009E73", "#007A5A", "▲"),  # bluish green
    Series("#D55E00", "#B34700", "◆"),  # vermillion
    Series("#CC79A7", "#A3487F", "▼"),  # reddish purple
    Series("#F0E442", "#6B6100", "✚"),  # yellow
)


def color(index: int, dark: bool = True) -> str:
    """The hex color of option `index`, counted from 0."""
    series = SERIES[index % len(SERIES)]
    return series.dark if dark else series.light


def faint(index: int, dark: bool = True) -> str:
    """The color of option `index` half faded into a gray, for what stands behind."""
    gray = "#44494F" if dark else "#C4C9CE"
    strong, weak = ([int(one[place : place + 2], 16) for place in (1, 3, 5)] for one in (color(index, dark), gray))
    return "#" + "".join(f"{(one + other) // 2:02X}" for one, other in zip(strong, weak, strict=True))


def marker(index: int) -> str:
    """The marker of option `index`, counted from 0."""
    return SERIES[index % len(SERIES)].marker
