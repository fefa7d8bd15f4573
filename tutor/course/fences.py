"""Cuts a lesson into prose, headings, data blocks and question blocks.

What belongs to a block that is never closed is guessed so that everything after it is still read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from tutor.course.problems import START, Report, Where, brief
from tutor.course.scan import LineKind, Scan


class Part(Enum):
    """What a block is."""

    TEXT = auto()
    HEADING = auto()
    DATA = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the file: `lines[start:stop]` is its body, without the fences.

    `word` is the fence's first word (or the heading's title), `name` the id after it, `rest` what follows.
    `line` counts from 1; `start` and `stop` from 0.
    """

    part: Part
    line: int
    start: int
    stop: int
    word: str = ""
    name: str = ""
    rest: str = ""
    name_at: Where = START
    closed: bool = True
    holes: tuple[tuple[int, int], ...] = ()

    @property
    def at(self) -> Where:
        return Where(self.line)


class Cutter:
    """Cuts the lines of one lesson, from `first` on."""

    def __init__(self, lines: Sequence[str], first: int, report: Report) -> None:
        scan = Scan(lines, first, report)
        self.lines = lines
        self.first = first
        self.report = report
        self.kinds = scan.kinds
        self.data = scan.data
        self.code = [kind is LineKind.CODE for kind in scan.kinds]

    def blocks(self) -> list[Block]:
        """The blocks in the order of the file; those found inside a question stand before it."""
        blocks: list[Block] = []
        next_colons = self._next_colons()
        index = text = self.first
        while index < len(self.lines):
            kind = self.kinds[index]
            if kind in (LineKind.TEXT, LineKind.CODE):
                index += 1
                continue
            if text < index:
                blocks.append(Block(Part.TEXT, text + 1, text, index))
            if kind is LineKind.HEADING:
                blocks.append(_heading(self.lines[index], index))
                index += 1
            elif kind is LineKind.DATA:
                blocks.append(self._data(index))
                index = self.data[index].after
            elif kind is LineKind.END:
                message = "':::' closes nothing; no question is open here"
                self.report.add("unexpected", message, Where(index + 1))
                index += 1
            else:
                index = self._question(index, next_colons[index], blocks)
            text = index
        if text < index:
            blocks.append(Block(Part.TEXT, text + 1, text, index))
        return blocks

    def _next_colons(self) -> list[int]:
        """For every line, the next one below it that opens or closes a question."""
        found = [len(self.lines)] * len(self.lines)
        for i in range(len(self.lines) - 2, -1, -1):
            found[i] = i + 1 if self.kinds[i + 1] in (LineKind.ASK, LineKind.END) else found[i + 1]
        return found

    def _data(self, index: int) -> Block:
        data = self.data[index]
        found = opening(Part.DATA, self.lines[index], index, data.body, data.stop, data.closed)
        block = replace(found, word=data.word)
        if not data.closed:
            what = f"{block.word} {brief(block.name)}" if block.word != "claims" else "this claims block"
            message = f"{what} is never closed; put '```' on its own line before line {data.stop + 1}"
            self.report.add("unclosed", message, block.at)
        return block

    def _question(self, index: int, colon: int, blocks: list[Block]) -> int:
        """Append the question at `index` and what stands inside it; the index of the line after it."""
        closed = colon < len(self.lines) and self.kinds[colon] is LineKind.END
        stop = colon
        holes = []
        i = index + 1
        while i < colon:
            kind = self.kinds[i]
            if kind not in (LineKind.HEADING, LineKind.DATA):
                i += 1
                continue
            if not closed:
                stop = i
                break
            if kind is LineKind.HEADING:
                self.report.add("unexpected", "a page cannot begin inside a question; use '####'", (i + 1, 1))
                holes.append((i, i + 1))
                i += 1
                continue
            inner = self._data(i)
            blocks.append(inner)
            message = f"{inner.word} cannot stand inside a question; move it above line {index + 1}"
            self.report.add("unexpected", message, inner.at)
            holes.append((i, self.data[i].after))
            i = self.data[i].after
        block = opening(Part.QUESTION, self.lines[index], index, index + 1, stop, closed, tuple(holes))
        if not closed:
            what = f"question {brief(block.name or block.word)}"
            message = f"{what} is never closed; put ':::' on its own line before line {stop + 1}"
            self.report.add("unclosed", message, block.at)
        blocks.append(block)
        return stop + 1 if closed else stop


def _heading(line: str, index: int) -> Block:
    title = re.sub(r"(?:^|[ \t])#+$", "", line[2:].strip()).strip()
    return Block(Part.HEADING, index + 1, index, index + 1, word=title)


def opening(
    part: Part,
    line: str,
    index: int,
    start: int,
    stop: int,
    closed: bool,
    holes: tuple[tuple[int, int], ...] = (),
) -> Block:
    """The block whose opening line this is, with its word, name and the rest taken apart."""
    shift = len(line) - len(line.lstrip("`': "))
    words = list(re.finditer(r"\S+", line[shift:]))
    texts = [word.group() for word in words]
    name_at = Where(index + 1, words[1].start() + shift + 1 if len(words) > 1 else 1)
    word, name = [*texts, "", ""][:2]
    rest = line[words[2].start() + shift :].rstrip() if len(words) > 2 else ""
    return Block(part, index + 1, start, stop, word, name, rest, name_at, closed, holes)
