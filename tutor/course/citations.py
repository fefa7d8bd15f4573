"""Follows what a lesson's text refers to: `{claim:name}` to a claim, `{run=id}` to an experiment.

A citation of nothing and a claim that nothing cites are both reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from tutor.course.fences import Block, Part
from tutor.course.model import Claim
from tutor.course.options import ALMOST_RUN, ANSWER, ONLY_SHOWN, RUN
from tutor.course.problems import Report, Where, brief

_ALMOST_CLAIM = re.compile(
    r"\{[ \t]*claims?(?:[ \t]*[:=][ \t]*|[ \t]+)([a-z]\w*)[ \t]*\}"
    r"|[(\[][ \t]*claims?[:=][ \t]*([a-z]\w*)[ \t]*[)\]]",
    re.IGNORECASE,
)
_ALMOST_RUN = re.compile(r"\{[ \t]*(?:runs[ \t]*=|runs?[ \t]*:|runs?[ \t])[ \t]*([a-z]\w*)[ \t]*\}", re.IGNORECASE)
_MOST_IN_A_LINE = 50  # so that a line of nothing else is still read in linear time
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
        if block.part is Part.DATA:
            _check_unshown(block, lines, cited, report)
            continue
        hints = False
        hidden = {index for start, stop in block.holes for index in range(start, stop)}
        for index in range(block.start, block.stop):
            if code[index] or index in hidden:
                continue
            if block.part is Part.QUESTION and lines[index].startswith("#### "):
                hints = lines[index][5:].strip().lower() == "hints"
            _check_near_misses(lines[index], index + 1, block, claims, experiments, cited, report)
            if "{" not in lines[index]:
                continue
            if hints or block.part is Part.HEADING:
                _check_line(lines[index], index + 1, cited, report)
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
                    if name not in claims and (meant := report.nearest(name, claims)):
                        cited.add(meant)
                    _check(name, claims, "claim", at, report)
                elif block.part is not Part.QUESTION or not _ends_answer(lines[index], match):
                    message = "{run=…} belongs at the end of an answer's line"
                    report.add("unexpected", message, Where(index + 1, match.start() + 1))
    for claim in claims.values():
        if claim.name not in cited:
            message = f"no text cites claim '{claim.name}'; write {{claim:{claim.name}}} where it is said"
            report.add("uncited", message, (claim.place.line, claim.place.column))


def check_head(lines: Sequence[str], body: int, report: Report) -> None:
    """Report citations in front matter, where nobody fills them in."""
    for index, line in enumerate(lines[:body]):
        _check_line(line, index + 1, set(), report)


def _check_unshown(block: Block, lines: Sequence[str], cited: set[str], report: Report) -> None:
    for index in range(block.start, block.stop):
        if "{" in lines[index] and not lines[index].lstrip().startswith("#"):
            _check_line(lines[index], index + 1, cited, report)


def _check_line(line: str, number: int, cited: set[str], report: Report) -> None:
    for match in _CITATION.finditer(line):
        if match[1].startswith("claim"):
            cited.add(match[2].strip())
            report.add("claim", ONLY_SHOWN, Where(number, match.start() + 1))


def _check_near_misses(
    line: str,
    number: int,
    block: Block,
    claims: Mapping[str, Claim],
    experiments: Mapping[str, object],
    cited: set[str],
    report: Report,
) -> None:
    """Report what was meant as a citation but is not read as one."""
    for match in islice(_ALMOST_CLAIM.finditer(line), _MOST_IN_A_LINE):
        name = match[1] or match[2]
        if not match[0].startswith("{claim:") and not _CITATION.fullmatch(match[0]) and not _in_code(line, match):
            cited.update(filter(None, (name if name in claims else report.nearest(name, claims),)))
            report.add("unexpected", f"write this as '{{claim:{name}}}'", Where(number, match.start() + 1))
    if "run" not in line.lower():
        return
    answer = ANSWER.fullmatch(line) if block.part is Part.QUESTION else None
    more = block.part is Part.QUESTION and line[0] in " \t" and not line.lstrip().startswith(">")
    end = ALMOST_RUN.search(line) if (answer or more) and not RUN.search(line) else None
    if end and (answer or end[0].startswith("{") or (end[1] or end[2]) in experiments):
        message = f"write this as '{{run={end[1] or end[2]}}}'"
        report.add("unexpected", message, Where(number, end.start() + 1))
        return
    for match in islice(_ALMOST_RUN.finditer(line), _MOST_IN_A_LINE):
        if not _in_code(line, match):
            message = f"write this as '{{run={match[1]}}}', at the end of an answer's line"
            report.add("unexpected", message, Where(number, match.start() + 1))


def _in_code(line: str, match: re.Match[str]) -> bool:
    return line.count("`", 0, match.start()) % 2 == 1


def _check(name: str, known: Mapping[str, object], what: str, at: Where, report: Report) -> None:
    if name not in known:
        report.add("unknown-id", f"no {what} {brief(name)} in this lesson{report.hint(name, known)}", at)


def _ends_answer(line: str, match: re.Match[str]) -> bool:
    return not line[match.end() :].strip() and not line.lstrip().startswith(">")
