"""Claims are measured on runs, compared, and cited in words; only measures and arithmetic are evaluated."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.run import Run
from tutor.course.claims import Outcome, cite, compare, foretell, judge, names, winner
from tutor.course.expression import ExpressionError, read_expression
from tutor.course.measures import measure
from tutor.course.model import Answer, Claim, Kind, Mark, Place, Question, Winner


def frame(epoch: int, loss: float, status: str = "training", **more: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "test_loss": 2 * loss,
        "metric": 26_300.0,
        "min_prediction": -0.25,
        "max_prediction": 0.998,
        "grad_norms": (1e-4, 1e-3, 1e-2),
        "dead": (0.5, 0.0),
    }
    return SimpleNamespace(epoch=epoch, train_loss=loss, status=status, **{**values, **more})


@dataclass
class FakeRun:
    """What `claims` needs of a run."""

    frames: list[SimpleNamespace] = field(default_factory=lambda: [frame(0, 0.8), frame(1, 0.4), frame(2, 0.1, "done")])
    metric_name: str = "RMSE"
    metric_unit: str = "US$"
    experiment: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(unit=100_000.0, title=""))

    @property
    def frame(self) -> SimpleNamespace:
        return self.frames[-1]


def runs(**named: FakeRun) -> Mapping[str, Run]:
    return cast("Mapping[str, Run]", named or {"a": FakeRun(), "b": BROKEN})


def foretold(question: Question, racing: Mapping[str, Run]) -> Outcome:
    return foretell(question, lambda call: measure(racing[call.run], call))


BROKEN = FakeRun([frame(0, 0.7), frame(1, math.nan, "diverged")])


def claim(statement: str) -> Claim:
    left, operator, right = statement.split(" ? ") if " ? " in statement else statement.rsplit(" ", 2)
    return Claim("c", "all", left, operator, right, Place(1))


def outcome_of(claim: Claim) -> Outcome:
    return judge(claim, lambda call: measure(runs()[call.run], call))


def left_of(expression: str) -> float:
    return outcome_of(claim(f"{expression} < 0")).left


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("train_loss(a)", 0.1),
        ("train_loss(a, epoch=0)", 0.8),
        ("test_loss(a, epoch=1)", 0.8),
        ("test_rmse(a)", 26_300.0),
        ("accuracy(a)", 26_300.0),
        ("min_prediction(a)", -0.25),
        ("max_prediction(a)", 0.998),
        ("grad_norm(a, first)", 1e-4),
        ("grad_norm(a, last)", 1e-2),
        ("grad_norm(a, 2, epoch=1)", 1e-3),
        ("dead_share(a, first)", 0.5),
        ("dead_share(a, 2)", 0.0),
        ("epochs_to(a, 0.4)", 1.0),
        ("epochs_to(a, 0.05)", math.inf),
        ("epochs_to(a, -1e3)", math.inf),
        ("diverged(a)", 0.0),
        ("diverged(b)", 1.0),
        ("diverged(b, epoch=0)", 0.0),
        ("diverged(b, epoch=40)", 1.0),
        ("-(train_loss(a) + 1) * 2 - 6 / 4", -3.7),
        ("+1e2 / (1 - .5)", 200.0),
    ],
)
def test_every_measure_and_every_calculation_has_its_value(expression: str, value: float) -> None:
    assert left_of(expression) == pytest.approx(value)


def test_dividing_by_zero_holds_for_nothing() -> None:
    outcome = outcome_of(claim("1 / (1 - 1) < 2"))
    assert not outcome.holds
    assert math.isnan(outcome.left)
    assert outcome.margin == -math.inf


@pytest.mark.parametrize(
    ("left", "operator", "right", "holds", "margin"),
    [
        (1.0, "<", 2.0, True, 0.5),
        (2.0, "<", 1.0, False, -0.5),
        (2.0, ">", 1.0, True, 0.5),
        (1.0, "<=", 1.0, True, 0.0),
        (1.0, "<", 1.0, False, 0.0),
        (0.0, ">=", 0.0, True, 0.0),
        (-1.0, "<", 0.0, True, 1.0),
        (math.nan, ">", 0.0, False, -math.inf),
        (math.inf, ">", 1.0, True, 1.0),
        (math.inf, "<", 1.0, False, -1.0),
    ],
)
def test_a_comparison_says_by_how_much(left: float, operator: str, right: float, holds: bool, margin: float) -> None:
    outcome = compare(left, operator, right)
    assert (outcome.holds, outcome.margin) == (holds, margin)


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("max_prediction(a) <= 1", "measured: highest answer $99,800"),
        ("train_loss(a) ? < ? 3 * train_loss(a, epoch=0)", "measured: training loss 0.1 against 3 × 0.8"),
        ("grad_norm(a, first) ? < ? grad_norm(a, last) / 50", "measured: gradient norm 0.0001 against 0.01 / 50"),
        ("test_rmse(a) < 30000", "measured: test RMSE $26,300"),
        ("diverged(b) > 0.5", f"measured: broke in epoch {BROKEN.frame.epoch}"),
        ("diverged(a) > 0.5", "measured: did not break"),
        ("epochs_to(a, 0.4) < 3", "measured: 1 epoch"),
        ("epochs_to(a, 0) > 3", "measured: never"),
        ("train_loss(b) < 3", "measured: training loss NaN"),
        ("min_prediction(a) + 0.05 ? < ? max_prediction(a)", "measured: -$20,000 against $99,800"),
        ("max_prediction(a) ? > ? 2 * (min_prediction(a) - 0.05)", "measured: highest answer $99,800 against -$60,000"),
        ("test_rmse(a) - 300 ? < ? test_rmse(b)", "measured: $26,000 against $26,300"),
        ("train_loss(a) + 1 ? < ? 2", "measured: training loss 0.1 + 1"),
    ],
)
def test_a_citation_says_what_was_measured(statement: str, cited: str) -> None:
    assert cite(claim(statement), runs()) == cited


def test_a_claim_about_some_seeds_says_so_where_these_runs_are_none_of_them() -> None:
    some = replace(claim("min_prediction(a) < -0.5"), quantifier="some")
    assert cite(some, runs()) == "measured: lowest answer -$25,000; lower with other seeds"
    assert cite(replace(some, right="0"), runs()) == "measured: lowest answer -$25,000"


def test_what_is_not_measured_yet_cannot_be_cited() -> None:
    with pytest.raises(LookupError):
        cite(claim("train_loss(c) < 1"), runs())
    with pytest.raises(LookupError):
        cite(claim("train_loss(a, epoch=3) < 1"), runs())


def test_a_claim_knows_its_experiments() -> None:
    assert names(claim("train_loss(a) + train_loss(b) ? < ? 3 * train_loss(a)")) == ("a", "b")


def prediction(lowest: bool) -> Question:
    answers = tuple(Answer(Mark.TRAINED, run, "so", run, Place(1)) for run in ("a", "b", "c"))
    return Question("q", Kind.PREDICT, "?", answers, Place(1), winner=Winner(lowest, "train_loss"))


def test_the_run_with_the_lowest_or_highest_measure_wins_and_a_broken_one_never() -> None:
    racing = runs(a=BROKEN, b=FakeRun([frame(0, 0.3)]), c=FakeRun([frame(0, 0.2)]))
    assert winner(prediction(lowest=True), racing) == 2
    assert winner(prediction(lowest=False), racing) == 1


@pytest.mark.parametrize(
    ("measure", "lowest"),
    [("train_loss", True), ("train_loss", False), ("test_rmse", True), ("min_prediction", False)],
)
def test_a_run_that_diverged_ranks_last_however_good_its_last_numbers_look(measure: str, lowest: bool) -> None:
    good = -1e9 if lowest else 1e9
    broke = FakeRun([frame(0, 0.7), frame(1, good, "diverged")])
    for name in ("metric", "min_prediction"):
        setattr(broke.frame, name, good)
    racing = runs(a=broke, b=FakeRun([frame(0, 0.3)]), c=FakeRun([frame(0, 0.3)]))
    asked = replace(prediction(lowest), winner=Winner(lowest, measure))
    assert winner(asked, racing) == 1
    assert not foretold(replace(asked, expect="a"), racing).holds
    alone = replace(asked, answers=asked.answers[:2], expect="b")
    assert foretold(alone, racing).holds


def test_a_prediction_of_what_breaks_is_won_by_the_run_that_did() -> None:
    asked = replace(prediction(lowest=False), winner=Winner(False, "diverged"), expect="b")
    racing = runs(a=FakeRun(), b=BROKEN, c=FakeRun())
    assert winner(asked, racing) == 1
    assert foretold(asked, racing).holds


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("train_lss(a)", 0),
        ("1 + os", 4),
        ("__import__(os)", 0),
        ("train_loss(a).real", 13),
        ("train_loss('a')", 11),
        ("train_loss(3)", 11),
        ("train_loss()", 0),
        ("grad_norm(a)", 0),
        ("grad_norm(a, middle)", 13),
        ("grad_norm(a, 0)", 13),
        ("epochs_to(a, first)", 13),
        ("train_loss(a, epoch=last)", 20),
        ("train_loss(a, epoc=3)", 14),
        ("2 ** 3", 0),
        ("007", 0),
        ("1 +", 2),
        ("lambda", None),
        ("1 if 2 else 3", 0),
        ("x" * 300, 0),
        ("(" * 150, None),
    ],
)
def test_what_is_no_calculation_is_refused_at_its_place(text: str, offset: int | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_expression(text)
    assert offset is None or caught.value.offset == offset


@given(st.text(max_size=40) | st.text("ab()+-*/., =0123456789e", max_size=60))
def test_any_text_at_all_is_an_expression_or_refused(text: str) -> None:
    try:
        expression = read_expression(text)
    except ExpressionError as caught:
        offset = caught.offset
    else:
        assert isinstance(expression.value(lambda _: 1.0), float)
        return
    assert 0 <= offset <= len(text)
