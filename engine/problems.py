"""What is wrong with an experiment's settings, said to the person who wrote them.
All problems are collected, each with its place, and the nearest known name is suggested."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One problem: the setting it is in, its code, a sentence, and where in the setting's text it starts.

    `code` is one of unknown-key, missing-key, value, shape, unknown-column, too-large, unsupported.
    `offset` counts characters of the value from 0.
    """

    field: str
    code: str
    message: str
    offset: int = 0


class SettingsError(ValueError):
    """Settings that make no experiment; `problems` has every one of their mistakes."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def suggest(name: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean 'tanh'?" or, when nothing is near, the names there are."""
    known = tuple(known)
    near = get_close_matches(name.lower(), known, 1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"
