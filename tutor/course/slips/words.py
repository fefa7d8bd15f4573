"""How the slips speak of a link: its line of the forward pass, and names with their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.course.figures import figure
from tutor.course.link import Link, Values


def formula(link: Link) -> str:
    """The line of the forward pass that a link is about."""
    return f"{link.factor.above} = {link.chain.formula(link.factor.above).spelled}"


def at(values: Values, names: Iterable[str]) -> str:
    """Names with their numbers: `z = 1 and a = 0.7311`."""
    *most, last = (f"{name} = {figure(values[name])}" for name in names)
    return f"{', '.join(most)} and {last}" if most else last
