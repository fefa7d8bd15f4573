"""Divergence: a run that breaks says so, keeps the frame that shows it, and names the operation."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Array
from engine.batches import Truth, beside, truths, with_ones
from engine.doctor.diagnosis import diagnose
from engine.experiment import Experiment, LayerSpec, LossTerm, NetSpec
from engine.losses import LOSSES
from engine.network import Network
from engine.passes import Pass
from engine.run import Run, Status
from engine.training import measuring


def _run(data: str, net: str, loss: str, optimizer: str = "adam 0.01", epochs: int = 40) -> Run:
    unit = " · unit: 100000" if data == "houses_ames" else ""
    settings = f"data: {data}{unit} · net: {net} · loss: {loss} · optimizer: {optimizer} · epochs: {epochs}"
    return Run(Experiment.from_text(settings))


@pytest.mark.parametrize(
    ("output", "reason"),
    [("relu", "log of"), ("linear", "log of a negative output, -"), ("tanh", "log of a negative output, -")],
)
def test_cross_entropy_of_an_output_that_is_no_chance_is_nan_at_epoch_0(output: str, reason: str) -> None:
    run = _run("moons", f"2 -> 8 relu -> 1 {output}", "bce")
    frame = run.finish()
    assert (frame.epoch, frame.status, len(run.frames)) == (0, Status.DIVERGED, 1)
    assert np.isnan(frame.train_loss)
    assert frame.reason == run.reason
    assert run.reason.startswith("the loss became NaN in epoch 0: ")
    assert reason in run.reason


def test_a_diverged_run_stays_as_it_is() -> None:
    run = _run("moons", "2 -> 8 relu -> 1 relu", "bce", "sgd 10")
    before = run.network.parameters.copy()
    run.step()
    run.epoch()
    run.finish()
    assert len(run.frames) == 1
    np.testing.assert_array_equal(run.network.parameters, before)


@pytest.mark.parametrize("rate", ["3", "10"])
@pytest.mark.parametrize("hidden", ["16 tanh", "16 relu x3"])
def test_a_huge_learning_rate_ends_in_a_frame_that_says_how_far_it_went(rate: str, hidden: str) -> None:
    run = _run("houses_ames", f"6 -> {hidden} -> 1 linear", "mse", f"sgd {rate}")
    frame = run.finish()
    assert frame.status is Status.DIVERGED
    assert not np.isfinite(frame.train_loss)
    assert [f.epoch for f in run.frames] == list(range(len(run.frames)))
    assert all(np.isfinite(f.train_loss) for f in run.frames[:-1])
    assert "grew" in run.reason or "grown to" in run.reason


def test_a_weight_that_is_no_number_is_found_in_its_layer() -> None:
    run = _run("houses_ames", "6 -> 4 tanh -> 1 linear", "mse")
    run.network.layers[1].weights[0] = np.inf
    run.step()
    assert run.status is Status.DIVERGED
    assert "layer 2" in run.reason


def test_a_test_set_on_which_the_network_breaks_ends_the_run() -> None:
    run = _run("houses_ames", "6 -> 4 relu -> 1 linear", "mse")
    run._reporter.test.x[:-1] *= 1e200
    frame = run.epoch()
    assert (frame.status, frame.epoch, frame.test_loss) == (Status.DIVERGED, 1, np.inf)
    assert np.isfinite(frame.train_loss)
    assert run.reason.startswith("the loss became infinite in epoch 1: the square of an error overflowed")


def _answering(net: str, loss: str, data: str, bias: list[float]) -> Run:
    """A run of one layer that gives every example the same answers."""
    run = _run(data, net, loss, "sgd 0.1")
    run.network.output.weights[:] = 0.0
    run.network.output.bias[:] = bias
    with np.errstate(all="ignore"):
        run._record()
    return run


@pytest.mark.parametrize(
    ("bias", "loss", "reason"),
    [
        (0.0, "infinite", "log of zero, because an output is exactly 0"),
        (1.0, "infinite", "log of zero, because an output is exactly 1"),
        (-0.41, "NaN", "log of a negative output, -0.41"),
        (1.25, "NaN", "log of a negative number, 1 - 1.25, because an output is above 1"),
    ],
)
def test_the_logarithm_that_broke_is_named(bias: float, loss: str, reason: str) -> None:
    run = _answering("2 -> 1 linear", "bce", "moons", [bias])
    assert run.reason == f"the loss became {loss} in epoch 1: {reason}"


def test_only_the_answer_for_the_true_species_has_to_have_a_logarithm() -> None:
    run = _answering("4 -> 3 linear", "cce", "iris", [0.0, 0.5, 0.5])
    assert run.reason == "the loss became infinite in epoch 1: log of zero, because an output is exactly 0"
    run = _answering("4 -> 3 linear", "cce", "iris", [0.5, 0.25, -2.0])
    assert run.reason == "the loss became NaN in epoch 1: log of a negative output, -2"


def _looked_at(
    net: tuple[int, str], loss: str, x: Array, y: Array
) -> tuple[Network, Pass, list[LossTerm], tuple[Truth, ...]]:
    """A network of zeros, its pass over these examples with this loss, and what `diagnose` wants to know."""
    terms = [LossTerm(1.0, loss)]
    network = Network(NetSpec(x.shape[1], (), (LayerSpec(*net),)))
    at_work = measuring(network, len(x), terms, [bool((y.sum(axis=1) == 1.0).all())])
    return network, at_work, terms, truths(beside(y, (net[0],)), (net[0],))


def test_an_answer_that_no_loss_looks_at_may_not_be_infinite() -> None:
    x = np.ones((2, 4))
    network, at_work, terms, right = _looked_at((3, "relu"), "cce", x, np.eye(3)[[0, 0]])
    network.output.bias[:] = [0.5, -1.0, 0.0]
    at_work.forward(with_ones(x).T)
    assert at_work.compare(right) == pytest.approx(np.log(2))
    assert diagnose(at_work, terms, 0.7, right, 3) == ""
    at_work.output.z[1, 0] = np.inf
    assert diagnose(at_work, terms, 0.7, right, 3).startswith("an answer became infinite in epoch 3: overflow")


def test_a_slope_too_steep_for_a_number_is_told_from_one_through_zero() -> None:
    x = np.ones((2, 2))
    network, at_work, terms, right = _looked_at((1, "linear"), "bce", x, np.ones((2, 1)))
    network.output.bias[:] = 1e-310
    with np.errstate(over="ignore"):
        at_work.forward(with_ones(x).T)
        loss = at_work.compare(right)
        at_work.backward()
    assert np.isfinite(loss)
    reason = diagnose(at_work, terms, loss, right, 2)
    assert reason.startswith("the gradient of layer 1 became infinite in epoch 2: overflow of 1 / 1e-310")


def test_adam_that_stands_still_for_ever_has_diverged() -> None:
    run = _run("houses_ames", "6 -> 4 tanh -> 1 linear", "mse", "adam 1e-9")
    run.network.output.weights[:] = 1e80  # errors of 1e80 make gradients of 1e160, whose squares overflow
    frame = run.finish()
    assert (frame.epoch, frame.status) == (1, Status.DIVERGED)
    assert np.isfinite([frame.train_loss, frame.test_loss, *frame.grad_norms]).all()
    assert run.reason.startswith("the optimizer's averages became infinite in epoch 1")


@pytest.mark.parametrize("data", ["moons", "houses_ames", "iris"])
@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_pair_of_output_and_loss_either_trains_or_says_why_not(data: str, output: str, loss: str) -> None:
    shape = {"moons": (2, 1), "houses_ames": (6, 1), "iris": (4, 3)}[data]
    run = _run(data, f"{shape[0]} -> 4 relu -> {shape[1]} {output}", loss, epochs=3)
    frame = run.finish()
    finite = np.isfinite([frame.train_loss, frame.test_loss, *frame.grad_norms]).all()
    assert finite == (frame.status is Status.DONE)
    assert bool(run.reason) == (frame.status is Status.DIVERGED)


@pytest.mark.parametrize(("output", "loss"), [("linear", "mse"), ("sigmoid", "bce"), ("softmax", "cce")])
def test_a_matched_pair_never_breaks_on_large_sums(output: str, loss: str) -> None:
    classes = {"linear": 1, "sigmoid": 1, "softmax": 2}[output]
    run = _run("moons", f"2 -> 4 relu -> {classes} {output}", loss, "sgd 1e-12", epochs=2)
    run.network.output.weights[:] *= 5_000
    assert run.finish().status is Status.DONE


def test_softmax_over_one_unit_says_one_for_every_house() -> None:
    frame = _run("houses_ames", "6 -> 8 tanh -> 1 softmax", "mse", epochs=5).finish()
    assert (frame.min_prediction, frame.max_prediction) == (1.0, 1.0)
    assert frame.grad_norms == (0.0, 0.0)


BROKEN_IN_TRAINING = (
    "data: moons · samples: 100 · net: 2 -> 8 tanh -> 1 linear · loss: bce · optimizer: sgd 0.01 · batch: 8"
    " · epochs: 20 · output_bias: 0.5 · start: normal 0.1 · seed: "
)


@pytest.mark.parametrize("change", ["4 · norm: batch", "7 · dropout: 0.5"])
def test_a_mini_batch_that_breaks_ends_the_run_also_where_a_look_at_the_network_finds_nothing(change: str) -> None:
    run = Run(Experiment.from_text(BROKEN_IN_TRAINING + change))
    run.finish()
    assert run.status == "diverged"
    assert "log of" in run.reason
    # Every frame but the last, broken one stands at the end of an epoch: 75 examples make ten batches.
    assert [frame.step for frame in run.frames[:-1]] == [10 * frame.epoch for frame in run.frames[:-1]]
