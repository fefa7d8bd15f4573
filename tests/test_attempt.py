"""An attempt goes from asking over racing to explained, and nothing is unlocked before the learner commits."""

from dataclasses import replace

import pytest

from tutor.course.attempt import Attempt, Phase
from tutor.course.model import Answer, Kind, Mark, Place, Question


def question(kind: Kind, run: str | None = None, hints: tuple[str, ...] = ()) -> Question:
    answers = tuple(Answer(Mark.WRONG, f"option {n}", "because", run, Place(n)) for n in range(4))
    return Question("q", kind, "Which?", answers, Place(1), hints=hints)


ORDER = (2, 0, 3, 1)


def test_the_race_is_locked_until_an_answer_is_committed() -> None:
    attempt = Attempt(question(Kind.CHOICE, run="a"), ORDER)
    assert attempt.commit("sure") is attempt
    picked = attempt.pick(0)
    assert picked.phase is Phase.ASKING
    assert picked.commit("sure").phase is Phase.RACING


def test_a_question_without_runs_is_explained_at_once() -> None:
    assert Attempt(question(Kind.CHOICE), ORDER).pick(1).commit("guess").phase is Phase.EXPLAINED


def test_a_choice_holds_one_option_and_says_it_by_its_index_in_the_file() -> None:
    attempt = Attempt(question(Kind.CHOICE), ORDER).pick(0).pick(2)
    assert attempt.picked == {2}
    assert attempt.response == 3


def test_a_multi_ticks_and_unticks() -> None:
    attempt = Attempt(question(Kind.MULTI), ORDER).pick(0).pick(3).pick(1).pick(3)
    assert attempt.response == frozenset({2, 0})
    assert not attempt.pick(0).pick(1).ready


@pytest.mark.parametrize("place", [-1, 4, 9])
def test_a_digit_beyond_the_options_does_nothing(place: int) -> None:
    attempt = Attempt(question(Kind.CHOICE), ORDER)
    assert attempt.pick(place) is attempt


def test_nothing_changes_the_pick_once_it_is_committed() -> None:
    committed = Attempt(question(Kind.CHOICE, run="a"), ORDER).pick(0).commit("think")
    assert committed.pick(1) is committed
    assert committed.commit("sure") is committed


def test_hints_come_one_by_one_up_to_the_last_and_only_before_the_answer() -> None:
    attempt = Attempt(question(Kind.CHOICE, hints=("look", "think")), ORDER)
    assert [attempt.hint().hints, attempt.hint().hint().hints, attempt.hint().hint().hint().hints] == [
        1,
        2,
        2,
    ]
    done = attempt.pick(0).commit("sure")
    assert done.hint() is done


def test_moving_stays_within_the_options() -> None:
    attempt = Attempt(question(Kind.CHOICE), ORDER)
    assert attempt.move(-1).at == 0
    assert attempt.move(99).at == 3


@pytest.mark.parametrize(
    ("kind", "response"), [(Kind.CHOICE, 3), (Kind.MULTI, frozenset({1, 2})), (Kind.NUMBER, "1/4")]
)
def test_a_recorded_answer_comes_back_as_it_was(kind: Kind, response: int | str | frozenset[int]) -> None:
    restored = Attempt(question(kind), ORDER).restored(response, "sure", 1, "wrong")
    assert restored.response == response
    assert (restored.phase, restored.confidence, restored.hints) == (Phase.EXPLAINED, "sure", 1)


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        (Kind.CHOICE, 7),
        (Kind.CHOICE, "0.25"),
        (Kind.CHOICE, frozenset({1})),
        (Kind.MULTI, frozenset({1, 9})),
        (Kind.MULTI, 2),
        (Kind.NUMBER, 2),
        (Kind.NUMBER, "many"),
    ],
)
def test_an_answer_to_a_question_that_has_changed_since_is_asked_anew(
    kind: Kind, response: int | str | frozenset[int]
) -> None:
    attempt = Attempt(question(kind), ORDER)
    assert attempt.restored(response, "sure", 1, "wrong") == replace(attempt, changed=True)


def test_an_answer_that_would_now_be_judged_otherwise_is_asked_anew() -> None:
    attempt = Attempt(question(Kind.CHOICE), ORDER)
    assert attempt.restored(3, "sure", 1, "right") == replace(attempt, changed=True)
    assert not attempt.restored(3, "sure", 1, "wrong").changed


def test_what_training_judges_is_not_judged_without_it() -> None:
    attempt = Attempt(question(Kind.PREDICT, run="a"), ORDER)
    assert attempt.restored(3, "sure", 0, "right").phase is Phase.EXPLAINED
    assert Attempt(question(Kind.CHOICE), ORDER).restored(3, "sure", 0, None).phase is Phase.EXPLAINED


def test_a_prediction_that_training_has_not_settled_goes_back_to_its_race() -> None:
    restored = Attempt(question(Kind.PREDICT, run="a"), ORDER).restored(3, "sure", 0, None)
    assert restored.phase is Phase.RACING


def test_answering_again_starts_fresh_but_remembers_the_hints_seen() -> None:
    again = Attempt(question(Kind.CHOICE), ORDER).restored(3, "sure", 2, "wrong").again()
    assert (again.picked, again.phase, again.confidence, again.hints) == (frozenset(), Phase.ASKING, "", 2)
