"""The activation explorer on a screen of its own, with every function to choose from."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from engine.activations import ACTIVATIONS
from tutor.bindings import bindings
from tutor.verbs import LESSON
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.explore import ActivationExplorer, ActivationScene

TRIES = (
    "Put the cursor on 0 and read the sigmoid's slope. Is there a steeper place?",
    "Move to z = 4. How much of each slope is left?",
    "Where does ReLU's slope jump, and what is it on either side?",
)


class ExplorerScreen(Screen[None]):
    """Every elementwise activation, four of them shown at first."""

    BINDINGS = bindings(verb for verb in LESSON if verb.action == "leave")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    ExplorerScreen > ActivationExplorer { height: 1fr; }
    """

    def compose(self) -> ComposeResult:
        names = tuple(name for name, each in ACTIVATIONS.items() if each.elementwise)
        shown = {"relu", "sigmoid"}
        yield TitleBar("Activations and their slopes")
        yield ActivationExplorer(ActivationScene(names, hidden=frozenset(names) - shown, tries=TRIES))
        yield KeyBar()

    def action_leave(self) -> None:
        self.dismiss(None)
