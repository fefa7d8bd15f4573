"""A page to read: prose in a column that is comfortable for the eye."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from engine.race import Race
from engine.run import Run
from tutor.bindings import bindings
from tutor.course.feedback import fill, runs_cited
from tutor.course.model import Lesson, Reading
from tutor.player import Player
from tutor.prose import WIDTH, Prose
from tutor.verbs import READING


class ReadingView(VerticalScroll, can_focus=True):
    """Shows one stretch of prose under its page's title; numbers it cites are measured while it is read."""

    BINDINGS = bindings(READING)

    DEFAULT_CSS = f"""
    ReadingView {{ align-horizontal: center; padding: 1 2; }}
    ReadingView > Static {{ width: 100%; max-width: {WIDTH}; height: auto; }}
    ReadingView > #page_title {{ text-style: bold; color: $accent; margin-bottom: 1; }}
    """

    def __init__(self, lesson: Lesson, reading: Reading) -> None:
        super().__init__()
        self._lesson, self._reading = lesson, reading
        cited = runs_cited(reading.text, lesson.claims)
        self._player = Player({name: Run(lesson.experiments[name]) for name in cited}, race=Race())
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Static(self._reading.title, id="page_title", markup=False)
        yield Static(self._prose(), id="prose", markup=False)

    def on_mount(self) -> None:
        self.focus()
        if not self._player.over:
            self._player.finish()
            self._timer = self.set_interval(0.05, self._train)

    def _train(self) -> None:
        self._player.advance(0.02)
        if self._player.over and self._timer is not None:
            self._timer.stop()
            self.query_one("#prose", Static).update(self._prose())

    def _prose(self) -> Prose:
        runs = self._player.runs if self._player.over else {}
        return Prose(fill(self._reading.text, runs, self._lesson.claims))
