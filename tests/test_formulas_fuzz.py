"""Whatever is typed is read, or refused with a sentence and a place; a million random texts can be tried from here.

    python tests/test_formulas_fuzz.py 1000000 --seed 1

They are strung together from what formulas and attacks are made of. The first one that breaks the promise ends the run.
"""

import argparse
import math
import random
import sys
import time
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from tutor.course.formulas import LONGEST, FormulaError, read_formula, slope
from tutor.course.formulas.operations import FUNCTIONS
from tutor.course.formulas.parser import parse
from tutor.course.formulas.tokens import CLOSING, scan
from tutor.course.formulas.words import Vocabulary

NAMES = ("a", "b", "z", "w1", "y_hat", "alpha", "n", "x'")
VALUES = {"a": 0.5, "b": -3.0, "z": 800.0, "w1": 0.0, "y_hat": 1e-300, "alpha": 7.5, "n": -2.0, "x'": 1.0}

OPERANDS = (
    *NAMES, "ab", "za", "ŷ", "w₁", "α", "π", "e", "𝑎", "aa",
    "0", "1", "2", "0.5", ".5", "3.", "1e-3", "1e9", "1e300", "0,25", "1,234", "9", "99999999999999999999",
)  # fmt: skip
OPENERS = ("(", "(", "[", "{", "|", "√", "-", "+", "σ(", "ReLU(", "max(", "min(a,", *(f"{name}(" for name in FUNCTIONS))
JOINERS = ("+", "-", "*", "/", "^", "**", "·", "×", "÷", "−", "–", "", " ", "²*", "³+", "⁻¹·", "ⁿ/", ",", "|", ")", "]")
STRANGERS = (
    "A", "q", "__class__", "dL/da", "d", "f'", "if", "lambda", "а", "1e999", "=", "==", ":=", "<", ".", "'", '"', ";",
    "!", "_", "⁻", "\0", "\ud800", "\u202e", "\u0301", "\U0001f600", "½", "٣", "\n", "‘", "\\", "$", "%", "&&", "ﷺ",
)  # fmt: skip


def formula_texts() -> st.SearchStrategy[str]:
    """Texts that are formulas in NAMES, in all the notations that are never ambiguous."""
    number = (
        st.floats(0, 1e300).map(repr) | st.integers(0, 99).map(str) | st.sampled_from([".5", "3.", "(0,25)", "1e-7"])
    )
    leaf = number | st.sampled_from([*NAMES, "ŷ", "w₁", "α", "π", "e"])
    return st.recursive(leaf, _larger, max_leaves=12).filter(lambda text: len(text) <= LONGEST // 2)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A power always holds a name, because one of plain numbers may be refused as too large."""
    one = [f"{name}({{}})" for name in FUNCTIONS if name not in ("max", "min")]
    one += ["({})", "[{}]", "|({})|", "-{}", "+{}", "(-{})", "σ({})", "√({})", "(b-{})²", "(z·{})⁻¹", "2({})"]
    two = ["({})+({})", "{}-{}", "({})*({})", "({})({})", "({})/({})", "(a-{})^({})", "max({},{})", "min({},({}))"]
    nested = st.builds(str.format, st.sampled_from(one), inner)
    return nested | st.builds(str.format, st.sampled_from(two), inner, inner)


def verdict(text: str) -> str:
    """Whether the text was `read` or `refused`; AssertionError when a promise is broken."""
    try:
        formula = read_formula(text, NAMES)
    except FormulaError as error:
        check_refusal(error, text)
        return "refused"
    spelled = formula.spelled
    assert parse(spelled, scan(spelled, Vocabulary(NAMES))) == formula.tree
    assert type(formula.value(VALUES)) is float
    assert math.isfinite(slope(formula, "a", VALUES)) or math.isnan(slope(formula, "a", VALUES))
    assert set(formula.names) <= set(NAMES)
    return "read"


def check_refusal(error: FormulaError, text: str) -> None:
    """The place is in the text, and the message can be printed on a line or two."""
    assert 0 <= error.offset <= len(text)
    assert error.length >= 1
    message = str(error)
    assert message.isprintable()
    assert message.encode("utf-8")
    assert 10 < len(message) < 240


def random_text(dice: random.Random) -> str:
    """Operands and what may stand between them, mostly with brackets closed; sometimes with a stranger among them."""
    pieces: list[str] = []
    missing: list[str] = []
    for _ in range(dice.choice((1, 1, 2, 2, 3, 4, 6, 10, 50))):
        for _ in range(dice.choice((0, 0, 0, 0, 1, 1, 2, 5))):
            pieces.append(dice.choice(OPENERS))
            missing += [CLOSING[sign] for sign in pieces[-1] if sign in CLOSING]
        pieces.append(dice.choice(OPERANDS))
        while missing and dice.random() < 0.4:
            pieces.append(missing.pop())
        pieces.append(dice.choice(JOINERS))
    pieces[-1:] = reversed(missing)
    if dice.random() < 0.2:
        pieces.insert(dice.randrange(len(pieces) + 1), dice.choice(STRANGERS))
    if dice.random() < 0.1:
        dice.shuffle(pieces)
    return "".join(pieces)


@given(st.integers(0))
def test_random_pieces_are_read_or_refused_with_a_sentence_and_a_place(seed: int) -> None:
    verdict(random_text(random.Random(seed)))


@given(st.text(max_size=250))
def test_any_text_is_read_or_refused_with_a_sentence_and_a_place(text: str) -> None:
    verdict(text)


@given(st.text(alphabet="ab2(.,)|+-*/^²e ='", max_size=20))
def test_any_jumble_of_usual_signs_is_read_or_refused_with_a_sentence_and_a_place(text: str) -> None:
    verdict(text)


def test_the_random_pieces_hold_formulas_and_others() -> None:
    counts = Counter(verdict(random_text(random.Random(f"few/{number}"))) for number in range(500))
    assert min(counts["read"], counts["refused"]) > 50


def main() -> None:
    """Try many texts, and print how many were read, how many refused, and which took the most processor time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    counts: Counter[str] = Counter()
    slowest, worst = 0.0, ""
    for _ in range(options.count):
        text = random_text(dice)
        start = time.process_time()
        try:
            counts[verdict(text)] += 1
        except BaseException:
            print(repr(text))
            raise
        taken = time.process_time() - start
        if taken > slowest:
            slowest, worst = taken, text
    print(f"{dict(counts)}; the slowest took {1000 * slowest:.1f} ms: {worst!r}")


if __name__ == "__main__":
    main()
