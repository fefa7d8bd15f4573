"""The list of keys, made from the verbs that are bound where the learner is."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.verbs import APP, EXPLORE, HELP, LESSON, MAP, PICKING, QUESTION, RACE, READING, Verb
from tutor.widgets.explore import ActivationExplorer
from tutor.widgets.question import QuestionView
from tutor.widgets.reading import ReadingView

Section = tuple[str, tuple[Verb, ...]]


def sections(screen: Screen[object]) -> tuple[Section, ...]:
    """The verbs of a screen, in groups."""
    if screen.query(QuestionView):
        return (
            ("The question", PICKING + QUESTION),
            ("The race", RACE),
            ("The lesson", LESSON),
            ("Always", APP),
        )
    if screen.query(ActivationExplorer):
        return (("The explorer", EXPLORE), ("The lesson", LESSON), ("Always", APP))
    if screen.query(ReadingView):
        return (("The page", READING), ("The lesson", LESSON), ("Always", APP))
    return (("The map", MAP), ("Always", APP))


class HelpScreen(ModalScreen[None]):
    """Every key that works on the screen below, with a sentence each."""

    BINDINGS = bindings(HELP)

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background; }
    HelpScreen > VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $accent; padding: 1 2;
    }
    """

    def __init__(self, groups: tuple[Section, ...]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc closes"
            yield Static(self._table(), markup=False)

    def action_dismiss(self) -> None:  # type: ignore[override]
        self.dismiss(None)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1)
        for title, verbs in self._groups:
            table.add_row("", Text(title, "bold underline"))
            for verb in verbs:
                table.add_row(Text(verb.shown_key, "bold"), Text(verb.help))
            table.add_row("", "")
        return table
