"""The numbers under a race: losses and metric of every network at the epoch shown, and why a broken one broke."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.frames import Frame, Status
from tutor import palette
from tutor.numbers import metric, short
from tutor.pictures import Entrant


def values(
    entrants: Mapping[str, Entrant], now: Mapping[str, Frame], epoch: int, exact: bool, dark: bool
) -> RenderableType:
    """A row for each network; six digits and the training loss too when `exact`."""
    digits = 6 if exact else 3
    name = next(iter(entrants.values())).run.metric_name
    table = Table.grid(padding=(0, 2, 0, 0))
    head = ["train loss", "test loss", f"test {name}"] if exact else ["test loss", f"test {name}"]
    table.add_column(no_wrap=True)
    for _ in head:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(Text(f"epoch {epoch}", "dim"), *(Text(word, "dim") for word in head))
    broken: list[RenderableType] = []
    for key, one in entrants.items():
        frame = now[key]
        label = Text.assemble((palette.marker(one.place), palette.color(one.place, dark)), f" {one.label}")
        losses = [frame.train_loss, frame.test_loss] if exact else [frame.test_loss]
        table.add_row(label, *(short(loss, digits) for loss in losses), metric(frame.metric, one.run, digits))
        if frame.status is Status.DIVERGED:
            broken.append(Text.assemble((f"✕ {one.label} diverged: ", "bold"), frame.reason))
    return Group(table, *broken)
