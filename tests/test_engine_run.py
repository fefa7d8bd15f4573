"""Runs: deterministic by step, told in immutable frames, measured in the target's own unit."""

import numpy as np
import pytest

from engine.activations import Array
from engine.experiment import Experiment, SettingsError
from engine.losses import LOSSES
from engine.metrics import accuracy
from engine.run import Run, Status

MOONS = "data: moons · samples: 120 · net: 2 -> 8 relu -> 4 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.01"
HOUSES = "data: houses_ames · unit: 100000 · net: 6 -> 8 tanh -> 1 linear · loss: mse · optimizer: adam 0.01"
IRIS = "data: iris · net: 4 -> 8 tanh -> 3 softmax · loss: cce · optimizer: adam 0.05"
DETECTOR = (
    "data: detector · samples: 160 · target: object + x, y + shape"
    " · net: 64 -> 8 tanh -> 1 sigmoid + 2 linear + 3 softmax"
    " · loss: bce + 5 mse where object + cce where object · optimizer: adam 0.01"
)
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
    batches = run.trainer.batches
    assert [batch.rows for batch in batches.all] == [32, 32, 26]
    orders = []
    for _ in range(2):
        run.epoch()
        seen = np.hstack([np.vstack([batch.x[:-1], batch.truths[0].y]) for batch in batches.all])
        orders.append(seen)
        there = np.vstack([run.data.x_train.T, run.data.y_train.T])
        np.testing.assert_array_equal(seen[:, np.lexsort(seen)], there[:, np.lexsort(there)])
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
    sums = run.data.standardize(run.probe[:, None]) @ hidden.weights + hidden.bias
    assert run.frame.gates is not None
    np.testing.assert_array_equal(run.frame.gates, sums.T > 0)
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
    run = _run(HOUSES, batch="full")
    before = run.network.parameters.copy()
    stepped = _run(HOUSES.replace("adam 0.01", "sgd 1"), batch="full")
    stepped.step()
    for layer, norm in zip(_layers(stepped, before - stepped.network.parameters), run.frame.grad_norms, strict=True):
        assert np.linalg.norm(layer) == pytest.approx(norm)  # one full step at the rate 1 is the gradient itself
    assert run.frame.terms[0].trunk_norm == pytest.approx(run.frame.grad_norms[0])


def _layers(run: Run, parameters: Array) -> list[Array]:
    """The stretch of the parameters that belongs to each layer."""
    ends = np.cumsum([layer.matrix.size for layer in run.network.layers])
    return np.split(parameters, ends[:-1])


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


EVERYTHING = {
    "norm": "batch",
    "dropout": "0.3",
    "l1": "0.001",
    "l2": "0.01",
    "schedule": "warmup 2, cosine",
    "start": "normal 0.2",
    "batch": "25",
}


@pytest.mark.parametrize("text", [MOONS, HOUSES, DETECTOR], ids=["moons", "houses", "detector"])
def test_with_every_regularizer_a_run_is_still_the_same_every_time(text: str) -> None:
    first, again = _run(text, **EVERYTHING), _run(text, **EVERYTHING)
    first.finish()
    while again.status is Status.TRAINING:
        again.step()
    assert _told(first) == _told(again)
    assert first.status is Status.DONE
    assert first.frame.train_loss != _run(text, **{**EVERYTHING, "dropout": "0"}).finish().train_loss
    assert first.frame.train_loss != _run(text, **{**EVERYTHING, "norm": "none"}).finish().train_loss


