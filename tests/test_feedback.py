"""What is said after an answer, in which order options are shown, and how far a learner is."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.feedback import explain, fill
from tutor.course.grade import grade
from tutor.course.model import Answer, Claim, Kind, Mark, Place, Question, Tolerance, Winner
from tutor.course.outline import Asked, outline, read_outline
from tutor.course.shuffle import shown_order
from tutor.record import Answered, Progress, State, answer_to, progress, resume

HERE = Place(1)
CLAIMS = {"low": Claim("low", "all", "train_loss(a)", "<", "1", HERE)}


def option(mark: Mark, text: str, run: str | None = None, number: Tolerance | None = None) -> Answer:
    return Answer(mark, text, f"Why {text} {{claim:low}}.", run, HERE, number)


def choice(count: int = 3, shuffle: bool = False, name: str = "q") -> Question:
    answers = [option(Mark.RIGHT if index == 0 else Mark.WRONG, f"option {index}") for index in range(count)]
    return Question(name, Kind.CHOICE, "?", tuple(answers), HERE, shuffle=shuffle)


def run(loss: float) -> SimpleNamespace:
    """As much of a run as a measure of its loss looks at."""
    frame = SimpleNamespace(epoch=1, train_loss=loss, status="done")
    return SimpleNamespace(frame=frame, frames=[frame], metric_name="accuracy", metric_unit="")


# -- feedback -----------------------------------------------------------------------------------------------


def test_the_option_taken_comes_first_then_the_others_as_shown() -> None:
    asked = choice(4)
    told = explain(asked, grade(asked, 1), {}, {}, (3, 1, 0, 2))
    assert [(one.index, one.number, one.taken) for one in told] == [
        (1, 2, True),
        (3, 1, False),
        (0, 3, False),
        (2, 4, False),
    ]
    assert told[0].heading == "2 · ✘ wrong · your pick"
    assert told[2].heading == "3 · ✔ right"


def test_everything_ticked_comes_first() -> None:
    answers = tuple(option(Mark.RIGHT, str(index)) for index in range(4))
    asked = Question("q", Kind.MULTI, "?", answers, HERE)
    told = explain(asked, grade(asked, frozenset({1, 3})), {}, {}, (3, 2, 1, 0))
    assert [one.index for one in told] == [3, 1, 2, 0]


def test_a_typed_number_is_named_by_its_value() -> None:
    answers = (
        option(Mark.RIGHT, "0.25 +- 0.01", number=Tolerance(0.25, 0.01)),
        option(Mark.WRONG, "0.5 +- 0.01", number=Tolerance(0.5, 0.01)),
        option(Mark.WRONG, "*"),
    )
    asked = Question("q", Kind.NUMBER, "?", answers, HERE, unit="Hz")
    order = shown_order("lesson", asked)
    assert order == (0, 1)
    taken = explain(asked, grade(asked, "0.5"), {}, {}, order)
    assert [one.heading for one in taken] == ["0.5 Hz · ✘ wrong · your answer", "0.25 Hz · ✔ right"]
    other = explain(asked, grade(asked, "7"), {}, {}, order)
    assert other[0].heading == "any other number · ✘ wrong · your answer"
    assert [one.index for one in other] == [2, 0, 1]


def test_a_prediction_says_which_run_won() -> None:
    answers = (option(Mark.TRAINED, "one", "a"), option(Mark.TRAINED, "two", "b"))
    asked = Question("q", Kind.PREDICT, "?", answers, HERE, winner=Winner(True, "train_loss"))
    runs = {"a": run(0.5), "b": run(0.1)}
    told = explain(asked, grade(asked, 0, winner=1), runs, CLAIMS, (0, 1))  # type: ignore[arg-type]
    assert [one.word for one in told] == ["✘ it did not win", "✔ it won"]
    assert told[0].text == "Why one (measured: training loss 0.5)."


def test_a_citation_without_its_run_leaves_no_trace_and_one_of_no_claim_stays() -> None:
    assert fill("It is low {claim:low}, says one {claim:nobody}.", {}, CLAIMS) == "It is low, says one {claim:nobody}."


# -- the order shown ----------------------------------------------------------------------------------------


def test_the_authors_order_stands_unless_asked_otherwise() -> None:
    assert shown_order("lesson", choice(5)) == (0, 1, 2, 3, 4)


@given(st.integers(2, 9), st.text(max_size=9), st.text(max_size=9))
def test_a_shuffle_is_an_order_of_all_options_and_always_the_same(count: int, lesson: str, name: str) -> None:
    asked = choice(count, shuffle=True, name=name)
    assert sorted(shown_order(lesson, asked)) == list(range(count))
    assert shown_order(lesson, asked) == shown_order(lesson, choice(count, shuffle=True, name=name))


def test_the_shuffle_is_a_stated_one() -> None:
    """A learner remembers "it was number 2": the order must never change."""
    assert shown_order("last_layer", choice(4, shuffle=True, name="house_output")) == (1, 0, 2, 3)


def test_the_right_option_stands_in_every_place_about_as_often() -> None:
    first = [shown_order("lesson", choice(4, True, f"q{number}")).index(0) for number in range(400)]
    assert all(60 < first.count(place) < 140 for place in range(4))


# -- how far one is -----------------------------------------------------------------------------------------


TEXT = """---
id: x
---
::: choice one
shuffle: yes
was: old_one

