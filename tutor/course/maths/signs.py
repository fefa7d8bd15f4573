r"""Reads one sign of a formula that is no command: a letter, a number, a bracket, a minus.

What computers write otherwise than LaTeX, such as `<=`, is refused with the command that is meant.
"""

from __future__ import annotations

import re

from tutor.course.maths.atoms import Atom
from tutor.course.maths.error import MathsError
from tutor.course.maths.symbols import BARS, CHARACTERS, INSTEAD, SIGNS, Kind
from tutor.course.problems import brief

_LAST_LETTER = "\u052f"  # Latin, Greek and Cyrillic end here: all of one cell
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?|\.[0-9]+")
_EXPONENT = re.compile(r"[eE]([-+]?[0-9]+)")
_TWO_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}+[ \t\r\n]++[A-Za-z]{3}")


def read_sign(source: str, at: int) -> tuple[Atom, int]:
    """The sign at `at` and where it ends.

    Raises MathsError for a sign that cannot stand there.
    """
    here = source[at]
    if number := _NUMBER.match(source, at):
        return _number(number)
    if advice := INSTEAD.get(source[at : at + 2]) or INSTEAD.get(here):
        raise MathsError(advice, at)
    if here.isalpha() and here <= _LAST_LETTER:
        if _TWO_WORDS.match(source, at):
            raise MathsError(r"words stand in \text{…}; a dollar that begins no formula is written \$", at)
        return Atom(here), at + 1
    if here in BARS:
        return Atom(here, Kind.BAR), at + 1
    if source.startswith(":=", at):
        return Atom(":=", Kind.RELATION), at + 2
    if here in CHARACTERS:
        return Atom(*CHARACTERS[here]), at + 1
    if here in SIGNS:
        return Atom(here, SIGNS[here]), at + 1
    raise MathsError(f"'{here}' cannot stand in a formula", at)


def _number(number: re.Match[str]) -> tuple[Atom, int]:
    if exponent := _EXPONENT.match(number.string, number.end()):
        power = rf"{_cut(number[0])} \times 10^{{{_cut(exponent[1].removeprefix('+'))}}}"
        raise MathsError(f"e would be a letter here; write {power}", number.end())
    return Atom(number[0]), number.end()


def _cut(digits: str) -> str:
    return brief(digits)[1:-1]
