"""A plot on the screen: the rows of a picture, repainted only where they changed.

Handing out ready strips line by line keeps a race of four curves from slowing the keys down.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tutor.pictures import Draw
from tutor.plot import Picture


class PlotView(Widget):
    """Shows what `draw` makes of the widget's own size; `words` is the same in a sentence.

    Whoever wants to know of a new picture sets `told`.
    """

    DEFAULT_CSS = """
    PlotView { height: 1fr; min-height: 3; }
    """

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.told: Callable[[PlotView], None] = lambda _: None
        self._draw: Draw | None = None
        self._picture: Picture | None = None
        self._strips: list[Strip] = []
        self._base: Style | None = None

    @property
    def words(self) -> str:
        return self._picture.words if self._picture else ""

    def show(self, draw: Draw) -> None:
        """Show a new picture; remembered, and drawn again when the size changes."""
        self._draw = draw
        self._redraw()

    def on_resize(self) -> None:
        self._redraw()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._picture = None
        if self.is_attached:
            self.call_later(self._redraw)

    def _redraw(self) -> None:
        width, height = self.size
        if self._draw is None or width < 1 or height < 1:
            return
        before, self._picture = self._picture, self._draw(width, height)
        if before is None or before.words != self._picture.words:
            self.told(self)
        base = self.rich_style
        same_base = base == self._base
        self._base = base
        old_rows = before.rows if before and same_base else ()
        old_strips, self._strips = self._strips, []
        changed: list[int] = []
        for y, row in enumerate(self._picture.rows):
            if y < len(old_rows) and y < len(old_strips) and old_rows[y] == row and old_rows[y].spans == row.spans:
                self._strips.append(old_strips[y])
                continue
            segments = Segment.apply_style(row.render(self.app.console), base)
            self._strips.append(Strip(segments, width).simplify())
            changed.append(y)
        if len(self._strips) < len(old_strips):
            self.refresh()
        elif changed:
            self.refresh(*_runs(changed, width))

    def render_line(self, y: int) -> Strip:
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)


def _runs(rows: list[int], width: int) -> list[Region]:
    """Neighboring rows as one region each: the compositor pays for every region."""
    regions: list[Region] = []
    for y in rows:
        if regions and regions[-1].bottom == y:
            regions[-1] = Region(0, regions[-1].y, width, regions[-1].height + 1)
        else:
            regions.append(Region(0, y, width, 1))
    return regions
