"""Draws a terminal screen as an SVG in which every character keeps to its cell, whatever font the reader has.

Braille dots and blocks, which many fonts lack, are drawn as shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME as NAMED_COLORS

WIDTH, HEIGHT, SIZE, BASELINE = 9, 18, 15, 14
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of the eight dots of a braille character, lowest bit first."""
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"

Color = tuple[int, int, int]


def draw(rows: list[Iterable[Segment]], columns: int, ground: str) -> str:
    """The rows as one SVG of `columns` cells across, on the color `ground`."""
    body = [part for y, row in enumerate(rows) for part in _row(row, y)]
    width, height = columns * WIDTH, len(rows) * HEIGHT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 {width + 16} {height + 16}" '
            f'font-family="{FONTS}" font-size="{SIZE}">',
            f'<rect x="-8" y="-8" width="{width + 16}" height="{height + 16}" rx="8" fill="{ground}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _row(row: Iterable[Segment], y: int) -> Iterable[str]:
    x = 0
    for text, style, _ in row:
        length = cell_len(text)
        fore, back = _colors(style or Style())
        if back:
            yield f'<rect x="{x * WIDTH}" y="{y * HEIGHT}" width="{length * WIDTH}" height="{HEIGHT}" fill="{back}"/>'
        yield from _characters(text, x, y, fore, style or Style())
        x += length


def _characters(text: str, x: int, y: int, color: str, style: Style) -> Iterable[str]:
    looks = (' font-weight="bold"' if style.bold else "") + (' font-style="italic"' if style.italic else "")
    looks += ' text-decoration="underline"' if style.underline else ""
    dots = ""
    for place, word in _words(text):
        if 0x2800 <= ord(word[0]) <= 0x28FF:
            dots += "".join(_dot(ord(word) - 0x2800, bit, x + place, y) for bit in range(8))
            continue
        at = f'x="{(x + place) * WIDTH}" y="{y * HEIGHT + BASELINE}"'
        yield f'<text {at} fill="{color}"{looks}>{escape(word, quote=False)}</text>'
    if dots:
        yield f'<path d="{dots}" stroke="{color}" stroke-width="2" stroke-linecap="round"/>'


def _words(text: str) -> Iterable[tuple[int, str]]:
    """Plain words whole, anything unusual character by character, each with its place in cells."""
    place = 0
    for part in re.findall(r"[!-~]+|\s+|.", text):
        if not part.isspace():
            yield place, part
        place += cell_len(part)


def _dot(pattern: int, bit: int, x: int, y: int) -> str:
    if not pattern >> bit & 1:
        return ""
    column, row = DOTS[bit]
    return f"M{x * WIDTH + 2.25 + 4.5 * column:g} {y * HEIGHT + 2.25 + 4.5 * row:g}h0"


def _colors(style: Style) -> tuple[str, str | None]:
    fore = style.color.get_truecolor(NAMED_COLORS) if style.color else None
    back = style.bgcolor.get_truecolor(NAMED_COLORS, foreground=False) if style.bgcolor else None
    front: Color = tuple(fore) if fore else (216, 216, 216)
    behind: Color | None = tuple(back) if back else None
    if style.reverse and behind:
        front, behind = behind, front
    if style.dim and behind:
        front = tuple((3 * a + 2 * b) // 5 for a, b in zip(front, behind, strict=True))  # type: ignore[assignment]
    return _hex(front), _hex(behind) if behind else None


def _hex(color: Color) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
