"""The map with lessons from elsewhere: its own are told from the course's, and broken ones hinder nobody."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from test_app import TINY, both_sizes, said, shown, until
from textual.pilot import Pilot
from textual.widgets import OptionList

from tutor.app import TutorApp
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen

TEXT = TINY.read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own, beside a course that is the tiny lesson."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "mine.md").write_text(TEXT.replace("id: tiny", "id: mine").replace("A tiny", "My own"), encoding="utf-8")
    return folder


@asynccontextmanager
async def at_the_map(
    own: Path, size: tuple[int, int] = (120, 36), lesson: str | None = None
) -> AsyncIterator[Pilot[int]]:
    app = TutorApp(Record.open(own.parent / "home"), Catalog([TINY], own=own), lesson)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MapScreen if lesson is None else LessonScreen))
        await pilot.pause()
        yield pilot


async def go_to(pilot: Pilot[int], path: Path) -> None:
    """Put the cursor of the map on this file."""
    lessons = pilot.app.screen.query_one(OptionList)
    lessons.highlighted = lessons.get_option_index(str(path))
    await pilot.pause()


def about(pilot: Pilot[int]) -> str:
    """What the map says of the lesson under the cursor, without blanks: a long path goes on in the next line."""
    return said(pilot, "#about Static").replace(" ", "")


def notices(pilot: Pilot[int]) -> str:
    return "\n".join(f"{each.title}: {each.message}" for each in pilot.app._notifications)


@both_sizes
async def test_lessons_of_ones_own_stand_under_their_own_heading(own: Path, size: tuple[int, int]) -> None:
    async with at_the_map(own, size) as pilot:
        lines = [line.strip(" │┃") for line in shown(pilot, "Lessons").splitlines()]
        assert "Your own lessons · Tests" in lines
        assert [line for line in lines if "lesson  0/4" in line] == ["1  A tiny lesson  0/4", "2  My own lesson  0/4"]


@both_sizes
async def test_a_broken_lesson_is_listed_with_its_first_mistake_and_the_others_open(
    own: Path, size: tuple[int, int]
) -> None:
    broken = own / "broken.md"
    broken.write_text(TEXT.replace("title: A tiny", "titel: A tiny", 1), encoding="utf-8")
    async with at_the_map(own, size) as pilot:
        assert "✕ broken.md" in shown(pilot, "Lessons")
        await go_to(pilot, broken)
        assert "broken.md:4:1:error[unknown-key]" in about(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MapScreen)
        assert "This lesson cannot be opened" in notices(pilot)
        await go_to(pilot, own / "mine.md")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


async def test_a_broken_lesson_opens_as_soon_as_it_is_mended(own: Path) -> None:
    broken = own / "broken.md"
    broken.write_text("nothing", encoding="utf-8")
    async with at_the_map(own) as pilot:
        await go_to(pilot, broken)
        broken.write_text(TEXT.replace("id: tiny", "id: mended"), encoding="utf-8")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


@pytest.mark.skipif(os.name == "nt", reason="links are those of Unix")
async def test_a_link_out_of_the_folder_is_not_opened(own: Path) -> None:
    outside = own.parent / "outside.md"
    outside.write_text(TEXT.replace("id: tiny", "id: outside"), encoding="utf-8")
    (own / "link.md").symlink_to(outside)
    async with at_the_map(own) as pilot:
        await go_to(pilot, own / "link.md")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MapScreen)
        assert "links in a folder of lessons are not followed" in notices(pilot)


async def test_two_lessons_with_one_id_are_named_on_the_map_and_when_one_is_opened(own: Path) -> None:
    twin = own / "twin.md"
    twin.write_text(TEXT.replace("A tiny", "A twin"), encoding="utf-8")
    async with at_the_map(own) as pilot:
        for path in (TINY, twin):
            await go_to(pilot, path)
            assert str(TINY) in about(pilot)
            assert str(twin) in about(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        assert "A twin lesson" in shown(pilot, "TitleBar")
        assert str(TINY) in notices(pilot)
        assert str(twin) in notices(pilot)


async def test_of_two_lessons_with_one_id_the_courses_own_is_opened_by_it(own: Path) -> None:
    (own / "twin.md").write_text(TEXT.replace("A tiny", "A twin"), encoding="utf-8")
    async with at_the_map(own, lesson="tiny") as pilot:
        assert "A tiny lesson" in shown(pilot, "TitleBar")
        assert "Which lesson?" in notices(pilot)
