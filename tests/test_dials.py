"""Dials: they stand at one of their values, stop at their ends or start anew, and take what an author writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.dials import Dial

DEPTH = Dial.numbers("depth", "layers", 1, 10, 1, 1)
CURSOR = Dial.numbers("cursor", "z", -8, 8, 0.25, 0)
LOSS = Dial.names("loss", "loss", ("mse", "mae", "bce"), "mae")


def test_numbers_stop_at_their_ends_and_names_start_anew() -> None:
    assert DEPTH.turned(-1) == DEPTH
    assert DEPTH.turned(20).value == "10"
    assert LOSS.turned(2).value == "mse"
    assert LOSS.turned(-2).value == "bce"


@pytest.mark.parametrize(
    ("dial", "text", "value"),
    [
        (DEPTH, "6", "6"),
        (DEPTH, "0", None),
        (DEPTH, "eleven", None),
        (CURSOR, "-2.5", "-2.5"),
        (CURSOR, "1/8", "0.125"),
        (CURSOR, "0,3", "0.3"),
        (CURSOR, "8.1", None),
        (LOSS, "bce", "bce"),
        (LOSS, "BCE", None),
    ],
)
def test_a_dial_takes_its_values_and_numbers_between_its_ends(dial: Dial, text: str, value: str | None) -> None:
    found = dial.set(text)
    assert (found.value if found else None) == value


@given(st.floats(-8, 8), st.integers(-200, 200))
def test_a_number_between_two_values_becomes_one_and_home_stays_home(number: float, by: int) -> None:
    put = CURSOR.put(number)
    assert put.number == pytest.approx(number, abs=1e-9)
    assert put.values[put.home] == "0"
    assert sorted(put.values, key=float) == list(put.values)
    assert put.turned(by).turned(-400).value == "-8"


@given(st.sampled_from((DEPTH, CURSOR, LOSS)), st.lists(st.integers(-9, 9), max_size=20))
def test_a_turned_dial_always_stands_at_one_of_its_values(dial: Dial, turns: list[int]) -> None:
    for by in turns:
        dial = dial.turned(by)
        assert dial.value in dial.values
        assert dial.set(dial.value) == dial


def test_what_may_be_written_is_said_in_words() -> None:
    assert CURSOR.expected == "a number from -8 to 8"
    assert LOSS.expected == "mse, mae or bce"
