"""What the two input lines share: they tell the question what stands in them, and how that is understood."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.events import Key
from textual.widgets import Input

from tutor.course.attempt import Attempt
from tutor.course.formulas import FormulaError
from tutor.course.model import Kind
from tutor.course.numbers import two_ways

INDENT = 3
"""Columns between the edge of the line and what is typed in it."""
SEEN = 48
"""So many characters are seen in a line on the smallest screen."""

EDITS = {
    "backspace": "delete_left",
    "delete": "delete_right",
    "left": "cursor_left",
    "right": "cursor_right",
    "home": "home",
    "end": "end",
    "ctrl+u": "delete_left_all",
}
"""Keys that change the line, and Textual's actions for them."""


class TypedLine(Input):
    """An input line for an answer."""

    DEFAULT_CSS = """
    TypedLine { border: tall $border; background: $background; }
    TypedLine:focus { border: tall $accent; background-tint: transparent; }
    """

    def __init__(self, value: str, placeholder: str, typed: Callable[[str], None]) -> None:
        super().__init__(value, placeholder=placeholder, select_on_focus=False)
        self._typed = typed
        self.entered: Callable[[], None] = lambda: None

    def on_key(self, event: Key) -> None:
        """Act at once on what is no letter. By itself the line would do so only after the letters behind it, when
        several keys arrive in one burst."""
        if not self.takes_keys and self.screen.focused is not None:
            self.screen.focused.post_message(Key(event.key, event.character))
        elif event.key == "enter":
            self.entered()
        elif event.key in EDITS:
            getattr(self, f"action_{EDITS[event.key]}")()
        else:
            return
        event.stop()
        event.prevent_default()

    @property
    def spells_verbs(self) -> bool:
        """Whether the keys that say how sure one is would be typed here, so that enter must come first."""
        return self.takes_keys

    @property
    def takes_keys(self) -> bool:
        """Whether what is typed now stands in this line."""
        return self.screen.focused is self

    def watch_value(self, value: str) -> None:
        if self.is_mounted:
            self._typed(value)


def understanding(attempt: Attempt) -> Text:
    """How the typed answer is read, or what is wrong with it; for a formula, with the place below it."""
    if not attempt.typed.strip():
        return Text()
    if attempt.question.kind is Kind.NUMBER:
        if attempt.number is None:
            doubt = two_ways(attempt.typed.removesuffix(attempt.question.unit))
            return Text(f"{doubt}." if doubt else "That is not a number yet. 0.25, 1/4 and 25 % are.", "dim")
        return Text(f"Read as {attempt.number:.6g}. ")
    formula = attempt.formula
    if isinstance(formula, FormulaError):
        return Text.assemble(_pointed(attempt.typed, formula), (f"{formula}.", "dim"))
    return Text.assemble("Read as  ", (formula.spelled, "bold"), "\n")


def _pointed(typed: str, error: FormulaError) -> str:
    """Marks below the place that an error is about: right under the line, or under a copy of a line that scrolls."""
    marks = "▲" * min(error.length, max(len(typed) - error.offset, 1))
    if len(typed) <= SEEN:
        return f"{' ' * (INDENT + error.offset)}{marks}\n"
    return f"{typed}\n{' ' * error.offset}{marks}\n"
