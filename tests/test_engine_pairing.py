"""Every output with every loss on every kind of target gets a verdict, with the reason that the run has shown."""

import re
import warnings
from functools import cache

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.doctor.pairing import Kind, Pairing, pairing
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.run import Run

TASKS = {
    "two classes": ("data: moons · samples: 80", 2, 1),
    "two shares": ("data: moons · samples: 80", 2, 2),
    "several classes": ("data: iris", 4, 3),
    "several labels": ("data: tags · samples: 80 · target: right, top, near_center", 2, 3),
    "price": ("data: houses_ames · samples: 120 · unit: 100000", 6, 1),
    "temperature": ("data: noon_jfk_2013 · unit: 10", 4, 1),
}
DISTANCES = ("mse", "half_mse", "mae", "huber")

KNOWN: list[tuple[str, str, str, Kind, str]] = [
    *(("temperature", "linear", loss, Kind.MATCHED, "truths from -0.7") for loss in DISTANCES),
    *(("price", output, loss, Kind.MATCHED, "") for output in ("linear", "softplus", "relu") for loss in DISTANCES),
    ("two classes", "sigmoid", "bce", Kind.MATCHED, "A - Y"),
    ("two classes", "linear", "bce_logits", Kind.MATCHED, "A - Y"),
    ("two shares", "softmax", "cce", Kind.MATCHED, "add up to 1"),
    ("several classes", "softmax", "cce", Kind.MATCHED, "add up to 1"),
    ("several classes", "linear", "cce_logits", Kind.MATCHED, "add up to 1"),
    ("several labels", "sigmoid", "bce", Kind.MATCHED, "between 0 and 1"),
    ("several labels", "linear", "bce_logits", Kind.MATCHED, "between 0 and 1"),
    *(("price", output, "mse", Kind.RUNS_BUT, "out of reach") for output in ("sigmoid", "tanh")),
    *(("temperature", output, "mse", Kind.RUNS_BUT, "nothing below 0") for output in ("relu", "softplus")),
    ("temperature", "gelu", "mse", Kind.RUNS_BUT, "out of reach"),
    ("price", "softmax", "mse", Kind.RUNS_BUT, "says 1 to every example"),
    ("two classes", "softmax", "mse", Kind.RUNS_BUT, "says 1 to every example"),
    ("two classes", "step", "mse", Kind.RUNS_BUT, "slope is 0 everywhere"),
    ("two classes", "sigmoid", "mse", Kind.RUNS_BUT, "sure and wrong"),
    ("two classes", "linear", "mse", Kind.RUNS_BUT, "outside of 0 to 1"),
    ("two classes", "sigmoid", "bce_logits", Kind.RUNS_BUT, "applied twice"),
    ("two classes", "relu", "bce_logits", Kind.RUNS_BUT, "out of reach"),
    ("several classes", "softmax", "cce_logits", Kind.RUNS_BUT, "applied twice"),
    ("several classes", "sigmoid", "bce", Kind.RUNS_BUT, "rather than to 1"),
    ("several classes", "sigmoid", "cce", Kind.RUNS_BUT, "saying yes to all"),
    ("several labels", "softmax", "cce", Kind.RUNS_BUT, "labels hold at once"),
    ("several labels", "linear", "cce_logits", Kind.RUNS_BUT, "labels hold at once"),
    ("price", "sigmoid", "bce", Kind.UNDEFINED, "compares chances from 0 to 1"),
    ("price", "softmax", "cce", Kind.UNDEFINED, "compares chances from 0 to 1"),
    ("price", "linear", "bce_logits", Kind.UNDEFINED, "below the 0 of being right"),
    ("temperature", "linear", "cce_logits", Kind.UNDEFINED, "says nothing about"),
    *(("two classes", output, "bce", Kind.UNDEFINED, "NaN") for output in ("linear", "tanh", "gelu")),
    ("two classes", "step", "bce", Kind.UNDEFINED, "infinite"),
    ("several classes", "relu", "cce", Kind.UNDEFINED, "logarithms"),
    ("several classes", "softplus", "cce", Kind.UNDEFINED, "no lowest one"),
]
"""Task, output, loss, what the verdict must be, and words that its reason must have."""


