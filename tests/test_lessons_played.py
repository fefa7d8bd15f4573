"""Every lesson of the course, played from first to last: by one who knows everything, and by one who knows nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answering import right_line, wrong_line
from tutor.course.catalog import Catalog, shipped
from tutor.course.chain import Chain
from tutor.course.feedback import OUTCOMES
from tutor.course.model import Kind, Lesson, Question, is_task
from tutor.course.parse import load
from tutor.plain.start import play
from tutor.record import Record
from tutor.record.revisit import beliefs

LESSONS = sorted(shipped().rglob("[0-9]*.md"))
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=[path.stem for path in LESSONS])


def lines(lesson: Lesson, answer: Callable[[Lesson, Question], str], fill: Callable[[Chain, int], str]) -> list[str]:
    """What is typed from the first page to the end."""
    typed = []
    for step in lesson.steps:
        match step:
            case Question():
                typed += [answer(lesson, step), "s"]
            case Chain():
                typed += [fill(step, blank) for blank in step.blanks]
        typed.append("")
    return typed


def played(lesson: Lesson, home: Path, typed: list[str]) -> str:
    said = io.StringIO()
    read = io.StringIO("".join(f"{line}\n" for line in typed))
    assert play(Record.open(home), Catalog(), lesson.id, typed=read, said=said) == 0
    return said.getvalue()


def words(text: str) -> list[str]:
    """A text as bare words, whatever its Markdown and wherever its lines break."""
    return re.findall(r"[A-Za-z]{4,}", re.sub(r"\{[^}]*\}|\([^)]*measured[^)]*\)", " ", text))


@every_lesson
def test_one_who_knows_everything_is_right_throughout(path: Path, tmp_path: Path) -> None:
    lesson = load(path)
    said = played(lesson, tmp_path, lines(lesson, right_line, lambda chain, at: chain.factors[at].formula.text))
    assert f"{len(lesson.tasks)} of {len(lesson.tasks)} questions answered" in said
    answers = Record.open(tmp_path).state.answers
    assert len(answers) == len(lesson.tasks)
    assert {answer.verdict for answer in answers.values()} == {"right"}
    assert "{claim" not in said
    assert all(len(line) <= 80 for line in said.splitlines())


@every_lesson
def test_one_who_knows_nothing_comes_to_the_end_and_is_told_why_each_time(path: Path, tmp_path: Path) -> None:
    lesson = load(path)
    said = played(lesson, tmp_path, lines(lesson, wrong_line, lambda *_: "hint"))
    assert f"{len(lesson.tasks)} of {len(lesson.tasks)} questions answered" in said
    answers = Record.open(tmp_path).state.answers
    asked = {f"{lesson.id}/{task.id}" for task in lesson.tasks if is_task(task)}
    assert {key for key, answer in answers.items() if answer.verdict == "right"} == set()
    assert answers.keys() == asked
    revisited = beliefs(lesson, Record.open(tmp_path).state)
    assert {belief.question.id for belief in revisited} == {
        question.id for question in lesson.questions if answers[f"{lesson.id}/{question.id}"].verdict == "wrong"
    }
    assert all(belief.words and belief.sure for belief in revisited)
    told = " ".join(words(said))
    for question in lesson.questions:
        for answer in question.answers:
            if question.kind is Kind.PREDICT or not answer.feedback:
                continue
            for sentence in re.split(r"(?<=[.?!])\s", answer.feedback)[:1]:
                assert " ".join(words(sentence)[:4]) in told, (question.id, sentence)
    if any(question.kind is Kind.PREDICT for question in lesson.questions):
        assert OUTCOMES[True].removeprefix("✔ ") in said
