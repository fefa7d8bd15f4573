"""The player adds time to training and nothing else: no clock, button or budget changes a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment as RealExperiment
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


class FakeRun:
    """A run whose every step takes the clock a millisecond; it counts the steps of all runs ever made."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.frames = [f"{experiment.name}0"]
        self.steps = 0

    def again(self) -> FakeRun:
        return FakeRun(self.experiment)

    @property
    def status(self) -> str:
        epoch = len(self.frames) - 1
        if epoch == self.experiment.breaks:
            return "diverged"
        return "done" if epoch == self.experiment.epochs else "training"

    def step(self) -> None:
        assert self.status == "training", "a player never trains what is over"
        self.experiment.clock.now += STEP_COST
        self.steps += 1
        if self.steps % STEPS_PER_EPOCH == 0:
            self.frames.append(f"{self.experiment.name}{len(self.frames)}")


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
    "back": lambda player: player.scrub(-3),
    "forth": lambda player: player.scrub(+2),
    "rewind": Player.rewind,
    "restart": Player.restart,
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
            shown_frames = player.shown(name)
            assert shown_frames == tuple(f"{name}{epoch}" for epoch in range(min(player.epoch + 1, len(run.frames))))
            assert player.frame(name) == shown_frames[-1]
    player.finish()
    while player.finishing:
        player.advance()
    assert player.over
    for name, run in player.runs.items():
        assert run.frames == [f"{name}{epoch}" for epoch in range(len(run.frames))]
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
        trained = {name: len(run.frames) - 1 for name, run in player.runs.items()}
        assert trained["b"] - trained["a"] <= 1 or trained["a"] == 4
    assert player.frame("a") == "a4"
    assert player.epoch > 4


def test_a_run_that_breaks_stops_and_the_others_go_on() -> None:
    player, _ = race((20, 20), breaks=3)
    player.finish()
    while not player.over:
        player.advance()
    assert player.frame("a") == "a3"
    assert player.frame("b") == "b20"


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
    played = [frame.test_loss for frame in player.shown("moons")]
    player.restart()
    player.finish()
    while not player.over:
        player.advance()
    assert [frame.test_loss for frame in player.shown("moons")] == played
    assert [frame.epoch for frame in player.shown("moons")] == [0, 1, 2, 3, 4]


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
        told = [(frame.epoch, frame.status, frame.train_loss) for frame in player.shown(name)]
        assert told == pytest.approx([(each.epoch, each.status, each.train_loss) for each in alone.frames], nan_ok=True)
