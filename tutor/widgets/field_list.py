"""The fields of the bench in groups, in one column or two, with the chosen one marked; the mouse turns them too.

Each field's place is kept from when it was drawn, so that a click finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from tutor.bench import Field
from tutor.bench.field import ON
from tutor.bench.fields import NET

LABEL, TWO_COLUMNS = 15, 70
"""Cells for a label; from so many cells on, there is room for two columns."""

BACK, ON_SIGN, HERE = "◂", "▸", "›"


class Spot(NamedTuple):
    """Where a field stands: its number, its row, and the columns from `left` to `right`, arrows included."""

    field: int
    row: int
    left: int
    right: int


class FieldList(Static):
    """Shows fields; a click chooses one, a click on its arrows or the wheel turns it."""

    class Chosen(Message):
        """The learner points at a field, and turns it `by` so many values."""

        def __init__(self, name: str, by: int) -> None:
            super().__init__()
            self.name, self.by = name, by

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._fields: tuple[Field, ...] = ()
        self._spots: list[Spot] = []

    def show(self, fields: Sequence[Field], chosen: str, width: int, *, active: bool) -> None:
        """Draw the fields as they stand in so many cells of width; `active` when keys turn the chosen one."""
        self._fields = tuple(fields)
        self._spots = []
        columns = _columns(fields, width)
        blocks = []
        left = 0
        for column in columns:
            blocks.append(self._block(column, chosen, left, width // len(columns), active))
            left += width // len(columns)
        height = max(map(len, blocks))
        rows = [
            Content("").join(
                line.truncate(width // len(columns), pad=True)
                for line in (block[y] if y < len(block) else Content("") for block in blocks)
            )
            for y in range(height)
        ]
        self.update(Content("\n").join(rows))

    def place_of(self, name: str) -> Region:
        """Where a field stands, for scrolling there."""
        for spot in self._spots:
            if self._fields[spot.field].name == name:
                return Region(spot.left, spot.row, spot.right - spot.left, 1)
        return Region(0, 0, 1, 1)

    def _block(self, fields: Sequence[Field], chosen: str, left: int, width: int, active: bool) -> list[Content]:
        """The lines of one column, each field's spot noted."""
        lines: list[Content] = []
        for group, members in groupby(fields, key=lambda each: each.group):
            if lines:
                lines.append(Content(""))
            lines.append(Content.styled(f" {group}", "bold $accent"))
            for field in members:
                cell = _cell(field, chosen == field.name, active)
                fits = lines[-1].cell_length + cell.cell_length <= width
                if field.label or not fits:
                    here = HERE if chosen == field.name else " "
                    lines.append(Content(f"{here}{field.label:<{LABEL}}"))
                start = lines[-1].cell_length
                lines[-1] += cell
                spot = Spot(self._fields.index(field), len(lines) - 1, left + start, left + start + cell.cell_length)
                self._spots.append(spot)
        return lines

    def _at(self, x: int, y: int) -> Spot | None:
        """The field under the pointer, also when it is its label."""
        row = [spot for spot in self._spots if spot.row == y and spot.left - LABEL <= x < spot.right]
        return next((spot for spot in row if spot.left <= x), row[0] if row else None)

    def on_click(self, event: Click) -> None:
        spot = self._at(event.x, event.y)
        if spot is not None:
            field = self._fields[spot.field]
            by = 1 if field.is_switch else -1 if event.x <= spot.left + 1 else 1 if event.x >= spot.right - 3 else 0
            self.post_message(self.Chosen(field.name, by if event.x >= spot.left else 0))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: MouseScrollUp | MouseScrollDown, by: int) -> None:
        spot = self._at(event.x, event.y)
        if spot is not None and self._fields[spot.field].numbers:
            event.stop()
            self.post_message(self.Chosen(self._fields[spot.field].name, by))


def in_order(fields: Sequence[Field], width: int) -> tuple[Field, ...]:
    """The fields as the eye meets them, column by column."""
    return tuple(field for column in _columns(fields, width) for field in column)


def _columns(fields: Sequence[Field], width: int) -> list[list[Field]]:
    """One column of all groups or, where there is room, two: the network, whose layers come and go, in the second."""
    if width < TWO_COLUMNS:
        return [list(fields)]
    return [[field for field in fields if (field.group == NET) == there] for there in (False, True)]


def _cell(field: Field, chosen: bool, active: bool) -> Content:
    """A value between its arrows, which are seen where it is chosen; a switch as a light with its name."""
    style = ("bold $foreground on $block-cursor-background" if active else "bold") if chosen else ""
    if field.is_switch:
        light = "●" if field.value == ON else "○"
        return Content.assemble((f" {light} {field.caption} ", style or ("" if field.value == ON else "dim")))
    back, on = (BACK, ON_SIGN) if chosen else (" ", " ")
    return Content.assemble((f"{back} {field.value} {on}", style), " ")
