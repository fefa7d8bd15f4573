"""Lesson text for the eye: Markdown drawn by Rich, with code and formulas left as plain as they were typed.

Nothing in the text is ever read as markup of the terminal's, so `w[i]` stays `w[i]`.
"""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.text import Text

from tutor.course.source import UNFIT

WIDTH = 72
"""Columns: prose is never set wider."""


class _PlainBlock(CodeBlock):
    """A fenced block, indented; no coloring, so that hand-laid formulas stay as they are.

    A line too long for the screen goes on below; none of it is lost.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(Text(str(self.text).rstrip("\n"), overflow="fold"), (0, 0, 0, 4))


class _LeftHeading(Heading):
    """A heading at the left edge, without a box."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        yield self.text


class Prose(Markdown):
    """A stretch of lesson text."""

    elements = {
        **Markdown.elements,
        "fence": _PlainBlock,
        "code_block": _PlainBlock,
        "heading_open": _LeftHeading,
    }

    def __init__(self, text: str) -> None:
        super().__init__(text, hyperlinks=False)
        for token in self.parsed:
            token.content = UNFIT.sub("\ufffd", token.content)  # Markdown can spell any character, as in &#x202e;
            shown = [child for child in token.children or () if child.type != "html_inline"]
            for child in shown:
                child.content = UNFIT.sub("\ufffd", child.content)
            token.children = shown if token.children else None
