"""The race of the bench: up to six set-ups train side by side, and the present one is looked into.

Another set-up joins it without leaving the screen; what has been trained before is shown again as it was.
"""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.message import Message

from engine import race
from engine.doctor.examine import examine
from engine.run import Run
from tutor.bench import Bench, views
from tutor.bench.chosen import Chosen
from tutor.bench.runs import Shelf
from tutor.bindings import bindings
from tutor.player import Player
from tutor.verbs import BENCH_LOOK, RACE
from tutor.widgets.bench_board import BenchBoard
from tutor.widgets.race import Race

OTHERS = ("pin", "only", "reseed", "lift")
"""What the bench itself does in its own way."""


class BenchRace(Race):
    """Plays the set-ups of the bench. `alone` says whether there is room for one plot at a time only."""

    BINDINGS = bindings((*BENCH_LOOK, *RACE))

    class Edit(Message):
        """The learner wants to type another value for a weight of a run."""

        def __init__(self, run: Run, chosen: Chosen) -> None:
            super().__init__()
            self.run, self.chosen = run, chosen

    def __init__(self, shelf: Shelf, bench: Bench) -> None:
        entrants, place = shelf.entrants(bench), bench.racers[0].place if bench.present is None else bench.present.place
        super().__init__(entrants, place, free=True)
        self.shelf, self.present, self.chosen, self.alone = shelf, str(place), Chosen(), False
        self.sources = bench.sources
        self._kind: str | None = "columns" if bench.own else None
        self._asked: object = None
        self._set_views()

    def compose(self) -> ComposeResult:
        yield BenchBoard(self)

    @property
    def run(self) -> Run:
        """The run of the present set-up."""
        return self.entrants[self.present].run

    @property
    def kind(self) -> str:
        """The kind of the picture that is shown; empty for the losses alone."""
        return self._views[self._look.view][1]

    # What the screen asks for

    def enter(self, bench: Bench) -> None:
        """Race this bench from now on; what is trained already is shown at its end, and what stood still stays so."""
        before, present = self.player, bench.present
        if present is None:
            return
        data = self.run.experiment.data
        self.sources = bench.sources
        self.entrants, self.present, self._pick = self.shelf.entrants(bench), str(present.place), present.place
        if data != self.run.experiment.data and self.run.experiment.data in bench.own:
            self._kind = "columns"  # look first at what was read
        self.player = Player({name: one.run for name, one in self.entrants.items()}, race=race.Race())
        self.player.pace = before.pace
        self.player.scrub(self.player.last)
        self._settled, self._reseeded = {}, False
        self._set_views()
        if before.playing or before.finishing or before.over:
            self.player.play()
        self.draw_anew()

    def fit(self, alone: bool) -> None:
        """Show one plot at a time, or two."""
        if alone != self.alone:
            self.alone = alone
            self._set_views()
            self._draw()

    def draw_anew(self) -> None:
        """Draw also what seems not to have changed."""
        self._asked = None
        for board in self.query(BenchBoard):
            board.forget()
        self._draw()

    # What the keys do

    def action_play(self) -> None:
        if self.player.over:
            self.action_restart()
        else:
            super().action_play()

    def action_restart(self) -> None:
        for one in self.entrants.values():
            self.shelf.forget_edited(one.run)
        super().action_restart()

    def action_view(self) -> None:
        super().action_view()
        self._kind = self.kind
        self.refresh_bindings()

    def action_look(self, down: int, right: int) -> None:
        self._choose(self.chosen.moved(self.run, self.kind, down, right))

    def action_layer(self, by: int) -> None:
        self._choose(self.chosen.in_layer(self.run, by))

    def action_edit(self) -> None:
        self.player.pause()
        self.post_message(self.Edit(self.run, self.chosen.fitted(self.run, self.kind)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "look":
                return views.can_move(self.kind, self.run)
            case "layer" | "edit":
                return self.kind in ("weights", "network")
            case "scrub":
                return not views.can_move(self.kind, self.run)
        return action not in OTHERS and super().check_action(action, parameters)

    # What follows

    def tick(self) -> None:
        super().tick()
        self._diagnose()

    def _set_views(self) -> None:
        """The pictures that suit the present set-up, beginning with the kind that was on the screen."""
        kinds = views.kinds(self.run)
        layout = "lower" if self.alone else "both"
        self._views = (*((layout, kind) for kind in kinds), ("loss", ""))
        at = next((place for place, (_, kind) in enumerate(self._views) if kind == self._kind), 0)
        self._look = replace(self._look, view=at, only=None)

    def _choose(self, chosen: Chosen) -> None:
        self.chosen = chosen
        for board in self.query(BenchBoard):
            board.forget("lower")
        self._draw()

    def _diagnose(self) -> None:
        """Ask the doctor when the race stands still; a healthy run leaves nothing to say."""
        player, run = self.player, self.run
        asked = (run, run.frame.epoch)
        if not player.playing and not player.finishing and asked != self._asked:
            self._asked = asked
            said = " ".join(finding.sentence for finding in examine(run)[:2]) if run.frame.epoch else ""
            for board in self.query(BenchBoard):
                board.diagnose(said)
