"""What is kept of a run is bounded, and what is kept is true: no peak of a loss is ever lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.history import ROOM, History
from engine.run import Run
from tutor.course.experiments import MAX_EPOCHS as MAX_IN_A_LESSON


def history_of(test: np.ndarray[Any, Any], train: np.ndarray[Any, Any] | None = None) -> History:
    """A history of frames that know nothing but their losses."""
    history = History()
    train = test if train is None else train
    for epoch, (one, other) in enumerate(zip(train.tolist(), test.tolist(), strict=True)):
        history.append(cast("Any", SimpleNamespace(epoch=epoch, train_loss=one, test_loss=other)))
    return history


def test_every_epoch_that_a_lesson_may_have_is_kept() -> None:
    losses = np.random.default_rng(1).random(MAX_IN_A_LESSON + 1)
    history = history_of(losses)
    assert [frame.epoch for frame in history.frames] == list(range(MAX_IN_A_LESSON + 1))
    assert history.apart == 1
    assert history.losses().test.tolist() == losses.tolist()


@pytest.mark.parametrize("epochs", [ROOM - 1, ROOM, ROOM + 1, 10_000, 100_000])
def test_a_history_is_bounded_and_evenly_spaced(epochs: int) -> None:
    history = history_of(np.linspace(1.0, 0.0, epochs + 1))
    kept = [frame.epoch for frame in history.frames]
    assert len(kept) <= ROOM
    assert kept[-1] == history.reached == epochs
    assert kept[:-1] == list(range(0, epochs, history.apart))
    assert len(history.losses().epochs) <= 8 * ROOM
    assert epochs / history.apart > ROOM / 2 - 1


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60_000), st.integers(0, 2**32 - 1), st.booleans())
def test_lowest_and_highest_losses_stay_where_they_were(epochs: int, seed: int, rough: bool) -> None:
    generator = np.random.default_rng(seed)
    test, train = generator.random((2, epochs + 1))
    if not rough:
        test, train = np.sort(test)[::-1], np.round(train, 1)  # a smooth curve, and one with many equal values
    peak, dip = generator.integers(0, epochs + 1, 2)
    test[peak], train[dip] = 9.0, -9.0
    losses = history_of(test, train).losses()
    assert np.all(np.diff(losses.epochs) > 0)
    epoch = losses.epochs.astype(int)
    assert losses.test.tolist() == test[epoch].tolist()
    assert losses.train.tolist() == train[epoch].tolist()
    assert (losses.test.max(), losses.test.min()) == (test.max(), test.min())
    assert (losses.train.max(), losses.train.min()) == (train.max(), train.min())
    assert {int(peak), int(dip)} <= set(epoch.tolist())
    assert {0, epochs} <= set(epoch.tolist())


def test_the_losses_have_every_epoch_that_a_frame_is_kept_of() -> None:
    history = history_of(np.random.default_rng(2).random(50_001))
    losses = history.losses()
    known = dict(zip(losses.epochs.astype(int).tolist(), losses.test.tolist(), strict=True))
    assert all(known[frame.epoch] == frame.test_loss for frame in history.frames)


def test_the_frame_of_an_epoch_is_its_own_or_the_latest_kept_before_it() -> None:
    history = history_of(np.linspace(1.0, 0.0, 3 * ROOM + 2))
    assert history.apart == 4
    for asked, got in ((0, 0), (3, 0), (4, 4), (4_003, 4_000), (3 * ROOM, 3 * ROOM), (10**9, 3 * ROOM + 1)):
        assert history.at(asked).epoch == got


def test_losses_up_to_an_epoch_do_not_know_the_later_ones() -> None:
    history = history_of(np.arange(10.0))
    assert history.losses(3).test.tolist() == [0.0, 1.0, 2.0, 3.0]
    assert history.losses(0).epochs.tolist() == [0.0]


def test_losses_once_given_out_do_not_change() -> None:
    history = history_of(np.random.default_rng(3).random(8 * ROOM))
    given_out = history.losses()
    before = given_out.test.copy()
    history.append(cast("Any", SimpleNamespace(epoch=8 * ROOM, train_loss=0.5, test_loss=0.5)))
    assert given_out.test.tolist() == before.tolist()


def test_a_real_run_beyond_the_room_trains_as_ever() -> None:
    text = "data: moons · samples: 20 · net: 2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · batch: full"
    run = Run(Experiment.from_text(f"{text} · epochs: {2 * ROOM + 3}"))
    frame = run.finish()
    assert (frame.epoch, run.steps, run.history.apart) == (2 * ROOM + 3, 2 * ROOM + 3, 4)
    assert len(run.frames) <= ROOM
    assert run.best_epoch == run.history.losses().epochs[run.history.losses().test.argmin()]


def test_the_next_seed_gives_another_run_and_the_last_one_is_followed_by_the_first() -> None:
    text = "data: moons · net: 2 -> 4 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 3"
    run = Run(Experiment.from_text(f"{text} · seed: 7"))
    other = run.another()
    assert other.experiment == run.experiment.with_seed(8)
    assert other.frame.test_loss != run.frame.test_loss
    assert Run(run.experiment.with_seed(2**32 - 1)).another().experiment.seed == 0


def test_mini_batches_are_counted_within_their_epoch() -> None:
    run = Run(Experiment.from_text("data: moons · net: 2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 2"))
    done = []
    for _ in range(2 * run.batches):
        run.step()
        done.append(run.batches_done)
        assert 0.0 < run.batch_loss < 10.0
    assert done == [*range(1, run.batches), 0] * 2
    assert run.frame.epoch == 2
