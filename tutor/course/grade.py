"""Judges a learner's answer: a pure function of the question and of what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tutor.course.model import Answer, Kind, Mark, Question
from tutor.course.numbers import read_number

__all__ = ["Grade", "Response", "Verdict", "grade", "read_number", "typed_number"]

Response = int | frozenset[int] | str
"""An answer's index (choice, predict), the indexes ticked (multi) or what was typed (number)."""


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
