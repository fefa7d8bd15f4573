"""What is said about a typed text that is no formula: one sentence, and the place that it is about.

The place is counted in the text as it was typed, so that a caret can be put under it.
"""

from __future__ import annotations

import difflib

from tutor.course.problems import brief, printable


class FormulaError(ValueError):
    """What does not fit and what to do, `offset` characters into the text and `length` characters long.

    `offset` is the length of the text where something is missing at its end. The name in `known` that is nearest
    to `word` is suggested; both are empty where the message makes a suggestion itself.
    """

    def __init__(self, message: str, offset: int, length: int = 1, word: str = "", known: tuple[str, ...] = ()) -> None:
        near = difflib.get_close_matches(word.lower(), known, n=1) if word else []
        super().__init__(message + (f"; did you mean '{near[0]}'?" if near else ""))
        self.message = message
        self.offset = offset
        self.length = length
        self.word = word
        self.known = known


def quoted(typed: str) -> str:
    """A piece of the typed text, fit to stand in a message."""
    return brief(printable(" ".join(typed.split())))
