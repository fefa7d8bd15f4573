"""A schedule follows its formula, starts at the full rate, and climbs to it where it warms up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.schedules import SHAPES, Schedule

NUMBERS = {"step": (0.5, 20.0), "exponential": (0.9,), "inverse": (0.1,)}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("warmup", [0, 4])
def test_the_full_rate_holds_right_after_the_warmup_and_never_rises_again(shape: str, warmup: int) -> None:
    schedule = Schedule(shape, NUMBERS.get(shape, ()), warmup)
    factors = [schedule.factor(epoch, 60) for epoch in range(60)]
    assert factors[:warmup] == [0.2, 0.4, 0.6, 0.8][:warmup]
    assert factors[warmup] == 1.0
    after = factors[warmup:]
    assert after == sorted(after, reverse=True)
    assert min(factors) > 0.0


@pytest.mark.parametrize(
    ("schedule", "epoch", "factor"),
    [
        (Schedule("step", (0.5, 20.0)), 19, 1.0),
        (Schedule("step", (0.5, 20.0)), 20, 0.5),
        (Schedule("step", (0.5, 20.0)), 59, 0.25),
        (Schedule("exponential", (0.9,)), 2, 0.81),
        (Schedule("inverse", (0.1,)), 10, 0.5),
        (Schedule("cosine"), 30, 0.5),
        (Schedule("cosine"), 15, (1 + math.sqrt(0.5)) / 2),
        (Schedule("cosine", warmup=20), 40, 0.5),
    ],
)
def test_each_shape_follows_its_formula(schedule: Schedule, epoch: int, factor: float) -> None:
    assert schedule.factor(epoch, 60) == pytest.approx(factor)


@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 50), st.integers(1, 100), st.integers(0, 100))
def test_every_factor_is_a_share(shape: str, warmup: int, epochs: int, epoch: int) -> None:
    schedule = Schedule(shape, NUMBERS.get(shape, ()), min(warmup, epochs - 1))
    assert 0.0 < schedule.factor(min(epoch, epochs - 1), epochs) <= 1.0
