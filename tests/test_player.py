"""The player adds time to training and nothing else: no clock, button or budget changes a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment as RealExperiment
from engine.history import ROOM, History
from engine.race import Race
from engine.run import Run
from tutor.player import PACES, Player

STEP_COST = 0.001
STEPS_PER_EPOCH = 4


@dataclass
class Clock:
    """A clock that only moves when told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Experiment:
    """What a fake run trains: its frames spell out its name, and it may break in an epoch."""

    name: str
    epochs: int
    breaks: int | None
    clock: Clock = field(compare=False)
    seed: int = 1


@dataclass(frozen=True)
class FakeFrame:
    """A frame that is known by the name of its run and its epoch."""

    name: str
    epoch: int
    train_loss: float = 0.0
    test_loss: float = 0.0

    def __str__(self) -> str:
        return f"{self.name}{self.epoch}"


class FakeRun:
    """A run whose every step takes the clock a millisecond; it counts the steps of all runs ever made."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.history = History()
        self.steps = 0
        self._record(0)

    def again(self) -> FakeRun:
        return FakeRun(self.experiment)

    def another(self) -> FakeRun:
        return FakeRun(replace(self.experiment, seed=self.experiment.seed + 1))

    @property
    def frame(self) -> FakeFrame:
        return cast("FakeFrame", self.history.frames[-1])

    def _record(self, epoch: int) -> None:
        self.history.append(cast("Any", FakeFrame(self.experiment.name, epoch)))

    @property
    def status(self) -> str:
        epoch = self.frame.epoch
        if epoch == self.experiment.breaks:
            return "diverged"
        return "done" if epoch == self.experiment.epochs else "training"

    def step(self) -> None:
        assert self.status == "training", "a player never trains what is over"
        self.experiment.clock.now += STEP_COST
        self.steps += 1
        if self.steps % STEPS_PER_EPOCH == 0:
            self._record(self.frame.epoch + 1)


def race(epochs: tuple[int, ...] = (20, 20), breaks: int | None = None, seconds: float = 10.0) -> tuple[Player, Clock]:
    """A race of one run for each number of epochs; the first one breaks in epoch `breaks`."""
    clock = Clock()
    runs = {
        name: FakeRun(Experiment(name, count, breaks if place == 0 else None, clock))
        for place, (name, count) in enumerate(zip("abcdef", epochs, strict=False))
    }
    return Player(runs, clock=clock, seconds=seconds), clock


def watch(player: Player, clock: Clock, seconds: float, every: float = 0.1) -> None:
    """Let the time go by, ten looks a second."""
    for _ in range(round(seconds / every)):
        clock.now += every
        player.advance()


BUTTONS: dict[str, Callable[[Player], None]] = {
    "play": Player.play,
    "pause": Player.pause,
    "toggle": Player.toggle,
    "step": Player.step_epoch,
    "batch": Player.step_batch,
    "back": lambda player: player.scrub(-3),
    "forth": lambda player: player.scrub(+2),
    "rewind": Player.rewind,
    "restart": Player.restart,
    "reseed": Player.reseed,
    "faster": Player.faster,
    "slower": Player.slower,
    "finish": Player.finish,
}
presses = st.lists(st.tuples(st.sampled_from(sorted(BUTTONS)), st.floats(0.0, 2.0), st.floats(0.0, 0.05)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(presses, st.lists(st.integers(0, 12), max_size=4), st.none() | st.integers(0, 12))
def test_no_order_of_buttons_changes_what_is_shown_or_shows_more_than_is_trained(
    presses: list[tuple[str, float, float]], epochs: list[int], breaks: int | None
) -> None:
    player, clock = race(tuple(epochs), breaks)
    told = 0
    for button, wait, budget in presses:
        BUTTONS[button](player)
        clock.now += wait
        started = clock.now
        changed = player.advance(budget)
        assert clock.now - started <= budget + STEP_COST + 1e-9
        assert changed == (player.epoch != told)
        told = player.epoch
        assert 0 <= player.epoch <= player.head <= player.last
        for name, run in player.runs.items():
            assert str(player.frame(name)) == f"{name}{min(player.epoch, run.frame.epoch)}"
    player.finish()
    while player.finishing:
        player.advance()
    assert player.over
    for name, run in player.runs.items():
        frames = [str(frame) for frame in run.history.frames]
        assert frames == [f"{name}{epoch}" for epoch in range(run.frame.epoch + 1)]
        assert run.status != "training"


def test_a_race_takes_its_seconds_at_pace_one() -> None:
    player, clock = race(seconds=10.0)
    player.play()
    watch(player, clock, 5.0)
    assert abs(player.epoch - 10) <= 1
    watch(player, clock, 6.0)
    assert player.over
    assert not player.playing


def test_the_next_epoch_is_trained_before_it_is_due() -> None:
    player, clock = race((20,), seconds=10.0)
    player.play()
    clock.now += 0.1
    assert not player.advance(budget=1.0)
    assert (player.epoch, player.head) == (0, 1)
    clock.now += 0.4
    started = clock.now
    assert player.advance(budget=0.0)
    assert (player.epoch, clock.now - started) == (1, pytest.approx(STEP_COST))


def test_double_pace_is_twice_as_fast() -> None:
    player, clock = race((40,), seconds=10.0)
    player.faster()
    player.play()
    watch(player, clock, 2.5)
    assert abs(player.epoch - 20) <= 1


def test_paces_stop_at_both_ends() -> None:
    player, _ = race()
    for _ in range(10):
        player.faster()
    assert player.pace == PACES[-1] == 8
    for _ in range(10):
        player.slower()
    assert player.pace == PACES[0] == 0.25


def test_runs_of_different_length_stay_in_lockstep_and_the_short_one_waits_at_its_end() -> None:
    player, clock = race((4, 20))
    player.play()
    for _ in range(60):
        clock.now += 0.1
        player.advance()
        trained = {name: run.frame.epoch for name, run in player.runs.items()}
        assert trained["b"] - trained["a"] <= 1 or trained["a"] == 4
    assert str(player.frame("a")) == "a4"
    assert player.epoch > 4


def test_a_run_that_breaks_stops_and_the_others_go_on() -> None:
    player, _ = race((20, 20), breaks=3)
    player.finish()
    while not player.over:
        player.advance()
    assert str(player.frame("a")) == "a3"
    assert str(player.frame("b")) == "b20"


def test_slow_training_lags_behind_the_clock_and_keeps_to_the_budget() -> None:
    player, clock = race((1000,), seconds=1.0)
    player.play()
    for _ in range(20):
        clock.now += 0.1
        started = clock.now
        player.advance(0.0085)
        assert clock.now - started <= 0.0085 + STEP_COST
    assert 20 <= player.epoch < 100


def test_scrubbing_and_replaying_never_train_again() -> None:
    player, clock = race()
    player.play()
    watch(player, clock, 5.0)
    steps = {name: run.steps for name, run in player.runs.items()}
    player.scrub(-6)
    back = player.epoch
    player.play()
    watch(player, clock, 2.0)
    assert back < player.epoch < player.head
    assert {name: run.steps for name, run in player.runs.items()} == steps


def test_scrub_stays_within_what_is_trained() -> None:
    player, clock = race()
    player.play()
    watch(player, clock, 3.0)
    player.scrub(+99)
    assert player.epoch == player.head
    player.scrub(-99)
    assert player.epoch == 0
    assert not player.playing


def test_a_single_step_shows_the_next_epoch_and_stands_still() -> None:
    player, clock = race()
    player.step_epoch()
    player.advance()
    assert player.epoch == 1
    watch(player, clock, 3.0)
    assert player.epoch == 1


def test_steps_pressed_faster_than_training_are_all_taken() -> None:
    player, _ = race()
    for _ in range(3):
        player.step_epoch()
    for _ in range(30):
        player.advance(0.0)
    assert player.epoch == 3


def test_a_mini_batch_is_taken_by_every_run_and_only_the_last_of_an_epoch_shows_another() -> None:
    player, _ = race()
    player.play()
    for step in range(1, STEPS_PER_EPOCH + 1):
        player.step_batch()
        assert not player.playing
        assert {name: run.steps for name, run in player.runs.items()} == {"a": step, "b": step}
        assert player.epoch == step // STEPS_PER_EPOCH


def test_a_mini_batch_follows_the_latest_epoch_wherever_one_was_looking() -> None:
    player, clock = race()
    player.play()
    watch(player, clock, 5.0)
    head, steps = player.head, player.runs["a"].steps
    player.scrub(-5)
    player.step_batch()
    assert (player.epoch, player.runs["a"].steps) == (head, steps + 1)


def test_a_run_that_is_an_epoch_ahead_waits_for_the_mini_batches_of_the_others() -> None:
    player, _ = race()
    for _ in range(STEPS_PER_EPOCH):
        player.runs["a"].step()
    for _ in range(STEPS_PER_EPOCH):
        player.step_batch()
    assert [run.frame.epoch for run in player.runs.values()] == [1, 1]


def test_mini_batches_lead_to_the_end_and_no_further() -> None:
    player, _ = race((2, 1), breaks=1)
    for _ in range(3 * STEPS_PER_EPOCH):
        player.step_batch()
    assert player.over
    assert [run.frame.epoch for run in player.runs.values()] == [1, 1]


def test_another_seed_is_the_next_one_each_time_and_a_restart_returns_to_the_first() -> None:
    player, clock = race()
    seeds = []
    for button in (Player.reseed, Player.reseed, Player.restart, Player.reseed):
        button(player)
        watch(player, clock, 1.0)
        assert player.playing
        seeds.append({run.experiment.seed for run in player.runs.values()})
    assert seeds == [{2}, {3}, {1}, {2}]


def test_a_long_race_is_shown_at_epochs_that_every_run_has_kept() -> None:
    player, _ = race((3 * ROOM + 1, 50), seconds=10.0)
    player.finish()
    player.advance(1e6)
    assert player.over
    assert (player.epoch, player.apart) == (3 * ROOM + 1, 4)
    player.scrub(-2)
    assert str(player.frame("a")) == f"a{player.epoch}"
    back = player.epoch
    assert 3 * ROOM - 8 <= back <= 3 * ROOM - 4
    player.scrub(-3)
    assert player.epoch == back - 12
    assert str(player.frame("a")) == f"a{player.epoch}"
    player.step_epoch()
    assert player.epoch == back - 8
    player.scrub(10**6)
    assert str(player.frame("a")) == f"a{player.last}"
    assert str(player.frame("b")) == "b50"


def test_a_long_race_shows_no_epoch_that_is_not_kept_while_it_trains() -> None:
    player, clock = race((2 * ROOM + 9, 2 * ROOM + 9), seconds=100.0)
    player.play()
    shown = set()
    while player.playing:
        clock.now += 0.1
        player.advance(1.0)
        assert str(player.frame("a")) == f"a{player.epoch}"
        shown.add(player.epoch)
    assert max(shown) == player.last
    assert len(shown) > 500


def test_pausing_ends_a_finish() -> None:
    player, clock = race((500,))
    player.finish()
    player.advance()
    player.pause()
    trained = player.head
    watch(player, clock, 2.0)
    assert player.head == trained < player.last


def test_advance_tells_of_a_change_made_by_a_button() -> None:
    player, clock = race()
    player.play()
    watch(player, clock, 3.0)
    player.scrub(-1)
    assert player.advance()
    assert not player.advance()


def test_play_at_the_end_does_nothing() -> None:
    player, _ = race()
    player.finish()
    while not player.over:
        player.advance()
    player.toggle()
    assert not player.playing
    assert player.over


def test_nothing_to_play_is_over_at_once() -> None:
    player, _ = race(())
    player.play()
    assert player.over
    assert not player.advance()


def test_a_race_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0 seconds"):
        Player({}, seconds=0)


def real_race(clock: Clock) -> Player:
    net = "data: moons · net: 2 -> 4 relu -> 1 sigmoid · loss: bce"
    text = f"{net} · optimizer: sgd 0.5 · epochs: 4 · batch: 32 · seed: 3"
    return Player({"moons": Run(RealExperiment.from_text(text))}, clock=clock, seconds=1.0)


def test_a_real_run_gives_the_same_losses_however_it_is_played() -> None:
    clock = Clock()
    player = real_race(clock)
    player.play()
    watch(player, clock, 0.5)
    player.scrub(-1)
    player.step_epoch()
    player.play()
    watch(player, clock, 3.0)
    assert player.over
    played = [frame.test_loss for frame in player.runs["moons"].frames]
    player.restart()
    player.finish()
    while not player.over:
        player.advance()
    assert [frame.test_loss for frame in player.runs["moons"].frames] == played
    assert [frame.epoch for frame in player.runs["moons"].frames] == [0, 1, 2, 3, 4]


class CountingRace(Race):
    """A race that counts the epochs it trained."""

    epochs = 0

    def epoch(self) -> None:
        super().epoch()
        self.epochs += 1


def test_runs_that_go_together_show_the_frames_they_would_show_alone() -> None:
    settings = {"data": "moons", "samples": "60", "loss": "mse", "optimizer": "adam 0.01", "epochs": "6", "batch": "16"}
    experiments = {
        name: RealExperiment.from_settings({**settings, "net": f"2 -> 4 tanh -> 1 {name}"})
        for name in ("sigmoid", "linear", "tanh")
    }
    race = CountingRace()
    player = Player({name: Run(each) for name, each in experiments.items()}, race=race)
    player.finish()
    while not player.over:
        player.advance()
    assert race.epochs > 0
    for name, experiment in experiments.items():
        alone = Run(experiment)
        alone.finish()
        told = [(frame.epoch, frame.status, frame.train_loss) for frame in player.runs[name].frames]
        assert told == pytest.approx([(each.epoch, each.status, each.train_loss) for each in alone.frames], nan_ok=True)
