"""Runs: deterministic by step, told in immutable frames, measured in the target's own unit."""

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.frames import accuracy
from engine.run import Run, Status

MOONS = "data: moons · samples: 120 · net: 2 -> 8 relu -> 4 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.01"
HOUSES = "data: houses_ames · unit: 100000 · net: 6 -> 8 tanh -> 1 linear · loss: mse · optimizer: adam 0.01"
IRIS = "data: iris · net: 4 -> 8 tanh -> 3 softmax · loss: cce · optimizer: adam 0.05"
WAVE = "data: wave · net: 1 -> 16 tanh -> 1 linear · loss: mse · optimizer: adam 0.02"


def _run(text: str, epochs: int = 5, **settings: str) -> Run:
    extra = "".join(f" · {key}: {value}" for key, value in settings.items())
    return Run(Experiment.from_text(f"{text} · epochs: {epochs}{extra}"))


def _told(run: Run) -> list[tuple[object, ...]]:
    return [
        (f.epoch, f.step, f.train_loss, f.test_loss, f.metric, f.grad_norms, f.predictions.tobytes())
        for f in run.frames
    ]


@pytest.mark.parametrize("text", [MOONS, HOUSES, IRIS, WAVE])
def test_the_same_experiment_gives_the_very_same_frames(text: str) -> None:
    first, again = _run(text), _run(text)
    first.finish()
    while again.status is Status.TRAINING:
        again.step()
    assert _told(first) == _told(again)
    assert _told(first) == _told(Run(first.experiment)) + _told(first)[1:]


def test_another_seed_gives_another_run() -> None:
    assert _run(MOONS).frame.train_loss != _run(MOONS, seed="2").frame.train_loss


def test_the_first_frame_is_before_any_step_and_frames_are_numbered_by_epoch() -> None:
    run = _run(MOONS)
    assert (run.frame.epoch, run.frame.step) == (0, 0)
    run.finish()
    assert [frame.epoch for frame in run.frames] == [0, 1, 2, 3, 4, 5]
    assert [frame.step for frame in run.frames] == [0, 3, 6, 9, 12, 15]
    assert [frame.status for frame in run.frames] == [Status.TRAINING] * 5 + [Status.DONE]


def test_every_example_is_seen_once_an_epoch_in_a_new_order() -> None:
    run = _run(MOONS, batch="32")
    assert [len(x) for x, _ in run._batches] == [32, 32, 26]
    orders = []
    for _ in range(2):
        run.epoch()
        orders.append(run._x.copy())
        np.testing.assert_array_equal(np.sort(run._x, axis=0), np.sort(run.data.x_train, axis=0))
    assert not np.array_equal(orders[0], orders[1])


def test_batch_full_makes_one_step_an_epoch() -> None:
    assert _run(MOONS, batch="full").finish().step == 5


def test_stepping_after_the_end_does_nothing() -> None:
    run = _run(MOONS)
    run.finish()
    before = run.network.parameters.copy()
    run.step()
    run.epoch()
    assert len(run.frames) == 6
    np.testing.assert_array_equal(run.network.parameters, before)


def test_looking_at_the_network_does_not_change_its_training() -> None:
    plain, watched = _run(MOONS), _run(MOONS)
    plain.finish()
    while watched.status is Status.TRAINING:
        watched.step()
        watched.network.forward(watched.data.x_test)
    assert _told(plain) == _told(watched)


def test_frames_keep_what_they_showed() -> None:
    run = _run(WAVE)
    first = run.frame
    said = first.predictions.copy()
    run.finish()
    np.testing.assert_array_equal(first.predictions, said)
    for array in (first.predictions, first.curve, first.gates, run.truth, run.probe):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_rmse_is_told_in_dollars_and_predictions_in_network_units() -> None:
    run = _run(HOUSES, 20)
    frame = run.finish()
    assert (run.metric_name, run.metric_unit) == ("RMSE", "US$")
    assert frame.predictions.shape == run.truth.shape == (250,)
    assert frame.metric == pytest.approx(100_000 * np.sqrt(frame.test_loss))
    assert 15_000 < frame.metric < 40_000
    assert frame.min_prediction <= frame.predictions.min()
    assert frame.max_prediction >= frame.predictions.max()


