"""The list of keys, made from the verbs that are bound where the learner is."""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.verbs import APP, EXPLORE, HELP, LESSON, MAP, PICKING, QUESTION, RACE, READING, Verb
from tutor.widgets.explore import ActivationExplorer
from tutor.widgets.question import QuestionView
from tutor.widgets.race import Race
from tutor.widgets.reading import ReadingView

Section = tuple[str, tuple[Verb, ...]]

WIDTH, FRAME, COLUMN = 76, 7, 11
"""Columns: the whole box, its border with what is left free, and the keys."""


def sections(screen: Screen[object]) -> tuple[Section, ...]:
    """The verbs of a screen, in groups."""
    if screen.query(QuestionView):
        race = (("The race", RACE),) if screen.query(Race) else ()
        return (("The question", PICKING + QUESTION), *race, ("The lesson", LESSON), ("Always", APP))
    if screen.query(ActivationExplorer):
        return (("The explorer", EXPLORE), ("The lesson", LESSON), ("Always", APP))
    if screen.query(ReadingView):
        return (("The page", READING), ("The lesson", LESSON), ("Always", APP))
    return (("The map", MAP), ("Always", APP))


class HelpScreen(Screen[None]):
    """Every key that works on the screen below, with a sentence each."""

    BINDINGS = bindings(HELP)

    DEFAULT_CSS = f"""
    HelpScreen {{ align: center middle; background: $background; }}
    HelpScreen > VerticalScroll {{
        width: {WIDTH}; max-width: 100%; height: auto; max-height: 100%;
        border: round $accent; padding: 1 2;
    }}
    """

    def __init__(self, groups: tuple[Section, ...]) -> None:
        super().__init__()
        self._groups = groups

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc closes"
            yield Static(self._list())

    def action_dismiss(self) -> None:  # type: ignore[override]
        self.dismiss(None)

    def _list(self) -> Content:
        """All verbs under the names of their groups, laid out by hand: this opens many times faster than a table."""
        room = min(WIDTH, self.app.size.width) - FRAME - COLUMN
        lines: list[Content] = []
        for title, verbs in self._groups:
            lines.append(Content.assemble(" " * COLUMN, (title, "bold underline")))
            for verb in filter(lambda verb: verb.help, verbs):
                first, *rest = wrap(verb.help, room)
                lines.append(Content.assemble((f"{verb.shown_key:>{COLUMN - 2}}  ", "bold"), first))
                lines += [Content(" " * COLUMN + line) for line in rest]
            lines.append(Content(""))
        return Content("\n").join(lines[:-1])
