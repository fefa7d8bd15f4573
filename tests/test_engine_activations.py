"""Activations: values in their range, slopes that are their derivatives, and safety far out."""

from math import erf, erfc, exp, expm1, log1p, sqrt
from math import pi as circle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Activation, Array

EACH = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
ELEMENTWISE = [each for each in ACTIVATIONS.values() if each.elementwise]
GRID = np.linspace(-6.0, 6.0, 25)[:, None] + 0.013  # steps around the kink at 0, never on it


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda each: each.name)
def test_slope_is_the_derivative(activation: Activation) -> None:
    step = 1e-6
    measured = (activation.function(GRID + step) - activation.function(GRID - step)) / (2 * step)
    np.testing.assert_allclose(activation.slope(GRID), measured, rtol=1e-6, atol=1e-8)


@EACH
def test_pulling_back_a_slope_agrees_with_finite_differences(activation: Activation) -> None:
    generator = np.random.default_rng(7)
    z, da = generator.normal(size=(2, 5, 3))
    pulled = activation.pull_back(da, activation.function(z), activation.slope(z), np.empty_like(z))
    measured = np.empty_like(z)
    for place in np.ndindex(*z.shape):
        up, down = z.copy(), z.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        measured[place] = ((activation.function(up) - activation.function(down)) * da).sum() / 2e-6
    np.testing.assert_allclose(pulled, measured, rtol=1e-6, atol=1e-8)


@EACH
@given(row=st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6))
def test_answers_are_finite_and_in_range_up_to_ten_thousand(activation: Activation, row: list[float]) -> None:
    z = np.array([row])
    answer, slope = activation.function(z), activation.slope(z)
    assert np.isfinite(answer).all()
    assert np.isfinite(slope).all()
    assert (answer >= activation.low).all()
    assert (answer <= activation.high).all()


@EACH
@pytest.mark.parametrize("size", [1e-300, 1e-8, 1.0, 37.0, 40.0, 710.0, 750.0, 9999.0, 1e4])
def test_values_and_slopes_are_finite_at_every_order_of_size(activation: Activation, size: float) -> None:
    z = np.array([[size, -size, 0.0, size / 3.0, -size]])
    assert np.isfinite(activation.function(z)).all()
    slope = activation.slope(z)
    assert np.isfinite(slope).all()
    assert (np.abs(slope) <= 1.13).all()


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda each: each.name)
def test_the_named_range_is_reached_and_not_exceeded(activation: Activation) -> None:
    a = activation.function(np.concatenate([np.linspace(-20.0, 20.0, 400_001), [-1e4, 1e4]]))
    assert (a >= activation.low).all()
    assert (a <= activation.high).all()
    for end, reached in ((activation.low, a.min()), (activation.high, a.max())):
        if np.isfinite(end):
            assert reached == pytest.approx(end, abs=2e-6)
        else:
            assert abs(reached) >= 100.0  # leaky_relu lets a hundredth of -1e4 through


TEXTBOOK = {
    "elu": (lambda z: z if z > 0 else expm1(z), lambda z: 1.0 if z > 0 else exp(z)),
    "gelu": (
        lambda z: z * erfc(-z / sqrt(2.0)) / 2.0,
        lambda z: (1.0 + erf(z / sqrt(2.0))) / 2.0 + z * exp(-z * z / 2.0) / sqrt(2.0 * circle),
    ),
    "silu": (
        lambda z: z / (1.0 + exp(-z)),
        lambda z: 1.0 / (1.0 + exp(-z)) + z * exp(-z) / (1.0 + exp(-z)) ** 2,
    ),
    "softplus": (lambda z: max(z, 0.0) + log1p(exp(-abs(z))), lambda z: 1.0 / (1.0 + exp(-z))),
}


@pytest.mark.parametrize("name", TEXTBOOK)
@given(z=st.floats(-300.0, 300.0))
def test_the_smooth_gates_are_exact(name: str, z: float) -> None:
    value, slope = (formula(z) for formula in TEXTBOOK[name])
    assert ACTIVATIONS[name].at(z) == (
        pytest.approx(value, rel=1e-14, abs=1e-14),
        pytest.approx(slope, rel=1e-14, abs=1e-14),
    )


