"""A page to read: prose in a column that is comfortable for the eye."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.course.feedback import fill, runs_cited
from tutor.course.model import Lesson, Reading
from tutor.prose import WIDTH, Prose
from tutor.verbs import READING
from tutor.widgets.measured import Measured


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
        self._measured = Measured(lesson, runs_cited(reading.text, lesson.claims))

    def compose(self) -> ComposeResult:
        yield Static(self._reading.title, id="page_title", markup=False)
        yield Static(self._prose(), id="prose", markup=False)

    def on_mount(self) -> None:
        self.focus()
        self._measured.begin(self, lambda: self.query_one("#prose", Static).update(self._prose()))

    def _prose(self) -> Prose:
        return Prose(fill(self._reading.text, self._measured.runs, self._lesson.claims))
