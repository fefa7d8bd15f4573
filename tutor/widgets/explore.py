"""The activation explorer: a function and its slope, and a cursor z to read both off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from engine.activations import ACTIVATIONS
from tutor import palette, plot
from tutor.bindings import bindings
from tutor.course.model import Explore
from tutor.numbers import short
from tutor.prose import Prose
from tutor.verbs import EXPLORE
from tutor.widgets.plot_view import PlotView

STEP = 0.25
"""How far one key press moves the cursor."""


@dataclass(frozen=True, slots=True)
class ActivationScene:
    """What the explorer shows: which of the functions, where the cursor stands, and whether slopes are drawn."""

    functions: tuple[str, ...]
    low: float = -6.0
    high: float = 6.0
    cursor: float = 0.0
    hidden: frozenset[str] = frozenset()
    slope: bool = True
    tries: tuple[str, ...] = ()

    @classmethod
    def of(cls, explore: Explore) -> ActivationScene:
        """The scene that a lesson's block opens with."""
        return cls(
            explore.functions,
            explore.low,
            explore.high,
            explore.cursor,
            slope="slope" in explore.show,
            tries=explore.tries,
        )

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(name for name in self.functions if name not in self.hidden)

    def moved(self, steps: int) -> ActivationScene:
        return replace(self, cursor=min(max(self.cursor + steps * STEP, self.low), self.high))

    def toggled(self, place: int) -> ActivationScene:
        """Show or hide the function at `place`; the last one shown stays."""
        if place >= len(self.functions):
            return self
        hidden = self.hidden ^ {self.functions[place]}
        return self if len(hidden) == len(self.functions) else replace(self, hidden=hidden)


class ActivationExplorer(Horizontal, can_focus=True):
    """Plots the functions of a scene with their slopes; arrows move the cursor."""

    BINDINGS = bindings(EXPLORE)

    DEFAULT_CSS = """
    ActivationExplorer > VerticalScroll { width: 42; border: round $border; padding: 0 1; }
    ActivationExplorer > VerticalScroll > Static { height: auto; margin-bottom: 1; }
    ActivationExplorer > PlotView { width: 1fr; height: 100%; border: round $border; padding: 0 1; }
    ActivationExplorer:focus > PlotView { border: heavy $accent; }
    """

    class Done(Message):
        """The learner has seen enough and goes on in the lesson."""

    def __init__(self, scene: ActivationScene, in_lesson: bool = False) -> None:
        super().__init__()
        self.scene, self._in_lesson, self._left = scene, in_lesson, False

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self._tries(), id="tries", markup=False)
            yield Static(id="readout", markup=False)
        yield PlotView()

    def on_mount(self) -> None:
        if not self.query(PlotView):
            return  # left before it was built
        self.query_one("#tries").display = bool(self.scene.tries)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._change(self.scene))
        self._change(self.scene)
        self.focus()

    def action_move(self, steps: int) -> None:
        self._change(self.scene.moved(steps))

    def action_home(self) -> None:
        self._change(replace(self.scene, cursor=min(max(0.0, self.scene.low), self.scene.high)))

    def action_toggle_key(self, key: str) -> None:
        self._change(self.scene.toggled(int(key) - 1))

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def action_go_on(self) -> None:
        if not self._left:
            self._left = True  # a second press must not skip what comes next
            self.post_message(self.Done())

    def action_slope(self) -> None:
        self._change(replace(self.scene, slope=not self.scene.slope))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "toggle_key":
                return len(self.scene.functions) > 1
            case "go_on":
                return self._in_lesson
        return True

    def _change(self, scene: ActivationScene) -> None:
        self.scene = scene
        if not self.query(PlotView):
            return
        dark = self.app.current_theme.dark
        self.query_one("#readout", Static).update(self._readout(dark))
        places = [scene.functions.index(name) for name in scene.shown]
        self.query_one(PlotView).show(
            lambda width, height: plot.activation(
                scene.shown,
                scene.low,
                scene.high,
                scene.cursor,
                width,
                height,
                slope=scene.slope,
                places=places,
                dark=dark,
            )
        )

    def _tries(self) -> RenderableType:
        grid = Table.grid(padding=(0, 1, 0, 0))
        for text in self.scene.tries:
            grid.add_row(Text("▸"), Prose(text))
        return Group(Text("Try this", "bold"), grid)

    def _readout(self, dark: bool) -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        slopes = self.scene.slope
        head = ("value", "slope") if slopes else ("value",)
        table.add_row("", Text(f"at z = {self.scene.cursor:g}", "bold"), *(Text(word, "dim") for word in head))
        for place, name in enumerate(self.scene.functions):
            function = ACTIVATIONS[name]
            if name in self.scene.hidden:
                table.add_row(f"{place + 1}", Text(f"  {name}", "dim"), Text("hidden", "dim"))
                continue
            label = Text.assemble((palette.marker(place), palette.color(place, dark)), f" {name}")
            value, slope = function.at(self.scene.cursor)
            table.add_row(f"{place + 1}", label, short(value), *([short(slope)] if slopes else []))
        return table
