"""Judges a learner's answer: a pure function of the question and of what was answered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from tutor.course.formulas import Formula, FormulaError, counterexample, read_formula, same
from tutor.course.model import Answer, Kind, Mark, Question
from tutor.course.numbers import read_number
from tutor.numbers import short

__all__ = ["Grade", "Response", "Verdict", "grade", "read_number", "typed_formula", "typed_number"]

Response = int | frozenset[int] | tuple[int, ...] | str
"""An answer's index (choice, predict), the indexes ticked (multi), the indexes from first to last (order), or
what was typed (number, formula)."""


class Verdict(StrEnum):
    """How good an answer is."""

    RIGHT = "right"
    ACCEPTABLE = "acceptable"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict, the answers that it is about (indexes in file order) and what else there is to say in a sentence."""

    verdict: Verdict
    chosen: tuple[int, ...]
    summary: str


_VERDICTS = {Mark.RIGHT: Verdict.RIGHT, Mark.ACCEPTABLE: Verdict.ACCEPTABLE, Mark.WRONG: Verdict.WRONG}
_SUMMARIES = {
    Verdict.RIGHT: "",
    Verdict.ACCEPTABLE: "That can be defended, though another answer is better.",
    Verdict.WRONG: "",
}


def grade(question: Question, response: Response, winner: int | None = None) -> Grade:
    """Grade `response`; `winner` is the index of the answer that training has borne out (predict only).

    Raises ValueError for a response that is not of the question's kind, for an index that the question
    does not have and for a prediction without a winner.
    """
    match question.kind, response:
        case Kind.NUMBER, str():
            return _number(question, response)
        case Kind.FORMULA, str():
            return _formula(question, response)
        case Kind.ORDER, tuple():
            return _order(question, response)
        case Kind.MULTI, frozenset():
            return _multi(question, response)
        case Kind.CHOICE, int():
            _check(question, response)
            verdict = _VERDICTS[question.answers[response].mark]
            return Grade(verdict, (response,), _SUMMARIES[verdict])
        case Kind.PREDICT, int():
            _check(question, response)
            return _predict(question, response, winner)
    raise ValueError(f"{response!r} is no answer to a {question.kind} question")


def _check(question: Question, index: int) -> None:
    if not 0 <= index < len(question.answers):
        raise ValueError(f"question {question.id} has no answer number {index}")


def _predict(question: Question, response: int, winner: int | None) -> Grade:
    if winner is None:
        raise ValueError(f"prediction {question.id} is graded against the run that won")
    if response == winner:
        return Grade(Verdict.RIGHT, (response,), "Training agrees with your prediction.")
    return Grade(Verdict.WRONG, (response,), "Training decided otherwise.")


def _multi(question: Question, ticked: frozenset[int]) -> Grade:
    """Every option counts, ticked or not; an acceptable one may be either."""
    for index in ticked:
        _check(question, index)
    right = 0
    for index, answer in enumerate(question.answers):
        right += answer.mark is Mark.ACCEPTABLE or (answer.mark is Mark.RIGHT) == (index in ticked)
    total = len(question.answers)
    chosen = tuple(sorted(ticked))
    if right == total:
        return Grade(Verdict.RIGHT, chosen, f"You have all {total} right.")
    return Grade(Verdict.WRONG, chosen, f"You have {right} of {total} right.")


def _number(question: Question, typed: str) -> Grade:
    value = typed_number(typed, question.unit)
    if value is None:
        return Grade(Verdict.WRONG, (), "That cannot be read as a number.")
    index = next((i for i, answer in enumerate(question.answers) if _accepts(answer, value)), None)
    if index is None:
        return Grade(Verdict.WRONG, (), _SUMMARIES[Verdict.WRONG])
    verdict = _VERDICTS[question.answers[index].mark]
    return Grade(verdict, (index,), _SUMMARIES[verdict])


def _formula(question: Question, typed: str) -> Grade:
    """The first answer that the typed formula equals. A wrong one is told a point where it gives itself away."""
    try:
        formula = typed_formula(typed, question)
    except FormulaError as error:
        return Grade(Verdict.WRONG, (), f"That cannot be read as a formula: {error}.")
    index = next((i for i, answer in enumerate(question.answers) if _equals(answer, formula, question)), None)
    verdict = Verdict.WRONG if index is None else _VERDICTS[question.answers[index].mark]
    told = _SUMMARIES[verdict]
    if verdict is Verdict.WRONG:
        told = _telling_point(question, formula)
    return Grade(verdict, () if index is None else (index,), told)


def typed_formula(typed: str, question: Question) -> Formula:
    """The formula typed. Raises FormulaError, with the place of what does not fit."""
    return read_formula(typed, question.variables)


def _equals(answer: Answer, formula: Formula, question: Question) -> bool:
    """Whether an answer is this formula; `*` is every formula."""
    return answer.formula is None or same(answer.formula, formula, question.variables)


def _telling_point(question: Question, formula: Formula) -> str:
    right = next(answer.formula for answer in question.answers if answer.mark is Mark.RIGHT)
    found = counterexample(formula, right, question.variables) if right else None
    if found is None:
        return ""
    values, yours, wanted = found
    where = ", ".join(f"{name} = {short(value)}" for name, value in values.items())
    told = (short(yours), short(wanted))
    if told[0] == told[1]:  # a near miss shows itself in further digits only
        told = (f"{yours:.9g}", f"{wanted:.9g}")
    comes = f"yours gives {told[0]}" if math.isfinite(yours) else "yours gives no number"
    return f"Try {where}: {comes}, and it should be {told[1]}."


def _order(question: Question, response: tuple[int, ...]) -> Grade:
    """Right when every line stands in its place; otherwise the first place that is wrong is named."""
    total = len(question.answers)
    if sorted(response) != list(range(total)):
        raise ValueError(f"{response} does not put the {total} lines of question {question.id} in an order")
    wrong = next((place for place, index in enumerate(response) if place != index), None)
    if wrong is None:
        return Grade(Verdict.RIGHT, (), f"All {total} are in their places.")
    before = {0: "", 1: "The first line is right. "}.get(wrong, f"The first {wrong} lines are right. ")
    told = f"{before}Line {wrong + 1} is the first that is not in its place."
    return Grade(Verdict.WRONG, (response[wrong],), told)


def typed_number(typed: str, unit: str) -> float | None:
    """The number typed, with or without the question's unit after it; None when it cannot be read."""
    text = typed.strip()
    if unit and text.endswith(unit):
        text = text.removesuffix(unit)
    return read_number(text)


def _accepts(answer: Answer, value: float) -> bool:
    """Whether an answer covers `value`; one without a number is the `*` that covers the rest."""
    if answer.number is None:
        return True
    slack = 1e-9 * max(abs(answer.number.value), answer.number.margin)
    return abs(value - answer.number.value) <= answer.number.margin + slack
