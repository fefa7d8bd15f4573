"""The order in which a question's options are shown: mixed up, and yet the same each time and everywhere.

The order comes from the ids alone, so the app, plain mode and a second visit show the same option as 2.
"""

from __future__ import annotations

import hashlib

from tutor.course.model import Kind, Question


def shown_order(lesson: str, question: Question) -> tuple[int, ...]:
    """Return the indexes of the options as they are shown: the first is number 1 on the screen.

    An author's order stands unless the question says `shuffle: yes`. The `*` of a number is no option.
    """
    indexes = [
        index
        for index, answer in enumerate(question.answers)
        if question.kind is not Kind.NUMBER or answer.number is not None
    ]
    if question.shuffle and question.kind is not Kind.NUMBER:
        indexes.sort(key=lambda index: hashlib.sha256(f"{lesson}/{question.id}/{index}".encode()).digest())
    return tuple(indexes)
