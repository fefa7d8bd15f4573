"""Finds where in a Markdown text a formula may stand: in paragraphs, never in code.

The blocks of Markdown, as far as that needs them: fences, quotes, lists, headings and tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BARRIER = "\0"
"""What no formula reaches across; the end of a paragraph, or a character of code."""

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_QUOTES = re.compile(r"(?: {0,3}+> ?)*+")
_QUOTES_IN_LIST = re.compile(r"(?:[ \t]*+> ?)*+")
_INDENT = re.compile(r"[ \t]*+")
_ITEMS = re.compile(r"(?:(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|\Z))*+")
_INTERRUPTS = re.compile(r"(?:[-+*]|1[.)])[ \t]++[^ \t]")
_CODE_IN_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])(?: {5}|[ \t]*+\t)[ \t]*+[^ \t]")
_FENCE = re.compile(r"(`{3,}+)[^`]*+\Z|(~{3,}+)")
_FENCE_END = re.compile(r"(`{3,}+|~{3,}+)[ \t]*+\Z")
_ALONE = re.compile(r"#{1,6}(?:[ \t]|\Z)|:::|\||(?:=++|-++|[*_](?:[ \t]*+[*_]){2,}+)[ \t]*+\Z")
_CODE_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Line:
    quotes: str  # with their marks
    indent: str
    body: str
    end: str

    @property
    def depth(self) -> int:
        return self.quotes.count(">")

    @property
    def width(self) -> int:
        """Columns of the indent; a tab counts as four."""
        return len(self.indent) + 3 * self.indent.count("\t")


@dataclass(frozen=True, slots=True)
class _Fence:
    mark: str
    depth: int
    in_list: bool

    def is_left_by(self, line: _Line) -> bool:
        """Whether a line stands outside the quote or the list item that holds this fence."""
        return line.depth < self.depth or (self.in_list and bool(line.body.strip()) and not line.width)

    def is_ended_by(self, line: _Line) -> bool:
        found = _FENCE_END.match(line.body)
        near = self.in_list or line.width < _CODE_INDENT
        return bool(found and near and line.depth == self.depth and found[1].startswith(self.mark))


def masked(text: str) -> str:
    """`text`, character for character, with barriers for code and for the ends of paragraphs, blanks for `>`."""
    mask = _Mask()
    for found in _LINE.finditer(text):
        mask.add(_taken_apart(found[1], found[2], _QUOTES_IN_LIST if mask.in_list else _QUOTES))
    return "".join(mask.parts)


class _Mask:
    """What has been read so far, and in what the next line stands."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.fence: _Fence | None = None
        self.depth = 0
        self.in_list = False
        self.in_paragraph = False

    def add(self, line: _Line) -> None:
        if self.fence and self.fence.is_left_by(line):
            self.fence = None
        if self.fence:
            if self.fence.is_ended_by(line):
                self.fence = None
            self._hide(line)
        elif not line.body.strip():
            self._hide(line)
        else:
            self._add_text(line)

    def _add_text(self, line: _Line) -> None:
        items = self._items(line)
        code = items is not None and _CODE_IN_ITEM.match(line.body, items)
        if items or code or line.depth > self.depth or _ALONE.match(line.body):
            self.in_paragraph = False
        if not self.in_paragraph:
            self.depth = line.depth
            self.in_list = bool(items or code) or (self.in_list and line.width > 0)
        if code or (line.width >= _CODE_INDENT and not self.in_paragraph and not self.in_list):
            self._hide(line)
            return
        fence = _FENCE.match(line.body[items or 0 :])
        if fence and (self.in_list or line.width < _CODE_INDENT):
            self.fence = _Fence(fence[1] or fence[2], line.depth, self.in_list and bool(items or line.width))
            self._hide(line)
            return
        if not self.in_paragraph:
            self._part()
        self.parts += [" " * len(line.quotes) + line.indent + line.body, line.end]
        self.in_paragraph = not _ALONE.match(line.body)

    def _items(self, line: _Line) -> int | None:
        """The length of the list marks that a line begins with; None where no list can begin."""
        begins = line.width < _CODE_INDENT and (not self.in_paragraph or _INTERRUPTS.match(line.body))
        return _end(_ITEMS, line.body) if self.in_list or begins else None

    def _hide(self, line: _Line) -> None:
        """Put barriers for a line that no formula stands in."""
        self._part()
        self.parts.append(BARRIER * len(line.quotes + line.indent + line.body + line.end))
        self.in_paragraph = False

    def _part(self) -> None:
        """Let no paragraph go on from the line before."""
        if self.parts:
            self.parts[-1] = BARRIER * len(self.parts[-1])


def _taken_apart(line: str, end: str, marks: re.Pattern[str]) -> _Line:
    after = _end(marks, line)
    start = _end(_INDENT, line, after)
    return _Line(line[:after], line[after:start], line[start:], end)


def _end(pattern: re.Pattern[str], line: str, at: int = 0) -> int:
    """Where a pattern that always fits stops fitting."""
    found = pattern.match(line, at)
    return found.end() if found else at
