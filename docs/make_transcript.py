"""Keeps the transcript of a lesson in plain mode with everything answered right: `python docs/make_transcript.py`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tutor.course.catalog import Catalog
from tutor.course.model import Kind, Lesson, Mark, Question
from tutor.course.parse import load
from tutor.course.shuffle import shown_order
from tutor.plain.start import play
from tutor.record import Record

LESSON = "last_layer"
HERE = Path(__file__).parent / f"plain-{LESSON.replace('_', '-')}.txt"


def lines(lesson: Lesson) -> Iterator[str]:
    """What is typed, one line for every prompt: enter for a page; answer, `s` for sure and enter for a question."""
    for step in lesson.steps:
        if isinstance(step, Question):
            yield right(lesson, step)
            yield "s"
        yield ""


def right(lesson: Lesson, question: Question) -> str:
    """The right answer as it is typed."""
    if question.kind is Kind.NUMBER:
        number = next(answer.number for answer in question.answers if answer.mark is Mark.RIGHT)
        assert number is not None
        return f"{number.value:g}"
    order = shown_order(lesson.id, question)
    wanted = {index for index, answer in enumerate(question.answers) if answer.mark is Mark.RIGHT}
    if question.kind is Kind.PREDICT:
        wanted = {index for index, answer in enumerate(question.answers) if answer.run == question.expect}
    return " ".join(str(order.index(index) + 1) for index in sorted(wanted))


def main() -> None:
    entry = Catalog().find(LESSON)
    assert entry is not None
    said = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines(load(entry.path))))
    with tempfile.TemporaryDirectory() as home:
        play(Record.open(Path(home)), Catalog(), LESSON, typed=typed, said=said)
    HERE.write_text(said.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
