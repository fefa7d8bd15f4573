"""Holds a lesson's claims and predictions against what was measured on trained runs.

The same few functions serve the checker, which trains over many seeds, and the screens, which cite what a
learner has just watched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.course.expression import Call, Expression, read_expression
from tutor.course.measures import measure
from tutor.course.model import Claim, Question, Winner
from tutor.numbers import amount, metric, short

if TYPE_CHECKING:
    from engine.run import Run


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both sides of a comparison as measured.

    `margin` is how far apart they are in the claimed direction, as a share of the larger one: below 0 when
    the claim does not hold, minus infinity when a side is not a number.
    """

    holds: bool
    left: float
    right: float
    margin: float


Measured = Callable[[Call], float]
"""Gives the number that a call asks for, whether it is measured now or was before."""

NAMES = {
    "train_loss": "training loss",
    "test_loss": "test loss",
    "test_rmse": "test RMSE",
    "accuracy": "accuracy",
    "min_prediction": "lowest answer",
    "max_prediction": "highest answer",
    "grad_norm": "gradient norm",
    "dead_share": "share of dead units",
}
"""What a measure is called where its number is cited."""


def calls_of(claim: Claim) -> tuple[Call, ...]:
    """What a claim measures, on both sides."""
    return (*read_expression(claim.left).calls, *read_expression(claim.right).calls)


def names(claim: Claim) -> tuple[str, ...]:
    """The ids of the experiments that a claim is about, each once."""
    return tuple(dict.fromkeys(call.run for call in calls_of(claim)))


def judge(claim: Claim, measured: Measured) -> Outcome:
    """Whether a claim holds by what was measured, and by how much."""
    left, right = (read_expression(side).value(measured) for side in (claim.left, claim.right))
    return compare(left, claim.operator, right)


def compare(left: float, operator: str, right: float) -> Outcome:
    """The outcome of `left operator right`; nothing holds for what is not a number."""
    match operator:
        case "<":
            holds = left < right
        case "<=":
            holds = left <= right
        case ">":
            holds = left > right
        case ">=":
            holds = left >= right
        case _:
            raise ValueError(f"no comparison: {operator}")
    if math.isnan(left) or math.isnan(right):
        return Outcome(False, left, right, -math.inf)
    gap = right - left if operator.startswith("<") else left - right
    scale = max(abs(left), abs(right))
    if math.isinf(scale):
        return Outcome(holds, left, right, 1.0 if holds else -1.0)
    return Outcome(holds, left, right, gap / scale if scale else 0.0)


def cite(claim: Claim, runs: Mapping[str, Run]) -> str:
    """What was measured, in words for the text: "measured: 0.998", or both sides where both were measured.

    A claim that need only hold for some seeds may not hold for these runs, and then says so.

    Raises LookupError when a run is missing or has not come to the epoch in question.
    """

    def spell(call: Call) -> str:
        return _spelled(runs[call.run], call)

    left, right = read_expression(claim.left), read_expression(claim.right)
    sides = (left, right) if right.calls else (left,)
    sums = [_in_one_unit(side, runs) for side in sides]
    whose = [f" for “{title}”" if title else "" for title in _titles(sides, runs)]
    told = " against ".join(
        (side.spelled(spell).replace("*", "×") if one is None else one) + of
        for side, one, of in zip(sides, sums, whose, strict=True)
    )
    name = NAMES.get(left.calls[0].measure, "") if len(left.calls) == 1 and sums[0] is None else ""
    return f"measured: {name} {told}".replace("  ", " ") + _elsewhere(claim, runs)


def _titles(sides: Sequence[Expression], runs: Mapping[str, Run]) -> list[str]:
    """What the run of each side is called, where one run is held against another; else nothing."""
    measured = [{call.run for call in side.calls} for side in sides]
    if len(sides) == 1 or any(len(names) != 1 for names in measured) or measured[0] == measured[1]:
        return [""] * len(sides)
    return [runs[name].experiment.title for names in measured for name in names]


