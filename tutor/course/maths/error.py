"""What is wrong with a formula, said so that an author can mend it.

The place counts in characters from the first one after the dollar.
"""

from __future__ import annotations


class MathsError(ValueError):
    """What is wrong, and `offset` characters into the formula; `word` and `known` allow a suggestion."""

    def __init__(self, message: str, offset: int, word: str = "", known: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.offset = offset
        self.word = word
        self.known = known
