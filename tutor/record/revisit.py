"""What to come back to: the beliefs behind a learner's wrong answers, those they were sure of first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten as shortened

from tutor.course.model import Kind, Lesson, Mark, Question
from tutor.record.progress import answer_to
from tutor.record.state import Answered, State

WRONG, SURE = "wrong", "sure"

ASKED = 60
"""So many letters of a question stand beside an answer that was typed."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What was answered wrongly in a `question`, in the words of the option taken or as it was typed."""

    lesson: str
    question: Question
    words: str
    sure: bool


def beliefs(lesson: Lesson, state: State) -> tuple[Belief, ...]:
    """The wrong answers of a lesson; what one was sure of comes first, for that is corrected best."""
    found = []
    for question in lesson.questions:
        answer = answer_to(state, lesson.id, question)
        if answer is not None and answer.verdict == WRONG:
            words = "; ".join(_words(question, answer)) or "another order"
            found.append(Belief(lesson.meta.title, question, words, answer.confidence == SURE))
    return tuple(sorted(found, key=lambda belief: not belief.sure))


def _words(question: Question, answer: Answered) -> Iterator[str]:
    """What was taken and is wrong."""
    if isinstance(answer.response, str):
        asked = " ".join(question.prompt.split())
        start = shortened(asked, ASKED, placeholder=" …")
        yield f"{answer.response} {question.unit}".strip() + f", to “{start}”"
        return
    if question.kind is Kind.ORDER:
        return
    chosen = (answer.response,) if isinstance(answer.response, int) else answer.response
    for index in chosen:
        if index < len(question.answers) and question.answers[index].mark not in (Mark.RIGHT, Mark.ACCEPTABLE):
            yield question.answers[index].text
    for index, option in enumerate(question.answers):
        if question.kind is Kind.MULTI and option.mark is Mark.RIGHT and index not in chosen:
            yield f"not: {option.text}"
