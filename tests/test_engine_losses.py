"""Losses: known values, slopes that are their derivatives, and honesty about impossible answers."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Array
from engine.losses import FROM_LOGITS, HUBER_EDGE, LOSSES, Loss

EACH = pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))
LOGITS = pytest.mark.parametrize(("name", "activation"), FROM_LOGITS.items())


def _shares(rows: int, columns: int) -> Array:
    return ACTIVATIONS["softmax"].function(np.random.default_rng(2).normal(size=(rows, columns)))


@EACH
def test_slope_is_the_derivative_of_the_sum_of_all_terms(loss: Loss) -> None:
    answers, truths = _shares(4, 3), np.eye(3)[[0, 2, 1, 1]]
    measured = np.empty_like(answers)
    for place in np.ndindex(*answers.shape):
        up, down = answers.copy(), answers.copy()
        up[place] += 6e-6
        down[place] -= 6e-6
        measured[place] = (loss.terms(up, truths).sum() - loss.terms(down, truths).sum()) / 1.2e-5
    np.testing.assert_allclose(loss.slope(answers, truths), measured, rtol=1e-6, atol=1e-9)


@EACH
def test_the_value_is_the_sum_over_outputs_and_the_mean_over_examples(loss: Loss) -> None:
    answers, truths = _shares(4, 3), np.eye(3)[[0, 2, 1, 1]]
    terms = loss.terms(answers, truths)
    assert terms.shape == loss.slope(answers, truths).shape == (4, 3)
    assert loss.value(answers, truths) == pytest.approx(terms.sum() / 4, rel=1e-15)
    twice = np.vstack([answers, answers]), np.vstack([truths, truths])
    assert loss.value(*twice) == pytest.approx(loss.value(answers, truths), rel=1e-14)


@EACH
def test_answers_and_truths_are_left_as_they_were(loss: Loss) -> None:
    answers, truths = _shares(4, 3), np.eye(3)[[0, 2, 1, 1]]
    kept = answers.copy(), truths.copy()
    loss.terms(answers, truths)
    loss.slope(answers, truths)
    np.testing.assert_array_equal(answers, kept[0])
    np.testing.assert_array_equal(truths, kept[1])


@LOGITS
def test_a_loss_from_logits_says_the_same_as_the_loss_of_the_activated_answer(name: str, activation: str) -> None:
    z, truths = np.random.default_rng(4).normal(size=(5, 3)), np.eye(3)[[0, 2, 1, 1, 0]]
    answers = ACTIVATIONS[activation].function(z)
    plain = LOSSES[name.removesuffix("_logits")]
    np.testing.assert_allclose(LOSSES[name].terms(z, truths), plain.terms(answers, truths), rtol=1e-12, atol=1e-15)
    slope = ACTIVATIONS[activation].slope(z)
    pulled = ACTIVATIONS[activation].pull_back(plain.slope(answers, truths), answers, slope, np.empty_like(z))
    np.testing.assert_allclose(LOSSES[name].slope(z, truths), pulled, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", FROM_LOGITS)
@given(row=st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=3), right=st.integers(0, 2))
def test_a_loss_from_logits_is_finite_and_not_negative_up_to_ten_thousand(
    name: str, row: list[float], right: int
) -> None:
    z, y = np.array([row]), np.eye(3)[[right]]
    terms = LOSSES[name].terms(z, y)
    assert np.isfinite(terms).all()
    assert (terms >= 0.0).all()
    assert (np.abs(LOSSES[name].slope(z, y)) <= 1.0).all()


@pytest.mark.parametrize("name", ["mse", "half_mse", "mae", "huber"])
@given(a=st.floats(-1e4, 1e4), y=st.floats(-1e4, 1e4))
def test_a_distance_is_finite_the_same_both_ways_and_zero_only_at_the_truth(name: str, a: float, y: float) -> None:
    loss = LOSSES[name]
    there, back = (loss.terms(np.array([[one]]), np.array([[other]])).item() for one, other in ((a, y), (y, a)))
    assert np.isfinite(there)
    assert there == back >= 0.0
    if abs(a - y) > 1e-100:  # closer, a square is too small to be told from 0
        assert there > 0.0
    assert np.sign(loss.slope(np.array([[a]]), np.array([[y]]))).item() == np.sign(a - y)


def test_squared_errors_are_summed_over_the_outputs_and_averaged_over_the_examples() -> None:
    answers, truths = np.array([[3.0, 4.0], [0.0, 1.0]]), np.zeros((2, 2))
    assert LOSSES["mse"].value(answers, truths) == (25.0 + 1.0) / 2
    assert LOSSES["half_mse"].value(answers, truths) == (25.0 + 1.0) / 4
    assert LOSSES["mae"].value(answers, truths) == (7.0 + 1.0) / 2


def test_huber_is_half_a_square_near_the_truth_and_a_line_far_from_it() -> None:
    assert HUBER_EDGE == 1.0
    errors = np.array([[-4.0, -1.0, -0.5, 0.0, 0.5, 1.0, 4.0]])
    np.testing.assert_allclose(
        LOSSES["huber"].terms(errors, np.zeros_like(errors)), [[3.5, 0.5, 0.125, 0.0, 0.125, 0.5, 3.5]]
    )
    np.testing.assert_allclose(
        LOSSES["huber"].slope(errors, np.zeros_like(errors)), [[-1.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.0]]
    )


def test_guessing_costs_ln_2_for_two_classes_and_ln_k_for_k() -> None:
    half, third = np.full((4, 1), 0.5), np.full((3, 3), 1 / 3)
    assert LOSSES["bce"].value(half, np.array([[0.0], [1.0], [1.0], [0.0]])) == pytest.approx(log(2))
    assert LOSSES["cce"].value(third, np.eye(3)) == pytest.approx(log(3))
    assert LOSSES["bce_logits"].value(np.zeros((2, 1)), np.array([[0.0], [1.0]])) == pytest.approx(log(2))
    assert LOSSES["cce_logits"].value(np.full((3, 3), 8.0), np.eye(3)) == pytest.approx(log(3))


@pytest.mark.parametrize(("said", "loss"), [(0.9, -6.5), (0.9999, -27.6)])
def test_cross_entropy_for_a_target_of_four_falls_below_zero(said: float, loss: float) -> None:
    value = LOSSES["bce"].value(np.array([[said]]), np.array([[4.0]]))
    assert value == pytest.approx(loss, abs=0.05)
    z = np.array([[log(said / (1 - said))]])
    assert LOSSES["bce_logits"].value(z, np.array([[4.0]])) == pytest.approx(value)


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


@EACH
def test_a_loss_knows_its_name_and_the_output_it_is_made_for(loss: Loss) -> None:
    assert LOSSES[loss.name] is loss
    assert loss.matched in ACTIVATIONS
    assert loss.sentence.endswith(".")
    assert loss.expects
