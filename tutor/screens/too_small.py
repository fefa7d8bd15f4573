"""What the tutor says in a window too small to teach in. It waits, and goes on by itself."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 18)
"""Columns and rows below which plots and text no longer fit side by side with sense."""


def fits(size: Size) -> bool:
    """Whether a terminal of this size can show the tutor."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmallScreen(ModalScreen[None]):
    """Covers everything until the window has grown."""

    DEFAULT_CSS = """
    TooSmallScreen { align: center middle; background: $background; }
    TooSmallScreen > Static { width: auto; max-width: 100%; }
    """

    def compose(self) -> ComposeResult:
        yield Static(self._text(), markup=False)

    def on_resize(self) -> None:
        self.query_one(Static).update(self._text())

    def _text(self) -> Text:
        now = self.app.size
        lines = (
            f"nn-tutor needs {LEAST.width}×{LEAST.height}.",
            f"This window is {now.width}×{now.height}.",
            "Enlarge it to go on; ctrl+q leaves.",
        )
        return Text("\n".join(lines), justify="center")
