"""The numbers under the race of the bench: for every set-up its losses and the measures that suit its target."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from engine.frames import Frame, Status
from tutor import palette
from tutor.bench.measures import measures
from tutor.pictures import Entrant

GAP = "  "


def values(entrants: Mapping[str, Entrant], now: Mapping[str, Frame], present: str, dark: bool) -> Content:
    """A row for each set-up, the present one in bold; a column for every measure that one of them has."""
    found = {name: dict(measures(one.run, now[name])) for name, one in entrants.items()}
    heads = list(dict.fromkeys(head for each in found.values() for head in each))
    rows = [["", *heads]]
    rows += [
        [f"{palette.marker(one.place)} {one.label}", *(found[name].get(head, "–") for head in heads)]
        for name, one in entrants.items()
    ]
    lines = [Content.styled(line, "dim" if place == 0 else "") for place, line in enumerate(_aligned(rows))]
    for place, (name, one) in enumerate(entrants.items(), 1):
        bold = lines[place].stylize("bold") if name == present and len(entrants) > 1 else lines[place]
        lines[place] = bold.stylize(palette.color(one.place, dark), 0, 1)
    lines += [
        Content.assemble((f"✕ {one.label} diverged: ", "bold"), now[name].reason)
        for name, one in entrants.items()
        if now[name].status is Status.DIVERGED
    ]
    return Content("\n").join(lines)


def _aligned(rows: list[list[str]]) -> list[str]:
    """Names to the left, numbers to the right, each column as wide as its widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    widths[0] = min(widths[0], 28)
    lines = []
    for name, *numbers in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        lines.append(GAP.join([name[: widths[0]].ljust(widths[0]), *cells]))
    return lines
