"""Every mistake in a chain block is reported at its line and column, and no wrong derivative gets through."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_course_positions import place

from tutor.course.chain import Chain
from tutor.course.outline import outline
from tutor.course.parse import load, parse
from tutor.course.problems import Problem

CHAINS = Path(__file__).parent / "lessons" / "chains.md"

ONE = """---
format: 1
id: one
title: One chain
---

```chain neuron
given: x = 1.5, w = 0.8, b = -0.2, y = 1
let: z = w*x + b
let: a = sigmoid(z)
let: L = (a - y)^2
find: dL/dw
step: dL/da = 2*(a - y)
step: da/dz = a*(1 - a)
step: dz/dw = x
```
"""


def chain(name: str) -> Chain:
    found = next(step for step in load(CHAINS).steps if step.id == name)
    assert isinstance(found, Chain)
    return found


def after(*changes: tuple[str, str]) -> tuple[str, tuple[Problem, ...]]:
    """The chain with these changes, and its problems."""
    text = ONE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text, parse(text, "a.md")[1]


@pytest.mark.parametrize(("step", "wrong"), [("1e-8", False), ("2e-8", True), ("0", True), ("1e-8*x/x", False)])
def test_small_slopes_are_compared_as_large_ones_are(step: str, wrong: bool) -> None:
    _, problems = after(("(a - y)^2", "1e-8*a"), ("2*(a - y)", step))
    assert [problem.code for problem in problems] == ["wrong-derivative"] * wrong


# what is replaced, by what, the code, and the text at which the problem is reported
MISTAKES = [
    ("w*x + b", "w*x + bias", "formula", "bias"),
    ("w*x + b", "w*x +", "formula", "\nlet: a"),
    ("w*x + b", "w*x + a", "formula", "a\nlet: a"),
    ("z = w*x + b", "z", "value", "z\n"),
    ("let: a =", "let: x =", "repeated-id", "x = sigmoid"),
    ("let: a =", "let: tanh =", "value", "tanh"),
    ("w = 0.8", "w = much", "value", "w = much"),
    ("w = 0.8", "2w = 0.8", "value", "2w"),
    ("w = 0.8", "x = 0.8", "repeated-id", "x = 0.8"),
    ("b = -0.2", "b = 1e400", "value", "b = 1e400"),
    ("dL/dw\n", "slope of L\n", "value", "slope of L"),
    ("dL/dw\n", "dL/dv\n", "unknown-id", "v\nstep"),
    ("dL/dw\n", "dx/dw\n", "value", "x/dw"),
    ("find: dL/dw\n", "", "missing-key", "```chain neuron"),
    ("given: x = 1.5, w = 0.8, b = -0.2, y = 1\n", "", "missing-key", "```chain neuron"),
    ("da/dz = a*(1 - a)", "da/dz", "value", "da/dz"),
    ("da/dz = a*(1 - a)", "da/dz = a*(1 - q)", "formula", "q)"),
    ("da/dz = a*(1 - a)", "da/dy = a*(1 - a)", "value", "y = a*"),
    ("da/dz = a*(1 - a)", "da/dz = a*(1 + a)", "wrong-derivative", "a*(1 + a)"),
    ("dz/dw = x", "dz/dw = 1.5", "wrong-derivative", "1.5\n```"),
    ("dz/dw = x", "dz/dw = ln(b)", "wrong-derivative", "ln(b)"),
    ("step: da/dz = a*(1 - a)\n", "", "value", "dz/dw = x"),
    ("step: dz/dw = x\n", "", "value", "da/dz = a"),
    ("sigmoid(z)", "ln(z - 2)", "formula", "ln(z - 2)"),
    ("dz/dw = x\n", "dz/dw = x\nblanks: lst\n", "value", "lst"),
    ("dz/dw = x\n", "dz/dw = x\nblank: last\n", "unknown-key", "blank: last"),
]


@pytest.mark.parametrize(("old", "new", "code", "marker"), MISTAKES, ids=[f"{m[1]!r}" for m in MISTAKES])
def test_a_mistake_is_reported_at_its_place(old: str, new: str, code: str, marker: str) -> None:
    text, problems = after((old, new))
    assert (code, place(text, marker)) in [(problem.code, (problem.line, problem.column)) for problem in problems]
    assert parse(text, "a.md")[0] is None


def test_a_sound_chain_has_nothing_wrong_with_it() -> None:
    assert after() == (ONE, ())


def test_a_wrong_derivative_is_told_with_both_numbers() -> None:
    _, (problem,) = after(("a*(1 - a)", "a*(1 + a)"))
    assert problem.message == "da/dz = a*(1 + a) gives 1.2655 here, but the slope of a is 0.19661"


def test_a_derivative_that_is_right_only_at_the_given_numbers_is_told_where_it_is_not() -> None:
    _, (problem,) = after(("2*(a - y)", "2*(a - 1)"))
    assert "at a = " in problem.message
    assert "here" not in problem.message


def test_links_out_of_order_are_told_where_the_chain_should_go_on() -> None:
    text, (problem,) = after(("step: da/dz = a*(1 - a)\nstep: dz/dw = x", "step: dz/dw = x\nstep: da/dz = a*(1 - a)"))
    assert (problem.line, problem.column) == place(text, "dz/dw = x")
    assert "should begin with da" in problem.message


def test_a_weight_that_reaches_the_cost_by_two_ways_is_told_at_find() -> None:
    text, (problem,) = after(("(a - y)^2", "(a - y)^2 + w"))
    assert (problem.code, problem.line, problem.column) == ("wrong-derivative", *place(text, "dL/dw\n"))
    assert "w reaches L by another way too" in problem.message


def test_two_ways_are_found_where_one_of_them_is_still_at_the_given_numbers() -> None:
    _, (problem,) = after(("y = 1", "y = 1, q = 0"), ("(a - y)^2", "(a - y)^2 + q*w"))
    assert "another way" in problem.message
    assert "at w = " in problem.message


def test_given_numbers_on_a_kink_are_told_as_such() -> None:
    text, (problem,) = after(
        ("x = 1.5, w = 0.8, b = -0.2", "x = 1, w = 1, b = -1"), ("sigmoid(z)", "relu(z)"), ("a*(1 - a)", "sign(a)")
    )
    assert (problem.code, problem.line, problem.column) == ("value", *place(text, "sign(a)"))
    assert "a has no slope at z = 0" in problem.message
    assert "nan" not in problem.message


def test_given_numbers_beside_a_kink_are_told_too() -> None:
    _, (problem,) = after(
        ("x = 1.5, w = 0.8, b = -0.2", "x = 1, w = 1, b = -0.9999"), ("sigmoid(z)", "relu(z)"), ("a*(1 - a)", "sign(a)")
    )
    assert "a kink is too near" in problem.message


def test_a_gate_may_be_shut_or_open_and_closes_again_elsewhere() -> None:
    assert after(("sigmoid(z)", "relu(z)"), ("a*(1 - a)", "sign(a)"))[1] == ()
    assert after(("b = -0.2", "b = -3"), ("sigmoid(z)", "relu(z)"), ("a*(1 - a)", "sign(a)"))[1] == ()


def test_too_many_lines_are_refused_at_the_first_that_is_too_much() -> None:
    more = "".join(f"let: q{number} = x\n" for number in range(8))
    text, (problem,) = after(("find:", f"{more}find:"))
    assert (problem.code, problem.line) == ("too-large", place(text, "let: q6")[0])


def test_a_chain_knows_its_numbers_and_that_they_agree() -> None:
    one = chain("worked")
    assert one.values["z"] == pytest.approx(1.0)
    assert one.values["a"] == pytest.approx(1 / (1 + math.exp(-1)))
    assert one.product() == pytest.approx(one.gradient(), rel=1e-9)
    assert one.product() == pytest.approx(one.total(one.values), rel=1e-12)


def test_slopes_are_written_as_the_author_writes_them() -> None:
    assert (chain("worked").find, chain("worked").factors[1].name) == ("dL/dw", "da/dz")
    assert (chain("last_link").find, chain("last_link").factors[1].name) == ("∂L/∂w", "∂a/∂z")


def test_blanks_are_none_the_last_or_all() -> None:
    assert [chain(name).blanks for name in ("worked", "last_link", "all_links")] == [(), (2,), (0, 1, 2, 3)]


def test_only_chains_with_blanks_are_asked() -> None:
    lesson = load(CHAINS)
    assert [task.id for task in lesson.tasks] == ["last_link", "all_links"]
    assert [asked.id for asked in outline(CHAINS.read_text(encoding="utf-8"))] == ["last_link", "all_links"]


@given(st.text(alphabet="xwzaLd∂/=*()+-^., 0123:\nstepletfindgiven", max_size=200))
def test_whatever_stands_in_a_chain_is_read_without_harm(body: str) -> None:
    lesson, problems = parse(ONE.replace("let: z = w*x + b\n", body + "\n"), "a.md")
    assert lesson is not None or problems
