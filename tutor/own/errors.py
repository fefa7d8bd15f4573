"""What is wrong with a file of one's own: sentences for people, and of which kinds the problems are."""

from __future__ import annotations


class OwnDataError(Exception):
    """A file that cannot be used. `lines` say why; those about a place in the table begin with the file and the line.

    `kinds` are the kinds of problems in the table, empty where the trouble is with the file itself; `missing`
    says that there is no such file.
    """

    def __init__(self, message: str, *, kinds: frozenset[str] = frozenset(), missing: bool = False) -> None:
        super().__init__(message)
        self.lines = tuple(message.splitlines())
        self.kinds, self.missing = kinds, missing