was: no setting any more

- [x] a
:::
```math
::: choice inside_a_fence
```
````note
```
::: choice still_inside
````
::: number two
:::
:::: too many
"""


def test_an_outline_has_every_question_and_nothing_from_a_fence() -> None:
    assert outline(TEXT) == (Asked("one", "old_one"), Asked("two"))


def test_an_outline_agrees_with_the_lesson_itself() -> None:
    from tutor.course.catalog import Catalog
    from tutor.course.parse import load

    entries = Catalog().entries
    assert entries
    for entry in entries:
        assert [one.id for one in read_outline(entry.path)] == [one.id for one in load(entry.path).tasks]


@given(st.text())
def test_an_outline_of_anything_is_some_outline(text: str) -> None:
    assert len(outline(text)) <= text.count(":::")


def state(places: dict[str, str] | None = None, **verdicts: str) -> State:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    given = [Answered("x", name, 0, verdict, "sure", 0, now) for name, verdict in verdicts.items()]
    return State({f"x/{answer.question}": answer for answer in given}, places or {})


def test_progress_counts_answers_and_tells_right_ones_from_acceptable_ones() -> None:
    asked = (Asked("a"), Asked("b"), Asked("c"), Asked("d"))
    told = progress(state(a="right", b="wrong", c="acceptable", gone="right"), "x", asked)
    assert told == Progress(answered=3, right=1, acceptable=1, total=4)
    assert told.verdicts == "1 right, 1 acceptable"
    assert progress(state(a="right"), "x", asked).verdicts == "1 right"
    assert not told.done
    assert progress(state(a="wrong"), "x", asked[:1]).done
    assert not progress(state(), "x", ()).done


def test_an_answer_outlives_the_renaming_of_its_question() -> None:
    renamed = Asked("new", was="old")
    found = answer_to(state(old="right"), "x", renamed)
    assert found is not None
    assert found.question == "old"
    newer = answer_to(state(old="right", new="wrong"), "x", renamed)
    assert newer is not None
    assert newer.question == "new"
    assert progress(state(old="right"), "x", (renamed,)).answered == 1


STEPS = (
    SimpleNamespace(id="intro"),
    Asked("first"),
    SimpleNamespace(id="look"),
    Asked("second", was="zweite"),
)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(None, 0), ("", 0), ("intro", 0), ("look", 2), ("second", 3), ("zweite", 3), ("gone", 3)],
)
def test_a_lesson_is_resumed_where_it_was_left(place: str | None, expected: int) -> None:
    known = state({} if place is None else {"x": place}, first="right")
    assert resume(known, "x", STEPS) == expected


def test_a_lost_place_in_a_finished_lesson_is_its_beginning() -> None:
    assert resume(state({"x": "gone"}, first="right", second="right"), "x", STEPS) == 0


def test_code_is_no_citation() -> None:
    text = "So {claim:low}, written `{claim:low}`.\n\n```\n{claim:low}\n```"
    assert fill(text, {}, CLAIMS) == "So, written `{claim:low}`.\n\n```\n{claim:low}\n```"
