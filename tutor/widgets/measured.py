"""Trains what a text cites numbers of, a little at a time, while it is being read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual.timer import Timer
from textual.widget import Widget

from engine.race import Race
from engine.run import Run
from tutor.course.model import Lesson
from tutor.player import Player

_TICK, _BUDGET = 0.05, 0.02
"""Seconds between two turns of training, and how long one lasts."""


class Measured:
    """The runs of some of a lesson's experiments; there are none to cite before all of them are trained."""

    def __init__(self, lesson: Lesson, experiments: Iterable[str]) -> None:
        self._player = Player({name: Run(lesson.experiments[name]) for name in experiments}, race=Race())
        self._timer: Timer | None = None

    @property
    def runs(self) -> Mapping[str, Run]:
        return self._player.runs if self._player.over else {}

    def begin(self, reader: Widget, then: Callable[[], None]) -> None:
        """Train while `reader` is shown, and call `then` at the end; not where nothing is to be trained."""
        if self._player.over:
            return
        self._player.finish()

        def train() -> None:
            self._player.advance(_BUDGET)
            if self._player.over and self._timer is not None:
                self._timer.stop()
                then()

        self._timer = reader.set_interval(_TICK, train)
