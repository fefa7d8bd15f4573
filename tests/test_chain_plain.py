"""A chain in line mode: the whole conversation on two streams, and nothing lost when the input ends."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from test_chain_reading import CHAINS

from tutor.course.catalog import Catalog
from tutor.plain.start import play
from tutor.record import Record


def talk(home: Path, *lines: str, step: str = "") -> str:
    """What is said when these lines are typed and the input then ends; opened at a step."""
    record = Record.open(home)
    if step:
        record.reached("chains", step)
    said = io.StringIO()
    play(record, Catalog([CHAINS]), "chains", typed=io.StringIO("".join(f"{line}\n" for line in lines)), said=said)
    record.close()
    return said.getvalue()


def kept(home: Path, name: str) -> tuple[object, str] | None:
    answer = Record.open(home).state.answers.get(f"chains/{name}")
    return (answer.response, answer.verdict) if answer else None


def test_a_worked_chain_is_told_line_by_line(tmp_path: Path) -> None:
    told = talk(tmp_path, "n", step="worked")
    assert (
        """
The chain rule, for dL/dw

Given: x = 1.5, w = 0.8, b = −0.2, y = 1
Forward:
  z = w · x + b = 1
  a = sigmoid(z) = 0.7311
  L = (a − y)² = 0.07233
Backward:
  dL/dw = dL/da · da/dz · dz/dw
  dL/da = 2 · (a − y) = −0.5379
  da/dz = a · (1 − a) = 0.1966   so far −0.1058
  dz/dw = x = 1.5   so far −0.1586

dL/dw = (−0.5379) · 0.1966 · 1.5 = −0.1586
✔ Moving w a little moves L by −0.1586 times as much: they agree.

enter goes on > n
"""
        in told
    )


def test_a_factor_is_asked_for_until_it_is_right(tmp_path: Path) -> None:
    told = talk(tmp_path, "w", "w*(", "1.5", "", step="last_link")
    assert (
        """
How much does z move for a small move of w?
∂z/∂w > w
Read as w.
Not so. That is ∂z/∂x: you differentiated with respect to x. In ∂z/∂w it
is w that moves, and x stands still like a plain number.
∂z/∂w > w*(
  w*(
     ^
"""
        in told
    )
    assert "1.5 is the right number here. As a formula, for any numbers: ∂z/∂w = x.\n" in told
    assert "  ∂z/∂w = x = 1.5   so far −0.1586\n" in told
    assert "◐ Found, after another try.\n" in told
    assert "Question 2 of 2" in told
    assert kept(tmp_path, "last_link") == ("~ 1.5", "acceptable")


def test_an_input_that_ends_loses_nothing(tmp_path: Path) -> None:
    told = talk(tmp_path, "2(p-y)", "h", step="all_links")
    assert told.rstrip().endswith("The input ended at question 2 of 2. Every answer is saved.")
    assert kept(tmp_path, "all_links") == ("2(p-y)\n~", "pending")
    told = talk(tmp_path, "v", "show", "1", "")
    assert "  dL/dp = 2 · (p − y) = −6.2\n" in told
    assert "dL/dp >" not in told
    assert "Shown: how much h = relu(z) moves when nothing but z moves.\n" in told
    assert "○ dh/dz was shown to you." in told
    assert "1 of 2 questions answered, 0 right" in told
    assert kept(tmp_path, "all_links") == ("2(p-y)\n~ v\n?\n1", "wrong")


def test_letters_that_are_names_are_formulas_and_the_words_still_work(tmp_path: Path) -> None:
    told = talk(tmp_path, "show", "h", "b", "back", "next", "quit", step="all_links")
    assert "Read as h.\nNot so. That is dp/dv" in told
    assert "Read as b.\n" in told
    assert "Question 1 of 2" in told
    assert "You stopped at question 2 of 2." in told


def test_letters_that_are_no_names_are_wishes(tmp_path: Path) -> None:
    told = talk(tmp_path, "h", "", "q", step="last_link")
    assert "Shown: how much z = w · x + b moves" in told
    assert "dL/dp > q\nYou stopped at question 2 of 2." in told


def test_help_names_what_can_be_typed(tmp_path: Path) -> None:
    told = talk(tmp_path, "?", "", "again", "n", step="last_link")
    for word in ("show", "back", "next", "help", "quit"):
        assert f"  {word}   " in told
    assert told.count("Type a formula or a number; show shows the factor, next leaves the") == 2
    assert kept(tmp_path, "last_link") is None


def test_a_chain_can_be_filled_in_again(tmp_path: Path) -> None:
    told = talk(tmp_path, "x", "a", "show", "", "q", step="last_link")
    assert "✔ Right at the first try." in told
    assert "○ ∂z/∂w was shown to you." in told
    assert kept(tmp_path, "last_link") == ("?", "wrong")
    told = talk(tmp_path, step="last_link")
    assert "enter goes on, a fills it in again > " in told


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.text(alphabet="abpvhzwxyqn?2.+-*/^() show", max_size=8), max_size=10))
def test_whatever_is_typed_the_conversation_ends_well(tmp_path_factory: object, lines: list[str]) -> None:
    home = tmp_path_factory.mktemp("home")  # type: ignore[attr-defined]
    told = talk(home, *lines, step="last_link")
    assert told.rstrip().splitlines()[-1].startswith(("You stopped at", "The input ended at", "That was the lesson"))
