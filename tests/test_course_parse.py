"""The parser turns a lesson into values, and any other text into problems; it never raises."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.course.model import (
    Claim,
    Explore,
    Kind,
    Lesson,
    Mark,
    Place,
    Question,
    Reading,
    Tolerance,
    Winner,
)
from tutor.course.parse import load, parse
from tutor.course.problems import LessonError

LESSONS = Path(__file__).parent / "lessons"
SOUND = (LESSONS / "sound.md").read_text(encoding="utf-8")
EXAMPLE = (LESSONS / "example.md").read_text(encoding="utf-8")


def sound() -> Lesson:
    lesson, problems = parse(SOUND, "sound.md")
    assert problems == ()
    assert lesson is not None
    return lesson


def question(name: str) -> Question:
    return next(question for question in sound().questions if question.id == name)


def test_pages_begin_at_headings_and_hold_their_steps_in_order() -> None:
    assert [(page.title, [step.id for step in page.steps]) for page in sound().pages] == [
        ("A sound lesson", ["a_sound_lesson"]),
        ("Which one?", ["which", "gates"]),
        ("Slopes", ["slopes_2", "slopes", "slopes_3", "slope", "race"]),
    ]


def test_prose_is_kept_as_it_stands() -> None:
    first = sound().steps[0]
    assert first == Reading(
        "a_sound_lesson",
        "A sound lesson",
        "Every block that can be played, once. {claim:learns}",
        Place(10),
    )


def test_an_experiment_block_does_not_cut_the_prose_around_it_in_two() -> None:
    block = "\n\n```experiment {}\nlike: small_tanh\n```\n\n"
    lesson, _ = parse(SOUND.replace("Some prose before.\n", f"One.{block.format('more')}Two.\n"), "a.md")
    assert lesson is not None
    reading = next(step for step in lesson.steps if step.id == "slopes_2")
    assert isinstance(reading, Reading)
    assert reading.text == "One.\n\nTwo."


def test_like_inherits_everything_but_the_title() -> None:
    experiments = sound().experiments
    assert list(experiments) == ["small_tanh", "small_relu"]
    assert experiments["small_relu"].samples == 60
    assert experiments["small_relu"].title == "ReLU"
    untitled, _ = parse(SOUND.replace("title: ReLU\n", ""), "a.md")
    assert untitled is not None
    assert untitled.experiments["small_relu"].title == ""


def test_a_choice_is_read_whole() -> None:
    which = question("which")
    assert which.kind is Kind.CHOICE
    assert which.prompt == "Which output says *yes* or *no*?"
    assert which.shuffle
    assert which.skills == ("outputs",)
    assert [(answer.mark, answer.text, answer.run) for answer in which.answers] == [
        (Mark.RIGHT, "sigmoid", "small_tanh"),
        (Mark.ACCEPTABLE, "tanh, stretched", None),
        (Mark.WRONG, "ReLU", "small_relu"),
    ]
    assert which.answers[2].feedback == "It has no ceiling {claim:bounded}."
    assert which.hints == ("Look at the range.", "Which range fits\na probability?")
    assert which.why == "A probability lies between 0 and 1."
    assert which.runs == ("small_tanh", "small_relu")


def test_a_number_has_tolerances_and_a_star_for_the_rest() -> None:
    slope = question("slope")
    assert slope.unit == "per step"
    assert [answer.number for answer in slope.answers] == [
        Tolerance(0.25, 0.005),
        Tolerance(0.5, 0.005),
        None,
    ]


def test_a_prediction_says_what_wins() -> None:
    race = question("race")
    assert race.winner == Winner(True, "train_loss")
    assert race.expect == "small_tanh"
    assert {answer.mark for answer in race.answers} == {Mark.TRAINED}


def test_an_explorer_opens_with_what_the_author_set() -> None:
    (explore,) = (step for step in sound().steps if isinstance(step, Explore))
    assert (explore.kind, explore.functions, explore.span) == ("activation", ("sigmoid", "relu"), (-6.0, 6.0))
    assert explore.opening == {"cursor": "1"}
    assert explore.tries == ("Move the cursor to 0.",)


def test_claims_keep_both_sides_as_text() -> None:
    lesson = sound()
    assert lesson.seeds == (1, 2, 3)
    line = SOUND.splitlines().index("bounded: most max_prediction(small_relu) <= 1    # a sigmoid's ceiling") + 1
    assert lesson.claims["bounded"] == Claim("bounded", "most", "max_prediction(small_relu)", "<=", "1", Place(line))


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_change_nothing(start: str, ends: str) -> None:
    lesson, problems = parse(start + SOUND.replace("\n", ends), "sound.md")
    assert problems == ()
    assert lesson == sound()


def test_an_answer_may_run_over_several_lines() -> None:
    text = SOUND.replace("- [ ] ReLU {run=small_relu}", "- [ ] ReLU, which\n  is everywhere {run=small_relu}")
    lesson, _ = parse(text, "a.md")
    assert lesson is not None
    assert lesson.questions[0].answers[2].text == "ReLU, which is everywhere"
    assert lesson.questions[0].answers[2].run == "small_relu"


def test_blocks_inside_a_longer_fence_are_only_shown() -> None:
    shown = "````text\n```experiment x\nnot: read\n```\n::: choice y\n## no page {claim:nothing}\n````\n"
    lesson, problems = parse(SOUND.replace("Some prose before.\n", shown), "a.md")
    assert problems == ()
    assert lesson is not None
    assert len(lesson.pages) == 3


def test_loading_a_broken_file_raises_all_its_problems() -> None:
    with pytest.raises(LessonError) as caught:
        load(LESSONS / "planted.md")
    assert len(caught.value.problems) == 10
    assert load(LESSONS / "sound.md") == sound()


def test_reading_ids_are_never_those_of_other_steps() -> None:
    for text in (SOUND, SOUND.replace("## Slopes", "## Which"), SOUND.replace("## Slopes", "## ?!")):
        lesson, _ = parse(text, "a.md")
        assert lesson is not None
        ids = [step.id for step in lesson.steps]
        assert len(ids) == len(set(ids))


WORDS = (
    "```",
    "````",
    "~~~",
    ":::",
    "::: choice a",
    "::: predict b",
    "```experiment a",
    "```claims",
    "---",
    "## p",
)
PIECES = st.sampled_from((*WORDS, "- [x] a", "- [", "  > b", "like: a", "net: 2 ->", "#### Hints", "1. ", "{claim:a}"))


@given(st.text())
def test_any_text_at_all_is_a_lesson_or_problems(text: str) -> None:
    lesson, problems = parse(text, "a.md")
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)


@given(st.lists(PIECES | st.sampled_from(("", "prose", "a: b")), max_size=30))
def test_any_row_of_fences_and_answers_is_a_lesson_or_problems(lines: list[str]) -> None:
    text = "---\nformat: 1\nid: a\ntitle: b\n---\n" + "\n".join(lines)
    lesson, problems = parse(text, "a.md")
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert 1 <= problem.line <= len(lines) + 6


@settings(max_examples=200)
@given(
    st.sampled_from((SOUND, EXAMPLE)),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.02), st.text(max_size=6) | PIECES), min_size=1, max_size=4),
)
def test_any_mutation_of_a_good_lesson_is_a_lesson_or_problems_in_the_file(
    text: str, cuts: list[tuple[float, float, str]]
) -> None:
    for where, length, new in cuts:
        start = int(where * len(text))
        text = text[:start] + new + text[start + int(length * len(text)) :]
    lesson, problems = parse(text, "a.md")
    assert (lesson is None) == any(problem.severity == "error" for problem in problems)
    lines = text.removeprefix("\ufeff").split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 2
        assert re.fullmatch(r"a\.md:\d+:\d+: (error|warning)\[[a-z-]+\]: .+", str(problem))


@given(st.data())
def test_losing_one_line_never_hides_the_rest(data: st.DataObject) -> None:
    lines = SOUND.splitlines()
    fences = [index for index, line in enumerate(lines) if line.startswith(("```", ":::"))]
    lost = data.draw(st.sampled_from(fences))
    lines[-2] = "bounded: most max_prediction(small_relu) <= 1 +"
    problems = parse("\n".join(lines[:lost] + lines[lost + 1 :]), "a.md")[1]
    opens = lines[lost].strip("`: ")
    if not opens:
        assert [problem.code for problem in problems if problem.code != "claim"] == ["unclosed"]
    if not opens.startswith("claims"):
        assert "claim" in {problem.code for problem in problems}


def test_a_section_without_a_name_is_no_crash() -> None:
    lesson, problems = parse("---\nformat: 1\nid: a\ntitle: A\n---\n::: choice q\nWhich?\n\n#### \n:::\n", "a.md")
    assert lesson is None
    assert problems
