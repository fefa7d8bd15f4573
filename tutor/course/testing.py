"""A test for those who know a lesson already: five of its questions, of as many kinds as there are."""

from __future__ import annotations

from dataclasses import replace

from tutor.course.chain import Chain
from tutor.course.model import Lesson, Page, Task

MOST = 5
"""So many questions are asked."""


def shortened(lesson: Lesson) -> Lesson:
    """The lesson with nothing but its test; the answers count for the lesson, as they have its ids."""
    chosen = _mixed(lesson.tasks)
    title = f"Do you know it? {lesson.meta.title}"
    page = Page(title, tuple(task for task in lesson.tasks if task in chosen))
    return replace(lesson, meta=replace(lesson.meta, title=title), pages=(page,))


def _mixed(tasks: tuple[Task, ...]) -> list[Task]:
    """One of each kind in turn, the latest first: late questions ask for what the lesson has built up."""
    waiting: dict[str, list[Task]] = {}
    for task in tasks:
        waiting.setdefault("chain" if isinstance(task, Chain) else task.kind.value, []).append(task)
    chosen: list[Task] = []
    while len(chosen) < min(MOST, len(tasks)):
        for alike in waiting.values():
            if alike and len(chosen) < MOST:
                chosen.append(alike.pop())
    return chosen
