"""The course as shipped: no problem in any lesson, and nothing said about a run that training does not bear out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.catalog import Catalog, shipped
from tutor.course.check import examine
from tutor.course.model import Explore, Kind, Lesson, Question
from tutor.course.pace import minutes
from tutor.course.parse import load
from tutor.course.trained import train_lesson

LESSONS = sorted(shipped().rglob("[0-9]*.md"))
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])


def runs_for(lesson: Lesson, kind: Kind) -> list[Question]:
    return [question for question in lesson.questions if question.kind is kind]


def test_the_checker_has_nothing_to_say() -> None:
    assert len(LESSONS) == len(Catalog().entries) >= 2
    assert [str(problem) for problem in examine([str(shipped())]).problems] == []


@every_lesson
def test_every_claim_and_every_prediction_holds_over_its_seeds(path: Path) -> None:
    trained = train_lesson(load(path))
    assert trained
    assert [claim.name for claim in trained if not claim.holds] == []


@every_lesson
def test_a_lesson_asks_before_it_tells_and_in_several_ways(path: Path) -> None:
    lesson = load(path)
    assert isinstance(lesson.steps[0], Question)
    assert len(lesson.questions) >= 6
    assert len({question.kind for question in lesson.questions}) >= 3
    assert any(question.runs for question in lesson.questions)
    assert any(isinstance(step, Explore) for step in lesson.steps)


@every_lesson
def test_a_lesson_takes_ten_to_thirty_minutes_and_says_about_how_many(path: Path) -> None:
    lesson = load(path)
    assert 10 <= minutes(lesson) <= 30
    assert abs(minutes(lesson) - lesson.meta.minutes) <= 5


@every_lesson
def test_every_question_that_is_no_plain_choice_has_hints(path: Path) -> None:
    for question in load(path).questions:
        assert question.hints or question.kind is Kind.CHOICE, question.id


@every_lesson
def test_every_option_has_its_own_feedback(path: Path) -> None:
    for question in load(path).questions:
        told = [answer.feedback for answer in question.answers]
        assert all(told), question.id
        assert len(set(told)) == len(told), question.id


def test_the_right_option_cannot_be_told_by_its_length() -> None:
    """Over all choices, the right option is the longest about as often as chance has it."""
    longest, chance = 0.0, 0.0
    for path in LESSONS:
        for question in runs_for(load(path), Kind.CHOICE):
            lengths = [len(answer.text) for answer in question.answers]
            right = [len(answer.text) for answer in question.answers if answer.mark == "x"]
            longest += max(right) == max(lengths)
            chance += 1 / len(lengths)
    assert longest <= chance + 1
