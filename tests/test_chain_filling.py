"""Filling a chain in: what is right, what is said of what is not, and how a filling comes back from the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_chain_reading import chain

from tutor.course.chain import Chain
from tutor.course.filling import Filling
from tutor.course.formulas import FormulaError, read_formula
from tutor.course.grade import Verdict
from tutor.course.link import Link
from tutor.course.slips import SLIPS
from tutor.course.slips.links import other_input, other_links, upside_down
from tutor.course.slips.numbers import no_number, only_here, put_in, rounded, two_numbers
from tutor.course.slips.slope import as_far, gate, nothing, place_taken, times, value

WORKED, ALL = chain("worked"), chain("all_links")
RIGHT = ("2(p-y)", "v", "sign(h)", "1")


def at(one: Chain, name: str) -> Filling:
    """A filling with one blank, at the factor of this name."""
    index = next(index for index, factor in enumerate(one.factors) if factor.name == name)
    return Filling(replace(one, blanks=(index,)))


def said(one: Chain, name: str, line: str) -> str:
    judged = at(one, name).enter(line).judged
    assert judged is not None
    return judged.said


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("da/dz", "a*(1 - a)"),
        ("da/dz", "a - a²"),
        ("da/dz", "exp(-z)/(1 + exp(-z))^2"),
        ("da/dz", "sigmoid(z)*sigmoid(-z)"),
        ("dL/da", "2a - 2y"),
        ("dL/da", "-2(y - a)"),
        ("dz/dw", "x"),
        ("dz/dw", "(z - b)/w"),
    ],
)
def test_any_way_of_writing_the_slope_is_right(name: str, line: str) -> None:
    done = at(WORKED, name).enter(line)
    assert done.done
    assert done.verdict is Verdict.RIGHT


@pytest.mark.parametrize("line", ["0.19661", "0.197", "0.196", ".1966", "0,197", "19.7 %", "0.731*(1 - 0.731)"])
def test_the_number_here_is_right_too_and_the_formula_is_told(line: str) -> None:
    done = at(WORKED, "da/dz").enter(line)
    assert done.done
    assert done.judged is not None
    assert "is the right number here" in done.judged.said
    assert "da/dz = a · (1 − a)" in done.judged.said
    assert done.formula(1).spelled == "a · (1 − a)"


@pytest.mark.parametrize(("line", "right"), [("0.19661", True), ("0.1975", True), ("0.198", False), ("0.195", False)])
def test_a_number_may_be_half_a_percent_off(line: str, right: bool) -> None:
    assert at(WORKED, "da/dz").enter(line).done is right


def test_a_formula_of_ones_own_is_shown_and_said_to_be_the_same() -> None:
    done = at(WORKED, "da/dz").enter("a - a^2")
    assert done.formula(1).spelled == "a − a²"
    assert done.judged is not None
    assert done.judged.said == "Right. It is the same as a · (1 − a)."


# chain, link, what is typed, the slip, and what is said of it
SLIPPED = [
    (WORKED, "dL/da", "ln(a - y)", no_number, "a = 0.7311 and y = 1"),
    (WORKED, "da/dz", "1/0", no_number, "no number. Look"),
    (ALL, "dh/dz", "0", gate, "z = 1.4 and h = 1.4"),
    (ALL, "dh/dz", "sign(relu(-z))", gate, "does h follow when z moves a little"),
    (WORKED, "dz/dw", "0", nothing, "w stands in z = w · x + b"),
    (WORKED, "dL/da", "a - a", nothing, "L stays where it is"),
    (WORKED, "dL/da", "2(y - a)", times, "L gets smaller when a grows a little"),
    (WORKED, "dz/dw", "-1.5", times, "must be positive"),
    (WORKED, "dL/da", "a - y", times, "a factor 2 is missing"),
    (WORKED, "dL/da", "-0.269", times, "a factor 2 is missing"),
    (WORKED, "dL/da", "4(a - y)", times, "a factor 2 too many"),
    (WORKED, "dL/da", "y - a", times, "Two slips"),
    (WORKED, "dz/dw", "w", other_input, "That is dz/dx: you differentiated with respect to x"),
    (WORKED, "dz/dw", "0.8", other_input, "That is dz/dx"),
    (ALL, "dp/dh", "h", other_input, "That is dp/dv"),
    (chain("last_link"), "∂z/∂w", "w", other_input, "That is ∂z/∂x"),
    (WORKED, "da/dz", "1", as_far, "what is done to z in a = sigmoid(z)"),
    (WORKED, "da/dz", "z*(1 - z)", place_taken, "z stands in the place of a"),
    (WORKED, "da/dz", "sigmoid(a)*(1 - sigmoid(a))", place_taken, "a stands in the place of z"),
    (WORKED, "da/dz", "a", value, "the value of a, not its slope"),
    (WORKED, "da/dz", "0.731", value, "the value of a, not its slope"),
    (WORKED, "dL/da", "L", value, "the value of L, not its slope"),
    (ALL, "dz/db", "b", value, "That is b itself"),
    (WORKED, "da/dz", "1/(a(1 - a))", upside_down, "That is dz/da"),
    (WORKED, "dz/dw", "1/x", upside_down, "That is dw/dz"),
    (WORKED, "da/dz", "x", other_links, "That is dz/dw, another link"),
    (WORKED, "da/dz", "2(a - y)*a*(1 - a)", other_links, "That is dL/dz, which is dL/da · da/dz multiplied up"),
    (WORKED, "dz/dw", "2(a - y)*a*(1 - a)*x", other_links, "That is dL/dw"),
    (WORKED, "dz/dw", "-0.1586", other_links, "That is dL/dw"),
    (WORKED, "dL/da", "x*a*(1 - a)", other_links, "That is da/dw"),
    (WORKED, "da/dz", "0.2", rounded, "Close, but not close enough"),
    (WORKED, "dL/da", "2(a - 1)", put_in, "Right as long as y = 1"),
    (ALL, "dL/dp", "2p - 2", put_in, "holds for every y"),
    (WORKED, "dz/dw", "2 - y/2", only_here, "The right number here, but by chance"),
    (WORKED, "da/dz", "a*(1 + a)", two_numbers, "Yours gives 1.266 here"),
    (WORKED, "da/dz", "a*(1 + a)", two_numbers, "moves a by 0.1966 times"),
]


@pytest.mark.parametrize(("one", "name", "line", "slip", "words"), SLIPPED, ids=[f"{s[1]}={s[2]}" for s in SLIPPED])
def test_a_slip_is_named(one: Chain, name: str, line: str, slip: object, words: str) -> None:
    filling = at(one, name)
    assert not filling.enter(line).done
    assert words in said(one, name, line)
    typed = read_formula(line, one.names)
    link = Link.of(filling.chain, filling.chain.blanks[0], typed)
    assert next(each for each in SLIPS if each(link)) is slip


def test_every_slip_has_an_example() -> None:
    assert {case[3] for case in SLIPPED} == set(SLIPS)


def test_no_slip_finds_fault_with_another_chains_numbers() -> None:
    """The same line is another slip in another chain: nothing is known of any one lesson."""
    assert "dp/dv" in said(ALL, "dp/dh", "h")
    assert "the value of h" in said(ALL, "dh/dz", "h")


def test_a_slip_does_not_give_the_factor_away() -> None:
    for one, name, line, slip, _ in SLIPPED:
        factor = next(factor for factor in one.factors if factor.name == name)
        if len(factor.formula.spelled) > 3 and slip is not two_numbers:
            assert factor.formula.spelled not in said(one, name, line), line


def test_blanks_are_filled_one_after_the_other() -> None:
    filling = Filling(ALL)
    for place, line in enumerate(RIGHT):
        assert filling.at == place
        assert not filling.known(place)
        filling = filling.enter(line)
        assert filling.known(place)
    assert filling.done
    assert (filling.at, filling.factor, filling.verdict) == (None, None, Verdict.RIGHT)
    assert filling.enter("1") is filling
    assert filling.reveal() is filling


def test_a_worked_chain_is_done_from_the_start() -> None:
    filling = Filling(WORKED)
    assert filling.done
    assert all(filling.known(index) for index in range(3))


def test_another_try_makes_it_acceptable_and_a_factor_shown_makes_it_wrong() -> None:
    tried = Filling(ALL).enter("y - p").enter("2(p-y)")
    for line in RIGHT[1:]:
        tried = tried.enter(line)
    assert tried.verdict is Verdict.ACCEPTABLE
    shown = Filling(ALL).reveal()
    assert shown.verdict is None
    for line in RIGHT[1:]:
        shown = shown.enter(line)
    assert shown.verdict is Verdict.WRONG


def test_what_cannot_be_read_is_no_try() -> None:
    filling = Filling(ALL)
    for line in ("", "  ", "2(p-", "dL/dp", "q", "2(p-y"):
        assert isinstance(filling.read(line), FormulaError)
        assert filling.enter(line) is filling


def test_a_line_that_was_just_refused_is_not_judged_again() -> None:
    once = Filling(ALL).enter("y - p")
    assert once.enter(" y - p ") is once


def test_the_same_line_may_be_right_twice_in_a_row() -> None:
    ones = Filling(replace(ALL, blanks=(2, 3))).enter("1")
    assert ones.enter("1").done


@pytest.mark.parametrize("keys", [("y-p", *RIGHT), ("", *RIGHT[1:]), RIGHT, RIGHT[:2], ("p", "2(p-y)", "h"), ("p",)])
def test_a_filling_comes_back_from_the_record_as_it_was_left(keys: tuple[str, ...]) -> None:
    filling = Filling(ALL)
    for line in keys:
        filling = filling.enter(line) if line else filling.reveal()
    back = Filling(ALL).restored(filling.response, filling.verdict or "pending")
    assert (back.filled, back.missed, back.verdict) == (filling.filled, filling.missed, filling.verdict)


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        ("w", "pending"),
        ("2(p-y)\nv\nsign(h)", "right"),
        ("2(p-y)\nv\nsign(h)\n1", "pending"),
        ("2(p-y)\nv\nsign(h)\n1\n1", "right"),
        ("", "pending"),
        ("", "right"),
        (0, "right"),
        ((0, 1), "wrong"),
    ],
)
def test_a_record_that_no_longer_fits_leaves_the_chain_to_be_filled_anew(response: object, verdict: str) -> None:
    assert Filling(ALL).restored(response, verdict) == Filling(ALL)


@given(st.lists(st.text(alphabet="apvhzLwby0123456789.+-*/^() sigmoidexpln", max_size=12), max_size=6))
def test_whatever_is_typed_something_is_said(lines: list[str]) -> None:
    filling = Filling(ALL)
    for line in lines:
        judged = filling.enter(line)
        assert judged.judged is None or judged.judged.said
        assert len(judged.filled) - len(filling.filled) in (0, 1)
        filling = judged
    back = Filling(ALL).restored(filling.response, filling.verdict or "pending")
    assert back.response == filling.response