def _elsewhere(claim: Claim, runs: Mapping[str, Run]) -> str:
    """For a claim about some seeds only, and not those of these runs: where the value lies with the others."""
    if claim.quantifier == "all" or judge(claim, lambda call: measure(runs[call.run], call)).holds:
        return ""
    return f"; {'lower' if claim.operator.startswith('<') else 'higher'} with other seeds"


def _in_one_unit(side: Expression, runs: Mapping[str, Run]) -> str | None:
    """A side that adds a plain number to a measure, worked out and in the measure's unit.

    `min_prediction(b) + 0.05` would otherwise mix °C with network units. None for every other side.
    """
    if not side.shifted or {call.measure for call in side.calls} & {"diverged", "epochs_to"}:
        return None
    units = {_unit(runs[call.run], call) for call in side.calls}
    if len(units) != 1:
        return None
    kind, scale, unit = units.pop()
    value = side.value(lambda call: measure(runs[call.run], call))
    if kind == "accuracy":
        return metric(value, runs[side.calls[0].run])
    return amount(value * scale, unit) if kind == "amount" else None


def _unit(run: Run, call: Call) -> tuple[str, float, str]:
    """How a measure is shown: its kind, what it is multiplied by, and the unit behind it."""
    match call.measure:
        case "test_rmse":
            return "amount", 1.0, run.metric_unit
        case "min_prediction" | "max_prediction" if run.metric_unit:
            return "amount", run.experiment.unit, run.metric_unit
        case "accuracy":
            return "accuracy", 1.0, ""
    return "plain", 1.0, ""


def _spelled(run: Run, call: Call) -> str:
    value = measure(run, call)
    match call.measure:
        case "test_rmse":
            return amount(value, run.metric_unit)
        case "min_prediction" | "max_prediction" if run.metric_unit:
            return amount(value * run.experiment.unit, run.metric_unit)
        case "accuracy":
            return metric(value, run)
        case "diverged":
            return f"broke in epoch {run.frame.epoch}" if value else "did not break"
        case "epochs_to":
            return f"{value:g} epoch{'s' * (value != 1)}" if math.isfinite(value) else "never"
    return short(value)


def winner(question: Question, runs: Mapping[str, Run]) -> int:
    """The index of the answer whose run wins; the first of equals. A run that broke ranks last.

    Raises LookupError when a run is missing and ValueError when nothing says what wins.
    """
    if question.winner is None:
        raise ValueError(f"question {question.id} has no winner")
    sign = 1 if question.winner.lowest else -1
    decided = question.winner
    scores = {
        index: sign * _score(answer.run, decided, lambda call: measure(runs[call.run], call))
        for index, answer in enumerate(question.answers)
        if answer.run is not None
    }
    return min(scores, key=lambda index: scores[index])


def foretell(question: Question, measured: Measured) -> Outcome:
    """The measure of the run that is expected to win against the best of the others."""
    assert question.winner is not None
    assert question.expect is not None
    lowest = question.winner.lowest
    scores = {run: _score(run, question.winner, measured) for run in question.runs}
    expected = scores.pop(question.expect)
    others = scores.values()
    return compare(expected, "<" if lowest else ">", min(others) if lowest else max(others))


def deciding(question: Question) -> tuple[Call, ...]:
    """What is measured to decide a prediction."""
    assert question.winner is not None
    kinds = dict.fromkeys((question.winner.measure, "diverged"))
    return tuple(_at_the_end(kind, run) for run in question.runs for kind in kinds)


def _score(run: str, winner: Winner, measured: Measured) -> float:
    """The measure that decides a prediction, at the end of a run.

    A run that diverged, or whose measure is not a number, ranks last: what it measured before it broke is no
    result. Only a prediction of what breaks itself counts it.
    """
    score = measured(_at_the_end(winner.measure, run))
    broke = winner.measure != "diverged" and measured(_at_the_end("diverged", run)) == 1.0
    if broke or math.isnan(score):
        return math.inf if winner.lowest else -math.inf
    return score


def _at_the_end(kind: str, run: str) -> Call:
    return Call(kind, run, 0, 0, 0)
