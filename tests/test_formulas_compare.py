"""Formulas are compared all over their ranges, without being fooled by rounding, and by nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_formulas_fuzz import NAMES, formula_texts
from tutor.course.formulas import Formula, counterexample, read_formula, same
from tutor.course.formulas.points import COUNT, scattered, simple

RANGES = {"a": (0.01, 0.99), "b": (-3.0, 3.0), "x": (-8.0, 8.0)}


def read(text: str) -> Formula:
    return read_formula(text, RANGES)


EQUAL = [
    ("(a + 1e6) - 1e6", "a"),
    ("(1 - cos(a/1000)²)*1e6", "(sin(a/1000)²)*1e6"),
    ("sin(x)² + cos(x)² - 1", "0"),
    ("x - x", "0"),
    ("x/x", "1"),
    ("(x² - 1)/(x - 1)", "x + 1"),
    ("1/(1/x)", "x"),
    ("(e^x - 1)/x", "e^(x/2)*(e^(x/2) - e^(-x/2))/x"),
    ("ln(x²)", "2*ln(|x|)"),
    ("√(x)", "√(x)"),
    ("ln(a)/ln(2)", "ln(a)*1/ln(2)"),
    ("√(a² - 2a + 1)", "1 - a"),
    ("√(sin(x)² + cos(x)² - 1 + x²)", "|x|"),
    ("tanh(2x)", "2tanh(x)/(1 + tanh(x)²)"),
    ("1/(1 + e^-x)", "(1 + tanh(x/2))/2"),
    ("ln(σ(x))", "-softplus(-x)"),
    ("σ(5x)*(1 - σ(5x))", "e^(-5x)/(1 + e^(-5x))²"),
    ("min(x, b)", "(x + b - |x - b|)/2"),
    ("x²", "|x|²"),
    ("relu(x)²", "x*relu(x)"),
    ("1e-15a", "a/1e15"),
    ("0.1 + 0.2", "0.3"),
    ("2^x", "e^(x*ln(2))"),
    ("a^(x + b)", "a^x*a^b"),
]
DIFFERENT = [
    ("max(x, -7.9)", "x"),
    ("min(x, 7.9)", "x"),
    ("√(x)²", "x"),
    ("ln(x)", "ln(|x|)"),
    ("ln(x²)", "2*ln(x)"),
    ("x^0.5", "|x|^0.5"),
    ("1/relu(x)", "1/x"),
    ("1e-15a", "2e-15a"),
    ("1e15a + 1", "1e15a + 1e7"),
    ("a(1 - a)", "a(1 - a) + 1e-8"),
    ("a", "0.99999999a"),
    ("a", "a + relu(a - 0.96)"),
    ("σ(x)", "0.5 + x/4 - x³/48"),
    ("cos(x)", "1 - x²/2 + x^4/24"),
    ("e^x", "2.71828^x"),
    ("e^x", "exp(x) + 1e-7"),
    ("tanh(x)", "sign(x)*tanh(|x|)*0.9999999"),
    ("relu(x)", "ln(1 + e^(20x))/20"),
    ("|x|", "√(x² + 1e-6)"),
    ("x*|x|", "x²"),
    ("sin(x)", "sin(x + 3.14159)"),
    ("2ab", "2a + b"),
    ("0", "1e-300a"),
    ("ln(-a)", "ln(-a)"),
    ("1e10*1e10 - 1e20", "a"),
    ("a + (0.1*3 - 0.3)*1e20", "a"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_formulas_are_the_same_however_they_round(one: str, other: str) -> None:
    assert same(read(one), read(other), RANGES)
    assert same(read(other), read(one), RANGES)
    assert counterexample(read(one), read(other), RANGES) is None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_formulas_that_differ_anywhere_are_not_the_same(one: str, other: str) -> None:
    assert not same(read(one), read(other), RANGES)
    assert not same(read(other), read(one), RANGES)


UNDECIDED = ("ln(-a)", "1e10*1e10 - 1e20", "a + (0.1*3 - 0.3)*1e20")


@pytest.mark.parametrize(("one", "other"), [pair for pair in DIFFERENT if pair[0] not in UNDECIDED])
def test_a_difference_can_be_shown_within_the_ranges(one: str, other: str) -> None:
    found = counterexample(read(one), read(other), RANGES)
    assert found is not None
    assert found.first != found.second
    assert set(found.values) == {*read(one).names, *read(other).names}
    assert all(low <= found.values[name] <= high for name, (low, high) in RANGES.items() if name in found.values)
    assert (found.first, found.second) == pytest.approx(
        (read(one).value(found.values), read(other).value(found.values)), nan_ok=True
    )


@pytest.mark.parametrize(
    ("yours", "right", "values", "first", "second"),
    [
        ("a*(1 + a)", "a*(1 - a)", {"a": 0.5}, 0.75, 0.25),
        ("1 - a²", "a(1 - a)", {"a": 0.5}, 0.75, 0.25),
        ("x", "relu(x)", {"x": -1.0}, -1.0, 0.0),
        ("a - b", "b - a", {"a": 0.5, "b": 2.0}, -1.5, 1.5),
        ("3", "2", {}, 3.0, 2.0),
        ("x/x + 1", "|x|/x + 1", {"x": -1.0}, 2.0, 0.0),
    ],
)
def test_the_point_shown_has_simple_numbers(
    yours: str, right: str, values: dict[str, float], first: float, second: float
) -> None:
    assert counterexample(read(yours), read(right), RANGES) == (values, first, second)


def test_a_stretch_without_a_value_is_shown_only_if_nothing_else_differs() -> None:
    found = counterexample(read("√(x)²"), read("x"), RANGES)
    assert found is not None
    assert math.isnan(found.first)
    assert found.second < 0
    found = counterexample(read("√(x)²"), read("-x"), RANGES)
    assert found is not None
    assert found.first == pytest.approx(-found.second)


def test_a_narrow_or_a_far_range_still_gives_short_numbers() -> None:
    found = counterexample(read_formula("p", "p"), read_formula("2p", "p"), {"p": (39_300, 625_000)})
    assert found is not None
    assert found.values == {"p": 330_000.0}
    found = counterexample(read_formula("p", "p"), read_formula("2p", "p"), {"p": (0.1234, 0.1236)})
    assert found is not None
    assert found.values == {"p": 0.1235}


def test_a_name_without_a_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="no range is given for a, x"):
        same(read("a + b"), read("x"), {"b": (0, 1)})


def test_every_slice_of_every_range_holds_one_point() -> None:
    points = scattered(RANGES)
    assert len(points) == COUNT == 64
    for name, (low, high) in RANGES.items():
        slices = [int(COUNT * (point[name] - low) / (high - low)) for point in points]
        assert sorted(slices) == list(range(COUNT))
    assert points == scattered(RANGES)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_simple_points_are_within_the_range(low: float, width: float) -> None:
    points = list(simple({"a": (low, low + width)}))
    assert points
    assert all(low <= point["a"] <= low + width for point in points)


@given(formula_texts(), formula_texts())
def test_what_can_be_shown_to_differ_is_not_the_same_whichever_comes_first(one: str, other: str) -> None:
    a, b = read_formula(one, NAMES), read_formula(other, NAMES)
    ranges = dict.fromkeys(NAMES, (0.1, 2.0))
    assert same(a, b, ranges) == same(b, a, ranges)
    found = counterexample(a, b, ranges)
    assert found is None or not same(a, b, ranges)
