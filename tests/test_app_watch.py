"""Watching a lesson being written, on the screen: each save shows, mistakes are listed, and nothing is recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from test_app import TINY, both_sizes, go_to, keys, said, until, view
from textual.pilot import Pilot

from tutor.app import TutorApp
from tutor.cli import main
from tutor.course.attempt import Phase
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.screens import watch as watch_module
from tutor.screens.help import HelpScreen
from tutor.screens.watch import Told, WatchScreen
from tutor.widgets.reading import ReadingView


@asynccontextmanager
async def watching(path: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[int]]:
    """The app watching a file. The looks at it are the test's own."""
    app = TutorApp(Record.open(path.parent / "home"), Catalog([path]), watched=path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WatchScreen))
        await pilot.pause()
        yield pilot


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "LOOKS", 0.001)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.md"
    path.write_text(TINY.read_text(encoding="utf-8"), encoding="utf-8")
    return path


async def change(pilot: Pilot[int], path: Path, before: str, now: str) -> None:
    """Save the file with one thing changed, and let the app look at it."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    await save(pilot, path, text.replace(before, now))


async def save(pilot: Pilot[int], path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    await look(pilot)


async def look(pilot: Pilot[int]) -> None:
    screen = pilot.app.screen_stack[-1]
    if isinstance(screen, WatchScreen):
        for _ in range(3):
            await screen.look()
    await pilot.pause()


def told(pilot: Pilot[int]) -> str:
    return said(pilot, "Told > Static")


@both_sizes
async def test_a_page_that_was_changed_is_shown_as_soon_as_it_is_saved(file: Path, size: tuple[int, int]) -> None:
    async with watching(file, size) as pilot:
        assert "no mistakes in tiny.md" in told(pilot)
        await change(pilot, file, "Prose with *stars*", "Fresh words with *stars*")
        assert "Fresh words with stars" in said(pilot, "#prose")
        assert "no mistakes" in told(pilot)


@both_sizes
async def test_mistakes_are_listed_and_the_last_good_version_can_still_be_played(
    file: Path, size: tuple[int, int]
) -> None:
    line = file.read_text(encoding="utf-8").splitlines().index("epochs: 6") + 1
    async with watching(file, size) as pilot:
        await change(pilot, file, "epochs: 6", "epocks: 6")
        assert "1 mistake in tiny.md" in told(pilot)
        message = "unknown setting 'epocks' in experiment 'with_sigmoid'; did you mean 'epochs'?"
        assert f"{line}:1 {message}" in told(pilot)
        await pilot.press("1")
        assert view(pilot).attempt.picked == {0}
        await pilot.press("n")
        assert "Prose with stars" in said(pilot, "#prose")
        await change(pilot, file, "epocks: 6", "epochs: 6")
        assert "no mistakes" in told(pilot)
        assert "Prose with stars" in said(pilot, "#prose")


@both_sizes
async def test_very_many_mistakes_leave_room_for_the_lesson(file: Path, size: tuple[int, int]) -> None:
    async with watching(file, size) as pilot:
        await change(pilot, file, "epochs: 6\n", "".join(f"wrong_{n}: 1\n" for n in range(60)))
        assert "and 40 more" in told(pilot)
        assert pilot.app.screen.query_one("Told").size.height <= size[1] * 0.4
        assert pilot.app.screen.query_one("#step").size.height >= size[1] * 0.5


async def test_a_warning_is_told_and_does_not_hinder(file: Path) -> None:
    async with watching(file) as pilot:
        await change(pilot, file, " {claim:bounded}", "")
        assert "1 warning in tiny.md" in told(pilot)
        assert "no text cites claim 'bounded'" in told(pilot)


async def test_what_one_was_doing_is_kept_when_something_else_is_saved(file: Path) -> None:
    async with watching(file) as pilot:
        await pilot.press("2")
        await change(pilot, file, "summary: One", "summary: A")
        assert view(pilot).attempt.picked == {1}


async def test_a_question_is_asked_again_where_its_text_was_changed(file: Path) -> None:
    async with watching(file) as pilot:
        await go_to(pilot, "tickets")
        await pilot.press("1")
        await change(pilot, file, "Tick what is positive.", "Tick all numbers above 0.")
        assert view(pilot).question.id == "tickets"
        assert "Tick all numbers above 0." in said(pilot, "#prompt")
        assert view(pilot).attempt.phase is Phase.ASKING


async def test_a_long_page_stays_scrolled_to_where_its_author_reads(file: Path) -> None:
    long = "".join(f"Line {n}.\n\n" for n in range(80))
    async with watching(file, (80, 24)) as pilot:
        await change(pilot, file, "Prose with", f"{long}Prose with")
        page = pilot.app.screen.query_one(ReadingView)
        page.scroll_to(y=60, animate=False)
        await pilot.pause()
        await change(pilot, file, "Line 40.", "Line forty.")
        fresh = pilot.app.screen.query_one(ReadingView)
        assert fresh is not page
        await until(pilot, lambda: fresh.scroll_y == 60)


async def test_a_file_that_is_away_for_a_while_does_no_harm(file: Path) -> None:
    async with watching(file) as pilot:
        away = file.rename(file.with_name("away.md"))
        for _ in range(4):
            await look(pilot)
        assert "the file is not there any more" in told(pilot)
        assert "Which output tells two classes apart?" in said(pilot, "#prompt")
        away.rename(file)
        await look(pilot)
        assert "no mistakes" in told(pilot)


@pytest.mark.parametrize("text", ["", "nonsense", "---\nformat: 1\nid: a\ntitle: A\n---\n"])
async def test_a_file_without_a_lesson_waits_until_there_is_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "new.md"
    file.write_text(text, encoding="utf-8")
    async with watching(file) as pilot:
        assert "nothing to play yet" in said(pilot, "#step > Static")
        await pilot.press("n", "enter", "b")
        assert pilot.app.is_running
        await save(pilot, file, TINY.read_text(encoding="utf-8"))
        assert "Which output tells two classes apart?" in said(pilot, "#prompt")


async def test_brackets_in_a_mistake_are_no_markup(file: Path) -> None:
    async with watching(file) as pilot:
        await change(pilot, file, "epochs: 6", "[/bold][@click=app.quit]: 6")
        assert "expected 'key: value', found '[/bold][@click=app.quit]: 6'" in told(pilot)


async def test_a_save_behind_the_help_is_shown_after_it(file: Path) -> None:
    async with watching(file) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert "Stop watching, and leave the tutor." in said(pilot, "HelpScreen Static")
        assert "Return to the map." not in said(pilot, "HelpScreen Static")
        file.write_text(TINY.read_text(encoding="utf-8").replace("Prose with", "Words with"), encoding="utf-8")
        await look(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, WatchScreen))
        await look(pilot)
        assert "Words with stars" in said(pilot, "#prose")


async def test_a_long_list_of_mistakes_is_scrolled(file: Path) -> None:
    file.write_text(TINY.read_text(encoding="utf-8") + "\n::: choice\n:::\n" * 12, encoding="utf-8")
    async with watching(file, (80, 24)) as pilot:
        list_of = pilot.app.screen.query_one(Told)
        assert "more" in keys(pilot)
        await pilot.press("]", "]")
        assert list_of.scroll_y == 4
        await pilot.press("[")
        assert list_of.scroll_y == 2
        await save(pilot, file, TINY.read_text(encoding="utf-8"))
        assert list_of.scroll_y == 0
        assert "[ ]" not in keys(pilot)


async def test_the_end_of_the_lesson_does_not_end_the_watching(file: Path) -> None:
    async with watching(file) as pilot:
        for _ in range(12):
            await pilot.press("n")
        assert pilot.app.is_running
        assert "esc stop" in keys(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.is_running)
        assert pilot.app.return_code == 0


def test_the_learners_record_is_left_alone(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "learner"
    learner = Record.open(home)
    learner.prefer("theme", "light")
    learner.close()
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    homes: list[Path] = []

    def run(record: Record, _: Catalog, watched: Path) -> int:
        assert record.state.preferences["theme"] == "light"
        record.answered("tiny", "output", 0, "right", "sure")
        assert watched == file
        homes.append(record.home)
        return 0

    monkeypatch.setenv("NN_TUTOR_HOME", str(home))
    monkeypatch.setenv("TERM", "xterm")
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    monkeypatch.setattr("tutor.app.run_app", run)
    assert main([str(file), "--watch"]) == 0
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert homes != [home]
    assert not homes[0].exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--watch"], "--watch needs a lesson"), (["tiny.md", "--watch", "--plain"], "--watch needs a screen")],
)
def test_watching_says_what_it_needs(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err
