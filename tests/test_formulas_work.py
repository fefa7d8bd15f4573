"""However long, deep or wicked a text is, it is answered with little work, and with little of the stack."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tutor.course.formulas import LONGEST, FormulaError, counterexample, read_formula, same
from tutor.course.formulas.parser import DEEPEST, HIGHEST

NAMES = ("a", "b", "aa", "aaa", "w1", "y_hat")
RANGES = dict.fromkeys(NAMES, (0.1, 2.0))

READ = {
    "long sum": "+".join(["a*b"] * (HIGHEST - 1)),
    "wide": "((a+b)(a-b)+(a+b)(a-b))"[:25] + "·((a+b)(a-b)+(a+b)(a-b))" * 7,
    "brackets": "(" * (DEEPEST - 1) + "a" + ")" * (DEEPEST - 1),
    "functions": "exp(" * HIGHEST + "a" + ")" * HIGHEST,
    "tower": "a^" * HIGHEST + "b",
    "signs": "-" * HIGHEST + "a",
    "quotients": "a/" * HIGHEST + "a",
    "bars": "|" * HIGHEST + "a" + "|" * HIGHEST,
    "roots": "√(" * HIGHEST + "a" + ")" * HIGHEST,
    "products": "a b " * (HIGHEST // 2),
    "undefined": "+".join(["ln(-a)"] * 20),
    "costly": "+".join(["tanh(σ(a))"] * 17),
    "nearly": "1.000000001(" + "+".join(["tanh(σ(a))"] * 15) + ")",
    "harmless digits": "9" * LONGEST,
    "small numbers": "1e-99999^2",
}
REFUSED = {
    "ten thousand brackets": "(" * 10_000 + "a" + ")" * 10_000,
    "a hundred brackets": "(" * 99 + "a" + ")" * 99,
    "brackets that never close": "(" * LONGEST,
    "three hundred functions": "exp(" * 300 + "a" + ")" * 300,
    "forty functions": "exp(" * 40 + "a" + ")" * 40,
    "a long tower": "a^" * 99 + "a",
    "a tower of numbers": "9**9**9**9",
    "a huge power": "(10^300)²",
    "a huge number": "1e999999",
    "many signs": "-" * 150 + "a",
    "many bars": "|" * LONGEST,
    "many roots": "√" * LONGEST,
    "many quotients": "a/" * 99 + "a",
    "many words": "ab " * 50 + "q",
    "an ambiguous word": "aaaaaaaa",
    "a word of many pieces": "aaaaaaaq",
    "one long word": "q" * LONGEST,
    "accents": "a" + "\u0301" * (LONGEST - 1),
    "blanks": " " * LONGEST,
    "a long left side": "q" * (LONGEST - 1) + "=",
    "a ratio without an end": "d" * 99 + "/" + "d" * 99,
    "a hundred commas": "1" + ",1" * 99,
    "a million letters": "a" * 1_000_000,
    "unbelievable letters": "ﷺ" * LONGEST,
}


def work(do: Callable[[], object]) -> int:
    """How many functions are called while `do` runs, those written in C included."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return calls


def refuse(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text, NAMES)


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_reading_spelling_and_computing_take_few_steps(text: str) -> None:
    def answer() -> None:
        formula = read_formula(text, NAMES)
        assert formula.spelled
        formula.value(dict.fromkeys(NAMES, 0.5))

    assert work(answer) < 10_000


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refusing_takes_few_steps(text: str) -> None:
    assert work(lambda: refuse(text)) < 15_000


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_comparing_takes_a_bounded_number_of_steps(text: str) -> None:
    typed = read_formula(text, NAMES)
    for other in ("0", "a(1 - a)", READ["wide"], READ["costly"]):
        right = read_formula(other, NAMES)
        assert work(lambda a=typed, b=right: (same(a, b, RANGES), counterexample(a, b, RANGES))) < 500_000


def on_a_short_stack(frames: int, do: Callable[[], object]) -> None:
    """Run `do` where only so many more frames fit on the stack."""
    depth, frame = 0, sys._getframe()
    while frame := frame.f_back:
        depth += 1
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + frames)
    try:
        do()
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_reading_leaves_half_of_the_stack_to_others(text: str) -> None:
    def answer() -> None:
        formula = read_formula(text, NAMES)
        assert formula.spelled
        assert same(formula, formula, RANGES) is (text not in (READ["undefined"], READ["functions"]))

    on_a_short_stack(500, answer)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refusing_leaves_half_of_the_stack_to_others(text: str) -> None:
    on_a_short_stack(500, lambda: refuse(text))