def test_accuracy_is_the_share_of_test_examples_put_in_their_class() -> None:
    run = _run(IRIS, 40)
    frame = run.finish()
    assert (run.metric_name, run.metric_unit) == ("accuracy", "")
    assert frame.predictions.shape == run.truth.shape == (38, 3)
    assert frame.metric == np.mean(frame.predictions.argmax(1) == run.truth.argmax(1)) > 0.9
    two = _run(MOONS, 40, seed="3")
    assert two.finish().metric == np.mean((two.frame.predictions > 0.5) == (two.truth > 0.5)) > 0.8


def test_the_probe_of_one_input_is_an_even_grid_with_a_curve() -> None:
    run = _run(WAVE, 60)
    frame = run.finish()
    assert run.probe.shape == (60,)
    np.testing.assert_allclose(np.diff(run.probe, 2), 0.0, atol=1e-12)
    assert frame.curve is not None
    assert frame.gates is not None
    assert frame.gates.shape == (16, 60)
    np.testing.assert_allclose(frame.curve, np.sin(np.pi * run.probe), atol=0.25)


def test_the_probe_of_several_inputs_walks_along_the_first() -> None:
    run = _run(HOUSES)
    assert run.frame.curve is None
    assert (np.diff(run.probe) >= 0).all()
    assert set(run.probe) <= set(run.data.raw_test[:, 0])


def test_a_relu_gate_opens_where_the_unit_says_something() -> None:
    run = _run("data: line · net: 1 -> 6 relu -> 1 linear · loss: mse · optimizer: sgd 0.1")
    run.finish()
    hidden = run.network.layers[0]
    hidden.forward(run.data.standardize(run.probe[:, None]))
    assert run.frame.gates is not None
    np.testing.assert_array_equal(run.frame.gates, hidden.seen.a.T > 0)
    assert run.frame.gates.any()
    assert not run.frame.gates.all()


def test_a_net_without_hidden_layers_has_no_gates_and_nothing_dead() -> None:
    frame = _run("data: line · net: 1 -> 1 linear · loss: mse · optimizer: sgd 0.1").finish()
    assert (frame.gates, frame.dead) == (None, ())


def test_units_that_are_off_for_every_example_count_as_dead() -> None:
    run = _run(MOONS)
    run.network.layers[0].bias[:2] = -1e6
    assert run.epoch().dead == (0.25, 0.0)


def test_hidden_units_that_share_by_softmax_are_not_dead() -> None:
    run = _run("data: moons · net: 2 -> 4 softmax -> 1 sigmoid · loss: bce · optimizer: sgd 0.1")
    assert run.frame.dead == (0.0,)


def test_grad_norms_are_those_of_the_full_training_set() -> None:
    run = _run(MOONS)
    network, data = run.network, run.data
    network.forward(data.x_train)
    network.backward((network.output.seen.a - data.y_train) / len(data.y_train))
    norms = [np.linalg.norm(layer.gradient) for layer in network.layers]
    np.testing.assert_allclose(run.frame.grad_norms, norms)


def test_a_half_weighs_the_loss_and_its_gradient_by_half() -> None:
    whole, half = _run(WAVE), _run(WAVE.replace("loss: mse", "loss: 0.5 mse"))
    assert half.frame.train_loss == whole.frame.train_loss / 2
    np.testing.assert_allclose(np.array(half.frame.grad_norms) * 2, whole.frame.grad_norms)


@pytest.mark.parametrize("answers", [[[np.nan], [0.9]], [[0.1, np.nan], [0.2, 0.8]], [[np.inf], [0.9]]])
def test_answers_that_are_no_numbers_have_no_accuracy(answers: list[list[float]]) -> None:
    truths = np.array([[0.0], [1.0]]) if len(answers[0]) == 1 else np.eye(2)
    assert np.isnan(accuracy(np.array(answers), truths))


def test_accuracy_counts_what_is_above_a_half_or_largest() -> None:
    assert accuracy(np.array([[0.5], [0.51], [0.9], [0.2]]), np.array([[0.0], [1.0], [0.0], [1.0]])) == 0.5
    assert accuracy(np.array([[0.1, 0.9], [0.4, 0.3], [0.2, 0.3]]), np.eye(2)[[1, 1, 1]]) == pytest.approx(2 / 3)
