"""Standard output as paper: wide enough, colored only for a terminal, with no escape code in a pipe."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments

from tutor.plot import Picture

NARROWEST, WIDEST = 40, 200

CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
"""Everything that could move a cursor or change a terminal's state, mapped to nothing."""


def paper(stream: TextIO | None = None) -> Console:
    """Return a console on `stream` (standard output) that reads nothing as markup.

    `COLUMNS` and `NO_COLOR` are honored.
    """
    stream = stream or sys.stdout or io.StringIO()
    terminal = stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    console = Console(
        file=stream,
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.width = min(max(console.width, NARROWEST), WIDEST)
    return console


def put(console: Console, what: RenderableType, width: int | None = None) -> None:
    """Print something, at most `width` columns wide.

    A lesson may come from a stranger, so control characters in it never reach the terminal. In a pipe, the
    blanks that only fill up a terminal's lines are left out.
    """
    options = console.options.update(width=width) if width else console.options
    for line in console.render_lines(what, options, pad=False):
        kept = [Segment(segment.text.translate(CONTROLS), segment.style) for segment in line]
        if console.is_terminal:
            console.print(Segments([*kept, Segment.line()]), soft_wrap=True)
        else:
            console.file.write("".join(segment.text for segment in kept).rstrip() + "\n")


def put_picture(console: Console, picture: Picture) -> None:
    """Print a picture and, below it, the sentence that says the same."""
    for row in picture.rows:
        put(console, row)
    put(console, picture.words, width=min(console.width, 72))
