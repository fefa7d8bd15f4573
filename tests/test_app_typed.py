"""Formulas that are typed and lines that are put in order, by real key presses at 80×24 and at 120×36."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from tests.test_app import both_sizes, keys, playing, said, shown, until, view
from tutor.course.attempt import Phase
from tutor.record import Record
from tutor.widgets.formula_input import FormulaInput
from tutor.widgets.question_words import Words
from tutor.widgets.typed_line import INDENT

TYPED = Path(__file__).parent / "lessons" / "typed.md"


def typed(home: Path, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Pilot[int]]:
    return playing(home, size, "typed", TYPED)


async def write(pilot: Pilot[int], text: str) -> None:
    """Type a text as a keyboard would."""
    names = {
        "*": "asterisk",
        "(": "left_parenthesis",
        ")": "right_parenthesis",
        "-": "minus",
        "+": "plus",
        " ": "space",
    }
    names |= {"/": "slash", "^": "circumflex_accent", ".": "full_stop", "?": "question_mark"}
    await pilot.press(*(names.get(character, character) for character in text))


@both_sizes
async def test_a_formula_is_typed_understood_and_graded(tmp_path: Path, size: tuple[int, int]) -> None:
    async with typed(tmp_path, size) as pilot:
        assert isinstance(pilot.app.focused, FormulaInput)
        await write(pilot, "a(1-a)")
        assert "Read as a · (1 − a)" in said(pilot, "#ask")
        assert "Press enter" in said(pilot, "#ask")
        await pilot.press("enter")
        assert isinstance(pilot.app.focused, Words)
        assert "How sure are you?" in said(pilot, "#ask")
        await pilot.press("s")
        assert view(pilot).attempt.phase is Phase.EXPLAINED
        assert "✔ Right — you said: sure" in said(pilot, "#why")
        assert Record.open(tmp_path).state.answers["typed/slope"].response == "a(1-a)"


async def test_letters_of_verbs_are_letters_of_a_formula(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await write(pilot, "tgsh")
        assert view(pilot).attempt.typed == "tgsh"
        assert view(pilot).attempt.phase is Phase.ASKING
        assert not view(pilot).attempt.hints


async def test_what_cannot_be_read_is_pointed_at_and_never_committed(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await write(pilot, "a*(1-b)")
        mark = shown(pilot, "#ask").splitlines()[0]
        assert mark.rstrip() == " " * (INDENT + len("a*(1-")) + "▲"
        assert "'b' is not known here" in said(pilot, "#ask")
        await pilot.press("enter", "s")
        assert view(pilot).attempt.phase is Phase.ASKING
        assert view(pilot).attempt.typed == "a*(1-b)s"


async def test_a_formula_can_be_changed_before_it_is_committed(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await write(pilot, "a")
        await pilot.press("enter")
        assert "change" in keys(pilot)
        await pilot.press("enter", "end")
        await write(pilot, "*(1-a)")
        await pilot.press("enter", "t")
        assert view(pilot).attempt.typed == "a*(1-a)"
        assert view(pilot).attempt.phase is Phase.EXPLAINED


async def test_a_wrong_formula_is_told_its_slip_and_a_point_to_try(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await write(pilot, "a(a+1)")
        await pilot.press("enter", "s")
        assert "The sign is wrong" in said(pilot, "#why")
        assert "Try a = " in said(pilot, "#why")
        assert "a · (1 − a)" in said(pilot, "#why")


async def test_keys_that_arrive_in_one_burst_act_in_their_order(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        burst = ["a", "asterisk", "b", "backspace", "a", "home", "right", "delete", "plus", "enter", "s"]
        for key in burst:
            character = {"asterisk": "*", "plus": "+"}.get(key, key if len(key) == 1 else None)
            pilot.app.post_message(Key(key, character))
        await until(pilot, lambda: view(pilot).attempt.phase is Phase.EXPLAINED)
        assert view(pilot).attempt.typed == "a+a"
        assert view(pilot).attempt.confidence == "sure"


async def test_the_hint_is_one_enter_away_from_a_formula(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.focused, Words)
        await pilot.press("h")
        assert "It is flat at both ends." in said(pilot, "#hints")


async def test_what_was_typed_is_there_after_a_restart(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await write(pilot, "a-a^2")
        await pilot.press("enter", "g")
    async with typed(tmp_path) as pilot:
        assert view(pilot).attempt.phase is Phase.EXPLAINED
        assert pilot.app.screen.query_one(FormulaInput).value == "a-a^2"


async def to_the_order(pilot: Pilot[int]) -> None:
    await pilot.press("enter", "n")
    assert view(pilot).question.id == "step"


def lines(pilot: Pilot[int]) -> list[int]:
    return list(view(pilot).attempt.order)


@both_sizes
async def test_lines_are_put_in_order_by_the_numbers_of_their_places(tmp_path: Path, size: tuple[int, int]) -> None:
    async with typed(tmp_path, size) as pilot:
        await to_the_order(pilot)
        assert lines(pilot) != [0, 1, 2, 3], "it would be solved already"
        assert "How sure" not in said(pilot, "#ask")
        for index in range(4):
            at = lines(pilot).index(index)
            await pilot.press(*["up"] * 4, *["down"] * at, str(index + 1))
        assert lines(pilot) == [0, 1, 2, 3]
        await pilot.press("s")
        assert "All 4 are in their places" in said(pilot, "#why")
        assert "Nothing is measured before there is an answer." in said(pilot, "#why")
        assert Record.open(tmp_path).state.answers["typed/step"].response == (0, 1, 2, 3)


@pytest.mark.parametrize("way", [("space", "down", "space"), ("shift+down",), ("J",), ("2",)])
async def test_a_line_is_moved_in_several_ways(tmp_path: Path, way: tuple[str, ...]) -> None:
    async with typed(tmp_path) as pilot:
        await to_the_order(pilot)
        first, second, *rest = lines(pilot)
        await pilot.press(*way)
        assert lines(pilot) == [second, first, *rest]
        assert view(pilot).attempt.at == 1
        await pilot.press("down")
        assert lines(pilot) == [second, first, *rest], "it was put down"


async def test_the_first_wrong_place_is_named_and_the_right_order_shown(tmp_path: Path) -> None:
    async with typed(tmp_path) as pilot:
        await to_the_order(pilot)
        for index, key in enumerate("1243"):
            at = lines(pilot).index(int(key) - 1)
            await pilot.press(*["up"] * 4, *["down"] * at, str(index + 1))
        await pilot.press("t")
        told = said(pilot, "#why")
        assert "The first 2 lines are right. Line 3 is the first that is not in its place." in told
        assert "3 Go backward you had it in place 4" in told
        assert told.index("Run forward") < told.index("Measure the loss") < told.index("Go backward")
    async with typed(tmp_path) as pilot:
        await pilot.pause()
        assert view(pilot).question.id == "step"
        assert lines(pilot) == [0, 1, 3, 2]
        assert view(pilot).attempt.phase is Phase.EXPLAINED
