"""What a learner types who knows every answer, and one who knows none: for lessons played from first to last."""

from __future__ import annotations

from tutor.course.model import Kind, Lesson, Mark, Question
from tutor.course.shuffle import shown_order


def right_places(lesson: Lesson, question: Question) -> list[int]:
    """The numbers of the right options as they stand on the screen; of lines to be put in order, their order."""
    order = shown_order(lesson.id, question)
    if question.kind is Kind.ORDER:
        wanted = list(range(len(order)))
    elif question.kind is Kind.PREDICT:
        wanted = [index for index, answer in enumerate(question.answers) if answer.run == question.expect]
    else:
        wanted = [index for index, answer in enumerate(question.answers) if answer.mark is Mark.RIGHT]
    return [order.index(index) + 1 for index in wanted]


def right_text(question: Question) -> str:
    """The number or formula that is right, as one would type it."""
    answer = next(answer for answer in question.answers if answer.mark is Mark.RIGHT)
    return answer.text if answer.number is None else f"{answer.number.value:g}"


def right_line(lesson: Lesson, question: Question) -> str:
    """The right answer as it is typed in plain mode."""
    return right_text(question) if question.kind.typed else " ".join(map(str, right_places(lesson, question)))


def wrong_line(lesson: Lesson, question: Question) -> str:
    """A wrong answer as it is typed in plain mode: of a prediction, a network that is not expected to win."""
    if question.kind.typed:
        return "-98765.4"
    places = right_places(lesson, question)
    everything = range(1, len(question.answers) + 1)
    if question.kind is Kind.ORDER:
        return " ".join(map(str, reversed(places)))
    others = [place for place in everything if place not in places]
    wrong = [
        place
        for place in others
        if question.answers[shown_order(lesson.id, question)[place - 1]].mark is not Mark.ACCEPTABLE
    ]
    chosen = wrong if question.kind is Kind.MULTI else wrong[:1]
    return " ".join(map(str, chosen))