def test_dropout_silences_units_in_training_alone() -> None:
    run = _run(MOONS, dropout="0.5")
    assert run.frame.train_loss == _run(MOONS).frame.train_loss  # a frame looks at the whole network
    run.finish()
    x = run.data.x_test
    np.testing.assert_array_equal(run.network.forward(x).copy(), run.network.forward(x))


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        ("constant", [0.01, 0.01, 0.01, 0.01]),
        ("step 0.5 every 2", [0.01, 0.01, 0.005, 0.005]),
        ("exponential 0.1", [0.01, 0.001, 1e-4, 1e-5]),
        ("inverse 1", [0.01, 0.005, 0.01 / 3, 0.0025]),
        ("cosine", [0.01, 0.005 + 0.0025 * 2**0.5, 0.005, 0.005 - 0.0025 * 2**0.5]),
        ("warmup 1, exponential 0.1", [0.005, 0.01, 0.001, 1e-4]),
        ("warmup 3", [0.0025, 0.005, 0.0075, 0.01]),
    ],
)
def test_a_frame_tells_the_rate_of_the_epoch_before_it(schedule: str, rates: list[float]) -> None:
    run = _run(MOONS, 4, schedule=schedule)
    run.finish()
    assert [frame.rate for frame in run.frames[1:]] == pytest.approx(rates)


def test_the_rate_of_the_schedule_is_the_rate_of_the_steps() -> None:
    plain = _run(HOUSES.replace("adam 0.01", "sgd 0.01"), 2, batch="full")
    halved = _run(HOUSES.replace("adam 0.01", "sgd 0.02"), 2, batch="full", schedule="warmup 1")
    for run in (plain, halved):
        run.epoch()
    np.testing.assert_allclose(halved.network.parameters, plain.network.parameters)
    for run in (plain, halved):
        run.epoch()
    assert not np.allclose(halved.network.parameters, plain.network.parameters)


def test_a_rate_changed_in_mid_run_holds_from_the_next_step() -> None:
    run, other = _run(MOONS, 4), _run(MOONS, 4)
    for each in (run, other):
        each.epoch()
    run.change_rate(0.1)
    run.finish()
    other.finish()
    assert [frame.rate for frame in run.frames] == [0.01, 0.01, 0.1, 0.1, 0.1]
    assert run.frames[1].train_loss == other.frames[1].train_loss
    assert run.frames[2].train_loss != other.frames[2].train_loss


def test_a_changed_rate_is_still_multiplied_by_the_schedule() -> None:
    run = _run(MOONS, 3, schedule="exponential 0.5")
    run.epoch()
    run.step()
    run.change_rate(1.0)
    run.finish()
    assert [frame.rate for frame in run.frames[1:]] == [0.01, 0.5, 0.25]


@pytest.mark.parametrize("rate", [0.0, -0.1, float("nan"), float("inf")])
def test_a_rate_that_is_no_rate_is_refused(rate: float) -> None:
    run = _run(MOONS)
    with pytest.raises(ValueError, match="must be above 0"):
        run.change_rate(rate)
    assert run.trainer.optimizer.rate == 0.01


def test_patience_ends_a_run_that_no_longer_gets_better() -> None:
    patient = _run(MOONS.replace("adam 0.01", "adam 0.3"), 200, patience="4")
    frame = patient.finish()
    losses = [each.test_loss for each in patient.frames]
    best = int(np.argmin(losses))
    assert frame.status is Status.DONE
    assert 0 < best == patient.best_epoch
    assert frame.epoch == best + 4 < 200
    assert all(each.status is Status.TRAINING for each in patient.frames[:-1])
    patient.epoch()
    assert patient.frame is frame


def test_the_best_epoch_may_be_the_last() -> None:
    run = _run(HOUSES, 3)
    run.finish()
    assert run.best_epoch == int(np.argmin([frame.test_loss for frame in run.frames])) == 3


def test_every_head_has_a_term_of_its_own_and_together_they_are_the_loss() -> None:
    run = _run(DETECTOR, 30)
    first, last = run.frame, run.finish()
    for frame in (first, last):
        assert len(frame.terms) == 3
        assert frame.train_loss == pytest.approx(sum(term.train_loss for term in frame.terms))
        assert frame.test_loss == pytest.approx(sum(term.test_loss for term in frame.terms))
        assert all(term.trunk_norm > 0.0 for term in frame.terms)
        assert frame.metric == frame.terms[0].metric
    assert all(now.train_loss < before.train_loss for before, now in zip(first.terms, last.terms, strict=True))


