"""Keeps the transcripts of two lessons in plain mode, all answered right: `python docs/make_transcript.py`.

One is a lesson of the course; the other is an example in which every kind of question and block occurs.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from shots import COURSE, EXAMPLE

from tests.answering import right_line
from tutor.course.catalog import Catalog
from tutor.course.model import Lesson, Question
from tutor.course.parse import load
from tutor.plain.start import play
from tutor.record import Record

HERE = Path(__file__).parent
LESSONS = {"plain-last-layer.txt": COURSE / "foundations" / "03-last-layer.md", "plain-example.txt": EXAMPLE}


def lines(lesson: Lesson) -> Iterator[str]:
    """What is typed, one line for every prompt: enter for a page; answer, `s` for sure and enter for a question."""
    for step in lesson.steps:
        if isinstance(step, Question):
            yield right_line(lesson, step)
            yield "s"
        yield ""


def main() -> None:
    for name, path in LESSONS.items():
        said = io.StringIO()
        typed = io.StringIO("".join(f"{line}\n" for line in lines(load(path))))
        with tempfile.TemporaryDirectory() as home:
            play(Record.open(Path(home)), Catalog([path]), str(path), typed=typed, said=said)
        (HERE / name).write_text(said.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
