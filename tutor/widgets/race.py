"""The race: every option's network trains on the same data from the same seed, side by side.

The widget owns the one timer of the lesson; the player decides what is due, and the plots are redrawn when it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from engine import race
from engine.frames import Frame
from engine.run import Run
from tutor import pictures
from tutor.bindings import bindings
from tutor.pictures import Entrant
from tutor.player import Player
from tutor.verbs import RACE
from tutor.widgets.plot_view import PlotView
from tutor.widgets.race_values import values

REDRAWS = 10
"""Redraws a second at most; more would only make the keys wait."""

PLAY_BUDGET, FINISH_BUDGET = 0.010, 0.045
"""Seconds of training between two looks at the keyboard."""

LAYOUTS = ("both", "loss", "lower")
"""Loss and another picture, the loss alone, or the other picture alone."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the learner wants to see the race."""

    log: bool = False
    exact: bool = False
    words: bool = False
    only: int | None = None
    view: int = 0


class Race(Vertical, can_focus=True):
    """Plays the runs of one question. `entrants` keep their option's place, color and marker."""

    BINDINGS = bindings(RACE)

    DEFAULT_CSS = """
    Race { border: round $border; padding: 0 1; }
    Race { border-title-color: $foreground; border-subtitle-color: $foreground; }
    Race:focus { border: heavy $accent; }
    Race .caption { height: 1; color: $foreground; text-style: bold; }
    Race #values { height: auto; max-height: 50%; margin-top: 1; }
    Race.-loss #lower, Race.-loss #lower_caption { display: none; }
    Race.-lower #loss, Race.-lower #loss_caption { display: none; }
    """

    class Over(Message):
        """Every run is done or has diverged, and its last epoch is on the screen."""

    class Lifted(Message):
        """The learner scrolls the words beside the race."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, entrants: Mapping[str, Entrant], pick: int | None) -> None:
        super().__init__()
        self.entrants = entrants
        self.player = Player({name: one.run for name, one in entrants.items()}, race=race.Race())
        self._pick = pick
        kinds = pictures.kinds(one.run for one in entrants.values())
        self._views = [("both", kind) for kind in kinds] + [("loss", "")] + [("lower", kind) for kind in kinds]
        self._look = Look()
        self._started = self._told = False
        self._held: tuple[bool, bool] | None = None
        self._races = 1
        self.add_class(f"-{self._views[0][0]}")
        self._drawn: dict[str, tuple[object, ...]] = {}
        self._heights: dict[str, int] = {}

    @property
    def runs(self) -> Mapping[str, Run]:
        return self.player.runs

    def compose(self) -> ComposeResult:
        yield Static(classes="caption", id="loss_caption", markup=False)
        yield PlotView(id="loss")
        yield Static(classes="caption", id="lower_caption", markup=False)
        yield PlotView(id="lower")
        yield Static(id="values", markup=False)

    def on_mount(self) -> None:
        self.set_interval(1 / REDRAWS, self.tick)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw())
        self._draw()

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    # What the screens ask for

    def start(self) -> None:
        """Let the race run at the pace of a film."""
        self._started = True
        self.player.play()

    def finish(self) -> None:
        """Train to the end at once."""
        self._started = True
        self.player.finish()

    def hold(self, still: bool) -> None:
        """Stand still while something else covers the screen, and then go on as before."""
        player = self.player
        if still and self._held is None:
            self._held = player.playing, player.finishing
            player.pause()
        elif not still and self._held is not None:
            playing, finishing = self._held
            self._held = None
            if finishing:
                player.finish()
            elif playing:
                player.play()
        self._draw()

    def only_losses(self) -> None:
        """Leave the room to the loss, where there is little; `v` brings the other pictures."""
        self._set(view=next(place for place, (layout, _) in enumerate(self._views) if layout == "loss"))

    # What the keys do

    def action_play(self) -> None:
        if self.player.over:
            self.player.rewind()
        self.player.toggle()
        self._draw()

    def action_step(self) -> None:
        self.player.step_epoch()
        self._draw()

    def action_scrub(self, by: int) -> None:
        self.player.scrub(by)
        self._draw()

    def action_finish(self) -> None:
        self.player.finish()

    def action_restart(self) -> None:
        self._races += 1
        self.player.restart()
        self.player.play()
        self._draw()

    def action_pace(self, by: int) -> None:
        self.player.faster() if by > 0 else self.player.slower()
        self._draw()

    def action_log(self) -> None:
        self._set(log=not self._look.log)

    def action_exact(self) -> None:
        self._set(exact=not self._look.exact)

    def action_words(self) -> None:
        self._set(words=not self._look.words)

    def action_view(self) -> None:
        self._set(view=(self._look.view + 1) % len(self._views))

    def action_only(self) -> None:
        others = [one.place for one in self.entrants.values() if one.place != self._pick]
        mine = [one.place for one in self.entrants.values() if one.place == self._pick]
        places = [None, *mine, *others]
        self._set(only=places[(places.index(self._look.only) + 1) % len(places)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "view":
                return len(self._views) > 1
            case "only":
                return len(self.entrants) > 1 and len(self._views) > 1
        return True

    def action_lift(self, by: int) -> None:
        self.post_message(self.Lifted(by))

    # Drawing

    def _set(self, **changes: object) -> None:
        self._look = replace(self._look, **changes)  # type: ignore[arg-type]
        for layout in LAYOUTS:
            self.set_class(layout == self._views[self._look.view][0], f"-{layout}")
        self._draw()

    def tick(self) -> None:
        finishing = self.player.finishing
        if self.player.advance(FINISH_BUDGET if finishing else PLAY_BUDGET):
            self._draw()
        if self._started and self.player.over and not self._told:
            self._told = True
            self._draw()
            self.post_message(self.Over())

    def _draw(self) -> None:
        """Draw what differs from what is on the screen; a key that changes one plot waits for that plot only."""
        if not self.query("#values"):
            return  # left before it was built
        player, look, dark = self.player, self._look, self.app.current_theme.dark
        state = "■ end" if player.over else ("▶" if player.playing or player.finishing else "❚❚ paused")
        self.border_title = f"epoch {player.epoch}/{player.last}"
        self.border_subtitle = f"{state} {player.pace:g}×"
        layout, kind = self._views[look.view]
        cursor = player.epoch if look.exact else None
        moment = (self._races, player.epoch, dark)
        if layout != "lower" and self._is_new("loss", moment, look.log, cursor):
            self._draw_losses(cursor, dark)
        if layout != "loss" and self._is_new("lower", moment, kind, look.only):
            self._draw_lower(kind, dark)
        if self._is_new("values", moment, look.exact, look.words, look.view, look.only):
            told = values(self.entrants, self._now, player.epoch, look.exact, dark)
            self._say("#values", self._in_words(layout) if look.words else told)

    def _is_new(self, part: str, *state: object) -> bool:
        """Whether a part of the race differs from when it was last drawn."""
        if self._drawn.get(part) == state:
            return False
        self._drawn[part] = state
        return True

    @property
    def _now(self) -> dict[str, Frame]:
        return {name: self.player.frame(name) for name in self.entrants}

    def _draw_losses(self, cursor: int | None, dark: bool) -> None:
        log = self._look.log
        shown = {name: self.player.shown(name) for name in self.entrants}
        self._say("#loss_caption", Content(pictures.loss_caption(self.entrants, log)))
        losses = pictures.losses(self.entrants, shown, self._pick, log=log, cursor=cursor, dark=dark)
        self.query_one("#loss", PlotView).show(losses)

    def _draw_lower(self, kind: str, dark: bool) -> None:
        only = self._look.only
        chosen = {name: one for name, one in self.entrants.items() if only is None or one.place == only}
        self._say("#lower_caption", Content(pictures.caption(kind, chosen)))
        self.query_one("#lower", PlotView).show(pictures.draw(kind, chosen, self._now, self._pick, dark))

    def _in_words(self, layout: str) -> Content:
        shown = [self.query_one(f"#{name}", PlotView).words for name in ("loss", "lower") if layout in ("both", name)]
        return Content("\n".join(shown))

    def _say(self, selector: str, words: Content) -> None:
        """Replace a text; only a change of its height moves anything else."""
        line = self.query_one(selector, Static)
        height = words.plain.count("\n")
        line.update(words, layout=self._look.words or self._heights.get(selector) != height)
        self._heights[selector] = height