def test_a_masked_term_counts_only_the_examples_where_it_holds() -> None:
    run = _run(DETECTOR, 3)
    frame = run.finish()
    answers, truths = run.network.forward(run.data.x_test), run.data.y_test
    seen = truths[:, 0] == 1.0
    assert 0 < seen.sum() < len(seen)
    errors = answers[seen, 1:3] - truths[seen, 1:3]
    assert frame.terms[1].test_loss == pytest.approx(5.0 * (errors**2).sum() / len(truths))
    assert frame.terms[1].metric == pytest.approx(np.sqrt((errors**2).mean()))
    assert frame.terms[2].metric == np.mean(answers[seen, 3:].argmax(1) == truths[seen, 3:].argmax(1))
    assert frame.terms[0].metric == np.mean((answers[:, 0] > 0.5) == seen)


def test_the_gradients_of_the_terms_add_up_to_the_one_of_the_loss() -> None:
    alone = [_run(DETECTOR), _run(DETECTOR.replace("loss: bce", "loss: 1000 bce"))]
    plain, loud = (run.frame for run in alone)
    assert loud.terms[0].trunk_norm == pytest.approx(1000 * plain.terms[0].trunk_norm)
    assert [term.trunk_norm for term in loud.terms[1:]] == [term.trunk_norm for term in plain.terms[1:]]
    assert plain.grad_norms[0] <= sum(term.trunk_norm for term in plain.terms) * (1 + 1e-12)
    assert loud.grad_norms[0] == pytest.approx(loud.terms[0].trunk_norm, rel=0.05)


def test_a_head_of_several_labels_is_measured_by_the_share_of_right_ones() -> None:
    text = "data: tags · samples: 200 · target: right, top, near_center · net: 2 -> 16 tanh -> 3 sigmoid · loss: bce"
    run = _run(f"{text} · optimizer: adam 0.05", 40)
    frame = run.finish()
    assert run.metric_name == "accuracy"
    assert frame.metric == np.mean((frame.predictions > 0.5) == (run.truth > 0.5)) > 0.85


def test_labels_from_logits_are_cut_at_zero() -> None:
    run = _run(
        "data: tags · target: right, top · net: 2 -> 4 tanh -> 2 linear · loss: bce_logits · optimizer: sgd 0.1", 3
    )
    run.finish()
    answers = run.network.forward(run.data.x_test)
    hits = np.mean((answers > 0.0) == (run.data.y_test == 1.0))
    assert run.frame.metric == pytest.approx(hits)
    assert hits != np.mean((answers > 0.5) == (run.data.y_test == 1.0))  # the edge of a chance tells otherwise


def test_a_frame_keeps_the_first_answers_and_the_extremes_of_all() -> None:
    run = _run(MOONS.replace("samples: 120", "samples: 1300"), 1, split="0.5")
    run.finish()
    answers = run.network.forward(run.data.x_test)[:, 0]
    np.testing.assert_allclose(run.frame.predictions, answers[:512], rtol=1e-12)
    np.testing.assert_array_equal(run.truth, run.data.y_test[:512, 0])
    assert max(answers.argmin(), answers.argmax()) >= 512  # one of them is not kept
    extremes = (run.frame.min_prediction, run.frame.max_prediction)
    assert extremes == pytest.approx((answers.min(), answers.max()), rel=1e-12)


def test_accuracy_from_logits_is_cut_at_zero() -> None:
    logits = _run(MOONS.replace("1 sigmoid · loss: bce", "1 linear · loss: bce_logits"), 20)
    frame = logits.finish()
    assert frame.metric == np.mean((frame.predictions > 0.0) == (logits.truth > 0.5)) > 0.8


@pytest.mark.parametrize(("start", "value"), [("zeros", 0.0), ("constant 0.25", 0.25), ("constant -2", -2.0)])
def test_units_that_start_alike_stay_alike(start: str, value: float) -> None:
    run = _run(MOONS, start=start)
    for layer in run.network.layers:
        np.testing.assert_array_equal(layer.weights, value)
        np.testing.assert_array_equal(layer.bias, 0.0)
    run.finish()
    for layer in run.network.layers[:-1]:
        np.testing.assert_array_equal(layer.matrix, layer.matrix[:, :1].repeat(layer.units, axis=1))


