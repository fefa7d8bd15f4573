r"""Finds the formulas of a text: `$…$` by Pandoc's rule, never in code, and never a sum of money.

A first dollar has no blank after it, a last one no blank before it and no digit after it; `\$` is a plain dollar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from tutor.course.maths.money import looks_like_maths
from tutor.course.maths.prose import BARRIER, masked

_TOKEN = re.compile(
    BARRIER + r"++"
    r"|\\[!-/:-@\[-`{-~]"  # an escaped sign
    r"|`++"
    r"|\$++"
    r"|\]\([^\s()" + BARRIER + r"]*+\)"  # where a link leads
    r"|<[A-Za-z][A-Za-z0-9+.-]*+:[^\s<>" + BARRIER + r"]*+>"
    r"|\{(?:claim[ \t]*+:|run[ \t]*+=)[^{}$" + BARRIER + r"]*+\}"
)
_RUN = re.compile("`++|" + BARRIER + "++")
_LINE_BREAK = re.compile(r"\r\n?|\n")
_DISPLAYED = re.compile(r"[\\^_={}]")


@dataclass(frozen=True, slots=True)
class Span:
    """A formula: `text[start:stop]` with its dollars, and its `source` without them, as long as it is in the text.

    Of a formula between double dollars, which is no part of our LaTeX, `source` has the inner ones.
    """

    start: int
    stop: int
    source: str


def spans(text: str) -> list[Span]:
    """Return the formulas of a Markdown text or of one line of it, in order, whether they can be read or not."""
    return _searched(masked(text)).found if "$" in text else []


def outside(text: str) -> str:
    """Return the text, character for character, with barriers for its formulas, its code and what is escaped."""
    finder = _searched(masked(text))
    parts: list[str] = []
    end = 0
    for start, stop in sorted([*finder.apart, *((span.start, span.stop) for span in finder.found)]):
        if start >= end:  # what is escaped may stand in a formula
            parts += [finder.mask[end:start], BARRIER * (stop - start)]
            end = stop
    return "".join([*parts, finder.mask[end:]])


def _searched(mask: str) -> _Finder:
    finder = _Finder(mask)
    at = 0
    while token := _TOKEN.search(mask, at):
        at = finder.take(token)
    return finder


class _Finder:
    """Goes over a masked text once; `opened` and `displayed` are where a single and a double dollar wait.

    `apart` are the stretches that can be no part of a formula: code, links, escaped signs.
    """

    def __init__(self, mask: str) -> None:
        self.mask = mask
        self.found: list[Span] = []
        self.apart: list[tuple[int, int]] = []
        self.opened: int | None = None
        self.displayed: int | None = None
        self.ticks = _Ticks(mask)

    def take(self, token: re.Match[str]) -> int:
        """Deal with a token; where to go on."""
        start, stop = token.span()
        match self.mask[start]:
            case "$" if stop - start == 1:
                self._dollar(start)
            case "$" if stop - start == 2:
                self._double(start)
            case "\\":
                self.apart.append((start, stop))
            case "`":
                if (end := self.ticks.end_of_code(start, stop)) is not None:
                    self.opened = self.displayed = None
                    self.apart.append((start, end))
                    return end
            case "]" | "<":
                self.apart.append((start, stop))
                self.opened = self.displayed = None
            case _:
                self.opened = self.displayed = None
        return stop

    def _dollar(self, at: int) -> None:
        if self.opened is not None and self._closes(self.opened, at):
            self._add(self.opened, at + 1)
            self.opened = None
        else:
            before, after = self._around(at)
            self.opened = at if not before.isalnum() and after and not _is_void(after) else None

    def _closes(self, start: int, at: int) -> bool:
        before, after = self._around(at)
        content = self.mask[start + 1 : at]
        return (
            not _is_void(before)
            and not after.isdigit()
            and len(_LINE_BREAK.findall(content)) < 2
            and looks_like_maths(content, after)
        )

    def _double(self, at: int) -> None:
        """Two dollars: with two more, a formula for a line of its own, which `translate` refuses with advice."""
        self.opened = None
        if self.displayed is not None and _DISPLAYED.search(self.mask, self.displayed + 2, at):
            while self.found and self.found[-1].start > self.displayed:
                self.found.pop()
            self._add(self.displayed, at + 2)
            self.displayed = None
        else:
            self.displayed = at

    def _around(self, at: int) -> tuple[str, str]:
        return self.mask[at - 1 : at] if at else "", self.mask[at + 1 : at + 2]

    def _add(self, start: int, stop: int) -> None:
        self.found.append(Span(start, stop, self.mask[start + 1 : stop - 1]))


class _Ticks:
    """Where code in a line ends: at the next run of as many backticks in the same paragraph."""

    def __init__(self, mask: str) -> None:
        self.runs: defaultdict[int, list[int]] = defaultdict(list)
        self.barriers: list[int] = []
        for run in _RUN.finditer(mask):
            (self.barriers if run[0][0] == BARRIER else self.runs[len(run[0])]).append(run.start())

    def end_of_code(self, start: int, stop: int) -> int | None:
        """Where the code ends that the backticks `mask[start:stop]` begin, or None when they begin none."""
        runs = self.runs.get(stop - start, [])
        index = bisect_right(runs, stop - 1)
        barrier = bisect_right(self.barriers, start)
        limit = self.barriers[barrier] if barrier < len(self.barriers) else None
        if index == len(runs) or (limit is not None and runs[index] > limit):
            return None
        return runs[index] + stop - start


def _is_void(character: str) -> bool:
    return character.isspace() or character == BARRIER
