"""The slope of every operation is the one that finite differences find, and on a kink there is none."""

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.formulas import Formula, read_formula, slope
from tutor.course.formulas.operations import OPERATIONS
from tutor.course.formulas.tree import Apply, Name

NAMES = ("x", "y")


def differences(formula: Formula, name: str, at: dict[str, float]) -> float:
    """Central differences over a step, its half and its quarter, extrapolated to a step of nothing."""
    step = 0.01 * abs(at[name])
    row = []
    for h in (step, step / 2, step / 4):
        ahead, behind = ({**at, name: at[name] + sign * h} for sign in (1, -1))
        row.append((formula.value(ahead) - formula.value(behind)) / (2 * h))
    first, second = ((4 * fine - coarse) / 3 for coarse, fine in pairwise(row))
    return (16 * second - first) / 15


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_the_slope_that_differences_find(name: str) -> None:
    inputs = NAMES[: OPERATIONS[name].inputs]
    formula = Formula("", Apply(name, tuple(map(Name, inputs))))
    dice = random.Random(name)
    tried = 0
    for _ in range(50):
        at = {one: dice.choice((-1, 1)) * dice.uniform(0.2, 3) for one in NAMES}
        if math.isnan(formula.value(at)):
            continue
        for one in inputs:
            expected = differences(formula, one, at)
            if not math.isnan(expected):
                assert slope(formula, one, at) == pytest.approx(expected, rel=1e-9, abs=1e-9)
                tried += 1
    assert tried >= 20


@pytest.mark.parametrize(
    ("text", "derivative"),
    [
        ("tanh(x)", "(2/(exp(x) + exp(-x)))^2"),
        ("σ(x)", "exp(-x)/(1 + exp(-x))^2"),
        ("softplus(x)", "1/(1 + exp(-x))"),
        ("-y*ln(σ(x)) - (1 - y)*ln(σ(-x))", "σ(x) - y"),
        ("(x - y)²", "2(x - y)"),
        ("x^x", "x^x*(ln(x) + 1)"),
        ("ln(1 + x^4)/x", "4x²/(1 + x^4) - ln(1 + x^4)/x²"),
        ("y^3*5", "0"),
    ],
)
@given(x=st.floats(0.01, 30), y=st.floats(0.05, 0.95))
def test_a_slope_is_right_to_nine_digits(text: str, derivative: str, x: float, y: float) -> None:
    at = {"x": x, "y": y}
    expected = read_formula(derivative, NAMES).value(at)
    scale = 1 if "ln" in text or text == "(x - y)²" else 0
    assert slope(read_formula(text, NAMES), "x", at) == pytest.approx(expected, rel=1e-9, abs=1e-12 * scale)


@pytest.mark.parametrize(
    "text", ["relu(x)", "|x|", "max(x, 2x)", "min(x, -x)", "sign(x)", "√(x)", "√(|x|)", "x*sign(x)"]
)
def test_on_a_kink_a_jump_or_an_edge_there_is_no_slope(text: str) -> None:
    formula = read_formula(text, NAMES)
    assert math.isnan(slope(formula, "x", {"x": 0.0}))
    assert math.isfinite(slope(formula, "x", {"x": 1e-9}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("relu(x) - relu(-x)", 1), ("x*|x|", 0), ("max(x, x)", 1), ("relu(-x²)", 0), ("max(x², -x²) + 3x", 3), ("x^0", 0)],
)
def test_where_both_sides_of_a_kink_agree_there_is_one(text: str, expected: float) -> None:
    assert slope(read_formula(text, NAMES), "x", {"x": 0.0}) == expected


@pytest.mark.parametrize("near", [1e-12, -1e-12])
def test_beside_a_kink_the_slope_is_that_of_its_side(near: float) -> None:
    assert slope(read_formula("relu(x - 1)", NAMES), "x", {"x": 1 + near}) == (near > 0)


def test_no_slope_where_there_is_no_value() -> None:
    assert math.isnan(slope(read_formula("ln(x)", NAMES), "x", {"x": -1.0}))
    assert math.isnan(slope(read_formula("1/x", NAMES), "x", {"x": 0.0}))
    assert math.isnan(slope(read_formula("ln(y)", NAMES), "x", {"x": 1.0, "y": -1.0}))
    assert math.isnan(slope(read_formula("x + y", NAMES), "x", {"x": 1.0}))


def test_what_does_not_hold_the_name_does_not_move() -> None:
    assert slope(read_formula("√(y) + x", NAMES), "x", {"x": 1.0, "y": 0.0}) == 1
    assert slope(read_formula("√(y)", NAMES), "x", {"x": 1.0, "y": 0.0}) == 0
