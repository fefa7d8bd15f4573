"""What the two input lines share: they tell the question what stands in them, and how that is understood."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.widgets import Input

from tutor.course.attempt import Attempt
from tutor.course.formulas import FormulaError
from tutor.course.model import Kind


class TypedLine(Input):
    """An input line for an answer."""

    DEFAULT_CSS = """
    TypedLine { border: tall $border; background: $background; }
    TypedLine:focus { border: tall $accent; background-tint: transparent; }
    """

    def __init__(self, value: str, placeholder: str, typed: Callable[[str], None]) -> None:
        super().__init__(value, placeholder=placeholder, select_on_focus=False)
        self._typed = typed

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
            return Text("That is not a number yet. 0.25, 1/4 and 25 % are.", "dim")
        return Text(f"Read as {attempt.number:.6g}. ")
    formula = attempt.formula
    if isinstance(formula, FormulaError):
        mark = " " * formula.offset + "▲" * max(formula.length, 1)
        return Text.assemble((f"{attempt.typed}\n{mark}\n", ""), (f"{formula}.", "dim"), no_wrap=False)
    return Text.assemble("Read as  ", (formula.spelled, "bold"), "\n")
