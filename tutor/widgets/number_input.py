"""A line for numbers only: what belongs to a number is typed, every other key keeps its meaning."""

from __future__ import annotations

from textual.events import Key
from textual.widgets import Input

WRITES = frozenset("0123456789.,+-−/%eE^*()")
"""The characters numbers and calculations are written with."""


class NumberInput(Input):
    """An input line that leaves letters to the verbs of the screen, so that `h` is a hint also while typing."""

    DEFAULT_CSS = """
    NumberInput { border: tall $border; background: $background; }
    NumberInput:focus { border: tall $accent; background-tint: transparent; }
    """

    def __init__(self, value: str, unit: str) -> None:
        super().__init__(value, placeholder=f"your number{f', in {unit}' if unit else ''}", select_on_focus=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character in WRITES

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.character not in WRITES:
            event.prevent_default()  # the line itself passes; the key goes on to the verbs
