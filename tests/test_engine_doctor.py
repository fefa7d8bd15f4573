"""The doctor: planted causes are named first, sound runs get no word, and it may be asked at any time."""

import warnings
from collections import Counter
from dataclasses import FrozenInstanceError
from functools import cache
from math import isfinite

import numpy as np
import pytest
from engine_patients import BROKEN, HEALTHY

from engine.doctor.examine import Cause, Finding, examine
from engine.experiment import Experiment
from engine.run import Run, Status


def _run(text: str, epochs: int | None = None) -> Run:
    run = Run(Experiment.from_text(text))
    while run.status is Status.TRAINING and run.frame.epoch != epochs:
        run.epoch()
    return run


@cache
def _found(text: str) -> tuple[Finding, ...]:
    return examine(_run(text))


@pytest.mark.parametrize(("cause", "text"), BROKEN.values(), ids=BROKEN)
def test_the_planted_cause_is_named_first(cause: str, text: str) -> None:
    found = _found(text)
    assert found
    assert found[0].name == cause


@pytest.mark.parametrize("text", HEALTHY.values(), ids=HEALTHY)
def test_a_healthy_run_gets_no_word(text: str) -> None:
    assert _found(text) == ()


def test_there_are_thirty_patients_or_more_of_each_kind_and_every_cause_is_planted_twice() -> None:
    assert min(len(BROKEN), len(HEALTHY)) >= 30
    planted = Counter(cause for cause, _ in BROKEN.values())
    assert set(planted) == set(Cause)
    assert min(planted.values()) >= 2


@pytest.mark.parametrize("name", BROKEN)
def test_a_finding_is_a_plain_sentence_with_numbers(name: str) -> None:
    text = BROKEN[name][1]
    assert _found(text)
    for finding in _found(text):
        assert finding.sentence[0].isupper()
        assert finding.sentence.endswith(".")
        assert len(finding.sentence) < 400
        assert all(label and isinstance(number, float) for label, number in finding.evidence)
        assert any(isfinite(number) for _, number in finding.evidence)
    names = [finding.name for finding in _found(text)]
    assert len(set(names)) == len(names)


def test_a_finding_never_changes() -> None:
    finding = _found(BROKEN["every weight 0"][1])[0]
    with pytest.raises(FrozenInstanceError):
        finding.sentence = ""  # type: ignore[misc]


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_it_may_be_asked_early_without_complaint_or_warning(epochs: int) -> None:
    for _, text in BROKEN.values():
        run = _run(text, epochs)
        before = run.network.parameters.copy()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            examine(run)
        np.testing.assert_array_equal(run.network.parameters, before)
        assert len(run.frames) <= epochs + 1
    said = [name for name, text in HEALTHY.items() if examine(_run(text, epochs))]
    assert said == []


@pytest.mark.parametrize(
    "name", ["log of a linear output", "prices through tanh", "steps in the hidden layer", "every weight 0"]
)
def test_what_shows_before_the_first_step_is_told_then(name: str) -> None:
    cause, text = BROKEN[name]
    assert examine(_run(text, 0))[0].name == cause


def test_looking_does_not_change_the_training() -> None:
    text = HEALTHY["digits, dropout"]
    plain, watched = _run(text, 4), _run(text, 0)
    for _ in range(4):
        examine(watched)
        watched.epoch()
    np.testing.assert_array_equal(plain.network.parameters, watched.network.parameters)


def test_the_evidence_is_what_the_run_shows() -> None:
    text = BROKEN["a relu output far below zero"][1]
    run = _run(text)
    finding = examine(run)[0]
    told = dict(finding.evidence)
    assert "from the start" in finding.sentence
    assert told["dead share"] == 1.0
    assert told["layer"] == len(run.network.layers)
    assert told["loss"] == pytest.approx(run.frame.train_loss)
    assert told["loss of a constant"] == pytest.approx(float(run.data.y_train.var()))


def test_a_layer_that_died_under_way_is_blamed_on_the_rate_and_told_too() -> None:
    names = [finding.name for finding in _found(BROKEN["a rate that kills relus"][1])]
    assert names[:2] == [Cause.RATE_TOO_LARGE, Cause.DEAD_LAYER]


def test_numbers_that_broke_by_hand_are_examined_too() -> None:
    run = _run(HEALTHY["a wave"], 2)
    run.network.layers[0].weights[0] = np.nan
    run.step()
    found = examine(run)
    assert run.status is Status.DIVERGED
    assert [finding.name for finding in found] == [Cause.RATE_TOO_LARGE]
