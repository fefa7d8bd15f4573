"""An explorer on the screen: its dials and numbers on one side, its pictures on the other.

Everything it shows comes from a scene; keys and clicks make the next scene of it.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.explorers import Panel, Scene
from tutor.player.spare import train_a_while
from tutor.prose import Prose
from tutor.verbs import EXPLORE
from tutor.widgets.dial_list import DialList
from tutor.widgets.plot_view import PlotView

TICKS, BUDGET = 20, 0.025
"""Looks at the training a second, and the seconds each may take: the rest is for the keys."""

TALL = 28
"""From so many rows on, two pictures stand above each other."""


class PanelView(Vertical):
    """One panel: a caption, and a picture or a stretch of words that can be scrolled."""

    def compose(self) -> ComposeResult:
        yield Static(classes="caption", markup=False)
        yield PlotView()
        with VerticalScroll(can_focus=False):
            yield Static(classes="told", markup=False)

    def show(self, panel: Panel) -> None:
        """Show a panel in place of the one before."""
        self.query_one(".caption", Static).update(Text(panel.caption))
        plot, told = self.query_one(PlotView), self.query_one(VerticalScroll)
        draw = panel.draw
        plot.display, told.display = draw is not None, draw is None
        if draw is not None:
            plot.show(draw)
        else:
            self.query_one(".told", Static).update(panel.shows)  # type: ignore[arg-type]

    @property
    def words(self) -> str:
        """The picture in a sentence; nothing where words stand already."""
        plot = self.query_one(PlotView)
        return plot.words if plot.display else ""


class ExplorerView(Horizontal, can_focus=True):
    """Shows a scene, and turns its dials."""

    BINDINGS = bindings(EXPLORE)

    DEFAULT_CSS = """
    ExplorerView > #side { width: 44; height: 100%; border: round $border; padding: 0 1; }
    ExplorerView > #side > Static { height: auto; margin-bottom: 1; }
    ExplorerView > #panels { width: 1fr; height: 100%; border: round $border; padding: 0 1; }
    ExplorerView:focus > #panels { border: heavy $accent; }
    ExplorerView PanelView { height: 1fr; }
    ExplorerView PanelView.-second { margin-top: 1; }
    ExplorerView PanelView > .caption { height: auto; max-height: 2; color: $foreground; text-style: bold; }
    ExplorerView PanelView > PlotView { height: 1fr; }
    ExplorerView PanelView > VerticalScroll { height: 1fr; }
    ExplorerView PanelView .told { height: auto; }
    """

    class Done(Message):
        """The learner has seen enough and goes on in the lesson."""

    def __init__(self, scene: Scene, in_lesson: bool = False) -> None:
        super().__init__()
        self.scene, self._in_lesson, self._left = scene, in_lesson, False
        self.chosen, self._view, self._words = 0, 0, False
        self._seen: tuple[int, ...] = ()
        self._more = False

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="side", can_focus=False):
            yield DialList()
            yield Static(id="readout", markup=False)
            yield Static(_tries(self.scene), id="tries", markup=False)
        with Vertical(id="panels"):
            yield PanelView()
            yield PanelView(classes="-second")

    def on_mount(self) -> None:
        if not self.query(PlotView):
            return  # left before it was built
        self.query_one("#tries").display = bool(self.scene.tries)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self.set_interval(1 / TICKS, self.tick)
        self._draw()
        self.focus()

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    @property
    def has_more(self) -> bool:
        """Whether there are more words and numbers than there is room for."""
        return self.query_one("#side", VerticalScroll).max_scroll_y > 0

    def show(self, scene: Scene) -> None:
        """Show another scene."""
        if scene != self.scene:
            self.scene = scene
            self._draw()
            self.refresh_bindings()

    def tick(self) -> None:
        """Train what the scene shows for a moment, and draw how far it has come."""
        train_a_while(self.scene.runs, BUDGET)
        if self._more != self.has_more:
            self._more = self.has_more
            self.refresh_bindings()
        if tuple(run.frame.epoch for run in self.scene.runs) != self._seen:
            self._draw()

    # What the keys do

    def action_choose(self, by: int) -> None:
        self.chosen = (self.chosen + by) % max(len(self.scene.dials), 1)
        self._draw_dials()

    def action_turn(self, by: int) -> None:
        if self.scene.dials:
            self.show(self.scene.turned(self.scene.dials[self.chosen].name, by))

    def action_home(self) -> None:
        if self.scene.dials:
            self.show(self.scene.homed(self.scene.dials[self.chosen].name))

    def action_toggle_key(self, key: str) -> None:
        self.show(self.scene.toggled(int(key) - 1))

    def action_press(self, verb: str) -> None:
        self.show(self.scene.pressed(verb))

    def action_fill(self) -> None:
        from tutor.screens.explorer import FillScreen

        if (chain := self.scene.chain) is not None:
            self.app.push_screen(FillScreen(chain))

    def action_view(self) -> None:
        self._view = (self._view + 1) % len(self.scene.panels(True))
        self._draw()

    def action_page(self, by: int) -> None:
        side = self.query_one("#side", VerticalScroll)
        side.scroll_relative(y=by * max(side.size.height - 1, 1), animate=False)

    def action_words(self) -> None:
        self._words = not self._words
        self._draw()

    def action_go_on(self) -> None:
        if not self._left:
            self._left = True  # a second press must not skip what comes next
            self.post_message(self.Done())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "toggle_key":
                return len(self.scene.switches) > 1
            case "press":
                return self.scene.can(str(parameters[0]))
            case "fill":
                return self.scene.chain is not None
            case "choose":
                return len(self.scene.dials) > 1
            case "turn" | "home":
                return bool(self.scene.dials)
            case "view":
                return len(self.scene.panels(True)) > self._room
            case "page":
                return self.has_more
            case "go_on":
                return self._in_lesson
        return True

    def on_dial_list_chosen(self, event: DialList.Chosen) -> None:
        if 0 <= event.place < len(self.scene.dials):
            self.chosen = event.place
            self._draw_dials()
            self.action_turn(event.by)

    # Drawing

    @property
    def _room(self) -> int:
        """How many panels stand above each other."""
        return 2 if self.size.height >= TALL else 1

    def _draw(self) -> None:
        if not self.query("#readout"):
            return  # left before it was built
        scene, dark = self.scene, self.app.current_theme.dark
        self._seen = tuple(run.frame.epoch for run in scene.runs)
        panels = scene.panels(dark)
        self._view = min(self._view, len(panels) - 1)
        shown = [panels[(self._view + offset) % len(panels)] for offset in range(min(self._room, len(panels)))]
        views = list(self.query(PanelView))
        for place, view in enumerate(views):
            view.display = place < len(shown)
            if place < len(shown):
                view.show(shown[place])
        words = " ".join(dict.fromkeys(view.words for view in views[: len(shown)] if view.words))
        told = Text(words) if self._words and words else scene.readout(dark)
        self.query_one("#readout", Static).update(told)
        self._draw_dials()

    def _draw_dials(self) -> None:
        self.chosen = min(self.chosen, max(len(self.scene.dials) - 1, 0))
        dials = self.query_one(DialList)
        dials.display = bool(self.scene.dials)
        dials.show(self.scene.dials, self.chosen)


def _tries(scene: Scene) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for text in scene.tries:
        grid.add_row(Text("▸"), Prose(text))
    return Group(Text("Try this", "bold"), grid)
