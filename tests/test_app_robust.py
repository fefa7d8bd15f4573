"""Nothing a learner types, resizes or kills breaks the tutor: batched keys, leaving in every state, signals, leaks."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_app import TINY, go_to, keys, playing, race, said, train, until, view
from textual.events import Key
from textual.pilot import Pilot

from tutor.app import TutorApp
from tutor.course.attempt import Phase
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.screens.explorer import ExplorerScreen, ExplorersScreen
from tutor.screens.help import HelpScreen, sections
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen
from tutor.screens.too_small import TooSmallScreen
from tutor.widgets.question import QuestionView
from tutor.widgets.race import Race


def at_once(pilot: Pilot[int], *names: str) -> None:
    """Keys as a slow line delivers them: all in one piece, without a pause in between."""
    for name in names:
        pilot.app.post_message(Key(name, name if len(name) == 1 else None))


def answers(home: Path) -> int:
    return sum(path.read_text().count('"answered"') for path in (home / "events").glob("*.jsonl"))


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(8):
        await pilot.pause()


@pytest.mark.parametrize("batch", [("1", "s", "s"), ("1", "g", "s"), ("1", "t", "g", "s")])
async def test_an_answer_is_committed_once_however_fast_the_keys_come(tmp_path: Path, batch: tuple[str, ...]) -> None:
    async with playing(tmp_path) as pilot:
        at_once(pilot, *batch)
        await settle(pilot)
        assert len(pilot.app.screen.query(Race)) == 1
        assert answers(tmp_path) == 1


@pytest.mark.parametrize("after", ["n", "escape"])
async def test_a_commit_followed_at_once_by_leaving_is_saved(tmp_path: Path, after: str) -> None:
    async with playing(tmp_path) as pilot:
        at_once(pilot, "1", "s", after)
        await settle(pilot)
        assert pilot.app.is_running
        assert Record.open(tmp_path).state.answers["tiny/output"].confidence == "sure"


async def test_enter_twice_does_not_skip_a_question_unseen(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "tickets")
        await pilot.press("1", "3", "s")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        await settle(pilot)
        words = view(pilot).query_one("Words")
        words.scroll_end(animate=False)
        await settle(pilot)
        at_once(pilot, "enter", "enter")
        await settle(pilot)
        assert view(pilot).question.id == "slope"


async def test_explorer_and_lesson_open_once_however_often_their_keys_are_hit(tmp_path: Path) -> None:
    async with playing(tmp_path, lesson=None) as pilot:
        at_once(pilot, "e", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorersScreen))
        assert len(pilot.app.screen_stack) == 3
        at_once(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorerScreen))
        await settle(pilot)
        assert len(pilot.app.screen_stack) == 4
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorersScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
        at_once(pilot, "e", "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MapScreen)
        at_once(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        assert len(pilot.app.screen_stack) == 3


async def test_a_race_goes_on_as_it_was_after_help(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        player = race(pilot).player
        assert player.playing
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert not player.playing
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        assert player.playing
        assert "paused" not in str(race(pilot).border_subtitle)


@pytest.mark.parametrize("step", ["output", "slope", "look", "end"])
async def test_help_lists_just_the_keys_that_work(tmp_path: Path, step: str) -> None:
    async with playing(tmp_path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        if step == "end":
            for _ in screen.lesson.steps:
                await pilot.press("n")
        else:
            await go_to(pilot, step)
        active = {(key, each.binding.action.partition("(")[0]) for key, each in screen.active_bindings.items()}
        listed = [verb for _, verbs in sections(screen) for verb in verbs]
        assert listed
        for verb in listed:
            assert any((key, verb.action.partition("(")[0]) in active for key in verb.keys.split(",")), verb
        assert not any("map" in title for title, _ in sections(screen))


async def test_arrows_move_among_the_options_also_where_the_words_do_not_fit(tmp_path: Path) -> None:
    lesson = tmp_path / "long.md"
    prompt = "Which output tells two classes apart?"
    text = TINY.read_text().replace("id: tiny", "id: long").replace(prompt, "Read this first.\n\n" * 15 + prompt)
    lesson.write_text(text)
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([lesson]), "long")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await settle(pilot)
        assert view(pilot).query_one("Words").max_scroll_y > 0
        await pilot.press("down", "down", "up")
        assert view(pilot).attempt.at == 1


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_a_window_too_small_can_be_left(tmp_path: Path, key: str) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        await pilot.press(key)
        await until(pilot, lambda: not pilot.app.is_running)


async def test_a_units_letters_are_typed_and_commit_nothing(tmp_path: Path) -> None:
    lesson = tmp_path / "kilo.md"
    text = (
        TINY.read_text().replace("::: number slope\n", "::: number slope\nunit: kg\n\n").replace("id: tiny", "id: kilo")
    )
    lesson.write_text(text)
    app = TutorApp(Record.open(tmp_path / "home"), Catalog([lesson]), "kilo")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        await pilot.pause()
        await go_to(pilot, "slope")
        await pilot.press(*"0.25kg", "n", "d")
        assert view(pilot).attempt.phase is Phase.ASKING
        assert view(pilot).attempt.typed == "0.25kg"
        await pilot.press("enter", "s")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert "Right" in said(pilot, "#why")


async def test_steps_that_were_left_are_forgotten(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        for _ in range(12):
            await pilot.press("n", "n", "b", "b")
        await settle(pilot)
        gc.collect()
        alive = [each for each in gc.get_objects() if isinstance(each, QuestionView)]
        assert len(alive) <= 3


async def test_words_under_a_race_speak_of_what_is_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        await train(pilot)
        race(pilot).focus()
        await pilot.press("w")
        await pilot.pause()
        assert "Test loss after epoch 6 of 6" in said(pilot, "#values")


@pytest.mark.parametrize("value", [[1], {"a": 1}, 7, "purple", None])
async def test_an_odd_preference_does_no_harm(tmp_path: Path, value: object) -> None:
    Record.open(tmp_path).prefer("theme", value)
    async with playing(tmp_path) as pilot:
        assert pilot.app.current_theme.dark
        assert "esc map" in keys(pilot)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and pseudo-terminals are those of Unix")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_ends_the_tutor_and_gives_the_terminal_back(tmp_path: Path, name: str, code: int) -> None:
    import pty

    main, child = pty.openpty()
    env = {**os.environ, "NN_TUTOR_HOME": str(tmp_path), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "tutor"]
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=env, close_fds=True)
    os.close(child)
    shown = b""
    deadline = time.monotonic() + 20
    while b"Foundations" not in shown and time.monotonic() < deadline:
        shown += os.read(main, 65536)
    process.send_signal(getattr(signal, name))
    rest = b""
    while time.monotonic() < deadline:
        try:
            piece = os.read(main, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        rest += piece
    assert process.wait(timeout=10) == code
    assert b"\x1b[?1049l" in rest
    os.close(main)


def test_a_crash_is_not_reported_as_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor import app

    def broken(self: TutorApp, *_: object, **__: object) -> None:
        self._return_code = 1

    monkeypatch.setattr(TutorApp, "run", broken)
    assert app.run_app(Record.open(tmp_path), Catalog([TINY])) == 1
