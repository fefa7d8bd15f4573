"""The tutor as a learner plays it: real key presses on the real app, at 80×24 and at 120×36."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from tutor.app import TutorApp
from tutor.course.attempt import Phase
from tutor.course.catalog import Catalog
from tutor.explorers import ActivationScene
from tutor.record import Record, RecordError
from tutor.screens.help import HelpScreen
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen
from tutor.screens.too_small import TooSmallScreen
from tutor.widgets.ending import EndingView
from tutor.widgets.explorer import ExplorerView
from tutor.widgets.number_input import NumberInput
from tutor.widgets.question import QuestionView
from tutor.widgets.question_words import Words
from tutor.widgets.race import Race
from tutor.widgets.reading import ReadingView

TINY = Path(__file__).parent / "lessons" / "tiny.md"
SIZES = [(80, 24), (120, 36)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])


@asynccontextmanager
async def playing(
    home: Path, size: tuple[int, int] = (120, 36), lesson: str | None = "tiny", path: Path = TINY
) -> AsyncIterator[Pilot[int]]:
    """The app on a lesson of the file `path`, with its record in `home`."""
    app = TutorApp(Record.open(home), Catalog([path]), lesson)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LessonScreen if lesson else MapScreen))
        await pilot.pause()
        yield pilot


async def until(pilot: Pilot[int], condition: object, tries: int = 200) -> None:
    """Let the app work until `condition` holds."""
    assert callable(condition)
    for _ in range(tries):
        if condition():
            return
        await pilot.pause()
    raise AssertionError("the app never got there")


def view(pilot: Pilot[int]) -> QuestionView:
    return pilot.app.screen.query_one(QuestionView)


def race(pilot: Pilot[int]) -> Race:
    return pilot.app.screen.query_one(Race)


def shown(pilot: Pilot[int], selector: str, place: int = 0) -> str:
    """Everything a widget shows, also what is scrolled out of sight."""
    widget = pilot.app.screen.query(selector)[place]
    strips = widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))
    return "\n".join(strip.text.rstrip() for strip in strips)


def said(pilot: Pilot[int], selector: str, place: int = 0) -> str:
    """The words of a widget, as if they stood on one line."""
    return " ".join(shown(pilot, selector, place).split())


def keys(pilot: Pilot[int]) -> str:
    return shown(pilot, "KeyBar")


async def train(pilot: Pilot[int]) -> None:
    """Run the race to its end without waiting for the clock."""
    the_race = race(pilot)
    the_race.finish()
    while not the_race.player.over:
        the_race.tick()
    the_race.tick()
    await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
    if not pilot.app.screen.query_one(Words).display:
        await pilot.press("enter")
    await pilot.pause()


async def go_on(pilot: Pilot[int]) -> None:
    """Press enter through the words of an explained question to the next step."""
    before = view(pilot)
    for _ in range(20):
        await pilot.press("enter")
        await pilot.pause()
        if not before.is_attached:
            return
    raise AssertionError("enter leads nowhere")


async def go_to(pilot: Pilot[int], step: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, LessonScreen)
    for _ in screen.lesson.steps:
        if screen.step is not None and screen.step.id == step:
            return
        await pilot.press("n")
    raise AssertionError(f"no step {step}")


@both_sizes
async def test_the_map_shows_the_lesson_and_enter_opens_it_at_its_first_step(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size, lesson=None) as pilot:
        assert "A tiny lesson" in shown(pilot, "Lessons")
        assert "0/4" in shown(pilot, "Lessons")
        assert "One question of every kind" in said(pilot, "#about Static")
        assert "enter open" in keys(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))


@both_sizes
async def test_a_race_is_locked_until_the_answer_is_committed_and_explained_after_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("s")
        assert view(pilot).attempt.phase is Phase.ASKING
        assert not pilot.app.screen.query(Race)
        await pilot.press("2", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        assert view(pilot).attempt.phase is Phase.RACING
        await train(pilot)
        words = said(pilot, "#why")
        assert "Acceptable" in words
        assert words.index("1.3 [sic]") < words.index("a chance between 0 and 1")
        assert "measured" in words
        assert "A chance lies between 0 and 1." in words


async def test_brackets_in_a_lesson_stay_as_they_were_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        assert "w[i] and [/b]." in said(pilot, "#prompt")
        await pilot.press("n")
        assert "w[i], and [no link] at all" in said(pilot, "#prose")


async def test_an_answer_is_on_the_disk_before_its_race_starts(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("2", "g")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        answer = Record.open(tmp_path).state.answers["tiny/output"]
        assert (answer.verdict, answer.confidence) == ("acceptable", "guess")


async def test_a_run_that_diverges_is_explained_and_the_others_go_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("3", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        await train(pilot)
        assert "relu diverged" in said(pilot, "#values")
        assert race(pilot).player.runs["with_sigmoid"].status == "done"
        await pilot.press("l", "s", "v", "o")
        assert pilot.app.is_running


@both_sizes
async def test_every_key_of_the_race_does_what_it_says(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("1", "t")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        player = race(pilot).player
        assert player.playing
        await pilot.press("space")
        assert not player.playing
        before = player.epoch
        await pilot.press("full_stop")
        race(pilot).tick()
        assert player.epoch == before + 1
        await pilot.press("left")
        assert player.epoch == before
        await pilot.press("right")
        assert player.epoch == before + 1
        await pilot.press("plus")
        assert player.pace == 2.0
        await pilot.press("minus", "minus")
        assert player.pace == 0.5
        await pilot.press("l")
        assert "(log)" in shown(pilot, "#loss_caption")
        await pilot.press("s")
        assert "train loss" in shown(pilot, "#values")
        await pilot.press("f")
        assert player.finishing or player.over
        await train(pilot)
        end = player.frame("with_sigmoid")
        race(pilot).focus()
        await pilot.press("r", "space")
        assert player.head < player.last
        race(pilot).finish()
        while not player.over:
            race(pilot).tick()
        assert player.frame("with_sigmoid").test_loss == end.test_loss


async def test_the_views_go_round_and_each_shows_what_it_names(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "t")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        seen = []
        for turn in range(4):
            if turn:
                await pilot.press("v")
                await pilot.pause()
            seen.append(tuple(pilot.app.screen.query_one(f"#{name}").display for name in ("loss", "lower")))
        assert seen == [(True, True), (True, False), (False, True), (True, True)]
        await pilot.press("o")
        await pilot.pause()
        assert "sigmoid" in shown(pilot, "#lower_caption")


async def test_hints_come_on_demand_and_are_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("h")
        assert "Which numbers are chances?" in said(pilot, "#hints")
        assert "1.3" not in said(pilot, "#hints")
        await pilot.press("h", "h", "1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        assert Record.open(tmp_path).state.answers["tiny/output"].hints == 2
        assert "hint" not in keys(pilot)


@both_sizes
async def test_several_ticks_are_counted_without_saying_which(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await go_to(pilot, "tickets")
        await pilot.press("1", "down", "space")
        assert view(pilot).attempt.response == frozenset({0, 1})
        await pilot.press("g")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert "1 of 3 right" in said(pilot, "#why")


@both_sizes
async def test_a_number_is_typed_understood_and_graded(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await go_to(pilot, "slope")
        assert isinstance(pilot.app.focused, NumberInput)
        await pilot.press(*"1/4")
        assert "Read as 0.25" in said(pilot, "#ask")
        await pilot.press("s")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert "Right" in said(pilot, "#why")
        assert "A quarter." in said(pilot, "#why")
        await go_on(pilot)
        assert pilot.app.screen.query(ExplorerView)
        assert "enter go on" in keys(pilot)
        await pilot.press("enter")
        assert view(pilot).question.id == "which"


async def test_a_calculation_is_not_taken_for_another_number(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "slope")
        await pilot.press(*"0.5^2", "s")
        assert "not a number yet" in said(pilot, "#ask")
        assert view(pilot).attempt.phase is Phase.ASKING


async def test_a_number_nobody_foresaw_is_named_above_its_feedback(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "slope")
        await pilot.press(*"7", "g")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        words = said(pilot, "#why")
        assert "✘ 7 wrong · your answer Look at the explorer." in words
        assert words.index("Look at the explorer.") < words.index("Other answers") < words.index("A quarter.")


async def test_the_map_rests_on_the_lesson_one_was_in_last(tmp_path: Path) -> None:
    Record.open(tmp_path).reached("last_layer", "price_output")
    app = TutorApp(Record.open(tmp_path), Catalog())
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, MapScreen))
        assert "The last layer decides" in said(pilot, "#about Static")


async def test_boxes_that_were_rightly_left_empty_are_not_called_wrong(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "tickets")
        await pilot.press("1", "g")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert "-1 ✔ rightly left out" in said(pilot, "Option", 1)
        assert "2 ✘ missed" in said(pilot, "Option", 2)


async def test_what_is_no_number_is_told_so_and_nothing_is_committed(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "slope")
        await pilot.press(*"1/", "s")
        assert "not a number yet" in said(pilot, "#ask")
        assert view(pilot).attempt.phase is Phase.ASKING
        assert not Record.open(tmp_path).state.answers


async def test_a_prediction_is_decided_by_training(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "which")
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "pending"
        await train(pilot)
        assert "Not so" in said(pilot, "#why")
        assert said(pilot, "#loss_caption") == "training loss"
        assert "train loss" in said(pilot, "#values")
        assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "wrong"


async def test_a_prediction_left_in_its_race_is_decided_when_one_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "which")
        await pilot.press("2", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
    assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "pending"
    async with playing(tmp_path) as pilot:
        await train(pilot)
        assert "Right" in said(pilot, "#why")
    assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "right"


async def test_an_answer_that_no_longer_fits_its_question_is_asked_anew(tmp_path: Path) -> None:
    Record.open(tmp_path).answered("tiny", "output", 7, "right", "sure")
    async with playing(tmp_path) as pilot:
        assert view(pilot).attempt.phase is Phase.ASKING


async def test_an_answer_that_would_now_be_judged_otherwise_is_asked_anew_and_says_why(tmp_path: Path) -> None:
    Record.open(tmp_path).answered("tiny", "output", 2, "right", "sure")
    async with playing(tmp_path) as pilot:
        assert view(pilot).attempt.phase is Phase.ASKING
        assert "This question has changed since you answered it. Pick one." in said(pilot, "#ask")
    assert Record.open(tmp_path).state.answers["tiny/output"].verdict == "right"


async def test_a_prediction_that_has_become_a_choice_is_settled(tmp_path: Path) -> None:
    Record.open(tmp_path).answered("tiny", "output", 2, None, "sure")
    async with playing(tmp_path) as pilot:
        await train(pilot)
        assert "Not so" in said(pilot, "#why")
    assert Record.open(tmp_path).state.answers["tiny/output"].verdict == "wrong"


async def test_a_prediction_that_training_now_decides_otherwise_is_recorded_so(tmp_path: Path) -> None:
    Record.open(tmp_path).answered("tiny", "which", 0, "right", "sure")
    Record.open(tmp_path).reached("tiny", "which")
    async with playing(tmp_path) as pilot:
        await train(pilot)
        assert "Not so" in said(pilot, "#why")
    assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "wrong"


async def test_hints_and_half_an_answer_are_there_when_one_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("h", "2")
        await go_to(pilot, "slope")
        await pilot.press(*"0.3")
        await pilot.press("tab", "b", "b", "b")
        assert view(pilot).question.id == "output"
        assert "Which numbers are chances?" in said(pilot, "#hints")
        assert view(pilot).attempt.picked == {1}
        await go_to(pilot, "slope")
        assert pilot.app.screen.query_one(NumberInput).value == "0.3"
        assert "Read as 0.3" in said(pilot, "#ask")


async def test_numbers_of_runs_outside_the_race_are_measured_for_prompt_and_feedback(tmp_path: Path) -> None:
    lesson = tmp_path / "cites.md"
    text = TINY.read_text(encoding="utf-8").replace("slope at 0?", "slope at 0 {claim:bounded}?")
    lesson.write_text(text.replace("> A quarter.", "> A quarter {claim:longer}."), encoding="utf-8")
    async with playing(tmp_path, path=lesson) as pilot:
        await go_to(pilot, "slope")
        await until(pilot, lambda: "slope at 0 (measured: highest answer" in said(pilot, "#prompt"))
        await pilot.press(*"0.25", "g")
        await until(pilot, lambda: "A quarter (measured: training loss" in said(pilot, "#why"))
        assert "for “thirty epochs” against" in said(pilot, "#why")


async def test_a_number_stands_above_its_feedback_as_it_was_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "slope")
        await pilot.press(*".2502", "g")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert "✔ .2502 right · your answer A quarter." in said(pilot, "#why")


@both_sizes
async def test_the_explorer_in_a_lesson_reads_value_and_slope_at_the_cursor(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as pilot:
        await go_to(pilot, "look")
        assert "sigmoid 0.5 0.25" in said(pilot, "#readout")
        await pilot.press("shift+right")
        assert "at z = 1" in said(pilot, "#readout")
        assert "relu 1.00 1.00" in said(pilot, "#readout")
        await pilot.press("2", "left", "0", "s")
        assert "hidden: 2 relu" in said(pilot, "#readout")
        assert "at z = 0" in said(pilot, "#readout")
        await pilot.press("1")
        scene = pilot.app.screen.query_one(ExplorerView).scene
        assert isinstance(scene, ActivationScene)
        assert scene.shown == ("sigmoid",)  # the last one stays


async def test_the_place_and_the_answer_are_there_after_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "tickets")
        await pilot.press("1", "3", "s")
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
    async with playing(tmp_path) as pilot:
        assert view(pilot).question.id == "tickets"
        assert "Right" in said(pilot, "#why")
        await pilot.press("a")
        assert view(pilot).attempt.phase is Phase.ASKING


async def test_an_answered_race_is_run_again_for_its_numbers_when_one_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
    async with playing(tmp_path) as pilot:
        await train(pilot)
        assert "measured" in said(pilot, "#why")


async def test_answering_again_locks_the_race_anew(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        await train(pilot)
        await pilot.press("a")
        await until(pilot, lambda: not pilot.app.screen.query(Race))
        await pilot.press("2", "g")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        assert Record.open(tmp_path).state.answers["tiny/output"].verdict == "acceptable"


@both_sizes
async def test_a_lesson_is_walked_to_its_summary_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("n")
        assert pilot.app.screen.query(ReadingView)
        for _ in range(5):
            await pilot.press("n")
        assert "The end. 0 of 4 answered, 0 right." in said(pilot, "EndingView > Static")
        await pilot.press("b")
        assert not pilot.app.screen.query(EndingView)
        await pilot.press("n", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))


@both_sizes
async def test_an_acceptable_answer_is_told_from_a_right_one_on_the_map_and_at_the_end(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    Record.open(tmp_path).answered("tiny", "output", 1, "acceptable", "sure")
    Record.open(tmp_path).answered("tiny", "which", 1, "right", "sure")
    counted = "2 of 4 answered, 1 right, 1 acceptable"
    async with playing(tmp_path, size, lesson=None) as pilot:
        assert counted in said(pilot, "#about Static")
    async with playing(tmp_path, size) as pilot:
        for _ in range(6):
            await pilot.press("n")
        assert f"The end. {counted}." in said(pilot, "EndingView > Static")


@both_sizes
async def test_help_names_every_key_in_the_key_bar_and_pauses_the_race(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        player = race(pilot).player
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        words = said(pilot, "HelpScreen Static")
        for sentence in ("Train to the end at once.", "Return to the map.", "Show every key that works here."):
            assert sentence in words
        assert not player.playing
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


async def test_a_small_window_says_what_it_needs_and_gives_everything_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("1")
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: isinstance(pilot.app.screen, TooSmallScreen))
        assert "60×18" in shown(pilot, "TooSmallScreen Static")
        assert "50×15" in shown(pilot, "TooSmallScreen Static")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        assert view(pilot).attempt.picked == {0}


async def test_the_theme_is_remembered(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await pilot.press("d")
        assert not pilot.app.current_theme.dark
    async with playing(tmp_path) as pilot:
        assert not pilot.app.current_theme.dark


@both_sizes
async def test_tab_switches_between_the_words_and_the_race(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("1", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        assert race(pilot).has_focus
        await pilot.press("tab")
        assert not race(pilot).has_focus
        assert pilot.app.screen.query_one(Words).display
        await pilot.press("tab")
        assert race(pilot).has_focus
        assert race(pilot).region.width > 40


async def test_the_mouse_picks_an_option_and_presses_a_key_of_the_key_bar(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        options = pilot.app.screen.query("Option")
        await pilot.click(options[1])
        assert view(pilot).attempt.picked == {1}
        bar = pilot.app.screen.query_one("KeyBar")
        at = keys(pilot).index("s sure")
        await pilot.click(bar, offset=(at, 0))
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))


async def test_a_full_disk_is_told_and_the_answer_is_not_taken_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(tmp_path) as pilot:

        def full(*_: object, **__: object) -> None:
            raise RecordError("cannot save: no space left on device")

        monkeypatch.setattr(Record, "answered", full)
        await pilot.press("1", "s")
        await pilot.pause()
        assert view(pilot).attempt.phase is Phase.ASKING
        assert not pilot.app.screen.query(Race)
