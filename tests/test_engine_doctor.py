"""The doctor: planted causes are named first, sound runs get no word, and it may be asked at any time."""

import warnings
from collections import Counter
from dataclasses import FrozenInstanceError, replace
from math import isfinite

import numpy as np
import pytest
from engine_clinic import findings_in, trained
from engine_patients import BROKEN, HEALTHY

from engine.data.datasets import SOURCES
from engine.data.own_table import own_source
from engine.doctor.examine import Cause, examine
from engine.experiment import Experiment, Schedule
from engine.run import Run, Status

FEW_MOONS = "data: moons · samples: 10 · loss: bce · optimizer: adam 0.01 · epochs: 20"


@pytest.mark.parametrize(("cause", "text"), BROKEN.values(), ids=BROKEN)
def test_the_planted_cause_is_named_first(cause: str, text: str) -> None:
    found = findings_in(text)
    assert found
    assert found[0].name == cause


@pytest.mark.parametrize("text", HEALTHY.values(), ids=HEALTHY)
def test_a_healthy_run_gets_no_word(text: str) -> None:
    assert findings_in(text) == ()


def test_there_are_thirty_patients_or_more_of_each_kind_and_every_cause_is_planted_twice() -> None:
    assert min(len(BROKEN), len(HEALTHY)) >= 30
    planted = Counter(cause for cause, _ in BROKEN.values())
    assert set(planted) == set(Cause)
    assert min(planted.values()) >= 2


@pytest.mark.parametrize("name", BROKEN)
def test_a_finding_is_a_plain_sentence_with_numbers(name: str) -> None:
    text = BROKEN[name][1]
    assert findings_in(text)
    for finding in findings_in(text):
        assert finding.sentence[0].isupper()
        assert finding.sentence.endswith(".")
        assert len(finding.sentence) < 400
        assert all(label and isinstance(number, float) for label, number in finding.evidence)
        assert any(isfinite(number) for _, number in finding.evidence)
    names = [finding.name for finding in findings_in(text)]
    assert len(set(names)) == len(names)


def test_a_finding_never_changes() -> None:
    finding = findings_in(BROKEN["every weight 0"][1])[0]
    with pytest.raises(FrozenInstanceError):
        finding.sentence = ""  # type: ignore[misc]


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_it_may_be_asked_early_without_complaint_or_warning(epochs: int) -> None:
    for _, text in BROKEN.values():
        run = trained(text, epochs)
        before = run.network.parameters.copy()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            examine(run)
        np.testing.assert_array_equal(run.network.parameters, before)
        assert len(run.frames) <= epochs + 1
    said = [name for name, text in HEALTHY.items() if examine(trained(text, epochs))]
    assert said == []


@pytest.mark.parametrize(
    "name", ["log of a linear output", "prices through tanh", "steps in the hidden layer", "every weight 0"]
)
def test_what_shows_before_the_first_step_is_told_then(name: str) -> None:
    cause, text = BROKEN[name]
    assert examine(trained(text, 0))[0].name == cause


@pytest.mark.parametrize("epochs", [1, 2, 3])
def test_a_run_of_a_few_epochs_gets_no_verdict_on_its_course(epochs: int) -> None:
    def short(text: str) -> list[Cause]:
        run = Run(replace(Experiment.from_text(text), epochs=epochs, schedule=Schedule()))
        run.finish()
        return [finding.name for finding in examine(run) if run.status is Status.DONE]

    assert [name for name, text in HEALTHY.items() if short(text)] == []
    needs_time = {
        Cause.WRONG_UNIT,
        Cause.VANISHING,
        Cause.TOO_MUCH_DROPOUT,
        Cause.RATE_TOO_SMALL,
        Cause.OVERFITTING,
        Cause.TOO_SIMPLE,
        Cause.NOTHING_LEARNED,
    }
    assert [name for name, (_, text) in BROKEN.items() if needs_time & set(short(text))] == []


@pytest.mark.parametrize("split", [0.1, 0.2, 0.3])
def test_a_handful_of_examples_gets_no_verdict_on_units_or_inputs(split: float) -> None:
    unfounded = {Cause.DEAD_LAYER, Cause.SATURATED_LAYER, Cause.NOTHING_LEARNED, Cause.TOO_SIMPLE}
    for seed in range(1, 9):
        for net in ("8 relu", "8 tanh", "8 sigmoid x2"):
            handful = f"{FEW_MOONS} · split: {split} · net: 2 -> {net} -> 1 sigmoid · seed: {seed}"
            assert not unfounded & {finding.name for finding in findings_in(handful)}, handful


def test_a_table_of_ones_own_whose_inputs_never_vary_is_told_so() -> None:
    rows = [f"3,5,{place % 2}" for place in range(60)]
    sources = {**SOURCES, "flat": own_source("flat", ["width,height,kind", *rows], target="kind").source}
    for net in ("2 -> 8 relu -> 1 sigmoid", "2 -> 8 tanh x2 -> 1 sigmoid", "2 -> 1 sigmoid"):
        run = Run(Experiment.from_text(f"data: flat · net: {net} · loss: bce · optimizer: sgd 0.1", sources), sources)
        run.finish()
        found = examine(run)
        assert [finding.name for finding in found] == [Cause.CONSTANT_INPUTS]
        assert "width, height" in found[0].sentence


def test_two_columns_that_say_the_same_are_no_complaint() -> None:
    rows = [f"{place % 20 - 10},{place % 20 - 10},{int(place % 20 >= 10)}" for place in range(80)]
    sources = {**SOURCES, "twins": own_source("twins", ["left,right,kind", *rows], target="kind").source}
    text = "data: twins · net: 2 -> 8 relu -> 1 sigmoid · loss: bce · optimizer: adam 0.05"
    run = Run(Experiment.from_text(text, sources), sources)
    run.finish()
    assert examine(run) == ()


def test_looking_does_not_change_the_training() -> None:
    text = HEALTHY["digits, dropout"]
    plain, watched = trained(text, 4), trained(text, 0)
    for _ in range(4):
        examine(watched)
        watched.epoch()
    np.testing.assert_array_equal(plain.network.parameters, watched.network.parameters)


def test_the_evidence_is_what_the_run_shows() -> None:
    text = BROKEN["a relu output far below zero"][1]
    run = trained(text)
    finding = examine(run)[0]
    told = dict(finding.evidence)
    assert "from the start" in finding.sentence
    assert told["dead share"] == 1.0
    assert told["layer"] == len(run.network.layers)
    assert told["loss"] == pytest.approx(run.frame.train_loss)
    assert told["loss of a constant"] == pytest.approx(float(run.data.y_train.var()))


def test_a_layer_that_died_under_way_is_blamed_on_the_rate_and_told_too() -> None:
    names = [finding.name for finding in findings_in(BROKEN["a rate that kills relus"][1])]
    assert names[:2] == [Cause.RATE_TOO_LARGE, Cause.DEAD_LAYER]


def test_numbers_that_broke_by_hand_are_examined_too() -> None:
    run = trained(HEALTHY["a wave"], 2)
    run.network.layers[0].weights[0] = np.nan
    run.step()
    found = examine(run)
    assert run.status is Status.DIVERGED
    assert [finding.name for finding in found] == [Cause.RATE_TOO_LARGE]
