"""Formulas that people type: read as meant or pointed at, compared rightly, and never dangerous."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.course.formulas import FormulaError, counterexample, read_formula, same, slope

NAMES = ("a", "b", "w1", "y_hat", "z")
HERE = {"a": 0.3, "b": 2.0, "w1": 0.7, "y_hat": 0.9, "z": -1.2}


def value(text: str, **values: float) -> float:
    return read_formula(text, NAMES).value({**HERE, **values})


@pytest.mark.parametrize(
    ("text", "understood", "comes_to"),
    [
        ("a(1-a)", "a · (1 − a)", 0.21),
        ("a*(1 - a)", "a · (1 − a)", 0.21),
        ("a×(1−a)", "a · (1 − a)", 0.21),
        ("a·[1 – a]", "a · (1 − a)", 0.21),
        ("a - a²", "a − a²", 0.21),
        ("a - a**2", "a − a²", 0.21),
        ("2a^2", "2 · a²", 0.18),
        ("-a^2", "−a²", -0.09),
        ("(-a)^2", "(−a)²", 0.09),
        ("a^-1", "a⁻¹", 1 / 0.3),
        ("a⁻¹", "a⁻¹", 1 / 0.3),
        ("2^b^3", "2^(b³)", 256.0),
        ("b/4/2", "(b / 4) / 2", 0.25),
        ("b/(4/2)", "b / (4 / 2)", 1.0),
        ("b÷4", "b / 4", 0.5),
        ("a-(b-z)", "a − (b − z)", -2.9),
        ("a - -b", "a − (−b)", 2.3),
        ("a*-b", "a · (−b)", -0.6),
        ("ab", "a · b", 0.6),
        ("a b", "a · b", 0.6),
        ("2ab(1-a)", "2 · a · b · (1 − a)", 0.84),
        ("(a+1)(a-1)", "(a + 1) · (a − 1)", -0.91),
        ("a²b", "a² · b", 0.18),
        ("w₁ + 1", "w1 + 1", 1.7),
        ("w_1 + 1", "w1 + 1", 1.7),
        ("ŷ", "y_hat", 0.9),
        ("y\u0302", "y_hat", 0.9),
        ("yhat", "y_hat", 0.9),
        ("0,5a", "0.5 · a", 0.15),
        (".5 a", "0.5 · a", 0.15),
        ("5e-1a", "0.5 · a", 0.15),
        ("max(a, 0)", "max(a, 0)", 0.3),
        ("max(0,5)", "max(0, 5)", 5.0),
        ("min(a, 0)", "min(a, 0)", 0.0),
        ("|z|", "|z|", 1.2),
        ("2|z - a|b", "2 · |z − a| · b", 6.0),
        ("√b", "√(b)", math.sqrt(2)),
        ("√(a + 1) a", "√(a + 1) · a", 0.3 * math.sqrt(1.3)),
        ("e^(-z)", "e^(−z)", math.exp(1.2)),
        ("exp(z)²", "exp(z)²", math.exp(-2.4)),
        ("2π", "2 · π", 2 * math.pi),
        ("ln(b)", "ln(b)", math.log(2)),
        ("σ(z)", "sigmoid(z)", 1 / (1 + math.exp(1.2))),
        ("ReLU(z)", "relu(z)", 0.0),
        ("sign(z)", "sign(z)", -1.0),
    ],
)
def test_a_formula_is_read_as_it_was_meant_and_said_back(text: str, understood: str, comes_to: float) -> None:
    formula = read_formula(text, NAMES)
    assert formula.spelled == understood
    assert formula.value(HERE) == pytest.approx(comes_to, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("1/2a", 2),
        ("a/bz", 2),
        ("a/b (1-a)", 2),
        ("a^2b", 2),
        ("a^bz", 2),
        ("e^-2z", 2),
        ("sin 2a", 4),
        ("σ z", 2),
        ("sin^2(z)", 3),
        ("a2", 0),
        ("a 2", 2),
        ("2 3", 2),
        ("(a)2", 3),
        ("√ab", 1),
        ("1,000", 0),
        ("A + 1", 0),
        ("a + sigmoyd(z)", 4),
        ("a + q", 4),
        ("da/dz", 0),
        ("∂a/∂z", 0),
        ("σ'(z)", 0),
        ("f = a", 0),
        ("= a", 0),
        ("a*(1-a", 2),
        ("a)", 1),
        ("|a", 0),
        ("a*", 2),
        ("*a", 0),
        ("a + ()", 5),
        ("", 0),
        ("   ", 3),
        ("25 %", 3),
        ("a!", 1),
        ("a < b", 2),
        ("(a, b)", 2),
        ("exp(a, b)", 3),
        ("max(a)", 3),
        ("aⁿ", 1),
        ("²", 0),
        ("а + 1", 0),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_pointed_at(text: str, offset: int) -> None:
    with pytest.raises(FormulaError) as caught:
        read_formula(text, NAMES)
    assert caught.value.offset == offset
    assert caught.value.length >= 1


ATTACKS = [
    "__import__('os').system('id')",
    "import os",
    "a.__class__",
    "a.real",
    "().__class__.__bases__[0].__subclasses__()",
    "a[0]",
    "9**9**9**9**9",
    "9^9^9^9^9",
    "1e999999",
    "9" * 150,
    "(" * 199,
    "(" * 90 + "a" + ")" * 90,
    "-" * 199 + "a",
    "a^" * 99 + "a",
    "exp(" * 40 + "a" + ")" * 40,
    "[a for a in b]",
    "{a: b}",
    "lambda: a",
    "(a := 1)",
    "f'{a}'",
    '"a" * 1000000000',
    "b'a'",
    "'%s' % a",
    "print(a)",
    "open('/etc/passwd')",
    "eval('1')",
    "exec",
    "await a",
    "yield a",
    "*a",
    "**a",
    "a if a else b",
    "a and b",
    "a or b",
    "not a",
    "a == b",
    "a < b < 1",
    "a @ b",
    "a // b",
    "a % b",
    "a << 999999999",
    "~a",
    "a; b",
    "a # b",
    "a\nimport os",
    "a\x00b",
    "\ud800",
    "\u202ea",
    "\ufeffa",
    "а",
    "ａ",
    "None",
    "True",
    "...",
    "0x10",
    "1_000",
    "1j",
    "\\x41",
    "abs.__call__(a)",
    "max(*a)",
    "max(a, key=b)",
    "|" * 150,
    "√" * 150,
    "a" * 100_000,
]


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_nothing_but_a_formula_gets_through(text: str) -> None:
    start = time.perf_counter()
    try:
        formula = read_formula(text, NAMES)
    except FormulaError as error:
        told = str(error)
        assert told
        assert "\n" not in told
        assert len(told) < 120
        assert not told.endswith(".")
    else:
        assert formula.spelled
        number = formula.value(HERE)
        assert isinstance(number, float)
    assert time.perf_counter() - start < 1, "a thousand times what it takes"


REFUSED = [text for text in ATTACKS if text not in ("9**9**9**9**9", "9^9^9^9^9", "9" * 150, "(" * 90 + "a" + ")" * 90)]


def test_what_is_no_formula_is_refused() -> None:
    harmless = []
    for text in REFUSED:
        try:
            harmless.append(read_formula(text, NAMES).spelled)
        except FormulaError:
            continue
    assert harmless == ["a · 0", "a"], "brackets of any kind, and a wide letter, are no danger"


RANGES = {"a": (0.01, 0.99), "b": (-2.0, 2.0), "w1": (-1.0, 1.0), "y_hat": (0.05, 0.95), "z": (-6.0, 6.0)}

EQUAL = [
    ("a*(1-a)", "a - a^2"),
    ("a*(1-a)", "(1-a)a"),
    ("a*(1-a)", "0.25 - (a - 1/2)^2"),
    ("1 - a^2", "(1-a)(1+a)"),
    ("σ(z)", "1/(1+exp(-z))"),
    ("σ(z)", "exp(z)/(1+exp(z))"),
    ("σ(z)", "(1 + tanh(z/2))/2"),
    ("σ(z)*(1-σ(z))", "exp(-z)/(1+exp(-z))^2"),
    ("σ(z)*(1-σ(z))", "σ(z)σ(-z)"),
    ("σ(-z)", "1 - σ(z)"),
    ("tanh(z)", "2σ(2z) - 1"),
    ("tanh(z)", "(e^z - e^(-z))/(e^z + e^(-z))"),
    ("tanh(z)", "(1 - e^(-2z))/(1 + e^(-2z))"),
    ("1 - tanh(z)^2", "4/(e^z + e^(-z))^2"),
    ("1 - tanh(z)^2", "4σ(2z)(1 - σ(2z))"),
    ("relu(z)", "max(z, 0)"),
    ("relu(z)", "(z + |z|)/2"),
    ("relu(z) - relu(-z)", "z"),
    ("|z|", "√(z^2)"),
    ("|z|", "max(z, -z)"),
    ("sign(z)*z", "abs(z)"),
    ("softplus(z)", "log(1 + exp(z))"),
    ("step(z)", "(1 + sign(z))/2"),
    ("relu(z)", "z step(z)"),
    ("softplus(z) - softplus(-z)", "z"),
    ("log(a*a)", "2log(a)"),
    ("log(a/(1-a))", "log(a) - log(1-a)"),
    ("exp(z)^2", "exp(2z)"),
    ("e^(a+b)", "exp(a)exp(b)"),
    ("sqrt(a)", "a^0.5"),
    ("a^3", "a*a*a"),
    ("1/a", "a^-1"),
    ("2*(y_hat - a)", "2ŷ - 2a"),
    ("-(a - y_hat)", "y_hat - a"),
    ("(a - b)^2", "a^2 - 2a*b + b^2"),
    ("(a - b)^2", "(b - a)^2"),
    ("a*b + a*z", "a(b + z)"),
    ("a/b/z", "a/(b*z)"),
    ("sin(z)^2 + cos(z)^2", "1"),
    ("-log(y_hat)", "log(1/y_hat)"),
    ("-a*log(y_hat) - (1-a)*log(1-y_hat)", "-(a log(y_hat) + (1-a)log(1-y_hat))"),
    ("(y_hat - a)/(y_hat(1 - y_hat))", "-a/y_hat + (1-a)/(1-y_hat)"),
    ("z", "z + 0*b"),
]

DIFFERENT = [
    ("a*(1-a)", "a*(1+a)"),
    ("a*(1-a)", "1 - a^2"),
    ("a*(1-a)", "a*(1-a) + 0.0001"),
    ("a*(1-a)", "a*(1-a) + 1e-9"),
    ("a*(1-a)", "a - a^2.01"),
    ("a*(1-a)", "a - a^2.0001"),
    ("a*(1-a)", "1.000001a*(1-a)"),
    ("a", "1 - a"),
    ("a", "a^2"),
    ("a", "-a"),
    ("a", "a + 1e-6"),
    ("a", "|a - 0.02| + 0.02"),
    ("σ(z)", "tanh(z)"),
    ("σ(z)", "σ(-z)"),
    ("σ(z)", "1/(1+exp(z))"),
    ("σ(z)", "1/1+exp(-z)"),
    ("σ(z)*(1-σ(z))", "z*(1-z)"),
    ("σ(z)*(1-σ(z))", "σ(z)"),
    ("σ(z)*(1-σ(z))", "σ(z)*(1+σ(z))"),
    ("1 - tanh(z)^2", "1 - tanh(z)"),
    ("1 - tanh(z)^2", "tanh(z)^2 - 1"),
    ("tanh(z)", "z"),
    ("relu(z)", "z"),
    ("relu(z)", "|z|"),
    ("relu(z)", "softplus(z)"),
    ("|z|", "z"),
    ("√(z^2)", "z"),
    ("√(z)^2", "z"),
    ("log(z^2)", "2log(z)"),
    ("sign(z)", "1"),
    ("max(z, 0)", "min(z, 0)"),
    ("max(z, -5.5)", "z"),
    ("2*(y_hat - a)", "2*(a - y_hat)"),
    ("2*(y_hat - a)", "y_hat - a"),
    ("(a - b)^2", "a^2 - b^2"),
    ("(a - b)^2", "a^2 + b^2"),
    ("a/b/z", "a/(b/z)"),
    ("e^(a+b)", "e^a + e^b"),
    ("log(a + 1)", "log(a) + log(1)"),
    ("-log(y_hat)", "log(y_hat)"),
    ("a*b", "a*z"),
    ("a*w1", "a"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_formulas_are_the_same(one: str, other: str) -> None:
    a, b = read_formula(one, NAMES), read_formula(other, NAMES)
    assert same(a, b, RANGES)
    assert same(b, a, RANGES)
    assert counterexample(a, b, RANGES) is None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_formulas_are_not(one: str, other: str) -> None:
    a, b = read_formula(one, NAMES), read_formula(other, NAMES)
    assert not same(a, b, RANGES)
    assert not same(b, a, RANGES)


def test_there_are_forty_pairs_of_either_sort() -> None:
    assert min(len(EQUAL), len(DIFFERENT)) >= 40
    assert len(ATTACKS) >= 25


def test_formulas_stay_equal_where_rounding_is_worst() -> None:
    far = {**RANGES, "z": (15.0, 20.0)}
    assert same(read_formula("1 - tanh(z)^2", NAMES), read_formula("4/(e^z + e^(-z))^2", NAMES), far)
    assert not same(read_formula("4/(e^z + e^(-z))^2", NAMES), read_formula("4.004/(e^z + e^(-z))^2", NAMES), far)
    tiny = {**RANGES, "a": (1e-12, 2e-12)}
    assert not same(read_formula("a", NAMES), read_formula("2a", NAMES), tiny)


def test_what_overflows_on_one_side_tells_nothing() -> None:
    far = {**RANGES, "z": (-50.0, 1000.0)}
    assert same(read_formula("exp(z)/(1 + exp(z))", NAMES), read_formula("σ(z)", NAMES), far)
    assert not same(read_formula("exp(z)/(2 + exp(z))", NAMES), read_formula("σ(z)", NAMES), far)


def test_what_is_never_defined_equals_nothing() -> None:
    nowhere = read_formula("log(-a)", NAMES)
    assert not same(nowhere, nowhere, RANGES)


def test_a_telling_point_is_one_that_can_be_reckoned_with() -> None:
    wrong, right = read_formula("a*(1+a)", NAMES), read_formula("a*(1-a)", NAMES)
    assert counterexample(wrong, right, {"a": (0.01, 0.99)}) == ({"a": 0.5}, 0.75, 0.25)
    found = counterexample(read_formula("b", NAMES), read_formula("a*b", NAMES), {"a": (-8, 8), "b": (-8, 8)})
    assert found is not None
    assert len(set(found[0].values())) == 2, "two numbers that cannot be mistaken for each other"


def test_a_point_is_found_even_where_only_a_part_of_the_range_tells() -> None:
    found = counterexample(read_formula("z", NAMES), read_formula("max(z, -5.5)", NAMES), {"z": (-6.0, 6.0)})
    assert found is not None
    assert found[0]["z"] < -5.5


@pytest.mark.parametrize(
    ("text", "derived", "at"),
    [
        ("a^3", "3a^2", 0.3),
        ("σ(z)", "σ(z)(1-σ(z))", -1.2),
        ("σ(z)", "σ(z)(1-σ(z))", 20.0),
        ("tanh(z)", "1 - tanh(z)^2", 3.0),
        ("exp(z)", "exp(z)", 5.0),
        ("log(z)", "1/z", 0.01),
        ("softplus(z)", "σ(z)", 0.0),
        ("relu(z)", "1", 0.003),
        ("relu(z)", "0", -0.003),
        ("1/z", "-1/z^2", 0.05),
        ("sin(z)", "cos(z)", 100.0),
        ("√(z)", "0.5/√(z)", 4.0),
        ("(z - 1)^2", "2(z-1)", 1.0),
        ("1e6z + 1", "1e6 + 0z", 2.0),
        ("z^4", "4z^3", 1000.0),
    ],
)
def test_slopes_by_differences_are_the_slopes(text: str, derived: str, at: float) -> None:
    name = "a" if "z" not in text else "z"
    values = {**HERE, name: at}
    expected = read_formula(derived, NAMES).value(values)
    assert slope(read_formula(text, NAMES), name, values) == pytest.approx(expected, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("text", ["relu(z)", "|z|", "max(z, 2z)", "sign(z)", "√(z)", "log(z)", "1/z"])
def test_there_is_no_slope_at_a_kink_or_an_edge(text: str) -> None:
    assert math.isnan(slope(read_formula(text, NAMES), "z", {**HERE, "z": 0.0}))


LETTERS = "ab zw1_ŷσπe+-*/^().,|²⁻√0123456789×·−lognexpmaxitul'=%"


@given(st.text(max_size=60) | st.text(LETTERS, max_size=60))
@example("|a|b|")
@example("a^(b)^c")
@example("1e400")
@example("0,0,0")
def test_any_text_is_a_formula_or_an_error_within_it(text: str) -> None:
    try:
        formula = read_formula(text, NAMES)
    except FormulaError as error:
        place, length = error.offset, error.length
        assert (0 <= place <= len(text), length >= 1) == (True, True)
        return
    assert isinstance(formula.value(HERE), float)
    assert set(formula.names) <= set(NAMES)
    again = read_formula(formula.spelled, NAMES) if len(formula.spelled) <= 200 else formula
    assert again == formula
    assert again.spelled == formula.spelled
