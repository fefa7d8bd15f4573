"""A chain on the screen: forward, then backward factor by factor, each one read or filled in."""

from __future__ import annotations

from collections.abc import Callable

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
        self._entered = entered

    def action_check(self) -> None:
        self._entered(self.value)


class ChainView(VerticalScroll, can_focus=True):
    """Owns one filling: every key changes the filling, and the filling is drawn."""

    BINDINGS = bindings(CHAIN)

    DEFAULT_CSS = f"""
    ChainView {{ align-horizontal: center; padding: 1 2; scrollbar-gutter: stable; }}
    ChainView > * {{ width: 100%; max-width: {WIDTH}; height: auto; }}
    ChainView > #chain_title {{ text-style: bold; color: $accent; margin-bottom: 1; }}
    ChainView > #result {{ margin-top: 1; }}
    ChainView #label {{ height: 1; }}
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
        yield Static(drawn.forward(self.chain), id="forward", markup=False)
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
        self.query_one("#label").styles.width = drawn.indent(self.chain)
        self._draw()
        self._take_focus()

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    @property
    def line(self) -> FactorInput:
        return self.query_one(FactorInput)

    # What the learner does

    def type(self, text: str) -> None:
        """Say how what stands in the line is understood."""
        self._draw_told()

    def enter(self, text: str) -> None:
        """Have what was typed judged; what is right is saved before it is called so."""
        self._change(self.filling.enter(text))

    def action_reveal(self) -> None:
        self._change(self.filling.reveal())

    def action_again(self) -> None:
        self._change(self.filling.again())
        self.scroll_home(animate=False)

    def action_edit(self) -> None:
        self._take_focus()

    def action_switch(self) -> None:
        self.screen.set_focus(self if self.line.takes_keys else self.line)
        self.refresh_bindings()

    def action_go_on(self) -> None:
        if self.scroll_offset.y < self.max_scroll_y:
            self.scroll_page_down(animate=False)  # there is more to read
        elif not self._left:
            self._left = True  # a second press must not skip what comes next
            self.post_message(self.Done())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "edit" | "reveal" | "switch":
                return not self.filling.done
            case "go_on":
                return self.filling.done
            case "again":
                return self.filling.done and bool(self.chain.blanks)
        return True

    # What follows from it

    def _change(self, filling: Filling) -> None:
        if filling == self.filling:
            return
        further = len(filling.filled) > len(self.filling.filled)
        if further and not self._save(self.chain, filling):
            return
        moved = filling.at != self.filling.at
        self.filling = filling
        if moved:
            self.line.value = ""
        self._draw()
        if moved:
            self._take_focus()

    def _take_focus(self) -> None:
        """Put the keys where the learner needs them: the line while there is a blank, else the page."""
        self.screen.set_focus(self if self.filling.done else self.line)
        self.refresh_bindings()

    def _draw(self) -> None:
        filling, colors = self.filling, self.app.theme_variables
        count = len(self.chain.factors)
        at = count if filling.at is None else filling.at
        self.query_one("#above", Static).update(drawn.factors(filling, 0, at, colors))
        self.query_one("#below", Static).update(drawn.factors(filling, at + 1, count, colors))
        self.query_one("#label", Static).update(drawn.label(filling))
        note = self.query_one("#note", Static)
        note.display = filling.judged is not None and filling.judged.right
        note.update(drawn.inset(self.chain, drawn.judgment(filling, colors)))
        for part in ("#row", "#told", "#below"):
            self.query_one(part).display = not filling.done
        result = self.query_one("#result", Static)
        result.display = filling.done
        if filling.done:
            result.update(drawn.result(filling, colors))
        self._draw_told()
        self.refresh_bindings()

    def _draw_told(self) -> None:
        """Draw what stands under the line, and keep both in sight."""
        told = self.query_one("#told", Static)
        room = self.line.size.width
        told.update(
            drawn.inset(self.chain, drawn.below_line(self.filling, self.line.value, room, self.app.theme_variables))
        )
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self.filling.done:
            if self.filling.filled:
                self.scroll_to_widget(self.query_one("#result"), animate=False)
        else:
            self.scroll_to_widget(self.query_one("#told"), animate=False)
