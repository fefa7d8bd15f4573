"""The numbers about a race: the epoch in its title, and under it every network's losses and metric at that epoch.

Between two epochs there are no such numbers yet, only the loss of the mini-batch that was taken last.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from engine.frames import Frame, Status
from engine.run import Run
from tutor import palette
from tutor.numbers import metric, short
from tutor.pictures import TRAIN, Entrant
from tutor.widgets.race_look import Look

GAP = "  "


def within(entrants: Mapping[str, Entrant], epoch: int) -> dict[str, Run]:
    """The runs that have taken some mini-batches after this epoch, and not all of the next one."""
    runs = {name: one.run for name, one in entrants.items()}
    return {name: run for name, run in runs.items() if run.frame.epoch == epoch and run.batches_done}


def title(entrants: Mapping[str, Entrant], epoch: int, last: int, seeds: bool) -> str:
    """The epoch, how far the next one is, and the `seeds` where they are not the usual ones."""
    parts = [f"epoch {epoch}/{last}"]
    if under_way := within(entrants, epoch).values():
        slowest = max(under_way, key=lambda run: run.batches)
        parts.append(f"mini-batch {slowest.batches_done}/{slowest.batches}")
    if seeds:
        numbers = sorted({one.run.experiment.seed for one in entrants.values()})
        parts.append(f"seed{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers))}")
    return " · ".join(parts)


def values(entrants: Mapping[str, Entrant], now: Mapping[str, Frame], epoch: int, look: Look, dark: bool) -> Content:
    """A row for each network; the training loss too where it is drawn or the look is exact, which has six digits."""
    digits = 6 if look.exact else 3
    train = look.exact or look.which == TRAIN
    name = next(iter(entrants.values())).run.metric_name
    under_way = within(entrants, epoch)
    heads = [*["mini-batch"] * bool(under_way), *["train loss"] * train, "test loss", f"test {name}"]
    rows = [[f"epoch {epoch}", *heads]]
    for key, one in entrants.items():
        frame = now[key]
        losses = [short(loss, digits) for loss in ([frame.train_loss] * train + [frame.test_loss])]
        if under_way:
            losses.insert(0, short(one.run.batch_loss, digits) if key in under_way else "–")
        score = "–" if frame.status is Status.DIVERGED else metric(frame.metric, one.run, digits)
        cells = [*losses, score]
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
