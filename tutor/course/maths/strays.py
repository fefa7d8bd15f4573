"""Finds maths that stands outside of formulas, where a learner would read the author's dollars and backslashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.course.maths.error import MathsError
from tutor.course.maths.prose import BARRIER
from tutor.course.maths.reader import KNOWN
from tutor.course.maths.spans import outside

_STRAY = re.compile(
    r"(?<!\w)\$(?=[A-Za-z\\])[^" + BARRIER + r"]*"  # begins a formula that nothing ends
    r"|(?<=[A-Za-z})])(?<=[\\^_{}=+*/(). ].)\$(?!\w)"  # ends one that nothing begins
    r"|\\[A-Za-z]{2,}"
)


def strays(text: str) -> Iterator[tuple[int, MathsError]]:
    """Yield the first mistake of each line, with its offset in `text`."""
    if "$" not in text and "\\" not in text:
        return
    begin = 0
    for line in outside(text).split("\n"):
        stray = next((found for found in _STRAY.finditer(line) if found[0][0] != "\\" or found[0] in KNOWN), None)
        if stray:
            yield begin + stray.start(), _complaint(stray[0])
        begin += len(line) + 1


def _complaint(stray: str) -> MathsError:
    if stray == "$":
        return MathsError(r"this '$' ends a formula that nothing begins; write \$ for a dollar", 0)
    if stray[0] == "$":
        return MathsError(r"this '$' begins a formula that nothing ends in its paragraph; write \$ for a dollar", 0)
    return MathsError(f"'{stray}' stands outside of a formula; put the formula between dollars, as in $\\sigma(z)$", 0)
