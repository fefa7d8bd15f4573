"""The dials of an explorer, one a line, with the chosen one marked; the mouse turns them too."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.widgets import Static

from tutor.course.dials import Dial

BACK, ON = "◂", "▸"


class DialList(Static):
    """Shows dials; a click chooses one, a click on its arrows or the wheel turns it."""

    class Chosen(Message):
        """The learner points at a dial, and turns it `by` so many values."""

        def __init__(self, place: int, by: int) -> None:
            super().__init__()
            self.place, self.by = place, by

    def __init__(self) -> None:
        super().__init__(id="dials", markup=False)
        self._back = self._on = 0

    def show(self, dials: tuple[Dial, ...], chosen: int) -> None:
        """Draw the dials as they stand."""
        label = max((len(dial.label) for dial in dials), default=0)
        value = max((len(each) for dial in dials for each in dial.values), default=0)
        self._back = label + 3
        self._on = self._back + value + 3
        table = Table.grid(padding=(0, 1, 0, 0))
        for place, dial in enumerate(dials):
            here = place == chosen
            stuck = dial.turned(1) == dial, dial.turned(-1) == dial
            turned = Text.assemble(
                (BACK, "dim" if stuck[1] else ""), f" {dial.value:^{value}} ", (ON, "dim" if stuck[0] else "")
            )
            turned.stylize("bold" if here else "")
            table.add_row("›" if here else " ", Text(f"{dial.label:<{label}}", "bold" if here else ""), turned)
        self.update(table)

    def on_click(self, event: Click) -> None:
        by = -1 if abs(event.x - self._back) <= 1 else 1 if abs(event.x - self._on) <= 1 else 0
        self.post_message(self.Chosen(event.y, by))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.Chosen(event.y, 1))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.Chosen(event.y, -1))
