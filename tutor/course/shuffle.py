"""The order in which a question's options are shown: mixed up, and yet the same each time and everywhere.

The order comes from the ids alone, so the app, plain mode and a second visit show the same option as 2.
"""

from __future__ import annotations

import hashlib

from tutor.course.model import Kind, Question


def shown_order(lesson: str, question: Question) -> tuple[int, ...]:
    """Return the indexes of the options as they are shown: the first is number 1 on the screen.

    An author's order stands unless the question says `shuffle: yes`. The `*` of a typed answer is no option.
    Lines to be put in order always begin in a wrong one.
    """
    indexes = [index for index, answer in enumerate(question.answers) if not answer.anything]
    if (question.shuffle and not question.kind.typed) or question.kind is Kind.ORDER:
        indexes.sort(key=lambda index: hashlib.sha256(f"{lesson}/{question.id}/{index}".encode()).digest())
    if question.kind is Kind.ORDER and indexes == sorted(indexes):
        indexes = [*indexes[1:], *indexes[:1]]
    return tuple(indexes)
