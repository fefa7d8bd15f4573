"""The words of a question on the screen: what is asked, what there is to pick or to type, hints, and the why.

Keys that pick act at once, never by message: the key after them must meet what they have done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from tutor.bindings import bindings
from tutor.course.attempt import Attempt, Phase
from tutor.course.model import Kind
from tutor.prose import Prose
from tutor.verbs import PICKING
from tutor.widgets.asked import asked, ladder
from tutor.widgets.formula_input import FormulaInput
from tutor.widgets.number_input import NumberInput
from tutor.widgets.options import Option, Options
from tutor.widgets.typed_line import TypedLine

if TYPE_CHECKING:
    from tutor.widgets.question import QuestionView


class Words(VerticalScroll, can_focus=True):
    """The left half of a question; while it is asked, digits and arrows pick in it."""

    BINDINGS = bindings(PICKING)

    DEFAULT_CSS = """
    Words { border: round $border; padding: 0 1; scrollbar-gutter: stable; }
    Words:focus, Words:focus-within { border: heavy $accent; }
    Words > Static, Words > Options, Words > Input { margin: 0 1 1 0; max-width: 76; }
    Words > Input { margin-bottom: 0; }
    Words > NumberInput { max-width: 40; }
    """

    def __init__(self, view: QuestionView) -> None:
        super().__init__()
        self._view = view
        self._prompt = ""

    def compose(self) -> ComposeResult:
        question, typed = self._view.question, self._view.attempt.typed
        yield Static(id="prompt", markup=False)
        match question.kind:
            case Kind.NUMBER:
                yield NumberInput(typed, question.unit, self._type)
            case Kind.FORMULA:
                yield FormulaInput(typed, question.variables, self._type)
            case _:
                yield Options(self._view.attempt)
        yield Static(id="ask", markup=False)
        yield Static(id="hints", markup=False)
        yield Static(id="why", markup=False)

    def on_mount(self) -> None:
        for line in self.query(TypedLine):
            line.entered = self._view.enter

    def draw(self, attempt: Attempt, prompt: str, dark: bool, winner: int | None) -> None:
        """Draw all but the why; `winner` is the place of the option that training decided for."""
        if prompt != self._prompt:
            self._prompt = prompt
            self.query_one("#prompt", Static).update(Prose(prompt))
        for options in self.query(Options):
            options.draw(attempt, dark, winner)
        ask = self.query_one("#ask", Static)
        ask.display = attempt.phase is not Phase.EXPLAINED
        ask.update(asked(attempt, spelling=any(line.spells_verbs for line in self.query(TypedLine))))
        hints = self.query_one("#hints", Static)
        hints.display = bool(attempt.hints)
        hints.update(ladder(attempt))

    def explain(self, told: RenderableType) -> None:
        """Say why."""
        self.query_one("#why", Static).update(told)

    def close(self) -> None:
        """Let nothing more be typed."""
        for line in self.query(Input):
            line.disabled = True

    def reopen(self) -> None:
        """Empty the line and the why, for another try."""
        self.explain("")
        for line in self.query(Input):
            line.value, line.disabled = "", False
        self.scroll_home(animate=False)

    def page(self, by: int) -> None:
        self.scroll_relative(y=by * max(self.size.height - 2, 1), animate=False)

    def show_why(self) -> None:
        self.call_after_refresh(self.scroll_to_widget, self.query_one("#why"), top=True, animate=False)

    # What the learner does

    def on_option_clicked(self, clicked: Option.Clicked) -> None:
        clicked.stop()
        self._view.change(self._view.attempt.pick(clicked.place))

    def action_pick_key(self, key: str) -> None:
        self._view.change(self._view.attempt.pick(int(key) - 1))

    def action_move(self, by: int) -> None:
        """Move among the options, or through the words once there is nothing to pick."""
        attempt = self._view.attempt
        if attempt.phase is Phase.ASKING and not attempt.typing:
            self._view.change(attempt.move(by))
        else:
            self.scroll_relative(y=by, animate=False)

    def action_tick(self) -> None:
        self._view.change(self._view.attempt.pick(self._view.attempt.at))

    def action_put_key(self, key: str) -> None:
        self._view.change(self._view.attempt.put(int(key) - 1))

    def action_hold(self) -> None:
        self._view.change(self._view.attempt.hold())

    def action_carry(self, by: int) -> None:
        self._view.change(self._view.attempt.carry(by))

    def action_commit(self, confidence: str) -> None:
        self._view.commit(confidence)

    def _type(self, text: str) -> None:
        if self._view.attempt.phase is Phase.ASKING:
            self._view.change(self._view.attempt.type(text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        attempt = self._view.attempt
        asking = attempt.phase is Phase.ASKING
        match action:
            case "commit":
                return asking and attempt.ready
            case "pick_key" | "tick":
                return asking and not attempt.typing and not attempt.ordering
            case "hold" | "carry" | "put_key":
                return asking and attempt.ordering
        return True
