"""Formulas are read as people mean them, spelled as they were understood, and computed without ever raising."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_formulas_fuzz import NAMES, formula_texts
from tutor.course.formulas import Formula, FormulaError, read_formula
from tutor.course.formulas.operations import FUNCTIONS

VALUES = {"a": 0.5, "b": 3.0, "z": -2.0, "w1": 4.0, "y_hat": 0.25, "alpha": 7.0, "n": 2.0}


def value(text: str) -> float:
    return read_formula(text, VALUES).value(VALUES)


def refused(text: str, names: tuple[str, ...] = tuple(VALUES)) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        read_formula(text, names)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.25", 0.25),
        (".25", 0.25),
        ("3.", 3.0),
        ("1e-3", 1e-3),
        ("1e−3", 1e-3),
        ("2E2", 200.0),
        ("0,25", 0.25),
        ("(0,5)", 0.5),
        ("exp(0,5)", math.exp(0.5)),
        ("12,5e-1 + 1", 2.25),
        ("max(0,25)", 25.0),
        ("max(0,1-a)", 0.5),
        ("min((0,25), a)", 0.25),
        ("max(a, min(1, b))", 1.0),
        ("1 + 2*3", 7.0),
        ("8/4/2", 1.0),
        ("7-4-2", 1.0),
        ("8/4*2", 4.0),
        ("2^3^2", 512.0),
        ("2**3", 8.0),
        ("2^-1", 0.5),
        ("-2²", -4.0),
        ("a²", 0.25),
        ("2⁻¹", 0.5),
        ("2⁺¹⁰", 1024.0),
        ("bⁿ", 9.0),
        ("b⁻ⁿ", 1 / 9),
        ("--a", 0.5),
        ("a--b", 3.5),
        ("+a", 0.5),
        ("2a", 1.0),
        ("2(a+1)", 3.0),
        ("a (1 - a)", 0.25),
        ("2ab²", 9.0),
        ("w1b", 12.0),
        ("exp(a)exp(b)", math.exp(3.5)),
        ("a²(1-a)", 0.125),
        ("e^(2)a", math.e**2 / 2),
        ("1/2*a", 0.25),
        ("a·b⋅2×1∗1", 3.0),
        ("b÷a − 1 – 1", 4.0),
        ("[a + {1 - (a)}]", 1.0),
        ("2|z|a", 2.0),
        ("|a - |z||", 1.5),
        ("|z|*|b|", 6.0),
        ("√4·a", 1.0),
        ("√(b+1)", 2.0),
        ("sqrt(4)", 2.0),
        ("ln(e)", 1.0),
        ("log(e)", 1.0),
        ("e^a", math.exp(0.5)),
        ("2πa", math.pi),
        ("sin(pi/2)", 1.0),
        ("cos(0)", 1.0),
        ("σ(0)", 0.5),
        ("sigmoid(0)", 0.5),
        ("relu(-z)", 2.0),
        ("softplus(0)", math.log(2)),
        ("tanh(1)", math.tanh(1)),
        ("sign(0)", 0.0),
        ("abs(z)", 2.0),
        ("exp(z)^2", math.exp(-4)),
        ("w₁", 4.0),
        ("w_1", 4.0),
        ("α", 7.0),
        ("𝛼", 7.0),
        ("ａ", 0.5),
        ("\u00a0a\t+\u2009b ", 3.5),
    ],
)
def test_every_accepted_notation_has_its_value(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("a*(1-a)", "a · (1 − a)"),
        ("2a^2", "2 · a²"),
        ("1/(1+exp(-z))", "1 / (1 + exp(−z))"),
        ("a*b*z", "a · b · z"),
        ("a*(b*z)", "a · (b · z)"),
        ("a/b*z", "(a / b) · z"),
        ("a*b/z", "a · b / z"),
        ("a-(b-z)", "a − (b − z)"),
        ("(a)-((b))", "a − b"),
        ("a*-b", "a · (−b)"),
        ("-a*b + -z", "−a · b + (−z)"),
        ("-(a+b)", "−(a + b)"),
        ("(-a)^2", "(−a)²"),
        ("a^-2", "a⁻²"),
        ("a^(b+1)", "a^(b + 1)"),
        ("a^b^2", "a^(b²)"),
        ("(a^b)^2", "(a^b)²"),
        ("e^x", "e^x"),
        ("√(x)^2", "(√(x))²"),
        ("log(|z|)", "ln(|z|)"),
        ("max(0,25)", "max(0, 25)"),
        ("σ(pi)", "sigmoid(π)"),
        ("1e-5^2", "(1e-5)²"),
        ("1e30", "1e30"),
        ("0,250", "0.25"),
    ],
)
def test_a_formula_is_spelled_as_it_was_understood(text: str, spelled: str) -> None:
    assert read_formula(text, ("a", "b", "x", "z")).spelled == spelled


@given(formula_texts())
def test_reading_the_spelling_gives_the_same_formula(text: str) -> None:
    formula = read_formula(text, NAMES)
    again = read_formula(formula.spelled, NAMES)
    assert again == formula
    assert again.spelled == formula.spelled


@given(formula_texts(), st.dictionaries(st.sampled_from(NAMES), st.floats() | st.integers()))
def test_a_value_is_always_a_float(text: str, values: dict[str, float]) -> None:
    assert type(read_formula(text, NAMES).value(values)) is float


@pytest.mark.parametrize("text", ["1/0", "log(0)", "log(z)", "√(z)", "z^0.5", "0^-1", "0/0", "c", "c^0", "max(c, 1)"])
def test_undefined_is_nan(text: str) -> None:
    assert math.isnan(read_formula(text, ("z", "c")).value({"z": -2.0}))


def test_too_large_a_number_is_infinite_and_no_error() -> None:
    values = {"a": 10**400, "b": -1e200}
    assert read_formula("a", values).value(values) == math.inf
    assert read_formula("exp(-b)", values).value(values) == math.inf
    assert read_formula("b^3", values).value(values) == -math.inf
    assert math.isnan(read_formula("sin(a)", values).value(values))


@pytest.mark.parametrize("z", [-1e4, -800.0, 800.0, 1e4])
def test_activations_keep_their_values_far_out(z: float) -> None:
    values = {"z": z}
    assert read_formula("σ(z)", values).value(values) == (z > 0)
    assert read_formula("softplus(z)", values).value(values) == max(z, 0)
    assert read_formula("tanh(z)", values).value(values) == math.copysign(1, z)


def test_names_are_those_used_in_the_order_of_the_text() -> None:
    assert read_formula("b·ŷ + a*b", ("a", "b", "y_hat", "z")).names == ("b", "y_hat", "a")


def test_a_declared_name_goes_before_a_constant_and_before_the_sign_for_sigmoid() -> None:
    assert read_formula("2e", {"e": 3.0}).value({"e": 3.0}) == 6.0
    assert read_formula("π + pi", {"pi": 3.0}).value({"pi": 3.0}) == 6.0
    assert read_formula("σ(2)", {"sigma": 3.0}).value({"sigma": 3.0}) == 6.0


def test_formulas_understood_alike_are_equal() -> None:
    assert read_formula("2a", "a") == read_formula(" 2 * (a)", "a")
    assert read_formula("2a", "a") != read_formula("a*2", "a")
    assert isinstance(hash(read_formula("2a", "a")), int)
    assert Formula("", read_formula("2a", "a").tree).spelled == "2 · a"


@pytest.mark.parametrize(
    "names", [["dL/da"], [""], ["1a"], ["a b"], ["_a"], ["w1", "w₁"], ["α", "alpha"], *([f] for f in FUNCTIONS)]
)
def test_names_that_cannot_be_told_or_typed_are_the_authors_mistake(names: list[str]) -> None:
    with pytest.raises(ValueError, match="name"):
        read_formula("1", names)