@pytest.mark.parametrize(
    ("start", "deviation"),
    [("normal 0.5", 0.5), ("he", (2 / 64) ** 0.5), ("lecun", 1 / 8), ("glorot", (2 / 164) ** 0.5)],
)
def test_a_start_has_the_spread_that_it_is_named_for(start: str, deviation: float) -> None:
    run = _run("data: digits · net: 64 -> 100 tanh -> 10 softmax · loss: cce · optimizer: sgd 0.1", 1, start=start)
    weights = run.network.layers[0].weights
    assert weights.std() == pytest.approx(deviation, rel=0.03)
    assert abs(weights.mean()) < 0.05 * deviation


def test_the_output_bias_is_where_the_answers_begin() -> None:
    run = _run(HOUSES, start="zeros", output_bias="1.75")
    np.testing.assert_array_equal(run.frame.predictions, 1.75)
    heads = _run(DETECTOR, start="zeros", output_bias="-2")
    np.testing.assert_array_equal(heads.network.output.bias, -2.0)
    np.testing.assert_array_equal(heads.network.layers[0].bias, 0.0)


def test_a_penalty_is_told_apart_from_the_loss_and_keeps_weights_small() -> None:
    plain, shrunk = _run(HOUSES, 20), _run(HOUSES, 20, l2="0.1", l1="0.01")
    assert plain.frame.penalty == 0.0
    assert shrunk.frame.train_loss == plain.frame.train_loss
    weights = np.concatenate([layer.weights.ravel() for layer in shrunk.network.layers])
    assert shrunk.frame.penalty == pytest.approx(0.05 * (weights**2).sum() + 0.01 * np.abs(weights).sum())
    assert sum(shrunk.finish().weight_norms) < 0.7 * sum(plain.finish().weight_norms)


def test_a_saturated_layer_is_seen_in_the_frame() -> None:
    run = _run(MOONS.replace("8 relu -> 4 tanh", "8 tanh -> 4 tanh"))
    run.network.layers[1].bias[:1] = 50.0
    frame = run.epoch()
    assert frame.saturated == (0.0, 0.25)
    assert frame.dead == (0.0, 0.25)  # so far out, the slope of tanh is 0 to the last digit


def test_frames_of_several_heads_cannot_be_changed() -> None:
    frame = _run(DETECTOR, 1).finish()
    assert frame.predictions.shape == (40, 6)
    for array in (frame.predictions, frame.gates):
        assert array is not None
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(AttributeError):
        frame.rate = 1.0  # type: ignore[misc]


def test_truths_that_add_up_to_one_in_training_only_do_not_shorten_the_loss() -> None:
    text = "data: tags · samples: 20 · split: 0.1 · target: right, top, near_center · net: 2 -> 4 tanh -> 3 linear"
    run = Run(Experiment.from_text(text + " · loss: cce_logits · optimizer: sgd 0.1 · epochs: 1 · seed: 2"))
    assert (run.data.y_train.sum(axis=1) == 1.0).all()
    answers = run.network.forward(run.data.x_test).copy()
    expected = LOSSES["cce_logits"].value(answers, run.data.y_test)
    assert run.frame.test_loss == pytest.approx(expected)


def test_batch_normalization_is_refused_where_a_mini_batch_has_one_example() -> None:
    text = "data: moons · samples: 40 · net: 2 -> 8 relu -> 1 sigmoid · loss: bce · optimizer: adam 0.01 · norm: batch"
    text += " · epochs: 3 · batch: "
    for batch, fits in (("1", False), ("29", False), ("28", True), ("full", True)):
        if fits:
            assert Run(Experiment.from_text(text + batch)).finish().status == "done"
        else:
            with pytest.raises(SettingsError, match="batch: batch normalization needs more than one example"):
                Experiment.from_text(text + batch)


def test_patience_ends_a_plateau_of_equal_losses() -> None:
    text = "data: moons · net: 2 -> 4 step -> 1 step · loss: mse · optimizer: sgd 0.1 · epochs: 50 · patience: 5"
    run = Run(Experiment.from_text(text))
    assert run.finish().epoch == 5
    assert run.best_epoch == 0
