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


def test_of_several_heads_the_one_that_broke_is_blamed() -> None:
    shared = "data: detector · samples: 200 · optimizer: adam 0.01 · epochs: 60 · batch: 32 · seed: 1 · "
    negative = _found(shared + "target: shape + object · net: 64 -> 16 relu -> 3 sigmoid + 1 linear · loss: cce + bce")
    assert "bce takes logarithms of the answers, and linear answers" in negative[0].sentence
    endless = _found(shared + "target: object + shape · net: 64 -> 16 relu -> 1 sigmoid + 3 softplus · loss: bce + cce")
    assert endless[0].name == Cause.NO_FLOOR
    assert "softplus answers above 1, and cce rewards that" in endless[0].sentence


def test_another_unit_is_only_advised_where_it_could_help() -> None:
    frost = "data: noon_jfk_2013 · net: 4 -> 8 tanh -> 1 softplus · loss: mse · optimizer: adam 0.01 · epochs: 20"
    prices = "data: houses_ames · net: 6 -> 8 tanh -> 1 sigmoid · unit: 100000 · loss: mse · optimizer: adam 0.01"
    assert _found(frost)[0].name == _found(prices)[0].name == Cause.OUT_OF_REACH
    assert "unit" not in _found(frost)[0].sentence
    assert "unit" in _found(prices)[0].sentence


def test_the_advice_on_the_rate_starts_from_the_rate_that_was_set() -> None:
    decaying = "data: wave · net: 1 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 3 · schedule: cosine"
    found = _found(decaying)
    assert found[0].name == Cause.RATE_TOO_LARGE
    assert "0.3, or less" in found[0].sentence


def test_a_run_that_its_schedule_brought_to_rest_is_not_told_to_take_smaller_steps() -> None:
    rest = "data: moons · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.001 · schedule: exponential 0.5"
    assert Cause.RATE_TOO_LARGE not in [finding.name for finding in _found(rest)]
