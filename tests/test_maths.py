"""A formula in our part of LaTeX becomes one line that means the same, or a mistake at its place."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from tutor.course.maths import MathsError, translate
from tutor.course.maths.symbols import ACCENTS, COMMANDS, FONTS, SIGNS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS, WORDS

PAGE = (Path(__file__).parents[1] / "docs" / "maths.md").read_text(encoding="utf-8")

FORMULAS = [
    (r"\sigma'(z) = \sigma(z)(1-\sigma(z))", "σ'(z) = σ(z)(1 − σ(z))"),
    (r"\frac{\partial L}{\partial w_1}", "∂L/∂w₁"),
    (r"\frac{\partial L}{\partial a}\frac{\partial a}{\partial z}", "∂L/∂a · ∂a/∂z"),
    (r"\frac{\partial^2 L}{\partial w^2}", "∂²L/∂w²"),
    (r"\hat{y} = \operatorname{softmax}(z)", "ŷ = softmax(z)"),
    (r"W^{(2)T}", "W⁽²⁾ᵀ"),
    (r"x \in \mathbb{R}^n", "x ∈ ℝⁿ"),
    (r"\sum_i (y_i - \hat y_i)^2", "Σᵢ (yᵢ − ŷᵢ)²"),
    (r"\sqrt{x^2 + 1}", "√(x² + 1)"),
    (r"\frac{1}{m} \sum_{i=1}^{m} L^{(i)}", "1/m · Σᵢ₌₁ᵐ L⁽ⁱ⁾"),
    (r"-y\log\hat{y} - (1-y)\log(1-\hat{y})", "−y log ŷ − (1 − y) log(1 − ŷ)"),
    (r"\frac{1}{1 + e^{-z}}", "1/(1 + e⁻ᶻ)"),
    (r"\frac{e^{z_c}}{\sum_{c=1}^{C} e^{z_c}}", "e^(z_c)/(Σ_(c=1…C) e^(z_c))"),
    (r"dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}", "dW^[l] = 1/m · dZ^[l] A^[l−1]ᵀ"),
    (r"w := w - \alpha \frac{\hat{v}}{\sqrt{\hat{s}} + \epsilon}", "w := w − α · v̂/(√ŝ + ε)"),
    (r"\frac{\lambda}{2m} \|w\|_2^2", "λ/(2m) · ‖w‖₂²"),
    (r"\frac{w}{\|w\|}", "w/‖w‖"),
    (r"P(y|x) = \frac{P(x|y)P(y)}{P(x)}", "P(y | x) = P(x | y)P(y)/P(x)"),
    (r"\frac{P(y|x)+P(a|b)}{2}", "(P(y | x) + P(a | b))/2"),
    (r"|x| + |-x|", "|x| + |−x|"),
    (r"\frac{f(a+h)-f(a-h)}{2h}", "(f(a + h) − f(a − h))/(2h)"),
    (r"\frac{1}{m(a+b)}", "1/(m(a + b))"),
    (r"\frac{d}{2} x", "d/2 · x"),
    (r"\lim_{h \to 0} \frac{a}{h}", "lim_(h → 0) (a/h)"),
    (r"\frac{a}{b}/c", "(a/b)/c"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
    (r"\frac{a}{b}^2", "(a/b)²"),
    (r"\frac12", "1/2"),
    (r"\hat{y_i}", "ŷᵢ"),
    (r"\mathbf{w}^\top\mathbf{\hat x} + b", "𝐰ᵀ𝐱̂ + b"),
    (r"f: x \mapsto -x", "f: x ↦ −x"),
    (r"x_1, \ldots, x_n", "x₁, …, xₙ"),
    (r"(0,100], 1,000, 0.5", "(0,100], 1,000, 0.5"),
    ("a +\n  b", "a + b"),
    (r"\text{price in \$ (a_b)}", "price in $ (a_b)"),
    ("σ'(z) ≤ 1/4, x ∈ ℝ²", "σ'(z) ≤ 1/4, x ∈ ℝ²"),
]

# the formula, the offset of its mistake, a part of the message
MISTAKES = [
    (r"x + \aplha", 4, r"unknown command '\aplha'"),
    (r"\softmax(z)", 0, r"write \operatorname{softmax}"),
    (r"\begin{cases}", 0, "one line"),
    (r"a \\ b", 2, "one line"),
    (r"\frac{a}", 8, r"missing after '\frac'"),
    (r"\sqrt{}", 5, r"missing after '\sqrt'"),
    (r"y_{i", 2, "this '{' is never closed"),
    (r"\left( a", 0, r"this '\left' is never closed"),
    (r"a \right)", 2, r"this '\right' has no '\left'"),
    (r"\left x \right)", 5, "a bracket must follow"),
    (r"\text{a", 5, "this '{' is never closed"),
    (r"\text{a \hat b}", 8, "only plain words"),
    (r"\text a", 6, "in braces"),
    (r"a}", 1, "closes nothing"),
    ("x^10", 1, "^{10}"),
    ("x^-1", 1, "^{-1}"),
    ("x^2^3", 3, "a second '^'"),
    ("x_", 1, "missing after '_'"),
    ("^2", 0, "nothing stands before"),
    ("' + a", 0, "nothing stands before this prime"),
    ("x^{y^{z^{q_c}}}", 4, "script within a script"),
    (r"\hat{xy}", 0, "one letter"),
    (r"\mathbb{x}", 0, "has no letter 'x'"),
    (r"\sqrt[q]{x}", 0, "cannot be written on one line"),
    ("x <= 3", 2, r"\le"),
    ("a -> b", 2, r"\to"),
    ("1e-3", 1, r"1 \times 10^{-3}"),
    ("5 % of x", 2, r"\%"),
    ("$L = x$", 0, "single dollar"),
    ("mean squared error", 0, r"\text{…}"),
    ("a\\", 1, "backslash"),
    ("x + 界", 4, "cannot stand"),
    (r"\,", 0, "no formula"),
    ("", 0, "no formula"),
    ("{" * 30 + "}" * 30, 19, "within one another"),
]


@pytest.mark.parametrize(("source", "shown"), FORMULAS)
def test_a_formula_is_said_in_one_line(source: str, shown: str) -> None:
    assert translate(source) == shown


@pytest.mark.parametrize(("source", "offset", "message"), MISTAKES)
def test_a_mistake_is_named_at_its_place(source: str, offset: int, message: str) -> None:
    with pytest.raises(MathsError) as caught:
        translate(source)
    assert (caught.value.offset, message in str(caught.value)) == (offset, True), str(caught.value)


@pytest.mark.parametrize(("wrong", "meant"), [("aplha", "alpha"), ("fraq", "frac"), ("opertorname", "operatorname")])
def test_an_unknown_command_comes_with_what_may_be_meant(wrong: str, meant: str) -> None:
    with pytest.raises(MathsError) as caught:
        translate(f"\\{wrong}{{x}}")
    assert difflib.get_close_matches(caught.value.word, caught.value.known, n=1) == [f"\\{meant}"]


def rows() -> list[tuple[str, str]]:
    """Every formula in the tables of the page on maths, and how it is said to look."""
    cells = [token for token in MarkdownIt().enable("table").parse(PAGE) if token.type == "inline" and token.level == 4]
    texts = ["".join(child.content for child in cell.children or []) for cell in cells]
    return [(code, shown) for code, shown in zip(texts[::2], texts[1::2], strict=True) if code not in ("write", "")]


@pytest.mark.parametrize(("code", "shown"), rows())
def test_the_page_shows_what_a_formula_looks_like(code: str, shown: str) -> None:
    assert translate(code) == shown


def test_the_page_shows_every_command_and_no_other() -> None:
    shown = set(re.findall(r"\\([A-Za-z]+|[^A-Za-z])", " ".join(code for code, _ in rows())))
    assert shown == set(COMMANDS)
    assert len(shown) > 150


def test_every_sign_is_one_cell_wide() -> None:
    signs = {sign for sign, _ in SYMBOLS.values() if len(sign) == 1} | set(SIGNS)
    assert len(signs) > 300
    assert [sign for sign in signs if cell_len(sign) != 1] == []
    assert [mark for mark in ACCENTS.values() if cell_len(mark) or not unicodedata.combining(mark)] == []


@pytest.mark.parametrize("table", [SUPERSCRIPTS, SUBSCRIPTS, *FONTS.values()])
def test_a_letter_in_other_clothes_is_the_same_letter(table: dict[str, str]) -> None:
    odd = {"⊤", "∘"}  # Aᵀ and 90° are no raised ⊤ and ∘
    assert {unicodedata.normalize("NFKC", sign) for plain, sign in table.items() if plain not in odd} == set(
        table
    ) - odd


def outcome(source: str) -> tuple[str | None, int]:
    """What a formula becomes, or None and the offset of its mistake."""
    try:
        return translate(source), 0
    except MathsError as error:
        return None, error.offset


PIECES = st.one_of(
    st.sampled_from([f"\\{name}" for name in COMMANDS if name != "text"]),
    st.sampled_from(["{", "}", "^{", "_{", r"\frac{a}{b}", "^2", "_i", "x", "|", "(", ")", " ", "+", "2", "'", "é"]),
    st.characters(codec="utf-8"),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("\u1160")  # a letter without width
def test_any_formula_is_one_line_of_single_cells_or_a_mistake_inside_it(source: str) -> None:
    shown, offset = outcome(source)
    assert 0 <= offset <= len(source)
    if shown is not None:
        assert shown == shown.strip() != ""
        if not any(f"\\{name}" in source for name in (*WORDS, "operatorname")):  # words may be of any letters
            assert cell_len(shown) == sum(not unicodedata.combining(sign) for sign in shown)


VALUES = {"a": 2.0, "b": 3.0, "c": 0.7}

LEAVES = st.sampled_from([*VALUES.items(), ("5", 5.0)])


def larger(inner: st.SearchStrategy[tuple[str, float]]) -> st.SearchStrategy[tuple[str, float]]:
    """Formulas made of two smaller ones, as an author would bracket them, with their values."""
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda p: (f"({p[0][0]}+{p[1][0]})", p[0][1] + p[1][1])),
        two.map(lambda p: (f"({p[0][0]} - {{{p[1][0]}}})", p[0][1] - p[1][1])),
        two.map(lambda p: (rf"\frac{{{p[0][0]}}}{{{p[1][0]}}}", p[0][1] / p[1][1] if p[1][1] else math.nan)),
        two.map(lambda p: (rf"{p[0][0]}{{{p[1][0]}}}", p[0][1] * p[1][1])),
        two.map(lambda p: (rf"\frac{{{p[0][0]} + {p[1][0]}}}{{a b}}", (p[0][1] + p[1][1]) / 6)),
        inner.map(lambda p: (rf"{{{p[0]}}}^2", p[1] ** 2)),
        inner.map(lambda p: (rf"\sqrt{{{p[0]}}}", math.sqrt(p[1]) if p[1] >= 0 else math.nan)),
    )


def value_of(shown: str) -> float:
    """What a reader would compute: √ and ² bind first, then what stands side by side, then · and /, then + and −."""
    tokens = re.findall(r"\d+|\S", shown)
    at = 0

    def take(*wanted: str) -> str:
        nonlocal at
        if at < len(tokens) and tokens[at] in wanted:
            at += 1
            return tokens[at - 1]
        return ""

    def factor() -> float:
        nonlocal at
        if take("√"):
            return math.sqrt(inner) if (inner := base()) >= 0 else math.nan
        value = base()
        return value**2 if take("²") else value

    def base() -> float:
        nonlocal at
        if take("("):
            value = total()
            assert take(")")
            return value
        at += 1
        return VALUES[tokens[at - 1]] if tokens[at - 1] in VALUES else float(tokens[at - 1])

    def product() -> float:
        value = factor()
        while at < len(tokens) and (tokens[at] in "(√abc" or tokens[at].isdecimal()):
            value *= factor()
        return value

    def term() -> float:
        value = product()
        while sign := take("·", "/"):
            other = product() if sign == "·" else factor()  # what is divided by must be one thing
            value = value * other if sign == "·" else value / other if other else math.nan
        return value

    def total() -> float:
        value = term()
        while sign := take("+", "−"):
            value += term() if sign == "+" else -term()
        return value

    result = total()
    assert at == len(tokens), shown
    return result


@given(st.recursive(LEAVES, larger, max_leaves=7))
def test_a_line_means_what_the_formula_meant(formula: tuple[str, float]) -> None:
    source, value = formula
    assert value_of(translate(source)) == pytest.approx(value, nan_ok=True)
