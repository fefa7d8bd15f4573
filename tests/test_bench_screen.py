"""The bench as a learner uses it: real key presses at 80×24 and at 120×36."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.test_app import both_sizes, keys, playing, said, shown, train, until, view
from tutor.app import TutorApp
from tutor.bench import Bench
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.screens.bench import BenchScreen
from tutor.screens.help import HelpScreen
from tutor.screens.map import MapScreen
from tutor.widgets.bench_race import BenchRace
from tutor.widgets.bench_side import Fields
from tutor.widgets.entry import Entry
from tutor.widgets.race import Race


@asynccontextmanager
async def at_bench(home: Path, size: tuple[int, int] = (120, 36), line: str = "") -> AsyncIterator[Pilot[int]]:
    """The bench, opened from the map by its key, or by the command line with the set-up of a line."""
    if not line:
        async with playing(home, size, lesson=None) as pilot:
            await pilot.press("b")
            await until(pilot, lambda: isinstance(pilot.app.screen, BenchScreen))
            await pilot.pause()
            yield pilot
        return
    app = TutorApp(Record.open(home), Catalog([]), bench=Bench.of_line(line))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BenchScreen))
        await pilot.pause()
        yield pilot


def screen(pilot: Pilot[int]) -> BenchScreen:
    assert isinstance(pilot.app.screen, BenchScreen)
    return pilot.app.screen


def race(pilot: Pilot[int]) -> BenchRace:
    return screen(pilot).race


async def to_fields(pilot: Pilot[int]) -> None:
    if not pilot.app.screen.query_one(Fields).has_focus:
        await pilot.press("tab")
    assert pilot.app.screen.query_one(Fields).has_focus


async def to_pictures(pilot: Pilot[int]) -> None:
    if not race(pilot).has_focus:
        await pilot.press("tab")
    await until(pilot, lambda: "train loss" in shown(pilot, "#values"))


async def choose(pilot: Pilot[int], name: str) -> None:
    """Go down to a field by keys."""
    await to_fields(pilot)
    for _ in range(60):
        if screen(pilot).side.chosen.name == name:
            return
        await pilot.press("down")
    raise AssertionError(f"no field {name}")


async def told(pilot: Pilot[int], words: str) -> None:
    """Wait until something is said below the fields."""
    await until(pilot, lambda: words in said(pilot, "#told"))


async def entered(pilot: Pilot[int], epochs: int) -> None:
    """Wait until a changed set-up races, of so many epochs."""
    await until(pilot, lambda: race(pilot).run.experiment == screen(pilot).bench.setup.draft, 2000)
    assert race(pilot).player.last == epochs


def draft(pilot: Pilot[int]):  # type: ignore[no-untyped-def]
    return screen(pilot).bench.setup.draft


@both_sizes
async def test_the_bench_trains_at_once_and_shows_what_its_network_says(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        assert race(pilot).player.playing
        assert "what the network says, over x1 and x2" in shown(pilot, "#lower_caption")
        assert "upper" in shown(pilot, "#lower")
        assert "test accuracy" in shown(pilot, "#values")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))


@both_sizes
async def test_arrows_choose_a_field_and_change_it_and_the_new_set_up_races(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await choose(pilot, "data")
        await pilot.press("right", "right", "right")
        assert draft(pilot).data == "spiral"
        assert "spiral" in shown(pilot, "FieldList")
        await told(pilot, "two classes")
        await choose(pilot, "layers")
        await pilot.press("right")
        assert len(draft(pilot).net.hidden) == 2
        await entered(pilot, 200)
        await choose(pilot, "layer 2")
        await pilot.press("shift+right")
        assert draft(pilot).net.hidden[1].units == 24


async def test_a_spiral_is_solved_with_a_few_keys(tmp_path: Path) -> None:
    async with at_bench(tmp_path) as pilot:
        await pilot.press("right", "right", "right")
        await choose(pilot, "layers")
        await pilot.press("right")
        await choose(pilot, "layer 2")
        await pilot.press("right", "right")
        await entered(pilot, 200)
        await pilot.press("f")
        while not race(pilot).player.over:
            race(pilot).tick()
        assert race(pilot).run.frame.metric > 0.95


@both_sizes
async def test_a_value_is_typed_and_a_wrong_one_is_told_why(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await choose(pilot, "rate")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press(*"0,5")
        assert "write 0.5, with a point" in said(pilot, "Entry Static")
        await pilot.press("enter")
        assert pilot.app.screen.query(Entry)
        await pilot.press(*["backspace"] * 3, *"0.5", "enter")
        await until(pilot, lambda: not pilot.app.screen.query(Entry))
        assert draft(pilot).optimizer.rate == 0.5
        assert pilot.app.screen.query_one(Fields).has_focus
        await pilot.press("enter", "escape")
        await until(pilot, lambda: not pilot.app.screen.query(Entry))
        assert isinstance(pilot.app.screen, BenchScreen)


@both_sizes
async def test_undo_and_redo_go_through_every_change(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        start = draft(pilot)
        await choose(pilot, "seed")
        assert "undo" not in keys(pilot)
        await pilot.press("right", "right", "u")
        assert draft(pilot).seed == 2
        await pilot.press("u", "u", "u")
        assert draft(pilot) == start
        await pilot.press("U", "U", "U")
        assert draft(pilot).seed == 3


@both_sizes
async def test_a_switch_is_switched_by_enter_and_by_arrows(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await choose(pilot, "input x2")
        await pilot.press("enter")
        assert draft(pilot).inputs == ("x1",)
        await choose(pilot, "input x1")
        await pilot.press("left")
        await told(pilot, "switch another one on first")
        await choose(pilot, "input x2")
        await pilot.press("right")
        assert draft(pilot).inputs == ("x1", "x2")


@both_sizes
async def test_pinned_set_ups_race_beside_the_present_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await pilot.press("p")
        await choose(pilot, "rate")
        await pilot.press("right")
        await until(pilot, lambda: len(race(pilot).entrants) == 2, 2000)
        await to_pictures(pilot)
        words = shown(pilot, "#values")
        assert "adam 0.03" in words
        assert "adam 0.1" in words
        await pilot.press("x")
        await until(pilot, lambda: len(race(pilot).entrants) == 1, 2000)
        assert race(pilot).run.experiment.optimizer.rate == 0.1


async def test_what_cannot_run_says_which_field_is_to_blame_and_the_last_race_stays(tmp_path: Path) -> None:
    async with at_bench(tmp_path) as pilot:
        running = race(pilot).run
        await choose(pilot, "norm")
        await pilot.press("right")
        await choose(pilot, "batch")
        await pilot.press("enter", *"1", "enter")
        await told(pilot, "batch: batch normalization needs more than one example")
        assert "pin" not in keys(pilot)
        await pilot.press("u", "u")
        await until(pilot, lambda: race(pilot).run is running, 2000)
        await told(pilot, "data: moons")


@both_sizes
async def test_every_view_is_drawn_in_turn(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        seen = []
        for _ in range(9):
            seen.append(race(pilot).kind)
            await pilot.press("v")
            await pilot.pause()
        assert seen == ["regions", "unit", "weights", "confusion", "histograms", "network", "gradients", "columns", ""]
        assert race(pilot).kind == "regions"


async def test_arrows_choose_a_weight_and_a_typed_value_takes_its_place(tmp_path: Path) -> None:
    async with at_bench(tmp_path) as pilot:
        await pilot.press("v", "v", "tab", "pagedown", "up")
        assert "layer 2, bias[0] is" in shown(pilot, "#lower_caption")
        run = race(pilot).run
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press(*"x2")
        assert "'x2' is not a number" in said(pilot, "Entry Static")
        await pilot.press("backspace", "backspace", *"25", "enter")
        await until(pilot, lambda: not pilot.app.screen.query(Entry))
        assert run.network.layers[1].matrix[8, 0] == 25
        await told(pilot, "edited by hand")
        assert "✎" in shown(pilot, "#values")
        await pilot.press("r")
        assert race(pilot).run.network.layers[1].matrix[8, 0] != 25


@both_sizes
async def test_the_line_is_copied_and_opens_the_same_set_up(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await choose(pilot, "noise")
        await pilot.press("right", "y")
        line = screen(pilot).bench.line
        assert pilot.app.clipboard == line
        assert "noise: 0.15" in line
        await pilot.press("Y")
        assert pilot.app.clipboard.startswith("```experiment mine\ndata: moons\n")
        await pilot.press("u", "o")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        pilot.app.screen.query_one(Input).value = f"{line} x"
        await pilot.pause()
        assert "seed: '1 x' is not a whole number" in said(pilot, "Entry Static")
        pilot.app.screen.query_one(Input).value = line
        await pilot.press("enter")
        assert screen(pilot).bench.line == line


@pytest.mark.parametrize(("key", "framework"), [("e", "torch"), ("E", "keras")])
async def test_the_set_up_is_written_as_a_script_and_over_nothing_else(
    tmp_path: Path, key: str, framework: str
) -> None:
    async with at_bench(tmp_path / "home") as pilot:
        other = tmp_path / "other.py"
        other.write_text("mine")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        pilot.app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        assert "is no script of nn-tutor's" in said(pilot, "Entry Static")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "new.py")
        await pilot.press("enter")
        await until(pilot, lambda: not pilot.app.screen.query(Entry))
        assert f"import {framework}" in (tmp_path / "new.py").read_text(encoding="utf-8")
        assert other.read_text() == "mine"
        await told(pilot, "Wrote")


async def test_the_mouse_chooses_and_turns_fields(tmp_path: Path) -> None:
    async with at_bench(tmp_path) as pilot:
        fields = pilot.app.screen.query_one("FieldList")
        rows = shown(pilot, "FieldList").splitlines()
        row = next(place for place, line in enumerate(rows) if "noise" in line)
        await pilot.click(fields, offset=(5, row))
        assert screen(pilot).side.chosen.name == "noise"
        line = shown(pilot, "FieldList").splitlines()[row]
        await pilot.click(fields, offset=(line.index("▸"), row))
        assert draft(pilot).noise == 0.15
        line = shown(pilot, "FieldList").splitlines()[row]
        await pilot.click(fields, offset=(line.index("◂"), row))
        assert draft(pilot).noise == 0.1
        row = next(place for place, line in enumerate(rows) if "x2" in line)
        await pilot.click(fields, offset=(rows[row].index("x2"), row))
        assert draft(pilot).inputs == ("x1",)


@both_sizes
async def test_help_names_every_key_of_the_key_bar(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_bench(tmp_path, size) as pilot:
        await to_fields(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        words = said(pilot, "HelpScreen Static")
        for sentence in ("Change the chosen field.", "Pin this set-up", "Train to the end at once.", "Keras script"):
            assert sentence in words
        assert not pilot.app.screen_stack[-2].query_one(BenchRace).player.playing
        await pilot.press("escape")
        assert race(pilot).player.playing


async def test_a_window_that_changes_its_size_keeps_the_bench(tmp_path: Path) -> None:
    async with at_bench(tmp_path) as pilot:
        await choose(pilot, "rate")
        await pilot.press("right")
        for size in ((80, 24), (60, 18), (40, 10), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert draft(pilot).optimizer.rate == 0.1


async def test_a_line_on_the_command_line_opens_the_bench_with_it_and_escape_leaves(tmp_path: Path) -> None:
    line = "data: wave · net: 1 -> 8 tanh -> 1 linear · loss: mse · optimizer: adam 0.01 · epochs: 30"
    async with at_bench(tmp_path, line=line) as pilot:
        assert draft(pilot).data == "wave"
        assert race(pilot).kind == "fit"
        assert "R²" in shown(pilot, "#values")
        await pilot.press("escape")
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("theme", ["d", ""])
async def test_all_data_draw_in_all_views(tmp_path: Path, theme: str) -> None:
    async with at_bench(tmp_path) as pilot:
        if theme:
            await pilot.press(theme)
        for data in ("iris", "tags", "bumps", "houses_ames", "line", "detector", "digits"):
            bench = screen(pilot).bench.changed("data", data).changed("epochs", "2")
            screen(pilot).go_on(bench)
            await until(pilot, lambda bench=bench: race(pilot).run.experiment == bench.setup.draft, 2000)
            for _ in range(9):
                await pilot.press("v")
            assert shown(pilot, "#values")


@both_sizes
async def test_a_question_is_taken_to_the_bench_and_is_the_same_when_one_comes_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(tmp_path, size) as pilot:
        assert "bench" not in keys(pilot)
        await pilot.press("2", "t")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        await train(pilot)
        lesson, question, before = pilot.app.screen, view(pilot), view(pilot).attempt
        words = said(pilot, "#why")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, BenchScreen))
        bench = screen(pilot).bench
        assert [pin.experiment for pin in bench.pins] == [
            question.lesson.experiments[name] for name in question.question.runs
        ]
        assert bench.setup.draft == question.lesson.experiments["with_linear"]
        await choose(pilot, "rate")
        await pilot.press("right")
        assert draft(pilot).title == ""
        assert draft(pilot).optimizer.rate != bench.setup.draft.optimizer.rate
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is lesson)
        assert view(pilot) is question
        assert question.attempt is before
        assert said(pilot, "#why") == words


@both_sizes
async def test_a_file_is_typed_as_data_and_its_columns_are_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "t.csv"
    file.write_text("\n".join(["size,price", *(f"{n},{n * n}" for n in range(1, 41))]), encoding="utf-8")
    async with at_bench(tmp_path, size) as pilot:
        await choose(pilot, "data")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(Input)))
        line = pilot.app.screen.query_one(Input)
        line.value = str(tmp_path / "none.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "no file" in said(pilot, "Entry Static"))
        line.value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: draft(pilot).data == str(file))
        await told(pilot, "40 rows of your own, 2 columns")
        await entered(pilot, 60)
        await to_pictures(pilot)
        await until(pilot, lambda: "to be learned" in shown(pilot, "#lower"))
