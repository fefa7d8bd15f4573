"""Whatever training produces, a plot is a picture of exactly the size that was asked for."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from tutor.plot import Curve, Picture, Scatter, activation, fit, gates, loss_curves, norms, predictions

NASTY = [
    float("nan"),
    float("inf"),
    -float("inf"),
    0.0,
    -0.0,
    5e-324,
    1e-308,
    -1.0,
    1.0,
    1e300,
    -1e300,
    1.79e308,
]
numbers = st.one_of(st.sampled_from(NASTY), st.floats())
values = st.lists(numbers, max_size=40)
widths, heights = st.integers(1, 120), st.integers(1, 36)
labels = st.one_of(st.sampled_from(["relu", "softplus output", "a", "", "層の出力", "[b]w[i]"]), st.text(max_size=30))
curves = st.lists(st.builds(Curve, labels, st.integers(0, 5), values, st.booleans()), max_size=6)
marks = st.none() | st.integers(0, 5)
thorough = settings(max_examples=80, deadline=None)


def assert_exact(picture: Picture, width: int, height: int) -> None:
    assert len(picture.rows) == height
    assert {row.cell_len for row in picture.rows} == {width}
    assert picture.words.endswith(".")
    assert "\n" not in picture.plain().replace("\n", "", height - 1)


@thorough
@given(
    curves,
    widths,
    heights,
    st.booleans(),
    st.none() | st.integers(-2, 10**6),
    st.none() | st.integers(-5, 99),
    marks,
)
def test_loss_curves_fill_their_area_whatever_the_values(
    curves: list[Curve],
    width: int,
    height: int,
    log: bool,
    last: int | None,
    cursor: int | None,
    mark: int | None,
) -> None:
    for recent in (False, True):
        picture = loss_curves(
            curves, width, height, log=log, last=last, cursor=cursor, mark=mark, recent=recent, dark=not log
        )
        assert_exact(picture, width, height)


@thorough
@given(
    st.lists(st.sampled_from(sorted(ACTIVATIONS)), max_size=4),
    numbers,
    numbers,
    numbers,
    widths,
    heights,
    st.booleans(),
)
@example(["softmax"], -8.0, 8.0, 0.0, 58, 15, True)
def test_activations_fill_their_area_whatever_the_range(
    names: list[str], low: float, high: float, cursor: float, width: int, height: int, slope: bool
) -> None:
    assert_exact(activation(names, low, high, cursor, width, height, slope=slope), width, height)


@thorough
@given(
    st.lists(st.builds(Scatter, labels, st.integers(0, 5), values, values), max_size=6),
    widths,
    heights,
    labels,
    marks,
)
def test_predictions_fill_their_area_whatever_was_said(
    series: list[Scatter], width: int, height: int, unit: str, mark: int | None
) -> None:
    assert_exact(predictions(series, width, height, unit=unit, mark=mark), width, height)


@thorough
@given(values, values, values, curves, widths, heights, labels)
def test_a_fit_fills_its_area_whatever_was_learned(
    x: list[float],
    y: list[float],
    probe: list[float],
    curves: list[Curve],
    width: int,
    height: int,
    label: str,
) -> None:
    assert_exact(fit(x, y, sorted(probe), curves, width, height, label=label), width, height)


@thorough
@given(curves, widths, heights, marks)
def test_gradient_norms_fill_their_area_whatever_they_are(
    series: list[Curve], width: int, height: int, mark: int | None
) -> None:
    assert_exact(norms(series, width, height, mark=mark), width, height)


@thorough
@given(st.integers(0, 70), st.integers(0, 80), st.integers(0, 99), widths, heights, labels, numbers, numbers)
def test_gates_fill_their_area_whatever_is_open(
    units: int, points: int, seed: int, width: int, height: int, label: str, low: float, high: float
) -> None:
    opened = np.random.default_rng(seed).random((units, points)) > 0.5
    assert_exact(gates(opened, width, height, label=label, low=low, high=high), width, height)


Build = Callable[[int, int], Picture]
EVERY_PLOT: Sequence[Build] = [
    lambda width, height: loss_curves([Curve("a", 0, [1.0, 0.5])], width, height),
    lambda width, height: activation(["relu"], -8, 8, 0, width, height),
    lambda width, height: predictions([Scatter("a", 0, [1.0, 2.0], [1.5, 2.5])], width, height),
    lambda width, height: fit([1.0, 2.0], [3.0, 4.0], [1.0, 2.0], [Curve("a", 0, [3.0, 4.0])], width, height),
    lambda width, height: norms([Curve("a", 0, [1.0, 0.5])], width, height),
    lambda width, height: gates(np.eye(3, dtype=bool), width, height),
]


@pytest.mark.parametrize("build", EVERY_PLOT)
@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 2), (2, 5), (13, 3), (40, 8)])
def test_every_plot_survives_a_tiny_area(build: Build, width: int, height: int) -> None:
    assert_exact(build(width, height), width, height)


def test_the_rows_in_plain_carry_no_escape_codes() -> None:
    for build in EVERY_PLOT:
        assert "\x1b" not in build(58, 15).plain()
