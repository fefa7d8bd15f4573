"""A chain on the screen: forward, then backward factor by factor, each one read or filled in."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.course.chain import Chain
from tutor.course.filling import Filling
from tutor.prose import WIDTH
from tutor.record import Answered
from tutor.verbs import CHAIN, FACTOR
from tutor.widgets import chain_drawn as drawn
from tutor.widgets.formula_input import FormulaInput

Save = Callable[[Chain, Filling], bool]
"""Records a filling; False when that failed, which the learner has then been told."""


class FactorInput(FormulaInput):
    """The line for one factor. Enter acts at once, so that the key after it meets what it has done."""

    BINDINGS = bindings(FACTOR)

    def __init__(self, typed: Callable[[str], None], entered: Callable[[str], None]) -> None:
        super().__init__("", (), typed)
        self.placeholder = "a formula, or its number here"
        self.entered = self.action_check
        self._checked = entered

    def action_check(self) -> None:
        self._checked(self.value)


class ChainView(VerticalScroll, can_focus=True):
    """Owns one filling: every key changes the filling, and the filling is drawn."""

    BINDINGS = bindings(CHAIN)

    DEFAULT_CSS = f"""
    ChainView {{ align-horizontal: center; padding: 1 2; scrollbar-gutter: stable; }}
    ChainView > * {{ width: 100%; max-width: {WIDTH}; height: auto; }}
    ChainView > #chain_title {{ text-style: bold; color: $accent; margin-bottom: 1; }}
    ChainView > #result {{ margin-top: 1; }}
    ChainView > #row > #label {{ height: auto; }}
    ChainView FactorInput, ChainView FactorInput:focus {{
        width: 1fr; height: 1; border: none; padding: 0 1 0 0; background: $block-cursor-background;
    }}
    """

    class Done(Message):
        """The learner has seen the whole chain and goes on."""

    def __init__(self, chain: Chain, before: Answered | None, save: Save) -> None:
        super().__init__()
        self._save, self._left = save, False
        self.filling = Filling(chain)
        if before is not None:
            self.filling = self.filling.restored(before.response, before.verdict)

    @property
    def chain(self) -> Chain:
        return self.filling.chain

    def compose(self) -> ComposeResult:
        yield Static(self.chain.title or f"The chain rule, for {self.chain.find}", id="chain_title", markup=False)
        yield Static(id="forward", markup=False)
        yield Static(id="above", markup=False)
        yield Static(id="note", markup=False)
        with Horizontal(id="row"):
            yield Static(id="label", markup=False)
            yield FactorInput(self.type, self.enter)
        yield Static(id="told", markup=False)
        yield Static(id="below", markup=False)
        yield Static(id="result", markup=False)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self._draw()
        self._take_focus()

    def on_resize(self) -> None:
        self.query_one("#label").styles.width = drawn.Columns.of(self.chain, self.room).indent
        self._draw()

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    @property
    def line(self) -> FactorInput:
        return self.query_one(FactorInput)

    # What the learner does

    def type(self, text: str) -> None:
        """Say how what stands in the line is understood."""
        self._draw_told()
        self._keep_in_sight()

    def enter(self, text: str) -> None:
        """Have what was typed judged; only what is on the disk is acknowledged."""
        self._change(self.filling.enter(text))

    def action_reveal(self) -> None:
        self._change(self.filling.reveal())

    def action_fill_again(self) -> None:
        self._change(self.filling.again())

    def action_to_line(self) -> None:
        self._take_focus()

    def action_leave_line(self) -> None:
        self.screen.set_focus(self)
        self.refresh_bindings()

    def action_leave_chain(self) -> None:
        if self.scroll_offset.y < self.max_scroll_y:
            self.scroll_page_down(animate=False)  # there is more to read
        elif not self._left:
            self._left = True  # a second press must not skip what comes next
            self.post_message(self.Done())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "to_line" | "reveal":
                return not self.filling.done
            case "leave_line":
                return isinstance(self.app.focused, FactorInput)
            case "leave_chain":
                return self.filling.done
            case "fill_again":
                return self.filling.done and bool(self.chain.blanks)
        return True

    # What follows from it

    def _change(self, filling: Filling) -> None:
        if filling == self.filling:
            return
        if filling.response not in ("", self.filling.response) and not self._save(self.chain, filling):
            return
        moved = filling.at != self.filling.at
        self.filling = filling
        if moved:
            self.line.value = ""
        self._draw()
        if moved:
            self._take_focus()
        self._keep_in_sight()

    def _take_focus(self) -> None:
        """Put the keys where the learner needs them: the line while there is a blank, else the page."""
        self.screen.set_focus(self if self.filling.done else self.line)
        self.refresh_bindings()

    @property
    def room(self) -> int:
        """Columns for the chain; the most there can be while the window is not laid out."""
        return min(self.scrollable_content_region.width or WIDTH, WIDTH)

    def _draw(self) -> None:
        filling, room, colors = self.filling, self.room, self.app.theme_variables
        count = len(self.chain.factors)
        at = count if filling.at is None else filling.at
        self._put("#forward", drawn.forward(self.chain, room))
        self._put("#above", drawn.factors(filling, 0, at, room, colors))
        self._put("#note", drawn.said(filling, room), filling.judged is not None and filling.judged.right)
        self.query_one("#row").display = not filling.done
        self._put("#label", drawn.label(filling, room), not filling.done)
        self._put("#below", drawn.factors(filling, at + 1, count, room, colors), not filling.done)
        self._put("#result", drawn.result(filling, colors), filling.done)
        self._draw_told()
        self.refresh_bindings()

    def _draw_told(self) -> None:
        """Draw what stands under the line."""
        told = drawn.below_line(self.filling, self.line.value, self.room, self.app.theme_variables)
        self._put("#told", told, not self.filling.done)

    def _put(self, part: str, what: RenderableType, wanted: bool = True) -> None:
        widget = self.query_one(part, Static)
        widget.display = wanted
        if wanted:
            widget.update(what)

    def _keep_in_sight(self) -> None:
        """Scroll to where the learner is."""
        part = "#result" if self.filling.done else "#told"
        self.call_after_refresh(self.scroll_to_widget, self.query_one(part), animate=False)
