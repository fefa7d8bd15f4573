"""Lays a lesson's blocks out as pages of steps, in the order of the file.

Prose that only an experiment block interrupts is one stretch, because a learner does not see such blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tutor.course.chain import Chain
from tutor.course.fences import Block, Part
from tutor.course.maths import plain, translated
from tutor.course.model import Explore, Page, Place, Question, Reading, Step


def make_pages(
    title: str, blocks: Iterable[Block], lines: Sequence[str], steps: Mapping[int, Question | Explore | Chain]
) -> tuple[Page, ...]:
    """The pages of a lesson called `title`; `steps` are the questions, explorers and chains by their opening line."""
    layout = _Layout(title, lines, {step.id for step in steps.values()})
    for block in blocks:
        if block.part is Part.HEADING:
            layout.begin(block.word)
        elif block.part is Part.TEXT:
            layout.text.append(block)
        elif step := steps.get(block.line):
            layout.add(step)
    layout.begin("")
    return tuple(layout.pages)


class _Layout:
    """The pages so far, and the one being filled. A page without any step is left out."""

    def __init__(self, title: str, lines: Sequence[str], taken: set[str]) -> None:
        self.title = title
        self.lines = lines
        self.taken = taken
        self.counts: dict[str, int] = {}
        self.pages: list[Page] = []
        self.steps: list[Step] = []
        self.text: list[Block] = []

    def begin(self, title: str) -> None:
        self._end_text()
        if self.steps:
            self.pages.append(Page(self.title, tuple(self.steps)))
        self.title, self.steps = plain(title), []

    def add(self, step: Question | Explore | Chain) -> None:
        self._end_text()
        self.steps.append(step)

    def _end_text(self) -> None:
        stretches = [_trimmed(self.lines, block) for block in self.text]
        first = next((start for start, text in stretches if text), None)
        self.text = []
        if first is None:
            return
        text = "\n\n".join(text for _, text in stretches if text)
        self.steps.append(Reading(self._new_id(), self.title, translated(text), Place(first + 1)))

    def _new_id(self) -> str:
        base = slug(self.title)
        number = self.counts.get(base, 0) + 1
        while (name := base if number == 1 else f"{base}_{number}") in self.taken:
            number += 1
        self.counts[base] = number
        self.taken.add(name)
        return name


def _trimmed(lines: Sequence[str], block: Block) -> tuple[int, str]:
    """Where the text of a block starts (from 0), and the text without blank lines around it."""
    start, stop = block.start, block.stop
    while start < stop and not lines[start].strip():
        start += 1
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    return start, "\n".join(lines[start:stop])


def slug(title: str) -> str:
    """A title as an id: small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "page"