def test_the_step_is_flat_on_both_sides_so_no_slope_comes_back() -> None:
    step, z = ACTIVATIONS["step"], np.array([[-1e4, -0.5, 0.0, 0.5, 1e4]])
    np.testing.assert_array_equal(step.function(z), [[0.0, 0.0, 0.0, 1.0, 1.0]])
    np.testing.assert_array_equal(step.slope(z), np.zeros((1, 5)))


@EACH
def test_a_number_that_is_none_stays_visible(activation: Activation) -> None:
    with np.errstate(all="ignore"):
        assert np.isnan(activation.function(np.array([[0.5, np.nan]]))).any()


@EACH
def test_an_activation_knows_its_name_and_says_a_sentence(activation: Activation) -> None:
    assert ACTIVATIONS[activation.name] is activation
    assert activation.sentence.endswith(".")
    assert activation.low < activation.high


@EACH
def test_writing_in_place_and_reusing_the_value_changes_nothing(activation: Activation) -> None:
    z = np.random.default_rng(3).normal(size=(4, 3))
    before = z.copy()
    value, slope = np.empty_like(z), np.empty_like(z)
    assert activation.function(z, out=value) is value
    assert activation.slope(z, value, out=slope) is slope
    np.testing.assert_array_equal(value, activation.function(z))
    np.testing.assert_allclose(slope, activation.slope(z), rtol=1e-12)
    np.testing.assert_array_equal(z, before)


def test_relu_is_a_gate_that_is_shut_at_exactly_zero() -> None:
    z = np.array([-2.0, 0.0, 3.0])
    np.testing.assert_array_equal(ACTIVATIONS["relu"].function(z), [0.0, 0.0, 3.0])
    np.testing.assert_array_equal(ACTIVATIONS["relu"].slope(z), [0.0, 0.0, 1.0])


def test_the_sigmoid_is_never_steeper_than_a_quarter() -> None:
    z = np.linspace(-8, 8, 161)
    slope = ACTIVATIONS["sigmoid"].slope(z)
    assert slope.max() == slope[80] == 0.25


@given(row=st.lists(st.floats(-50, 50), min_size=1, max_size=6), shift=st.floats(-1e3, 1e3))
def test_softmax_shares_out_one_whatever_is_added_to_every_z(row: list[float], shift: float) -> None:
    softmax = ACTIVATIONS["softmax"].function
    z: Array = np.array([row])
    assert softmax(z).sum() == pytest.approx(1.0)
    np.testing.assert_allclose(softmax(z + shift), softmax(z), atol=1e-10)


def test_softmax_over_one_unit_always_says_one_and_learns_nothing() -> None:
    z = np.array([[-300.0], [0.0], [12.0]])
    softmax = ACTIVATIONS["softmax"]
    answer = softmax.function(z)
    np.testing.assert_array_equal(answer, 1.0)
    np.testing.assert_array_equal(softmax.pull_back(z + 5, answer, softmax.slope(z), np.empty_like(z)), 0.0)


@pytest.mark.parametrize(
    ("name", "z", "value", "slope"),
    [
        ("leaky_relu", -2.0, -0.02, 0.01),
        ("leaky_relu", 3.0, 3.0, 1.0),
        ("softplus", 0.0, np.log(2.0), 0.5),
        ("sigmoid", 0.0, 0.5, 0.25),
        ("tanh", 0.0, 0.0, 1.0),
    ],
)
def test_a_single_z_has_the_value_and_slope_of_the_textbook(name: str, z: float, value: float, slope: float) -> None:
    assert ACTIVATIONS[name].at(z) == (pytest.approx(value, rel=1e-15), pytest.approx(slope, rel=1e-15))


def test_a_sigmoid_keeps_its_digits_far_below_zero() -> None:
    z = np.array([-30.0, -40.0, -100.0, -700.0])
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].function(z), np.exp(z), rtol=1e-12)
    np.testing.assert_allclose(ACTIVATIONS["silu"].function(z), z * np.exp(z), rtol=1e-12)


def test_gelu_stays_in_its_range_however_far_out() -> None:
    far = np.array([1e4, 1e20, 1e100])
    np.testing.assert_array_equal(ACTIVATIONS["gelu"].function(-far), -0.0 * far)
    np.testing.assert_array_equal(ACTIVATIONS["gelu"].function(far), far)
