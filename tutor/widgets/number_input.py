"""A line for numbers only: what belongs to a number is typed, the question's verbs keep their keys."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key

from tutor.widgets.typed_line import TypedLine

WRITES = frozenset("0123456789.,+-−/%eE^*()")
"""The characters numbers and calculations are written with; the question's unit may be written too."""

VERBS = frozenset("gtsh?")
"""Keys that mean something while a number stands in the line: how sure, a hint, the help."""


class NumberInput(TypedLine):
    """An input line that says at once what stands in it."""

    def __init__(self, value: str, unit: str, typed: Callable[[str], None]) -> None:
        super().__init__(value, f"your number{f', in {unit}' if unit else ''}", typed)
        self._writes = WRITES | frozenset(unit)

    @property
    def spells_verbs(self) -> bool:
        """Whether the keys that say how sure one is are letters of the unit."""
        return self.takes_keys and bool(self._writes & VERBS)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character in self._writes

    def on_key(self, event: Key) -> None:
        super().on_key(event)
        if event.is_printable and event.character not in self._writes and self.takes_keys:
            event.prevent_default()  # the line itself passes; the key goes on to the verbs
            if self.value and event.character not in VERBS:
                event.stop()  # no slip of the finger leaves the page and what was typed
