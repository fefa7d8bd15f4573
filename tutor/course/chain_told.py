"""A chain in words and numbers: the lines that the screens and plain mode lay out, each in its own way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tutor.course.chain import Chain
from tutor.course.figures import aligned, figure
from tutor.course.filling import Filled, Filling
from tutor.course.formulas import FormulaError
from tutor.course.grade import Verdict

BLANK = "▢"

SIGNS = {Verdict.RIGHT: "✔", Verdict.ACCEPTABLE: "◐", Verdict.WRONG: "○"}
"""How a blank was filled: at the first try, after another one, or it was shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One equation. `formula` is empty while it is to be filled in; `number` and `so_far` may be too."""

    name: str
    formula: str
    number: str
    so_far: str = ""
    filled: Filled | None = None


def given(chain: Chain) -> tuple[str, ...]:
    """The numbers that a chain starts from: `x = 1.5`."""
    return tuple(f"{name} = {figure(value)}" for name, value in chain.given.items())


def forward(chain: Chain) -> tuple[Row, ...]:
    """The forward pass, a row for every value."""
    numbers = aligned(figure(chain.values[let.name]) for let in chain.lets)
    return tuple(Row(let.name, let.formula.spelled, number) for let, number in zip(chain.lets, numbers, strict=True))


def backward(filling: Filling) -> tuple[Row, ...]:
    """The factors from the cost down, each with its number and the product up to there, as far as they are known."""
    chain = filling.chain
    known = [filling.known(index) for index in range(len(chain.factors))]
    slopes = [chain.number(factor) for factor in chain.factors]
    numbers = aligned(figure(slope) if seen else "" for slope, seen in zip(slopes, known, strict=True))
    products = [math.prod(slopes[: index + 1]) for index in range(len(slopes))]
    so_far = aligned(figure(product) if all(known[: index + 1]) else "" for index, product in enumerate(products))
    return tuple(
        Row(
            factor.name,
            filling.formula(index).spelled if known[index] else "",
            numbers[index],
            so_far[index],
            filling.filling_of(index),
        )
        for index, factor in enumerate(chain.factors)
    )


def rule(chain: Chain) -> str:
    """The chain rule for this chain: `dL/dw = dL/da · da/dz · dz/dw`."""
    return f"{chain.find} = {' · '.join(factor.name for factor in chain.factors)}"


def outcome(chain: Chain) -> str:
    """The whole product with its numbers: `dL/dw = -0.538 · 0.197 · 1.5 = -0.159`."""
    numbers = " · ".join(_in_product(figure(chain.number(factor))) for factor in chain.factors)
    return f"{chain.find} = {numbers} = {figure(chain.product())}"


def measured(chain: Chain) -> str:
    """The same slope by moving the weight a little, and whether the two agree."""
    sign, told = ("✔", ": they agree") if chain.borne_out else ("✘", "")
    times = figure(chain.gradient())
    return f"{sign} Moving {chain.weight} a little moves {chain.cost} by {times} times as much{told}."


def asked(filling: Filling) -> str:
    """What the factor that the learner is at stands for."""
    factor = filling.factor
    if factor is None:
        return ""
    return f"How much does {factor.above} move for a small move of {factor.below}?"


def complaint(error: FormulaError) -> str:
    """What is wrong with a formula, as a sentence."""
    said = str(error)
    return said if said.endswith("?") else f"{said}."


def ended(filling: Filling) -> str:
    """How the filling in went, in a sentence; empty for a worked example."""
    blanks = filling.filled
    again = sum(filled.verdict is Verdict.ACCEPTABLE for filled in blanks)
    match filling.verdict if blanks else None:
        case Verdict.RIGHT:
            return "✔ Right at the first try." if len(blanks) == 1 else "✔ Every factor right at the first try."
        case Verdict.ACCEPTABLE if len(blanks) == 1:
            return "◐ Found, after another try."
        case Verdict.ACCEPTABLE:
            return f"◐ All {len(blanks)} found; {again} took more than one try."
        case Verdict.WRONG:
            shown = [
                filling.chain.factors[index].name
                for index, filled in zip(filling.chain.blanks, blanks, strict=True)
                if filled.verdict is Verdict.WRONG
            ]
            which = " and ".join(shown) if len(shown) < 3 else f"{len(shown)} factors"
            return f"○ {which} {'was' if len(shown) == 1 else 'were'} shown to you. It is worth another try."
    return ""


def _in_product(number: str) -> str:
    return f"({number})" if number.startswith("−") else number
