"""The numbers under a race: losses and metric of every network at the epoch shown, and why a broken one broke."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from engine.frames import Frame, Status
from tutor import palette
from tutor.numbers import metric, short
from tutor.pictures import Entrant

GAP = "  "


def values(entrants: Mapping[str, Entrant], now: Mapping[str, Frame], epoch: int, exact: bool, dark: bool) -> Content:
    """A row for each network; six digits and the training loss too when `exact`."""
    digits = 6 if exact else 3
    name = next(iter(entrants.values())).run.metric_name
    rows = [[f"epoch {epoch}", *(["train loss"] if exact else []), "test loss", f"test {name}"]]
    for key, one in entrants.items():
        frame = now[key]
        losses = [frame.train_loss, frame.test_loss] if exact else [frame.test_loss]
        score = "–" if frame.status is Status.DIVERGED else metric(frame.metric, one.run, digits)
        cells = [*(short(loss, digits) for loss in losses), score]
        rows.append([f"{palette.marker(one.place)} {one.label}", *cells])
    lines = [Content.styled(line, "dim" if place == 0 else "") for place, line in enumerate(_aligned(rows))]
    for place, one in enumerate(entrants.values(), 1):
        lines[place] = lines[place].stylize(palette.color(one.place, dark), 0, 1)
    for reason, labels in _broken(entrants, now).items():
        lines.append(Content.assemble((f"✕ {', '.join(labels)} diverged: ", "bold"), reason))
    return Content("\n").join(lines)


def _broken(entrants: Mapping[str, Entrant], now: Mapping[str, Frame]) -> dict[str, list[str]]:
    """The names of the networks that diverged, by the reason."""
    broken: dict[str, list[str]] = {}
    for key, one in entrants.items():
        if now[key].status is Status.DIVERGED:
            broken.setdefault(now[key].reason, []).append(one.label)
    return broken


def _aligned(rows: list[list[str]]) -> list[str]:
    """Names to the left, numbers to the right, each column as wide as its widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for name, *numbers in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        lines.append(GAP.join([name.ljust(widths[0]), *cells]))
    return lines
