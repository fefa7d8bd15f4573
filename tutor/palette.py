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
    return between(color(index, dark), gray, 0.5)


def between(start: str, end: str, share: float) -> str:
    """The color that lies `share` of the way from one #rrggbb to the other."""
    pairs = zip(bytes.fromhex(start[1:]), bytes.fromhex(end[1:]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)


def marker(index: int) -> str:
    """The marker of option `index`, counted from 0."""
    return SERIES[index % len(SERIES)].marker
