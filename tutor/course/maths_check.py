"""Reports every formula that cannot be read and all maths outside of formulas, at its line and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.course.fences import Block, Part
from tutor.course.maths import problems_in, strays
from tutor.course.problems import Report, Where


def check_maths(blocks: Iterable[Block], lines: Sequence[str], report: Report) -> None:
    """Look at everything that a learner reads: prose, titles and questions."""
    for block in blocks:
        if block.part is Part.DATA:
            continue
        start = block.line - 1 if block.part is Part.HEADING else block.start
        shown = list(lines[start : block.stop])
        for first, after in block.holes:
            shown[first - start : after - start] = [""] * (after - first)
        text = "\n".join(shown)
        if "$" not in text and "\\" not in text:
            continue
        for offset, error in (*problems_in(text), *strays(text)):
            above = text.count("\n", 0, offset)
            column = offset - (text.rfind("\n", 0, offset) + 1) + 1
            hint = report.hint(error.word, error.known) if error.word else ""
            report.add("maths", f"{error}{hint}", Where(start + above + 1, column))
