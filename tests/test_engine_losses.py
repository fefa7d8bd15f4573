"""Losses: known values, slopes that are their derivatives, and honesty about impossible answers."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Array
from engine.losses import LOSSES, Loss

EACH = pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))


def _shares(rows: int, columns: int) -> Array:
    return ACTIVATIONS["softmax"].function(np.random.default_rng(2).normal(size=(rows, columns)))


@EACH
def test_slope_is_the_derivative(loss: Loss) -> None:
    answers, truths = _shares(4, 3), np.eye(3)[[0, 2, 1, 1]]
    measured = np.empty_like(answers)
    for place in np.ndindex(*answers.shape):
        up, down = answers.copy(), answers.copy()
        up[place] += 1e-7
        down[place] -= 1e-7
        measured[place] = (loss.value(up, truths) - loss.value(down, truths)) / 2e-7
    np.testing.assert_allclose(loss.slope(answers, truths), measured, rtol=1e-5, atol=1e-7)


@EACH
def test_from_logits_says_the_same_as_the_value_of_the_matched_answer(loss: Loss) -> None:
    z, truths = np.random.default_rng(4).normal(size=(5, 3)), np.eye(3)[[0, 2, 1, 1, 0]]
    answers = ACTIVATIONS[loss.matched].function(z)
    assert loss.from_logits(z, truths) == pytest.approx(loss.value(answers, truths), rel=1e-12)


@EACH
@given(row=st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=3), right=st.integers(0, 2))
def test_from_logits_is_finite_up_to_ten_thousand(loss: Loss, row: list[float], right: int) -> None:
    assert np.isfinite(loss.from_logits(np.array([row]), np.eye(3)[[right]]))


def test_mse_is_the_mean_over_examples_of_the_squared_distance() -> None:
    answers, truths = np.array([[3.0, 4.0], [0.0, 1.0]]), np.zeros((2, 2))
    assert LOSSES["mse"].value(answers, truths) == (25.0 + 1.0) / 2


def test_guessing_costs_ln_2_for_two_classes_and_ln_k_for_k() -> None:
    half, third = np.full((4, 1), 0.5), np.full((3, 3), 1 / 3)
    assert LOSSES["bce"].value(half, np.array([[0.0], [1.0], [1.0], [0.0]])) == pytest.approx(log(2))
    assert LOSSES["cce"].value(third, np.eye(3)) == pytest.approx(log(3))


@pytest.mark.parametrize(("said", "loss"), [(0.9, -6.5), (0.9999, -27.6)])
def test_cross_entropy_for_a_target_of_four_falls_below_zero(said: float, loss: float) -> None:
    value = LOSSES["bce"].value(np.array([[said]]), np.array([[4.0]]))
    assert value == pytest.approx(loss, abs=0.05)
    z = np.array([[log(said / (1 - said))]])
    assert LOSSES["bce"].from_logits(z, np.array([[4.0]])) == pytest.approx(value)


@pytest.mark.parametrize("said", [-0.41, 0.0, 1.7])
def test_cross_entropy_of_an_impossible_chance_is_not_clipped(said: float) -> None:
    with np.errstate(all="ignore"):
        assert not np.isfinite(LOSSES["bce"].value(np.array([[said]]), np.array([[0.5]])))


ANSWERED_FOR_CERTAIN = [
    ("cce", [1.0, 0.0, 0.0], [1.0, 0.0, 0.0], 0.0, [-1.0, 0.0, 0.0]),
    ("cce", [0.5, -3.0, 7.0], [1.0, 0.0, 0.0], log(2), [-2.0, 0.0, 0.0]),
    ("bce", [1.0], [1.0], 0.0, [-1.0]),
    ("bce", [0.0], [0.0], 0.0, [1.0]),
    ("bce", [1.5], [1.0], -log(1.5), [-1.0 / 1.5]),
    ("bce", [-1.0], [0.0], -log(2), [0.5]),
]


@pytest.mark.parametrize(("loss", "said", "truth", "value", "slope"), ANSWERED_FOR_CERTAIN)
def test_a_term_with_the_factor_zero_counts_for_nothing(
    loss: str, said: list[float], truth: list[float], value: float, slope: list[float]
) -> None:
    a, y = np.array([said]), np.array([truth])
    assert LOSSES[loss].value(a, y) == pytest.approx(value, abs=0.0, rel=1e-15)
    np.testing.assert_allclose(LOSSES[loss].slope(a, y), [slope], rtol=1e-15)


@pytest.mark.parametrize(("loss", "said", "truth"), [("bce", 0.0, 1.0), ("bce", 1.0, 0.0), ("cce", 0.0, 1.0)])
def test_certainty_of_what_is_false_costs_infinitely_much(loss: str, said: float, truth: float) -> None:
    with np.errstate(all="ignore"):
        assert LOSSES[loss].value(np.array([[said], [0.5]]), np.array([[truth], [1.0]])) == np.inf


@pytest.mark.parametrize(("loss", "said", "truth"), [("bce", -0.1, 1.0), ("bce", 1.1, 0.0), ("cce", -0.1, 1.0)])
def test_the_logarithm_of_a_negative_number_is_no_number(loss: str, said: float, truth: float) -> None:
    with np.errstate(all="ignore"):
        assert np.isnan(LOSSES[loss].value(np.array([[said], [0.5]]), np.array([[truth], [1.0]])))
