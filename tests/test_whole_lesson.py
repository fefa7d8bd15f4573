"""A lesson in which every kind of question and block occurs, played from its first page to its end."""

from __future__ import annotations

import io
from pathlib import Path

from textual.pilot import Pilot

from tests.answering import right_line, right_places, right_text
from tests.test_app import both_sizes, go_on, playing, said, train, view
from tutor.course.attempt import Phase
from tutor.course.catalog import Catalog
from tutor.course.model import Kind, Lesson, Question
from tutor.course.parse import load
from tutor.plain.start import play
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.widgets.ending import EndingView

EXAMPLE = Path(__file__).parent / "lessons" / "example.md"
KEYS = {"*": "asterisk", "(": "left_parenthesis", ")": "right_parenthesis", "-": "minus", " ": "space"}


async def answer(pilot: Pilot[int], lesson: Lesson, question: Question) -> None:
    """Answer rightly by keys, be sure of it, and read the why."""
    match question.kind:
        case Kind.NUMBER | Kind.FORMULA:
            await pilot.press(*(KEYS.get(sign, sign) for sign in right_text(question)), "enter")
        case Kind.ORDER:
            for place in range(len(question.answers)):
                attempt = view(pilot).attempt
                way = attempt.order.index(place) - attempt.at
                await pilot.press(*["down" if way > 0 else "up"] * abs(way), str(place + 1))
        case _:
            await pilot.press(*map(str, right_places(lesson, question)))
    await pilot.press("s")
    if question.runs:
        await train(pilot)
    assert view(pilot).attempt.phase is Phase.EXPLAINED
    assert "✔ Right — you said: sure" in said(pilot, "#why")


@both_sizes
async def test_every_kind_is_played_to_the_end_on_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    lesson = load(EXAMPLE)
    async with playing(tmp_path, size, lesson.id, EXAMPLE) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        for step in lesson.steps:
            assert screen.step is not None
            assert screen.step.id == step.id
            if isinstance(step, Question):
                await answer(pilot, lesson, step)
                await go_on(pilot)
            else:
                await pilot.press("enter")
        assert screen.query_one(EndingView)
    answers = Record.open(tmp_path).state.answers
    assert {one.verdict for one in answers.values()} == {"right"}
    assert len(answers) == len(lesson.questions)


def test_every_kind_is_played_to_the_end_in_plain_mode(tmp_path: Path) -> None:
    lesson, lines = load(EXAMPLE), []
    for step in lesson.steps:
        lines += [right_line(lesson, step), "s", ""] if isinstance(step, Question) else [""]
    told = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert play(Record.open(tmp_path), Catalog([EXAMPLE]), lesson.id, typed=typed, said=told) == 0
    text = told.getvalue()
    assert "That was the lesson: 6 of 6 questions answered, 6 right." in text
    for page in lesson.pages:
        assert sum(line == page.title for line in text.splitlines()) == 1
