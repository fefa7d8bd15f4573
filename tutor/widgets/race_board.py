"""What is seen of a race: the losses, another picture below them, a sentence under each, and the numbers.

A key that changes one plot waits for that plot only: what has not changed since it was drawn stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from engine.frames import Frame
from tutor import pictures
from tutor.pictures import Entrant
from tutor.widgets.plot_view import PlotView
from tutor.widgets.race_look import Look
from tutor.widgets.race_values import values, within

ROOMY = 40
"""Rows from which on each plot has its sentence under it all the time."""

PLOTS = ("loss", "lower")


@dataclass(frozen=True, slots=True)
class Moment:
    """What to show: the runs with their frames of one epoch, and how the learner wants to see them.

    `view` is the layout, "both", "loss" or "lower", and the kind of the lower picture.
    """

    entrants: Mapping[str, Entrant]
    frames: Mapping[str, Frame]
    epoch: int
    pick: int | None
    look: Look
    view: tuple[str, str]

    @property
    def when(self) -> object:
        """What differs whenever other numbers are to be shown: another epoch, or the same of other runs."""
        return self.epoch, tuple(one.run for one in self.entrants.values())


class RaceBoard(Vertical):
    """Draws the moments of a race as they come."""

    DEFAULT_CSS = """
    RaceBoard .caption { height: 1; color: $foreground; text-style: bold; }
    RaceBoard .words { height: auto; margin-bottom: 1; color: $foreground-muted; display: none; }
    RaceBoard.-roomy .words { display: block; }
    RaceBoard #values { height: auto; max-height: 50%; margin-top: 1; }
    RaceBoard.-loss .lower, RaceBoard.-lower .loss { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[str, tuple[object, ...]] = {}
        self._heights: dict[str, int] = {}

    @property
    def roomy(self) -> bool:
        """Whether there is room for the sentences beside everything else."""
        return self.size.height >= ROOMY

    def compose(self) -> ComposeResult:
        for name in PLOTS:
            yield Static(classes=f"{name} caption", id=f"{name}_caption", markup=False)
            yield PlotView(id=name, classes=name)
            yield Static(classes=f"{name} words", id=f"{name}_words", markup=False)
        yield Static(id="values", markup=False)

    def on_mount(self) -> None:
        for view in self.query(PlotView):
            view.told = self._tell

    def on_resize(self) -> None:
        if self.roomy != self.has_class("-roomy"):
            self.set_class(self.roomy, "-roomy")
            self.refresh_bindings()
            for view in self.query(PlotView):
                self._tell(view)

    def show(self, moment: Moment) -> None:
        """Draw what differs from what is on the screen."""
        if not self.query("#values"):
            return  # left before it was built
        look, dark, (layout, kind) = moment.look, self.app.current_theme.dark, moment.view
        for each in ("both", "loss", "lower"):
            self.set_class(layout == each, f"-{each}")
        if layout != "lower" and self._is_new("loss", moment.when, dark, look.losses):
            self._draw_losses(moment, dark)
        if layout != "loss" and self._is_new("lower", moment.when, dark, kind, look.only):
            self._draw_lower(moment, dark)
        steps = tuple(run.steps for run in within(moment.entrants, moment.epoch).values())
        if self._is_new("values", moment.when, dark, steps, look.exact, look.words and (look, layout)):
            self._draw_values(moment, dark)

    def _is_new(self, part: str, *state: object) -> bool:
        """Whether a part of the race differs from when it was last drawn."""
        if self._drawn.get(part) == state:
            return False
        self._drawn[part] = state
        return True

    def _draw_losses(self, moment: Moment, dark: bool) -> None:
        look, epoch = moment.look, moment.epoch
        caption = pictures.loss_caption(
            moment.entrants, which=look.which, pinned=look.pinned, log=look.log, recent=look.zoom
        )
        losses = pictures.losses(
            moment.entrants,
            moment.pick,
            which=look.which,
            until=epoch,
            pinned=look.pinned,
            log=look.log,
            recent=look.zoom,
            cursor=epoch if look.exact else None,
            dark=dark,
        )
        self._say("#loss_caption", caption)
        self.query_one("#loss", PlotView).show(losses)

    def _draw_lower(self, moment: Moment, dark: bool) -> None:
        kind, chosen = moment.view[1], moment.look.shown_below(moment.entrants)
        self._say("#lower_caption", pictures.caption(kind, chosen))
        drawn = pictures.draw(kind, chosen, moment.frames, moment.pick, dark)
        self.query_one("#lower", PlotView).show(drawn)

    def _draw_values(self, moment: Moment, dark: bool) -> None:
        look, layout = moment.look, moment.view[0]
        if look.words and not self.roomy:
            told = [self.query_one(f"#{name}", PlotView).words for name in PLOTS if layout in ("both", name)]
            self._say("#values", "\n".join(told))
        else:
            self._say("#values", values(moment.entrants, moment.frames, moment.epoch, look, dark))

    def _tell(self, view: PlotView) -> None:
        """Say a plot that was just drawn in words, under it."""
        if self.roomy:
            self._say(f"#{view.id}_words", view.words, steady=True)

    def _say(self, selector: str, words: str | Content, steady: bool = False) -> None:
        """Replace a text; only a change of its height moves anything else, and a `steady` one never shrinks."""
        line = self.query_one(selector, Static)
        content = Content(words) if isinstance(words, str) else words
        width = max(self.size.width, 1)
        height = sum(1 if len(row) <= width else len(wrap(row, width)) for row in content.plain.splitlines())
        if steady:
            height = max(height, self._heights.get(selector, 0))
            line.styles.min_height = height
        line.update(content, layout=self._heights.get(selector) != height)
        self._heights[selector] = height
