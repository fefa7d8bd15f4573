"""Networks of one shape can be trained side by side: each must learn exactly what it would learn alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment
from engine.lockstep import fit_together
from engine.race import Race
from engine.run import Run

OUTPUTS = ("1 linear", "1 sigmoid", "1 softplus", "1 tanh", "1 softmax", "1 relu")
LOSSES = ("mse", "half_mse", "bce", "mae", "huber", "cce", "bce_logits")


def experiment(**changes: str) -> Experiment:
    given = {
        "data": "houses_ames",
        "samples": "150",
        "unit": "100000",
        "net": "6 -> 8 tanh -> 1 softplus",
        "loss": "mse",
        "optimizer": "adam 0.01",
        "epochs": "4",
        "batch": "32",
    }
    return Experiment.from_settings({**given, **changes})


def together(experiments: list[Experiment]) -> list[Run]:
    """All of them, trained to the end by a race, which must have been in lockstep at least once."""
    runs, race, epochs = [Run(each) for each in experiments], Race(), 0
    while left := [run for run in runs if run.status == "training"]:
        if race.ready(left):
            race.epoch()
            epochs += 1
        else:
            for run in left:
                run.epoch()
    assert epochs > 0
    return runs


def assert_same(raced: Run, alone: Run) -> None:
    assert (raced.status, raced.reason, raced.steps) == (alone.status, alone.reason, alone.steps)
    for one, other in zip(raced.frames, alone.frames, strict=True):
        for name in ("train_loss", "test_loss", "metric", "grad_norms", "predictions", "rate"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-12, err_msg=name)


def test_each_of_four_different_outputs_learns_what_it_learns_alone() -> None:
    outputs = ("softplus", "linear", "sigmoid", "tanh")
    experiments = [experiment(net=f"6 -> 8 tanh -> 1 {output}") for output in outputs]
    for raced in together(experiments):
        alone = Run(raced.experiment)
        alone.finish()
        assert_same(raced, alone)


@settings(max_examples=40, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.sampled_from(OUTPUTS), st.sampled_from(LOSSES)), min_size=2, max_size=4),
    rates=st.lists(st.sampled_from(["0.1", "0.01", "0.003"]), min_size=4, max_size=4),
    optimizer=st.sampled_from(["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]),
    hidden=st.sampled_from(["", "8 relu -> ", "6 tanh -> 5 tanh -> ", "4 relu -> 3 gelu -> "]),
    batch=st.sampled_from(["7", "16", "full", "112"]),
    schedule=st.sampled_from(["constant", "cosine", "warmup 2, exponential 0.5"]),
)
def test_any_mixture_of_one_shape_learns_what_each_learns_alone(
    pairs: list[tuple[str, str]], rates: list[str], optimizer: str, hidden: str, batch: str, schedule: str
) -> None:
    experiments = [
        experiment(
            net=f"6 -> {hidden}{output}",
            loss=loss,
            optimizer=f"{optimizer} {rate}",
            batch=batch,
            seed=str(seed),
            schedule=schedule,
        )
        for seed, ((output, loss), rate) in enumerate(zip(pairs, rates, strict=False))
    ]
    if any(Run(each).status == "diverged" for each in experiments):
        return  # what breaks before the first step takes part in no race
    for raced in together(experiments):
        alone = Run(raced.experiment)
        alone.finish()
        assert_same(raced, alone)


def test_a_run_that_breaks_in_mid_epoch_leaves_the_others_undisturbed() -> None:
    net = "6 -> 8 relu -> 8 relu -> 1 linear"
    sound, broken = (experiment(optimizer=f"sgd {rate}", net=net, epochs="20") for rate in ("0.01", "10000"))
    raced = together([sound, broken, sound.with_seed(2)])
    assert raced[1].status == "diverged"
    assert raced[1].steps % 4 != 0  # an epoch has four steps
    for run in raced:
        alone = Run(run.experiment)
        alone.finish()
        assert_same(run, alone)


@pytest.mark.parametrize(
    "change",
    [
        {"net": "6 -> 9 tanh -> 1 softplus"},
        {"net": "6 -> 8 relu -> 1 softplus"},
        {"optimizer": "sgd 0.01"},
        {"batch": "16"},
        {"samples": "140"},  # three batches of 32 as well, but a shorter last one
        {"samples": "192"},  # one batch of 32 more, and the same last one
        {"dropout": "0.5"},
        {"norm": "batch"},
        {"l2": "0.1"},
        {"optimizer": "adam 0.01 beta 0.5"},
    ],
)
def test_what_has_not_one_shape_does_not_go_together(change: dict[str, str]) -> None:
    assert not fit_together([Run(experiment()).trainer, Run(experiment(**change)).trainer])


def test_one_alone_and_large_nets_do_not_go_together() -> None:
    assert not fit_together([Run(experiment()).trainer])
    large = experiment(net="6 -> 64 relu -> 64 relu -> 1 linear")
    assert not fit_together([Run(large).trainer, Run(large.with_seed(2)).trainer])


@pytest.mark.parametrize(("samples", "batches"), [("500", 100), ("502", 101)])
def test_epochs_of_more_than_a_hundred_batches_are_left_to_single_steps(samples: str, batches: int) -> None:
    small = {"data": "moons", "samples": samples, "split": "0.8", "batch": "4", "net": "2 -> 1 sigmoid"}
    runs = [Run(experiment(**small, unit="1", seed=seed)) for seed in "12"]
    assert len(runs[0].trainer.batches) == batches
    assert Race().ready(runs) is (batches <= 100)


def test_nets_with_several_heads_race_and_masks_keep_them_apart() -> None:
    net, target = "3 -> 6 tanh -> 1 linear + 3 softmax", "body_mass + species"
    inputs = "bill_length, bill_depth, flipper_length"
    given = {"data": "penguins", "inputs": inputs, "target": target, "net": net, "unit": "1000", "samples": "120"}
    experiments = [experiment(**given, loss=loss) for loss in ("mse + cce", "0.5 mae + 2 cce", "huber + mse")]
    for raced in together(experiments):
        alone = Run(raced.experiment)
        alone.finish()
        assert_same(raced, alone)
    masked = [Run(experiment(**given, loss="mse where sex + cce", seed=seed)).trainer for seed in "12"]
    assert not fit_together(masked)


def test_runs_may_go_together_apart_and_together_again() -> None:
    experiments = [experiment(epochs="6", seed=seed) for seed in "12"]
    runs, race = [Run(each) for each in experiments], Race()
    for together_now in (True, False, True, True, False, True):
        if together_now:
            assert race.ready(runs)
            race.epoch()
        else:
            runs[0].epoch()
            assert not race.ready(runs)  # one is an epoch ahead
            runs[1].epoch()
    for run in runs:
        alone = Run(run.experiment)
        alone.finish()
        assert_same(run, alone)
