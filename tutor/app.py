"""The app is wiring: the theme, the first screen, and what works everywhere."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.events import Resize
from textual.screen import Screen

from tutor.bindings import bindings
from tutor.course.catalog import Catalog
from tutor.record import Record, RecordError
from tutor.screens.map import MapScreen
from tutor.screens.too_small import TooSmallScreen, fits
from tutor.theme import PROSE, THEMES
from tutor.verbs import APP

if TYPE_CHECKING:
    from tutor.bench import Bench


class TutorApp(App[int]):
    """nn-tutor on the screen. `lesson` is opened at once when it is given, `watched` or `bench` in place of the map."""

    TITLE = "nn-tutor"
    BINDINGS = bindings(APP)
    CSS_PATH = "app.tcss"

    def __init__(
        self,
        record: Record,
        catalog: Catalog,
        lesson: str | None = None,
        watched: Path | None = None,
        bench: Bench | None = None,
    ) -> None:
        super().__init__()
        self.record, self.catalog, self._lesson, self._watched = record, catalog, lesson, watched
        self._bench = bench
        for theme in THEMES.values():
            self.register_theme(theme)
        preferred = record.state.preferences.get("theme")
        self.theme = THEMES[preferred if isinstance(preferred, str) and preferred in THEMES else "dark"].name
        self.console.push_theme(PROSE)

    def on_mount(self) -> None:
        self._leave_tidily()
        self.push_screen(self._first())
        for notice in self.record.notices:
            self.notify(notice, title="Your record", severity="warning", timeout=12, markup=False)

    def _first(self) -> Screen[None]:
        if self._bench is not None:
            from tutor.screens.bench import BenchScreen

            return BenchScreen(self._bench)
        if self._watched is None:
            return MapScreen(self.record, self.catalog, self._lesson)
        from tutor.course.watch import Watch
        from tutor.screens.watch import WatchScreen

        return WatchScreen(Watch(self._watched), self.record)

    def _leave_tidily(self) -> None:
        """Give the terminal back as it was also when the system asks the tutor to stop."""
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    leave = partial(self.exit, return_code=128 + number)
                    asyncio.get_running_loop().add_signal_handler(number, leave)

    def on_resize(self, event: Resize) -> None:
        covered = isinstance(self.screen, TooSmallScreen)
        if fits(event.size) and covered:
            self.pop_screen()
        elif not fits(event.size) and not covered:
            self.push_screen(TooSmallScreen())

    def action_help(self) -> None:
        from tutor.screens.help import HelpScreen, sections

        self.push_screen(HelpScreen(sections(self.screen)))

    def action_theme(self) -> None:
        name = "light" if self.current_theme.dark else "dark"
        self.theme = THEMES[name].name
        try:
            self.record.prefer("theme", name)
        except RecordError as error:
            self.notify(str(error), title="Not saved", severity="error", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: whatever a key does now."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.tooltip and active.enabled and "_key(" not in binding.action:
                yield SystemCommand(
                    binding.tooltip,
                    f"key {binding.key_display}",
                    lambda key=binding.key: self.simulate_key(key),
                )


def run_app(
    record: Record,
    catalog: Catalog,
    lesson: str | None = None,
    watched: Path | None = None,
    bench: Bench | None = None,
) -> int:
    """Run the app until the learner leaves it; return the exit code."""
    app = TutorApp(record, catalog, lesson, watched, bench)
    app.run()
    return app.return_code or 0
