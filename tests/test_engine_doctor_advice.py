"""The doctor's words: what a finding advises fits the run, and mends it where that can be tried."""

import re
from dataclasses import replace

import pytest
from engine_clinic import findings_in, trained
from engine_patients import BROKEN

from engine.doctor.examine import Cause, examine
from engine.experiment import Experiment, StartSpec
from engine.run import Run, Status

WAVE = "data: wave · samples: 160 · epochs: 40"
SMOOTH = "data: moons · samples: 160 · epochs: 40 · net: 2 -> 16"
ENDS = "x2 -> 1 sigmoid · loss: bce"


def test_a_single_example_is_told_as_such() -> None:
    assert "only one training example" in findings_in(BROKEN["a single example"][1])[0].sentence


@pytest.mark.parametrize("optimizer", ["sgd 3", "sgd 10", "sgd 100"])
@pytest.mark.parametrize("hidden", ["16 tanh", "16 tanh x2", "16 sigmoid", "16 softplus", "16 relu"])
def test_a_rate_that_broke_the_numbers_is_all_there_is_to_say(hidden: str, optimizer: str) -> None:
    run = trained(f"{WAVE} · net: 1 -> {hidden} -> 1 linear · loss: mse · optimizer: {optimizer}")
    assert run.status is Status.DIVERGED
    assert [finding.name for finding in examine(run)] == [Cause.RATE_TOO_LARGE]


@pytest.mark.parametrize("rate", ["sgd 3", "sgd 100", "adam 3", "adam 0.0001"])
@pytest.mark.parametrize("start", ["auto", "normal 0.001", "normal 30"])
def test_leaky_relu_is_never_advised_for_smooth_units(start: str, rate: str) -> None:
    for activation in ("tanh", "sigmoid", "softplus", "gelu"):
        for data in (f"{WAVE} · net: 1 -> 16 {activation} x2 -> 1 linear · loss: mse", f"{SMOOTH} {activation} {ENDS}"):
            sentences = [finding.sentence for finding in findings_in(f"{data} · start: {start} · optimizer: {rate}")]
            assert not any("leaky_relu" in sentence for sentence in sentences), sentences


def test_of_several_heads_the_one_that_broke_is_blamed() -> None:
    shared = "data: detector · samples: 200 · optimizer: adam 0.01 · epochs: 60 · batch: 32 · seed: 1 · "
    negative = findings_in(
        shared + "target: shape + object · net: 64 -> 16 relu -> 3 sigmoid + 1 linear · loss: cce + bce"
    )
    assert "bce takes logarithms of the answers, and linear answers" in negative[0].sentence
    endless = findings_in(
        shared + "target: object + shape · net: 64 -> 16 relu -> 1 sigmoid + 3 softplus · loss: bce + cce"
    )
    assert endless[0].name == Cause.NO_FLOOR
    assert "softplus answers above 1, and cce rewards that" in endless[0].sentence


def test_another_unit_is_only_advised_where_it_could_help() -> None:
    frost = "data: noon_jfk_2013 · net: 4 -> 8 tanh -> 1 softplus · loss: mse · optimizer: adam 0.01 · epochs: 20"
    prices = "data: houses_ames · net: 6 -> 8 tanh -> 1 sigmoid · unit: 100000 · loss: mse · optimizer: adam 0.01"
    assert findings_in(frost)[0].name == findings_in(prices)[0].name == Cause.OUT_OF_REACH
    assert "unit" not in findings_in(frost)[0].sentence
    assert "unit" in findings_in(prices)[0].sentence


def test_the_unit_that_is_advised_mends_the_run() -> None:
    for name in ("dollars and adam", "grams through tanh", "prices in ten millions", "millimeters far from 0"):
        text = BROKEN[name][1]
        sentence = findings_in(text)[0].sentence
        advised = dict(re.findall(r"(unit|output_bias): ([\d.]*\d)", sentence))
        experiment = Experiment.from_text(text)
        mended = replace(experiment, unit=float(advised["unit"]), output_bias=float(advised.get("output_bias", 0.0)))
        run = Run(mended)
        run.finish()
        assert examine(run) == (), name


def test_numbers_that_broke_for_want_of_a_unit_are_told_the_unit_before_the_rate() -> None:
    sentence = findings_in(BROKEN["dollars as they are"][1])[0].sentence
    assert "unit: 100000" in sentence
    assert sentence.index("unit") < sentence.rindex("rate")
    assert "unit" not in findings_in(BROKEN["rate 3 on prices"][1])[0].sentence


@pytest.mark.parametrize("name", ["relus begun at next to nothing", "tiny weights that leave relus off"])
def test_weights_that_are_too_small_are_told_as_the_cause_and_another_start_mends_it(name: str) -> None:
    text = BROKEN[name][1]
    assert [finding.name for finding in findings_in(text)] == [Cause.VANISHING]
    sentence = findings_in(text)[0].sentence
    assert "too small" in sentence
    assert "start: auto" in sentence
    assert "he for relu" in sentence
    run = Run(replace(Experiment.from_text(text), start=StartSpec("he")))
    run.finish()
    assert examine(run) == ()


@pytest.mark.parametrize("name", ["one unit of softmax and cross-entropy", "softmax over one unit with bce"])
def test_one_softmax_unit_is_told_that_it_always_says_one(name: str) -> None:
    found = findings_in(BROKEN[name][1])
    assert len(found) == 1
    assert "always says 1" in found[0].sentence
    assert "1 sigmoid with bce" in found[0].sentence


def test_one_leap_is_not_called_jumping() -> None:
    assert "jumps" not in findings_in(BROKEN["thrown to the end of a sigmoid"][1])[0].sentence
    assert "shot up" in findings_in(BROKEN["thrown up and caught again"][1])[0].sentence
    jumpy = "data: plane · net: 2 -> 1 linear · loss: mae · optimizer: sgd 5 · epochs: 40"
    assert "jumps" in findings_in(jumpy)[0].sentence


def test_a_run_that_its_patience_ended_early_is_told_so() -> None:
    found = findings_in(
        "data: xor · net: 2 -> 8 softplus x2 -> 1 sigmoid · loss: mse · optimizer: nesterov 0.01 · epochs: 80 "
        "· patience: 10 · seed: 91562"
    )
    assert found[0].name == Cause.NOTHING_LEARNED
    assert "Patience ended the run" in found[0].sentence


def test_the_advice_on_the_rate_starts_from_the_rate_that_was_set() -> None:
    decaying = "data: wave · net: 1 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 3 · schedule: cosine"
    found = findings_in(decaying)
    assert found[0].name == Cause.RATE_TOO_LARGE
    assert "0.3, or less" in found[0].sentence


def test_a_run_that_its_schedule_brought_to_rest_is_not_told_to_take_smaller_steps() -> None:
    rest = "data: moons · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.001 · schedule: exponential 0.5"
    assert Cause.RATE_TOO_LARGE not in [finding.name for finding in findings_in(rest)]
