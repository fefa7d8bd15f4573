"""One line to type in, at the bottom of the screen: a value, a set-up, a file's name. What is wrong stands below it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.widgets.typed_line import TypedLine

Complain = Callable[[str], str]
"""Takes what was typed and says what is wrong with it; empty when nothing is."""


class Entry(Vertical):
    """Asks for one line. `look` is asked at every key, `take` gets the line and may still say what is wrong."""

    DEFAULT_CSS = """
    Entry { dock: bottom; height: auto; margin-bottom: 1; padding: 0 1; background: $background; }
    Entry > Static { width: 100%; height: auto; max-height: 5; padding: 0 1; }
    """

    def __init__(self, title: str, value: str, look: Complain, take: Complain) -> None:
        super().__init__()
        self._title, self._value, self._look, self._take = title, value, look, take

    def compose(self) -> ComposeResult:
        line = TypedLine(self._value, "", self._typed)
        line.border_title = Content(self._title)
        line.entered = self._enter
        yield line
        yield Static("", markup=False)

    def on_mount(self) -> None:
        line = self.query_one(TypedLine)
        line.focus()
        line.action_select_all()
        self._say("enter takes it, esc leaves it as it was")

    def _typed(self, text: str) -> None:
        self._say(self._look(text) or "enter takes it, esc leaves it as it was")

    def _enter(self) -> None:
        wrong = self._take(self.query_one(TypedLine).value)
        if wrong:
            self._say(wrong)

    def _say(self, words: str) -> None:
        self.query_one(Static).update(Content(words))
