"""What went wrong with a factor that is not the slope: the usual slips, each tried out on numbers.

A slip is found by computing what it would give and comparing that with what was typed, so that it is found in every
chain. The first that fits is told: its name, why it is one, and what to look at.
"""

from __future__ import annotations

from collections.abc import Callable

from tutor.course.link import Link
from tutor.course.slips.links import other_input, other_links, upside_down
from tutor.course.slips.numbers import no_number, only_here, put_in, rounded, two_numbers
from tutor.course.slips.slope import as_far, gate, nothing, place_taken, times, value

SLIPS: tuple[Callable[[Link], str], ...] = (
    no_number,
    gate,
    nothing,
    times,
    other_input,
    as_far,
    place_taken,
    value,
    upside_down,
    other_links,
    rounded,
    put_in,
    only_here,
    two_numbers,
)
"""Each says what is to be said when it is the slip, or nothing; the last always speaks."""


def slip(link: Link) -> str:
    """What is said of a factor that is not right."""
    return next(said for find in SLIPS if (said := find(link)))
