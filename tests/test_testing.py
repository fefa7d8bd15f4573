"""The test of a lesson: five mixed questions for those who know it, whose answers count for the lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_app import both_sizes, keys, playing, said, until, view
from tutor.course.catalog import shipped
from tutor.course.chain import Chain
from tutor.course.parse import load
from tutor.course.testing import MOST, shortened
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen
from tutor.widgets.ending import KNOWN, UNKNOWN, summary

LESSONS = sorted(shipped().rglob("[0-9]*.md"))


@pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])
def test_five_questions_of_many_kinds_in_the_order_of_the_lesson(path: Path) -> None:
    lesson = load(path)
    steps = shortened(lesson).steps
    assert len(steps) == MOST
    places = [lesson.tasks.index(step) for step in steps]  # type: ignore[arg-type]
    assert places == sorted(places)
    assert len({"chain" if isinstance(step, Chain) else step.kind for step in steps}) >= 4  # type: ignore[union-attr]
    assert shortened(lesson).id == lesson.id


@both_sizes
async def test_t_on_the_map_asks_them_and_leaves_the_place_in_the_lesson(tmp_path: Path, size: tuple[int, int]) -> None:
    Record.open(tmp_path).reached("tiny", "slope")
    async with playing(tmp_path, size, lesson=None) as pilot:
        assert "test" in keys(pilot)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        assert "Do you know it?" in said(pilot, "TitleBar")
        await until(pilot, lambda: view(pilot).question.id == "output")
        await pilot.press("n", "n", "n", "n")
        await until(pilot, lambda: UNKNOWN in said(pilot, "EndingView Static"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
    assert Record.open(tmp_path).state.places["tiny"] == "slope"


def test_who_is_right_throughout_is_told_so(tmp_path: Path) -> None:
    lesson = shortened(load(LESSONS[0]))
    record = Record.open(tmp_path)
    for task in lesson.tasks:
        record.answered(lesson.id, task.id, "x", "right", "sure", 0)
    told = summary(lesson, record.state, testing=True)
    assert any(str(part) == KNOWN for part in told.renderables)  # type: ignore[attr-defined]
