"""How much room an experiment needs while it trains, so that a net too large for a laptop is refused at once.
A layer keeps a few numbers for every unit and every example that pass through it together."""

from collections.abc import Mapping
from typing import Any

from engine.problems import Problem
from engine.specs import NetSpec

MAX_SEEN = 2_000_000
"""Units × examples: about 100 MB for a run."""


def check_memory(full: Mapping[str, Any]) -> list[Problem]:
    """The problem of a net that sees more than fits; `full` are all settings, defaults included."""
    net: NetSpec = full["net"]
    units = sum(layer.units for layer in net.layers)
    if units * full["samples"] <= MAX_SEEN:
        return []
    message = f"net: {units:,} units × {full['samples']:,} examples are too many to keep in memory; "
    return [Problem("net", "too-large", message + "make one of them smaller")]
