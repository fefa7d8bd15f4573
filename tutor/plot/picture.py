"""A picture made of characters: a grid of cells to write on, and the finished rows.

Every row is exactly as wide as asked for, whatever is written on it: what does not fit is cut, never moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.style import Style
from rich.text import Span, Text


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows` as they stand on the screen, and `words` that say the same in one sentence.

    Rows that look the same may be the same object: read them, do not change them.
    """

    rows: tuple[Text, ...]
    words: str

    def plain(self) -> str:
        """The rows without color, one a line."""
        return "\n".join(row.plain for row in self.rows)


def cells(text: str) -> list[str]:
    """One string for each cell of `text`; a wide character is followed by an empty one."""
    row: list[str] = []
    for character in text:
        width = get_character_cell_size(character)
        if width:
            row += [character] + [""] * (width - 1)
        elif character in "\t\n":
            row.append(" ")
    return row


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells, with … where something was cut."""
    row = cells(text)
    if len(row) <= width:
        return "".join(row)
    kept = row[: max(width - 1, 0)]
    if kept and row[len(kept)] == "":  # half of a wide character
        kept.pop()
    return "".join(kept).rstrip() + "…" if width > 0 else ""


class Grid:
    """Cells to write on, row 0 at the top."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(width, 0), max(height, 0)
        self._characters = [[" "] * self.width for _ in range(self.height)]
        self._styles = [[""] * self.width for _ in range(self.height)]

    def blank(self, column: int, row: int, length: int = 1) -> bool:
        """Whether nothing is written on these cells yet, and all of them exist."""
        if not (0 <= row < self.height and column >= 0 and column + length <= self.width):
            return False
        return all(cell == " " for cell in self._characters[row][column : column + length])

    def write(self, column: int, row: int, text: str, style: str = "") -> None:
        """Write `text` from `column` on. What lies outside the grid is left out."""
        if not 0 <= row < self.height:
            return
        characters, styles = self._characters[row], self._styles[row]
        letters = cells(text)
        for offset, letter in enumerate(letters):
            place = column + offset
            if not 0 <= place < self.width:
                continue
            wide = offset + 1 < len(letters) and letters[offset + 1] == ""
            if (wide and place + 1 >= self.width) or (letter == "" and place == 0):
                letter = " "
            if characters[place] == "" and letter != "" and place:
                characters[place - 1] = " "  # the other half of the wide character that goes
            if place + 1 < self.width and characters[place + 1] == "" and not wide:
                characters[place + 1] = " "
            characters[place], styles[place] = letter, style

    def rows(self) -> tuple[Text, ...]:
        """The finished rows."""
        return tuple(
            _row(tuple(characters), tuple(styles))
            for characters, styles in zip(self._characters, self._styles, strict=True)
        )


@lru_cache(maxsize=1024)
def _row(characters: tuple[str, ...], styles: tuple[str, ...]) -> Text:
    spans: list[Span] = []
    start = place = 0
    running = ""
    for character, style in zip(characters, styles, strict=True):
        # A blank cell looks the same in any ink: let the style run on, for fewer spans.
        if style != running and (character != " " or _fills(style) or _fills(running)):
            if running:
                spans.append(Span(start, place, _style(running)))
            start, running = place, style
        place += len(character)
    if running:
        spans.append(Span(start, place, _style(running)))
    return Text("".join(characters), spans=spans, no_wrap=True, end="")


@lru_cache(maxsize=1024)
def _fills(style: str) -> bool:
    """Whether a blank cell shows it: it has a background."""
    return " on " in f" {style}" or "reverse" in style


@lru_cache(maxsize=1024)
def _style(definition: str) -> Style:
    return Style.parse(definition)
