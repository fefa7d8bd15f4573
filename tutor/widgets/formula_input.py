"""A line for formulas: every letter may be part of one, so the question's verbs wait until enter is pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.events import Key

from tutor.widgets.typed_line import TypedLine


class FormulaInput(TypedLine):
    """An input line that takes every character but those that no formula has."""

    def __init__(self, value: str, variables: Iterable[str], typed: Callable[[str], None]) -> None:
        super().__init__(value, f"your formula in {' and '.join(variables)}", typed)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable() and character != "?"

    def on_key(self, event: Key) -> None:
        if event.character == "?" and self.takes_keys:
            event.prevent_default()  # the line itself passes; the key goes on to the help
        else:
            super().on_key(event)