def _run(task: str, output: str, loss: str, more: str = "optimizer: adam 0.02") -> Run:
    data, inputs, units = TASKS[task]
    text = f"{data} · net: {inputs} -> 4 tanh -> {units} {output} · loss: {loss} · epochs: 5 · {more}"
    run = Run(Experiment.from_text(text))
    run.finish()
    return run


@cache
def _verdict(task: str, output: str, loss: str) -> Pairing:
    return pairing(_run(task, output, loss))


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("task", TASKS)
def test_every_output_gets_a_verdict_with_a_number_in_its_reason(task: str, loss: str) -> None:
    for output in ACTIVATIONS:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            verdict = _verdict(task, output, loss)
        assert verdict.kind in Kind
        assert re.search(r"\d", verdict.reason), (output, verdict)
        assert "nan" not in verdict.reason, (output, verdict)


@pytest.mark.parametrize(("task", "output", "loss", "kind", "words"), KNOWN)
def test_known_pairs_have_their_verdict_and_the_reason_for_it(
    task: str, output: str, loss: str, kind: Kind, words: str
) -> None:
    verdict = _verdict(task, output, loss)
    assert verdict.kind is kind, verdict
    assert words in verdict.reason


@pytest.mark.parametrize("task", TASKS)
def test_nothing_else_is_matched(task: str) -> None:
    listed = {(output, loss) for name, output, loss, kind, _ in KNOWN if (name, kind) == (task, Kind.MATCHED)}
    if task == "two shares":
        listed.add(("linear", "cce_logits"))
    found = {(a, b) for a in ACTIVATIONS for b in LOSSES if _verdict(task, a, b).kind is Kind.MATCHED}
    assert found == listed


@pytest.mark.parametrize("task", ["price", "temperature"])
def test_cross_entropy_never_has_a_meaning_for_amounts(task: str) -> None:
    for output in ACTIVATIONS:
        for loss in set(LOSSES) - set(DISTANCES):
            assert _verdict(task, output, loss).kind is Kind.UNDEFINED


def test_the_verdicts_read_as_the_design_has_them() -> None:
    assert [kind.value for kind in Kind] == ["matched", "runs, but…", "undefined"]


def test_the_reason_has_the_numbers_that_the_run_showed() -> None:
    run = _run("two classes", "linear", "mse")
    answers = run.network.forward(run.data.x_train)
    outside = np.mean((answers < 0.0) | (answers > 1.0))
    assert f"{outside:.0%} of them" in pairing(run).reason
    assert f"from {answers.min():.3g} to {answers.max():.3g}" in pairing(run).reason


def test_a_matched_pair_that_breaks_for_another_reason_stays_matched_and_says_so() -> None:
    verdict = pairing(_run("price", "linear", "mse", "optimizer: sgd 1000000 · batch: 8"))
    assert verdict.kind is Kind.MATCHED
    assert "broke for another reason" in verdict.reason


def test_a_relu_for_prices_that_has_fallen_silent_only_runs() -> None:
    verdict = pairing(_run("price", "relu", "mse", "optimizer: adam 0.02 · output_bias: -50"))
    assert verdict.kind is Kind.RUNS_BUT
    assert "0 to every example" in verdict.reason


def test_of_several_heads_the_worst_pair_is_told() -> None:
    text = "data: penguins · inputs: bill_length · target: body_mass + species · unit: 1000 · epochs: 3"
    both = f"{text} · optimizer: adam 0.01 · net: 1 -> 4 tanh -> 1 linear + 3 softmax"
    fine = pairing(Run(Experiment.from_text(f"{both} · loss: mse + cce")))
    worse = pairing(Run(Experiment.from_text(f"{both} · loss: mse + mse")))
    assert fine.kind is Kind.MATCHED
    assert worse.kind is Kind.RUNS_BUT
    assert worse.reason.startswith("species: ")
