"""The list of keys, made from the verbs that are bound where the learner is."""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tutor.bindings import action_of, bindings
from tutor.verbs import (
    APP,
    BENCH,
    BENCH_FIELDS,
    BENCH_LOOK,
    CHAIN,
    EXPLORE,
    EXPLORERS,
    FACTOR,
    HELP,
    LESSON,
    MAP,
    PICKING,
    QUESTION,
    RACE,
    READING,
    WATCH,
    Verb,
)

Section = tuple[str, tuple[Verb, ...]]

WIDTH, FRAME, COLUMN = 76, 7, 11
"""Columns: the whole box, its border with what is left free, and the keys."""


GROUPS: tuple[Section, ...] = (
    ("The map", MAP),
    ("The explorers", EXPLORERS),
    ("The bench", BENCH_LOOK + BENCH_FIELDS + BENCH),
    ("The question", PICKING + QUESTION),
    ("The race", RACE),
    ("The page", READING),
    ("The explorer", EXPLORE),
    ("The chain", FACTOR + CHAIN),
    ("The lesson", WATCH + LESSON),
    ("Always", APP),
)


def sections(screen: Screen[object]) -> tuple[Section, ...]:
    """The verbs whose keys work on a screen as it is now, in groups."""
    active = {(key, each.binding.action) for key, each in screen.active_bindings.items()}
    made = []
    taken: set[str] = set()
    for title, verbs in GROUPS:
        works = [verb for verb in verbs if verb.keys.split(",")[0] not in taken and _works(verb, active)]
        taken |= {key for verb in works for key in verb.keys.split(",")}
        if any(verb.help for verb in works):
            made.append((title, tuple(works)))
    return tuple(made)


def _works(verb: Verb, active: set[tuple[str, str]]) -> bool:
    return any((key, action_of(verb, key)) in active for key in verb.keys.split(","))


class HelpScreen(Screen[None]):
    """Every key that works on the screen below, with a sentence each."""

    BINDINGS = bindings(HELP)

    DEFAULT_CSS = f"""
    HelpScreen {{ align: center middle; background: $background; }}
    HelpScreen > VerticalScroll {{
        width: {WIDTH}; max-width: 100%; height: auto; max-height: 100%;
        border: heavy $accent; padding: 1 2;
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
