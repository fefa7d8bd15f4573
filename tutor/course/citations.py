"""Follows what a lesson's text refers to: `{claim:name}` to a claim, `{run=id}` to an experiment.

A citation of nothing and a claim that nothing cites are both reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tutor.course.fences import Block, Part
from tutor.course.model import Claim
from tutor.course.problems import Report, Where, brief

_CITATION = re.compile(r"\{[ \t]*(claim[ \t]*:|run[ \t]*=)([^{}]*)\}")


def check_citations(
    blocks: Iterable[Block],
    lines: Sequence[str],
    code: Sequence[bool],
    claims: Mapping[str, Claim],
    experiments: Mapping[str, object],
    report: Report,
) -> None:
    """Report every citation that leads nowhere and every claim that no text cites."""
    cited: set[str] = set()
    for block in blocks:
        if block.part not in (Part.TEXT, Part.QUESTION, Part.HEADING):
            continue
        hidden = {index for start, stop in block.holes for index in range(start, stop)}
        for index in range(block.start, block.stop):
            if "{" not in lines[index] or code[index] or index in hidden:
                continue
            for match in _CITATION.finditer(lines[index]):
                name = match[2].strip()
                at = Where(index + 1, match.start(2) + len(match[2]) - len(match[2].lstrip()) + 1)
                if match[1].startswith("claim"):
                    cited.add(name)
                    if match[0] != f"{{claim:{name}}}" and name in claims:
                        report.add(
                            "unexpected",
                            f"write this as '{{claim:{name}}}'",
                            Where(index + 1, match.start() + 1),
                        )
                    _check(name, claims, "claim", at, report)
                elif block.part is not Part.QUESTION or not _ends_answer(lines[index], match):
                    message = "{run=…} belongs at the end of an answer's line"
                    report.add("unexpected", message, Where(index + 1, match.start() + 1))
                elif block.word in ("formula", "order"):
                    _check(name, experiments, "experiment", at, report)
    for claim in claims.values():
        if claim.name not in cited:
            message = f"no text cites claim '{claim.name}'; write {{claim:{claim.name}}} where it is said"
            report.add("uncited", message, (claim.place.line, claim.place.column))


def _check(name: str, known: Mapping[str, object], what: str, at: Where, report: Report) -> None:
    if name not in known:
        report.add("unknown-id", f"no {what} {brief(name)} in this lesson{report.hint(name, known)}", at)


def _ends_answer(line: str, match: re.Match[str]) -> bool:
    return not line[match.end() :].strip() and not line.lstrip().startswith(">")
