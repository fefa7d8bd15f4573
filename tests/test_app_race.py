"""The keys of a race as a learner presses them, at 80×24 and at 120×36, and on a tall screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from test_app import SIZES, both_sizes, go_to, keys, playing, race, said, shown, train, until, view
from textual.app import App
from textual.pilot import Pilot

from engine.experiment import Experiment
from engine.run import Run
from tutor.pictures import Entrant
from tutor.record import Record
from tutor.screens.help import HelpScreen
from tutor.verbs import RACE
from tutor.widgets.race import Race

NEW = ("comma", "z", "p", "R")


@asynccontextmanager
async def racing(home: Path, size: tuple[int, int] = (120, 36), option: str = "1") -> AsyncIterator[Pilot[int]]:
    """A lesson in its race: sigmoid, linear and a relu that breaks, 6 epochs of 3 mini-batches.

    It stands still between two epochs.
    """
    async with playing(home, size) as pilot:
        await pilot.press(option, "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        player = race(pilot).player
        player.pause()
        player.step_epoch()
        while not player.advance():
            pass
        race(pilot).action_scrub(0)
        yield pilot


async def over(pilot: Pilot[int]) -> None:
    """Train to the end, and go back to the race where its words took its place."""
    await train(pilot)
    if not race(pilot).has_focus:
        await pilot.press("tab")
    await pilot.pause()


async def explained(pilot: Pilot[int]) -> str:
    """What is said about the race, wherever that stands."""
    await pilot.press("tab")
    await pilot.pause()
    words = said(pilot, "#why")
    await pilot.press("tab")
    return words


def losses(pilot: Pilot[int]) -> list[float]:
    """The test losses of all runs that are in the race now, at its end."""
    return [run.frame.test_loss for run in race(pilot).player.runs.values()]


@both_sizes
async def test_a_comma_takes_one_mini_batch_of_every_run_and_tells_its_loss(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with racing(tmp_path, size) as pilot:
        runs = race(pilot).player.runs
        epoch = race(pilot).player.head
        before = {name: run.steps for name, run in runs.items()}
        await pilot.press("comma")
        taken = {name: run.steps - before[name] for name, run in runs.items() if run.status == "training"}
        assert set(taken.values()) == {1}
        assert race(pilot).border_title == f"epoch {epoch}/6 · mini-batch 1/3"
        await pilot.pause()
        assert "mini-batch" in shown(pilot, "#values")
        assert f"{runs['with_sigmoid'].batch_loss:.3g}" in shown(pilot, "#values")
        await pilot.press("comma", "comma")
        assert race(pilot).border_title == f"epoch {epoch + 1}/6"
        await pilot.pause()
        assert "mini-batch" not in shown(pilot, "#values")


async def test_a_comma_pauses_and_scrubbing_back_hides_what_is_under_way(tmp_path: Path) -> None:
    async with racing(tmp_path) as pilot:
        await pilot.press("full_stop")
        race(pilot).tick()
        await pilot.press("space")
        assert race(pilot).player.playing
        await pilot.press("comma")
        assert not race(pilot).player.playing
        assert "mini-batch" in str(race(pilot).border_title)
        await pilot.press("left")
        assert "mini-batch" not in str(race(pilot).border_title)
        await pilot.press("right")
        assert "mini-batch 1/3" in str(race(pilot).border_title)


async def test_commas_train_what_playing_trains(tmp_path: Path) -> None:
    async with racing(tmp_path) as pilot:
        await over(pilot)
        played = losses(pilot)
        await pilot.press("r")
        for _ in range(6 * 3):
            await pilot.press("comma")
        assert race(pilot).player.over
        assert losses(pilot) == played


@both_sizes
async def test_another_seed_waits_for_the_end_and_changes_nothing_that_is_explained(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with racing(tmp_path, size) as pilot:
        await pilot.press("R")
        assert {run.experiment.seed for run in race(pilot).player.runs.values()} == {1}
        await over(pilot)
        first, told = losses(pilot), await explained(pilot)
        assert "measured" in told
        await pilot.press("R")
        assert "seed 2" in str(race(pilot).border_title)
        race(pilot).finish()
        while not race(pilot).player.over:
            race(pilot).tick()
        race(pilot).tick()
        assert losses(pilot) != first
        await pilot.press("d")
        assert await explained(pilot) == told
        await pilot.press("R")
        assert "seed 3" in str(race(pilot).border_title)
        await pilot.press("d")  # not at its end: what was measured is said all the same
        assert await explained(pilot) == told
        await pilot.press("r", "f")
        assert "seed" not in str(race(pilot).border_title)
        while not race(pilot).player.over:
            race(pilot).tick()
        assert losses(pilot) == first


async def test_a_prediction_stays_decided_by_the_runs_of_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "which")
        await pilot.press("2", "s")
        await until(pilot, lambda: bool(pilot.app.screen.query(Race)))
        await over(pilot)
        decided = view(pilot).grade()
        measured = race(pilot).runs
        await pilot.press("R")
        assert race(pilot).runs == measured
        assert view(pilot).grade() == decided
        assert "Right" in said(pilot, "#why")
    assert Record.open(tmp_path).state.answers["tiny/which"].verdict == "right"


@both_sizes
async def test_a_close_look_goes_with_the_log_axis_the_cursor_and_a_pin(tmp_path: Path, size: tuple[int, int]) -> None:
    async with racing(tmp_path, size) as pilot:
        await over(pilot)
        await pilot.press("p", "l", "s", "z")
        await pilot.pause()
        assert "(log)" in shown(pilot, "#loss_caption")
        assert "(pinned)" in shown(pilot, "#loss")
        assert "0" not in [word.strip("└─ ") for word in shown(pilot, "#loss").splitlines()[-1].split("─")]
        assert "┊" in shown(pilot, "#loss")
        await pilot.press("z")
        await pilot.pause()
        assert "└0" in shown(pilot, "#loss")


@both_sizes
async def test_the_pick_is_pinned_stays_behind_the_next_race_and_is_let_go(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with racing(tmp_path, size, option="2") as pilot:
        await over(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert list(race(pilot).pinned) == ["with_linear"]
        assert "(pinned)" in shown(pilot, "#loss")
        end = race(pilot).pinned["with_linear"].run.frame
        await pilot.press("R", "space")
        await pilot.pause()
        assert race(pilot).player.head < 6
        assert race(pilot).pinned["with_linear"].run.frame is end
        assert "(pinned)" in shown(pilot, "#loss")
        await pilot.press("p")
        await pilot.pause()
        assert not race(pilot).pinned
        assert "(pinned)" not in shown(pilot, "#loss")


async def test_the_network_shown_alone_is_the_one_to_pin(tmp_path: Path) -> None:
    async with racing(tmp_path, option="2") as pilot:
        await over(pilot)
        await pilot.press("o", "o", "p")
        assert list(race(pilot).pinned) == ["with_sigmoid"]
        await pilot.press("o", "p")
        assert sorted(race(pilot).pinned) == ["with_relu", "with_sigmoid"]
        await pilot.press("p")
        assert list(race(pilot).pinned) == ["with_sigmoid"]


@both_sizes
async def test_w_says_the_plots_in_words_where_there_is_no_room_under_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with racing(tmp_path, size) as pilot:
        await over(pilot)
        assert "Test loss after epoch 6" not in said(pilot, "Race")
        await pilot.press("w")
        await pilot.pause()
        assert "Test loss after epoch 6" in said(pilot, "#values")
        await pilot.press("w")
        await pilot.pause()
        assert "Test loss after epoch 6" not in said(pilot, "#values")


async def test_a_tall_screen_has_a_sentence_under_each_plot_all_the_time(tmp_path: Path) -> None:
    async with racing(tmp_path, (120, 50)) as pilot:
        await over(pilot)
        assert "Test loss after epoch 6 of 6" in said(pilot, "#loss_words")
        assert said(pilot, "#lower_words")
        await pilot.press("w")
        await pilot.pause()
        assert "test loss" in shown(pilot, "#values")
        await pilot.press("z", "p", "left")
        await pilot.pause()
        assert "Test loss after epoch 5 of 6" in said(pilot, "#loss_words")
        assert "pinned: sigmoid" in said(pilot, "#loss_words")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query_one("#loss_words").display


@both_sizes
async def test_help_explains_every_key_of_the_race(tmp_path: Path, size: tuple[int, int]) -> None:
    async with racing(tmp_path, size) as pilot:
        await over(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        words = said(pilot, "HelpScreen Static")
        for verb in RACE:
            assert " ".join(verb.help.split()) in words, verb.keys


async def test_the_key_bar_names_the_new_keys_where_there_is_room(tmp_path: Path) -> None:
    async with racing(tmp_path, (250, 36)) as pilot:
        assert "new seed" not in keys(pilot)
        await over(pilot)
        for verb in RACE:
            if verb.keys in NEW:
                assert f"{verb.shown_key} {verb.label}" in keys(pilot)


class Bench(App[None]):
    """A race of six that nothing is said about, as on a bench."""

    def compose(self) -> Iterator[Race]:
        text = "data: moons · samples: 40 · loss: bce · optimizer: sgd 0.1 · epochs: 8 · batch: full · show: gradients"
        runs = [Run(Experiment.from_text(f"{text} · net: 2 -> {units} tanh -> 1 sigmoid")) for units in range(1, 7)]
        yield Race({str(place): Entrant(place, f"{place + 1} units", run) for place, run in enumerate(runs)}, free=True)


@pytest.mark.parametrize("size", [*SIZES, (60, 18), (160, 50)])
async def test_a_race_of_six_knows_every_key_from_the_start(size: tuple[int, int]) -> None:
    app = Bench()
    async with app.run_test(size=size) as pilot:
        the_race = app.query_one(Race)
        the_race.focus()
        await pilot.press("comma", "R", "p", "z", "l", "s", "f")
        while not the_race.player.over:
            the_race.tick()
        assert the_race.border_title == "epoch 8/8 · seed 2"
        assert len(the_race.pinned) == 6
        await pilot.press("r", "comma", "v", "o", "p", "v", "z", "left", "space")
        await pilot.pause()
        assert "seed" not in str(the_race.border_title)
        assert list(the_race.pinned) == ["1", "2", "3", "4", "5"]
        assert all(f"{units} units" in shown(pilot, "#values") for units in range(1, 7))
