"""What is said and what is typed, line by line. Nothing here moves a cursor or needs a screen."""

from __future__ import annotations

from typing import TextIO

from rich.console import RenderableType
from rich.padding import Padding

from tutor.paper import paper, put, put_picture
from tutor.plot import Picture
from tutor.prose import WIDTH, Prose


class Voice:
    """Talks to one learner over two streams."""

    def __init__(self, typed: TextIO, said: TextIO) -> None:
        self._typed = typed
        self._console = paper(said)
        self._echo = not typed.isatty()

    @property
    def on_terminal(self) -> bool:
        """Whether what is said goes to a terminal that can take back its last line."""
        return self._console.is_terminal

    @property
    def width(self) -> int:
        """Columns there are for pictures."""
        return self._console.width

    @property
    def measure(self) -> int:
        """Columns that prose may take."""
        return min(self._console.width, WIDTH)

    def say(self, what: RenderableType = "", width: int | None = None) -> None:
        """Print a line, or anything that Rich can draw, no wider than prose."""
        put(self._console, what, width or self.measure)

    def prose(self, text: str, indent: int = 0) -> None:
        """Print a stretch of lesson text."""
        if text.strip():
            self.say(Padding(Prose(text), (0, 0, 0, indent)))

    def show(self, picture: Picture) -> None:
        """Print a picture with its sentence, and a blank line."""
        put_picture(self._console, picture)
        self.say()

    def working(self, line: str) -> None:
        """Say how far training is, on a line that the next one replaces; only on a terminal."""
        if self.on_terminal:
            self._console.file.write(f"\r{line[: self.width - 1]:<{self.width - 1}}\r")
            self._console.file.flush()

    def ask(self, prompt: str) -> str:
        """Return the line that is typed, without blanks around it. Raises EOFError when there is none."""
        out = self._console.file
        out.write(f"{prompt} > ")
        out.flush()
        line = self._typed.readline()
        if self._echo or not line:
            out.write(line.rstrip("\r\n") + "\n")
        if not line:
            raise EOFError
        return line.strip()
