"""What a typed line means: pure functions, so that every way of typing an answer can be tried out."""

from __future__ import annotations

import re
from enum import StrEnum

from tutor.course.attempt import Attempt
from tutor.course.formulas import FormulaError
from tutor.course.grade import read_number
from tutor.course.model import Kind
from tutor.course.numbers import two_ways
from tutor.record import Confidence


class Wish(StrEnum):
    """Something a learner may type instead of an answer."""

    GO_ON = ""
    AGAIN = "a"
    BACK = "b"
    HINT = "h"
    NEXT = "n"
    QUIT = "q"
    HELP = "?"


WORDS = {
    "again": Wish.AGAIN,
    "back": Wish.BACK,
    "exit": Wish.QUIT,
    "help": Wish.HELP,
    "hint": Wish.HINT,
    "next": Wish.NEXT,
    "quit": Wish.QUIT,
    "skip": Wish.NEXT,
}

HELP = {
    Wish.HINT: "a hint, where there is one",
    Wish.BACK: "back one page",
    Wish.NEXT: "on to the next page, answered or not",
    Wish.AGAIN: "answer the question again, once it is explained",
    Wish.HELP: "this list",
    Wish.QUIT: "leave; every answer is already saved",
}

SURE = {
    "g": Confidence.GUESS,
    "guess": Confidence.GUESS,
    "t": Confidence.THINK,
    "think": Confidence.THINK,
    "think so": Confidence.THINK,
    "s": Confidence.SURE,
    "sure": Confidence.SURE,
}


def read_wish(line: str) -> Wish | None:
    """Return what is wished for, or None when the line is something else."""
    word = line.strip().lower()
    return WORDS.get(word) or next((wish for wish in Wish if wish == word), None)


def read_confidence(line: str) -> Confidence | None:
    """Return how sure the learner says they are."""
    return SURE.get(" ".join(line.lower().split()))


def read_answer(attempt: Attempt, line: str) -> Attempt | str:
    """Return the attempt with the answer in it, or one line saying what was expected instead."""
    if attempt.question.kind is Kind.FORMULA:
        return _read_formula(attempt, line)
    if attempt.typing:
        unit = attempt.question.unit
        number = line.strip().removesuffix(unit) if unit else line
        if doubt := two_ways(number):
            return f"{doubt}."
        if read_number(number) is None:
            return "That is not a number I can read. Type it like 0.25, 1/4 or 25 %."
        return attempt.type(line)
    count = len(attempt.order)
    words = [word for word in re.split(r"[\s,;]+", line) if word]
    places = [int(word) - 1 for word in words if word.isdecimal() and len(word) < 4]
    if len(places) != len(words) or not places or not all(0 <= place < count for place in places):
        what = "the numbers of all that apply, such as 1 3" if attempt.many else "a number"
        if attempt.ordering:
            what = "the numbers of the lines in the order you mean, such as 2 1 3"
        return f"Type {what}, from 1 to {count}."
    if attempt.ordering:
        if sorted(places) != list(range(count)):
            return f"Type all {count} numbers, each once, in the order you mean."
        return attempt.arrange(tuple(attempt.order[place] for place in places))
    if not attempt.many and len(places) > 1:
        return "Only one can be picked here."
    for place in dict.fromkeys(places):
        attempt = attempt.pick(place)
    return attempt


def _read_formula(attempt: Attempt, line: str) -> Attempt | str:
    """The attempt with this formula, or what is wrong with it and below the line where."""
    attempt = attempt.type(line.strip())
    formula = attempt.formula
    if isinstance(formula, FormulaError):
        return f"  {line.strip()}\n  {' ' * formula.offset}^\n{formula}."
    return attempt
