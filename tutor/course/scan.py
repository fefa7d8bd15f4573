"""Says of every line of a lesson what it is: prose, a heading, code, or part of a block.

A fence that is never closed costs one message and never swallows what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tutor.course.problems import Report, Where, brief
from tutor.course.settings import is_remark, read_setting

DATA_WORDS = ("experiment", "explore", "chain", "claims")
QUESTION_WORDS = ("choice", "multi", "number", "formula", "order", "predict")

FENCE = re.compile(r"( {0,3})(`{3,}+|~{3,}+)[ \t]*+([^`]*)")
_INDENTED = re.compile(r"([ \t]+)(:{3,})[ \t]*(\w+)[ \t]+\w")
_ALMOST = re.compile(r" {0,3}(?:(:{1,2})|(`{1,2}|'{3}))[ \t]*([a-z]+)[ \t]+[\w=.,-]+[ \t]*")
_HEADING = re.compile(r"##(?:[ \t]+(.*))?")
LONGEST_FENCE = 9


class LineKind(Enum):
    """What a line is; ASK opens a question and END closes one."""

    TEXT = auto()
    CODE = auto()
    HEADING = auto()
    DATA = auto()
    ASK = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class DataSpan:
    """A data block of kind `word`: `lines[body:stop]` are its settings, `after` is the line to go on with."""

    word: str
    body: int
    stop: int
    after: int
    closed: bool


class Scan:
    """The kind of every line from `first` on; `data` holds where the data block that opens on a line ends."""

    def __init__(self, lines: Sequence[str], first: int, report: Report) -> None:
        self.lines = lines
        self.report = report
        self.kinds = [LineKind.TEXT] * len(lines)
        self.data: dict[int, DataSpan] = {}
        self._hopeless: dict[tuple[str, int], int] = {}
        self._classify(first)

    def _classify(self, first: int) -> None:
        index = first
        while index < len(self.lines):
            line = self.lines[index]
            if line.startswith(":::"):
                self.kinds[index] = LineKind.ASK if line.strip(": \t") else LineKind.END
            elif (near := _ALMOST.fullmatch(line)) and (near[3] in (QUESTION_WORDS if near[1] else DATA_WORDS)):
                mark, kind = (":::", "a question") if near[1] else ("```", "a block")
                message = f"{kind} begins with '{mark}', as in '{mark}{' ' * bool(near[1])}{near[3]}'"
                self.report.add("unexpected", message, Where(index + 1))
                if near[2]:
                    span = self._data_block(index, near[3], 3)
                    self.data[index] = span
                    self.kinds[index : span.after] = [LineKind.DATA] * (span.after - index)
                    index = span.after
                    continue
                self.kinds[index] = LineKind.ASK
            elif _HEADING.fullmatch(line):
                self.kinds[index] = LineKind.HEADING
            elif fence := FENCE.fullmatch(line):
                index = self._fence(index, fence)
                continue
            elif (indented := _INDENTED.match(line)) and indented[3] in QUESTION_WORDS:
                message = f"a question begins in the first column: '::: {indented[3]}'"
                self.report.add("unexpected", message, Where(index + 1, len(indented[1]) + 1))
                self.kinds[index] = LineKind.ASK
            index += 1

    def _fence(self, index: int, fence: re.Match[str]) -> int:
        """Deal with the fence at `index`; the index of the line to go on with."""
        if word := self._data_word(index, fence):
            span = self._data_block(index, word, len(fence[2]))
            self.data[index] = span
            self.kinds[index : span.after] = [LineKind.DATA] * (span.after - index)
            return span.after
        close = self._code_end(index, fence[2][0], min(len(fence[2]), LONGEST_FENCE))
        if close is None:
            message = f"this code fence is never closed; end it with {brief(fence[2])}"
            self.report.add("unclosed", message, Where(index + 1))
            return index + 1
        self.kinds[index : close + 1] = [LineKind.CODE] * (close + 1 - index)
        return close + 1

    def _data_word(self, index: int, fence: re.Match[str]) -> str:
        """The kind of data block that this fence opens, or nothing; a misspelled one is read as what was meant."""
        words = fence[3].split()
        if not words or fence[2][0] != "`":
            return ""
        word = words[0]
        if word not in DATA_WORDS:
            nearest = self.report.nearest(word, DATA_WORDS) if len(words) <= 2 else None
            if nearest and len(words) == 1 and nearest != "claims":  # every other block has an id
                return ""
            if nearest:
                message = f"unknown block {brief(word)}; did you mean '{nearest}'?"
                self.report.add("unexpected", message, Where(index + 1, fence.start(3) + 1))
            return nearest or ""
        if fence[1]:
            message = f"a block begins in the first column: '```{word}'"
            self.report.add("unexpected", message, Where(index + 1, len(fence[1]) + 1))
        return word

    def _data_block(self, index: int, word: str, length: int) -> DataSpan:
        body = index + 1
        for i in range(body, len(self.lines)):
            line = self.lines[i]
            if line.startswith((":::", "## ")):
                break
            fence = FENCE.fullmatch(line) if "```" in line[:6] else None
            if fence and fence[3].strip():
                break
            if fence and len(fence[2]) >= length:
                if self._is_foreign(body, i) and self._bare_fences(i) % 2 == 0:
                    break
                return DataSpan(word, body, i, i + 1, True)
        stop = body
        while stop < len(self.lines) and self.lines[stop].strip() and self._belongs(self.lines[stop]):
            stop += 1
        return DataSpan(word, body, stop, stop, False)

    def _belongs(self, line: str) -> bool:
        return not line.startswith("## ") and (is_remark(line) or read_setting(line, 1) is not None)

    def _is_foreign(self, body: int, stop: int) -> bool:
        """Whether prose stands after a blank line, so that the closing fence is another block's."""
        blank = next((i for i in range(body, stop) if not self.lines[i].strip()), stop)
        return any(not is_remark(line) and read_setting(line, 1) is None for line in self.lines[blank:stop])

    def _bare_fences(self, index: int) -> int:
        """How many fences without a word stand from here to the next block that has one."""
        count = 0
        for i in range(index, len(self.lines)):
            line = self.lines[i]
            if line.startswith(":::"):
                break
            if line.startswith("```"):
                if line.strip("` \t"):
                    break
                count += 1
        return count

    def _code_end(self, index: int, mark: str, length: int) -> int | None:
        """The line that closes a code fence, or None. A plain fence ends, at the latest, at a block."""
        key = (mark, length)
        if index < self._hopeless.get(key, 0):
            return None
        i = index + 1
        while i < len(self.lines):
            line = self.lines[i]
            if length == 3 and line.startswith(":::"):
                break
            fence = FENCE.fullmatch(line)
            if fence and fence[3].strip():
                if length == 3 and not fence[1] and fence[2][0] == "`" and len(fence[2]) == 3:
                    break
            elif fence and fence[2][0] == mark and len(fence[2]) >= length:
                return i
            i += 1
        self._hopeless[key] = i
        return None
