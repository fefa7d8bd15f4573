"""Grading is a pure function: every kind of question, every way of typing a number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.grade import Response, Verdict, grade, read_number
from tutor.course.model import Answer, Kind, Mark, Place, Question, Tolerance
from tutor.course.numbers import two_ways


def question(kind: Kind, marks: str, unit: str = "", numbers: tuple[Tolerance | None, ...] = ()) -> Question:
    padded = numbers or (None,) * len(marks)
    answers = tuple(
        Answer(Mark(mark), f"answer {index}", "because", None, Place(index + 1), number)
        for index, (mark, number) in enumerate(zip(marks, padded, strict=True))
    )
    return Question("q", kind, "What?", answers, Place(1), unit=unit)


SLOPE = question(
    Kind.NUMBER, "x~  ", numbers=(Tolerance(0.25, 0.005), Tolerance(0.5, 0.01), Tolerance(0.3, 0.04), None)
)


@pytest.mark.parametrize(("picked", "verdict"), [(0, Verdict.WRONG), (1, Verdict.RIGHT), (2, Verdict.ACCEPTABLE)])
def test_a_choice_is_as_good_as_the_answer_taken(picked: int, verdict: Verdict) -> None:
    result = grade(question(Kind.CHOICE, " x~"), picked)
    assert (result.verdict, result.chosen) == (verdict, (picked,))


@pytest.mark.parametrize(
    ("ticked", "verdict", "right"),
    [
        ({0, 2}, Verdict.RIGHT, "all 4"),
        ({0, 2, 3}, Verdict.RIGHT, "all 4"),
        ({0}, Verdict.WRONG, "3 of 4"),
        ({0, 1, 2}, Verdict.WRONG, "3 of 4"),
        ({1}, Verdict.WRONG, "1 of 4"),
        (set(), Verdict.WRONG, "2 of 4"),
    ],
)
def test_several_choices_say_how_many_are_right_and_not_which(ticked: set[int], verdict: Verdict, right: str) -> None:
    result = grade(question(Kind.MULTI, "x x~"), frozenset(ticked))
    assert result.verdict is verdict
    assert right in result.summary
    assert "answer" not in result.summary


@pytest.mark.parametrize(
    ("typed", "verdict", "chosen"),
    [
        ("0.25", Verdict.RIGHT, (0,)),
        ("0.255", Verdict.RIGHT, (0,)),
        ("0.2551", Verdict.WRONG, (3,)),
        ("1/4", Verdict.RIGHT, (0,)),
        ("25 %", Verdict.RIGHT, (0,)),
        (" 0,25 ", Verdict.RIGHT, (0,)),
        ("0.5", Verdict.ACCEPTABLE, (1,)),
        ("0.31", Verdict.WRONG, (2,)),
        ("7", Verdict.WRONG, (3,)),
        ("a quarter", Verdict.WRONG, ()),
        ("", Verdict.WRONG, ()),
    ],
)
def test_a_number_is_right_within_its_tolerance(typed: str, verdict: Verdict, chosen: tuple[int, ...]) -> None:
    result = grade(SLOPE, typed)
    assert (result.verdict, result.chosen) == (verdict, chosen)


@pytest.mark.parametrize("typed", ["25", "25 %", "25%"])
def test_a_number_may_be_typed_with_its_unit(typed: str) -> None:
    asked = question(Kind.NUMBER, "x", unit="%", numbers=(Tolerance(25.0, 0.0),))
    assert grade(asked, typed).verdict is Verdict.RIGHT


def test_a_number_that_no_answer_covers_is_wrong() -> None:
    asked = question(Kind.NUMBER, "x", numbers=(Tolerance(1.0, 0.0),))
    assert grade(asked, "2") == grade(asked, "3")
    assert grade(asked, "2").verdict is Verdict.WRONG


def test_a_prediction_is_right_when_its_run_wins() -> None:
    asked = question(Kind.PREDICT, "??")
    assert grade(asked, 1, winner=1).verdict is Verdict.RIGHT
    assert grade(asked, 1, winner=0).verdict is Verdict.WRONG
    with pytest.raises(ValueError, match="against the run that won"):
        grade(asked, 1)


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        (Kind.CHOICE, 2),
        (Kind.CHOICE, -1),
        (Kind.CHOICE, "0"),
        (Kind.MULTI, frozenset({2})),
        (Kind.MULTI, 0),
        (Kind.NUMBER, 1),
        (Kind.PREDICT, 9),
    ],
)
def test_a_response_that_the_question_cannot_have_is_refused(kind: Kind, response: Response) -> None:
    with pytest.raises(ValueError, match="answer"):
        grade(question(kind, "? " if kind is Kind.PREDICT else "x "), response, winner=0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        (".25", 0.25),
        ("1/4", 0.25),
        ("-3 / 8", -0.375),
        ("25 %", 0.25),
        ("2.5e-1", 0.25),
        ("0,25", 0.25),
        ("+7", 7.0),
        ("\u22127", -7.0),
        ("5.", 5.0),
        ("1,234,567", 1234567.0),
        ("1,234.5", 1234.5),
    ],
)
def test_a_number_is_read_the_way_people_type_it(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "1/0",
        "1/",
        "/4",
        "1/2/3",
        "nan",
        "inf",
        "1e999",
        "0x10",
        "1_000",
        "5 %%",
        "%",
        "١",
        "1 2",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read_back(value: float) -> None:
    assert read_number(repr(value)) == value


@given(st.text() | st.text("0123456789.,eE+-/% ", max_size=30))
def test_any_text_at_all_is_a_finite_number_or_none(text: str) -> None:
    value = read_number(text)
    assert value is None or math.isfinite(value)
    assert grade(SLOPE, text).verdict in Verdict


@pytest.mark.parametrize("text", ["1,234", "97,300", "-4,700", "\u22121,234"])
def test_a_comma_that_could_mean_two_things_is_not_guessed(text: str) -> None:
    assert read_number(text) is None
    assert "could mean" in two_ways(text)


@pytest.mark.parametrize("text", ["0,234", "1,5", "1,234,567", "1,234.5", "12,3456", "0.25"])
def test_other_commas_leave_no_doubt(text: str) -> None:
    assert read_number(text) is not None
    assert two_ways(text) == ""
