"""The closed door before a race: which networks wait behind it, what they share and in what they differ."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tutor import palette
from tutor.pictures import Entrant

COUNT = {1: "One network waits", 2: "Two networks wait", 3: "Three networks wait", 4: "Four networks wait"}


def locked(entrants: Mapping[str, Entrant], dark: bool) -> RenderableType:
    """Describe the runs of a question before they are trained."""
    parts = {name: _parts(one.run.experiment.text) for name, one in entrants.items()}
    first = next(iter(parts.values()))
    first.pop("show", None)  # how it looks is no part of how it learns
    shared = {key for key in first if all(other.get(key) == first[key] for other in parts.values())}
    common = Table.grid(padding=(0, 2, 0, 0))
    for key in first:
        if key in shared:
            common.add_row(Text(key, "dim"), Text(first[key]))
    own = Table.grid(padding=(0, 2, 0, 0))
    for name, entrant in entrants.items():
        tint = palette.color(entrant.place, dark)
        label = Text.assemble((palette.marker(entrant.place), tint), f" {entrant.label}")
        own.add_row(
            label,
            Text(" · ".join(text for key, text in parts[name].items() if key in first and key not in shared), "dim"),
        )
    many = len(entrants)
    head = COUNT.get(many, f"{many} networks wait")
    return Group(
        Text(f"{head} for your answer.", "bold"),
        Text("Commit to it, and the race starts." if many > 1 else "Commit to it, and it trains.", "dim"),
        Text(""),
        own,
        Text(""),
        Text("The same for all:" if many > 1 else "It trains on:", "dim"),
        common,
    )


def _parts(text: str) -> dict[str, str]:
    """Take an experiment's line apart into its settings, all but the title."""
    settings, _, _ = text.partition(" · title: ")
    return dict(part.split(": ", 1) for part in settings.split(" · "))
