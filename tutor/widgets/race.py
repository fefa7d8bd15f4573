"""The race: every option's network trains on the same data from the same seed, side by side.

The widget owns the one timer of the lesson; the player decides what is due, and the plots are redrawn when it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from engine import race
from engine.run import Run
from tutor import pictures
from tutor.bindings import bindings
from tutor.pictures import Entrant
from tutor.player import Player
from tutor.verbs import RACE
from tutor.widgets.race_board import Moment, RaceBoard
from tutor.widgets.race_look import Look, views
from tutor.widgets.race_values import title

REDRAWS = 10
"""Looks at the player in a second, and redraws at most; more would only make the keys wait."""

PLAY_BUDGET, FINISH_BUDGET = 0.010, 0.045
"""Seconds of training between two looks at the keyboard."""


class Race(Container, can_focus=True):
    """Plays some runs. `entrants` keep their option's place, color and marker; `pinned` are faint behind them.

    What is said of the runs stands on those of their own seed. So another one may only be tried once that race
    is `settled`, unless nothing is said of it: then it is `free`.
    """

    BINDINGS = bindings(RACE)

    DEFAULT_CSS = """
    Race { border: round $border; padding: 0 1; }
    Race { border-title-color: $foreground; border-subtitle-color: $foreground; }
    Race:focus { border: heavy $accent; }
    """

    class Over(Message):
        """Every run is done or has diverged, and its last epoch is on the screen."""

    class Lifted(Message):
        """The learner scrolls the words beside the race."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(
        self,
        entrants: Mapping[str, Entrant],
        pick: int | None = None,
        *,
        which: str = pictures.TEST,
        pinned: Mapping[str, Entrant] | None = None,
        free: bool = False,
    ) -> None:
        super().__init__()
        self.entrants = dict(entrants)
        self.player = Player({name: one.run for name, one in entrants.items()}, race=race.Race())
        self._pick, self._free = pick, free
        self._views = views(pictures.kinds(one.run for one in entrants.values()))
        self._look = Look(which=which, pinned=pinned or {})
        self._started = self._reseeded = False
        self._settled: Mapping[str, Run] = {}
        self._held: tuple[bool, bool] | None = None

    @property
    def runs(self) -> Mapping[str, Run]:
        """The runs that may be spoken of: once they are all over these stay the same, whatever is played next."""
        return self._settled or self.player.runs

    @property
    def settled(self) -> bool:
        """Whether the race has been at its end."""
        return bool(self._settled)

    @property
    def pinned(self) -> Mapping[str, Entrant]:
        """The runs whose curves are kept behind the others."""
        return self._look.pinned

    def compose(self) -> ComposeResult:
        yield RaceBoard()

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

    def action_batch(self) -> None:
        self.player.step_batch()
        self._draw()

    def action_scrub(self, by: int) -> None:
        self.player.scrub(by)
        self._draw()

    def action_finish(self) -> None:
        self.player.finish()

    def action_restart(self) -> None:
        self.player.restart()
        self._begin(reseeded=False)

    def action_reseed(self) -> None:
        self.player.reseed()
        self._begin(reseeded=True)

    def _begin(self, *, reseeded: bool) -> None:
        self._reseeded = reseeded
        self.entrants = {name: replace(one, run=self.player.runs[name]) for name, one in self.entrants.items()}
        self._draw()

    def action_pace(self, by: int) -> None:
        self.player.faster() if by > 0 else self.player.slower()
        self._draw()

    def action_log(self) -> None:
        self._set(log=not self._look.log)

    def action_zoom(self) -> None:
        self._set(zoom=not self._look.zoom)

    def action_pin(self) -> None:
        self._set(pinned=self._look.pin(self.entrants, self._pick).pinned)

    def action_exact(self) -> None:
        self._set(exact=not self._look.exact)

    def action_words(self) -> None:
        self._set(words=not self._look.words)

    def action_view(self) -> None:
        self._set(view=(self._look.view + 1) % len(self._views))

    def action_only(self) -> None:
        self._set(only=self._look.next_only(self.entrants, self._pick).only)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "view":
                return len(self._views) > 1
            case "only":
                return len(self.entrants) > 1 and len(self._views) > 1
            case "words":
                return not any(board.roomy for board in self.query(RaceBoard))
            case "reseed":
                return self._free or self.settled
        return True

    def action_lift(self, by: int) -> None:
        self.post_message(self.Lifted(by))

    # Drawing

    def _set(self, **changes: object) -> None:
        self._look = replace(self._look, **changes)  # type: ignore[arg-type]
        self._draw()

    def tick(self) -> None:
        finishing = self.player.finishing
        if self.player.advance(FINISH_BUDGET if finishing else PLAY_BUDGET):
            self._draw()
        if self._started and self.player.over and not self.settled:
            self._settled = dict(self.player.runs)
            self._draw()
            self.refresh_bindings()
            self.post_message(self.Over())

    def _draw(self) -> None:
        player, look = self.player, self._look
        state = "■ end" if player.over else ("▶" if player.playing or player.finishing else "❚❚ paused")
        self.border_title = title(self.entrants, player.epoch, player.last, self._reseeded)
        self.border_subtitle = f"{state} {player.pace:g}×"
        frames = {name: player.frame(name) for name in self.entrants}
        for board in self.query(RaceBoard):
            board.show(Moment(self.entrants, frames, player.epoch, self._pick, look, self._views[look.view]))
