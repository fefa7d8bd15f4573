"""What is seen of the race on the bench: losses, a picture of the present network, numbers, and the doctor's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from tutor.bench.views import View
from tutor.widgets.bench_values import values
from tutor.widgets.plot_view import PlotView
from tutor.widgets.race_board import Moment, RaceBoard

if TYPE_CHECKING:
    from tutor.widgets.bench_race import BenchRace


class BenchBoard(RaceBoard):
    """Draws the pictures of the bench in place of those of a question."""

    DEFAULT_CSS = """
    BenchBoard #loss { height: 1fr; }
    BenchBoard #lower { height: 2fr; }
    BenchBoard #doctor { height: auto; max-height: 3; color: $warning; }
    """

    def __init__(self, race: BenchRace) -> None:
        super().__init__()
        self._race = race

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield Static(id="doctor", markup=False)

    def forget(self, part: str = "") -> None:
        """Draw a part, or everything, at the next moment, also when it seems not to have changed."""
        if part:
            self._drawn.pop(part, None)
        else:
            self._drawn.clear()

    def diagnose(self, words: str) -> None:
        """Say what the doctor has found."""
        self._say("#doctor", words)

    def _draw_lower(self, moment: Moment, dark: bool) -> None:
        race = self._race
        view = View(moment.view[1], moment.entrants, race.present, moment.frames, race.chosen, race.sources)
        self._say("#lower_caption", view.caption)
        self.query_one("#lower", PlotView).show(view.draw(dark))

    def _draw_values(self, moment: Moment, dark: bool) -> None:
        if moment.look.words and not self.roomy:
            super()._draw_values(moment, dark)
        else:
            self._say("#values", values(moment.entrants, moment.frames, self._race.present, dark))
