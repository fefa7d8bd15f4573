"""The line at the top that says where you are, and the line at the bottom that says what the keys do now."""

from __future__ import annotations

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

GAP = "   "


class TitleBar(Widget):
    """One line: where the learner is on the left, how far on the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self._left, self._right = left, right

    def say(self, left: str, right: str = "") -> None:
        """Replace both ends of the line."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> RenderResult:
        left, right = Content(self._left), Content(self._right)
        room = self.content_size.width - right.cell_length
        if room < 8:
            return left.truncate(self.content_size.width, ellipsis=True)
        left = left.truncate(max(room - 1, 0), ellipsis=True, pad=True)
        return Content.assemble(left, " ", right)


class KeyBar(Widget):
    """The keys that do something now, as many as fit; the last one is always the help."""

    auto_links = False

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; color: $foreground; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> RenderResult:
        strong = Style.parse(f"bold {self.app.theme_variables['accent']}")
        active = (each.binding for each in self.screen.active_bindings.values() if each.enabled)
        shown = sorted((binding for binding in active if binding.show), key=_rank)
        lengths = [len(binding.key_display or "") + 1 + len(binding.description) + len(GAP) for binding in shown]
        while shown and sum(lengths) - len(GAP) > self.content_size.width:
            del shown[-1], lengths[-1]
        shown += [shown.pop(0)] if shown else []  # the help ranks first and stands last
        return Content(GAP).join(_key(strong, binding) for binding in shown)


def _rank(binding: Binding) -> int:
    return int(binding.group.description) if binding.group else 9


def _key(strong: Style, binding: Binding) -> Content:
    several = "_key(" in binding.action or "→" in (binding.key_display or "")
    clickable = Style() if several else Style.from_meta({"@click": f"app.simulate_key({binding.key!r})"})
    return Content.assemble((binding.key_display or "", strong + clickable), (f" {binding.description}", clickable))
