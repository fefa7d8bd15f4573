"""Lessons from strangers: whatever stands in one is text to be read, never an order to the terminal or the tutor."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style
from test_app import TINY, go_to, playing, said, shown, train, until
from textual.geometry import Region
from textual.pilot import Pilot

from tutor.app import TutorApp
from tutor.course.catalog import Catalog
from tutor.course.source import UNFIT
from tutor.paper import paper, put
from tutor.plain.start import play
from tutor.prose import Prose
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen
from tutor.widgets.race import Race

TRICK = "[@click=app.quit]X[/] [/red] [link=http://x.y]Z[/link] [a](http://b.c) <http://d.e> &#x202e;&#27;[2J"
SPOTS = (
    "title: A tiny lesson",
    "course: tests",
    "summary: One question",
    "Which output tells two classes apart?",
    "- [x] a sigmoid",
    "  > It says a chance",
    "1. Which numbers are chances?",
    "A chance lies between 0 and 1.",
    "title: sigmoid",
    "## Words",
    "Prose with *stars*",
    "try: Move to 4.",
)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """The tiny lesson with a trick at the end of everything that an author can say."""
    text = TINY.read_text(encoding="utf-8")
    for spot in SPOTS:
        assert spot in text
        text = text.replace(spot, f"{spot} {TRICK}", 1)
    path = tmp_path / "hostile.md"
    path.write_text(text, encoding="utf-8")
    return path


def styles(pilot: Pilot[int]) -> Iterator[tuple[str, Style]]:
    """Every piece of text on the screen that came from a lesson, and how it is drawn."""
    for widget in pilot.app.screen.walk_children():
        if widget.is_container or type(widget).__name__ == "KeyBar" or not widget.size.area:
            continue
        for strip in widget.render_lines(Region(0, 0, *widget.size)):
            yield from ((segment.text, segment.style) for segment in strip if segment.style)


def nothing_acts(pilot: Pilot[int]) -> None:
    found = list(styles(pilot))
    assert found
    for text, style in found:
        assert not UNFIT.search(text), repr(text)
        assert not any(name.startswith("@") for name in style.meta), text
        assert style.link is None, text


async def test_no_text_of_a_lesson_acts_on_the_map_or_in_the_lesson(lesson: Path, tmp_path: Path) -> None:
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([lesson]))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        await pilot.pause()
        assert "[@click=app.quit]X[/]" in said(pilot, "#about Static")
        assert "A tiny lesson [@click" in shown(pilot, "Lessons")
        nothing_acts(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.press("h", "1", "s")
        await until(pilot, lambda: bool(app.screen.query(Race)))
        await train(pilot)
        assert "[@click=app.quit]X[/]" in said(pilot, "#why")
        assert "[/red]" in said(pilot, "#prompt")
        assert "[link=http://x.y]" in said(pilot, "#hints")
        nothing_acts(pilot)
        for _ in range(7):
            await pilot.press("n")
            await pilot.pause()
            if isinstance(app.screen, LessonScreen):
                nothing_acts(pilot)


async def test_a_link_in_prose_is_text_and_a_click_on_it_does_nothing(lesson: Path, tmp_path: Path) -> None:
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([lesson]), "tiny")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await go_to(pilot, "words_click_app_quit_x_red_link_http_x_y_z_link_a_http_b_c_http_d_e_x202e_27_2j")
        row = next(y for y, line in enumerate(shown(pilot, "#prose").splitlines()) if "http" in line)
        for x in range(0, 72, 3):
            await pilot.click("#prose", offset=(x, row))
        assert app.is_running
        assert isinstance(app.screen, LessonScreen)


async def test_a_race_of_strange_names_is_drawn(lesson: Path, tmp_path: Path) -> None:
    text = lesson.read_text(encoding="utf-8").replace("title: linear", f"title: {'long ' * 500}[/]")
    lesson.write_text(text, encoding="utf-8")
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([lesson]), "tiny")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(app.screen.query(Race)))
        for _ in range(4):
            await pilot.press("v", "w", "s", "o")
            await pilot.pause()
        nothing_acts(pilot)


async def test_an_enormous_title_takes_one_line_of_the_map(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    text = TINY.read_text(encoding="utf-8").replace("A tiny lesson", "Long " * 4000)
    path.write_text(text.replace("course: tests", f"course: {'c ' * 4000}"), encoding="utf-8")
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([path]))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        await pilot.pause()
        assert len([line for line in shown(pilot, "Lessons").splitlines() if "Long" in line]) == 1
        assert "0/4" in shown(pilot, "Lessons")


def test_plain_mode_prints_a_trick_as_it_stands(lesson: Path, tmp_path: Path) -> None:
    record, catalog = Record.open(tmp_path / "home"), Catalog([lesson])
    said = io.StringIO()
    typed = io.StringIO("\n".join(["h", "1", "s", "", "", "n", "n", "", "n", "n"]) + "\n")
    assert play(record, catalog, "tiny", typed=typed, said=said) == 0
    assert "[@click=app.quit]X[/]" in said.getvalue()
    assert not UNFIT.search(said.getvalue())
    assert "\x1b" not in said.getvalue()


@pytest.mark.parametrize(
    "text", ["</kbd>", "a <kbd>b", "<script>x</script>", "<!-- hidden -->", "![&#x202e;](&#x202e;)", "&#155;", "&#12;"]
)
def test_any_markup_in_prose_is_harmless(text: str) -> None:
    said = io.StringIO()
    put(paper(said), Prose(f"before {text} after"), 60)
    assert "before" in said.getvalue()
    assert "after" in said.getvalue()
    assert "hidden" not in said.getvalue()
    assert not UNFIT.search(said.getvalue())


async def test_a_broken_file_with_a_strange_name_is_listed_under_it_spelled_out(tmp_path: Path) -> None:
    name = "na[red]me\x1b[2J\u202e[@click=app.quit]x.md"
    try:
        (tmp_path / name).write_text("nothing", encoding="utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    async with playing(tmp_path / "home", lesson=None) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, MapScreen)
        screen.catalog = Catalog([tmp_path])
        screen._fill()
        await pilot.pause()
        assert "na[red]me\\x1b[2J\\u202e[@click=app.quit]x.md" in shown(pilot, "Lessons")
        assert ":1:1: error[missing-key]" in said(pilot, "#about Static")
        await pilot.press("enter")
        await pilot.pause()
        nothing_acts(pilot)
