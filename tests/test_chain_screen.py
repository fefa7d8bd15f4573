"""A chain on the screen, by real key presses: typing, slips, factors that are shown, and coming back."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from test_app import both_sizes, keys, playing, said, shown, until
from test_app_robust import at_once, settle
from test_app_typed import write
from test_chain_reading import CHAINS
from textual.pilot import Pilot

from tutor.record import Record, RecordError
from tutor.screens.help import HelpScreen
from tutor.screens.lesson import LessonScreen
from tutor.widgets.chain import ChainView, FactorInput
from tutor.widgets.ending import EndingView

LINES = ("2(p-y)", "v", "sign(h)", "1")


def chains(home: Path, size: tuple[int, int] = (80, 24), step: str = "") -> AbstractAsyncContextManager[Pilot[int]]:
    """The lesson of chains, opened at a step."""
    if step:
        Record.open(home).reached("chains", step)
    return playing(home, size, "chains", CHAINS)


def view(pilot: Pilot[int]) -> ChainView:
    return pilot.app.screen.query_one(ChainView)


async def enter(pilot: Pilot[int], line: str) -> None:
    """Type a line in place of what stands there, and press enter."""
    await pilot.press("ctrl+u")
    await write(pilot, line)
    await pilot.press("enter")
    await pilot.pause()


def kept(home: Path, name: str = "all_links") -> tuple[object, str]:
    answer = Record.open(home).state.answers[f"chains/{name}"]
    return answer.response, answer.verdict


@both_sizes
async def test_a_worked_chain_shows_everything_and_enter_goes_on(tmp_path: Path, size: tuple[int, int]) -> None:
    async with chains(tmp_path, size, "worked") as pilot:
        assert "x = 1.5 w = 0.8 b = −0.2 y = 1" in said(pilot, "#forward")
        assert "z = w · x + b 1 a = sigmoid(z) 0.7311 L = (a − y)² 0.07233" in said(pilot, "#forward")
        assert "dL/dw = dL/da · da/dz · dz/dw" in said(pilot, "#forward")
        assert "da/dz = a · (1 − a) 0.1966 −0.1058" in said(pilot, "#above")
        assert "dL/dw = (−0.5379) · 0.1966 · 1.5 = −0.1586" in said(pilot, "#result")
        assert "✔ Moving w a little moves L by −0.1586" in said(pilot, "#result")
        assert "question" not in shown(pilot, "TitleBar")
        assert "enter go on" in keys(pilot)
        assert "again" not in keys(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.step.id == "last_link")
        assert "question 1 of 2" in shown(pilot, "TitleBar")
    assert not Record.open(tmp_path).state.answers


@both_sizes
async def test_the_last_link_is_typed_understood_corrected_and_right(tmp_path: Path, size: tuple[int, int]) -> None:
    async with chains(tmp_path, size, "last_link") as pilot:
        assert isinstance(pilot.app.focused, FactorInput)
        assert "How much does z move for a small move of w?" in said(pilot, "#told")
        assert "▸ ∂z/∂w =" in said(pilot, "#label")
        assert "enter check" in keys(pilot)
        await write(pilot, "2w")
        assert "Read as 2 · w" in said(pilot, "#told")
        await enter(pilot, "w")
        assert "✘ That is ∂z/∂x: you differentiated with respect to x" in said(pilot, "#told")
        assert kept(tmp_path, "last_link") == ("~", "pending")
        await write(pilot, "+")
        assert "✘ w: That is ∂z/∂x" in said(pilot, "#told")
        await enter(pilot, "x")
        assert view(pilot).filling.done
        assert "◐ ∂z/∂w = x 1.5 −0.1586" in said(pilot, "#above")
        assert "◐ Found, after another try." in said(pilot, "#result")
        assert kept(tmp_path, "last_link") == ("~ x", "acceptable")


@both_sizes
async def test_all_links_are_filled_in_one_after_the_other(tmp_path: Path, size: tuple[int, int]) -> None:
    async with chains(tmp_path, size, "all_links") as pilot:
        assert said(pilot, "#below").split("=")[0].strip() == "dp/dh"
        for place, line in enumerate(LINES):
            assert view(pilot).filling.at == place
            await enter(pilot, line)
        assert "✔ Every factor right at the first try." in said(pilot, "#result")
        assert kept(tmp_path) == ("\n".join(LINES), "right")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(EndingView)))
        assert "1 of 2 answered, 1 right" in said(pilot, "EndingView Static")
        assert "at the first try" in said(pilot, "EndingView Static")


async def test_what_cannot_be_read_is_pointed_at_below_the_line(tmp_path: Path) -> None:
    async with chains(tmp_path, step="last_link") as pilot:
        await write(pilot, "x*q")
        line = pilot.app.screen.query_one(FactorInput)
        told = pilot.app.screen.query_one("#told")
        mark = shown(pilot, "#told").splitlines()[0].index("▲")
        assert told.region.x + mark == line.content_region.x + len("x*")
        await pilot.press("enter")
        assert view(pilot).filling.judged is None
    assert not Record.open(tmp_path).state.answers


async def test_a_factor_can_be_shown_which_is_told_at_the_end(tmp_path: Path) -> None:
    async with chains(tmp_path, step="all_links") as pilot:
        assert "ctrl+r show it" in keys(pilot)
        await pilot.press("ctrl+r")
        assert "Shown: how much L = (p − y)² moves when nothing but p moves." in said(pilot, "#note")
        assert kept(tmp_path) == ("?", "pending")
        for line in LINES[1:]:
            await enter(pilot, line)
        assert "○ dL/dp was shown to you" in said(pilot, "#result")
        assert kept(tmp_path)[1] == "wrong"


async def test_a_chain_goes_on_where_it_was_left(tmp_path: Path) -> None:
    async with chains(tmp_path, step="all_links") as pilot:
        await enter(pilot, LINES[0])
        await enter(pilot, "h")
        await pilot.press("escape")
    async with chains(tmp_path) as pilot:
        assert (view(pilot).filling.at, view(pilot).filling.missed) == (1, True)
        assert "✔ dL/dp = 2 · (p − y)" in said(pilot, "#above")
        for line in LINES[1:]:
            await enter(pilot, line)
    async with chains(tmp_path) as pilot:
        assert view(pilot).filling.done
        assert "◐ All 4 found; 1 took more than one try." in said(pilot, "#result")
        assert pilot.app.focused is view(pilot)


async def test_filling_in_again_keeps_the_first_verdict_until_it_is_done(tmp_path: Path) -> None:
    async with chains(tmp_path, step="last_link") as pilot:
        await enter(pilot, "x")
        await pilot.press("a")
        assert not view(pilot).filling.done
        assert isinstance(pilot.app.focused, FactorInput)
        await enter(pilot, "w")
        assert kept(tmp_path, "last_link") == ("x", "right")
        await pilot.press("ctrl+r")
        assert kept(tmp_path, "last_link") == ("?", "wrong")


async def test_letters_are_keys_again_once_the_line_is_left(tmp_path: Path) -> None:
    async with chains(tmp_path, step="last_link") as pilot:
        await write(pilot, "bn")
        assert pilot.app.screen.query_one(FactorInput).value == "bn"
        assert "tab leave the line" in keys(pilot)
        await pilot.press("tab")
        assert "enter type" in keys(pilot)
        assert "leave the line" not in keys(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.focused, FactorInput)
        await pilot.press("tab", "n")
        await until(pilot, lambda: pilot.app.screen.step.id == "all_links")


async def test_the_question_mark_opens_the_help_with_the_keys_of_the_chain(tmp_path: Path) -> None:
    async with chains(tmp_path, step="last_link") as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert "Check the factor you have typed." in said(pilot, "HelpScreen Static")
        assert "Show this factor" in said(pilot, "HelpScreen Static")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))
        await pilot.press("ctrl+r", "question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        listed = said(pilot, "HelpScreen Static")
        assert "The chain" in listed
        assert "Fill this chain in once more." in listed
        assert "The question" not in listed
        assert "The explorer" not in listed


async def test_enter_twice_judges_once_and_never_the_next_factor(tmp_path: Path) -> None:
    async with chains(tmp_path, step="all_links") as pilot:
        await write(pilot, LINES[0])
        at_once(pilot, "enter", "enter", "enter")
        await settle(pilot)
        filling = view(pilot).filling
        assert (len(filling.filled), filling.missed) == (1, False)


async def test_the_last_enter_does_not_leave_the_chain_unseen(tmp_path: Path) -> None:
    async with chains(tmp_path, (120, 36), "last_link") as pilot:
        at_once(pilot, "x", "enter")
        await settle(pilot)
        assert view(pilot).filling.done
        at_once(pilot, "enter", "enter")
        await settle(pilot)
        assert pilot.app.screen.step.id == "all_links"


async def test_chains_may_be_paged_through_quickly(tmp_path: Path) -> None:
    async with chains(tmp_path, step="worked") as pilot:
        at_once(pilot, "n", "b", "enter", "b")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.is_running


async def test_a_full_disk_is_told_and_the_factor_is_not_taken_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chains(tmp_path, step="last_link") as pilot:

        def full(*_: object, **__: object) -> None:
            raise RecordError("cannot save: no space left on device")

        monkeypatch.setattr(Record, "answered", full)
        await enter(pilot, "x")
        assert not view(pilot).filling.done
        assert pilot.app.screen.query_one(FactorInput).value == "x"


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("dark", [True, False])
async def test_nothing_is_wider_than_the_screen_or_than_prose(
    tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    async with chains(tmp_path, size, "all_links") as pilot:
        if not dark:
            await pilot.press("tab", "d", "enter")
        for line in ("y - p", "2(p - y)", "h + v*h + p^2 - L/3 + z*w/2 - 1/3", "v", "sign(h)"):
            await enter(pilot, line)
            for part in view(pilot).query("ChainView > *"):
                assert part.region.right <= size[0]
                assert part.size.width <= 72
            assert view(pilot).max_scroll_x == 0
            told, row = (pilot.app.screen.query_one(part).region for part in ("#told", "#row"))
            assert view(pilot).region.contains_region(told)
            assert view(pilot).region.contains_region(row)


async def test_a_chain_is_laid_out_anew_when_the_window_changes(tmp_path: Path) -> None:
    async with chains(tmp_path, (120, 36), "all_links") as pilot:
        await write(pilot, "2(p")
        await pilot.resize_terminal(60, 18)
        await settle(pilot)
        assert view(pilot).room < 60
        assert pilot.app.screen.query_one(FactorInput).value == "2(p"
        assert pilot.app.screen.query_one(FactorInput).region.right <= 60


async def test_a_chain_survives_a_window_of_a_few_columns(tmp_path: Path) -> None:
    async with chains(tmp_path, (120, 36), "all_links") as pilot:
        await write(pilot, "2(p")
        for width in (13, 12, 8, 3, 1, 80):
            await pilot.resize_terminal(width, 20)
            await settle(pilot)
        assert pilot.app.screen.query_one(FactorInput).value == "2(p"
