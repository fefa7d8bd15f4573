"""The pictures of one network say what its run is: its own answers, units and weights, in the inputs' own units."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engine.data.datasets import Dataset
from engine.experiment import Experiment
from engine.probes.places import Place
from engine.run import Run
from tutor import net_pictures as nets
from tutor.net_fields import axis, field, head_answers, heard, spread, unit
from tutor.pictures import Draw
from tutor.plot import weight_at

KINDS = {
    "sigmoid": "data: moons · net: 2 -> 6 tanh -> 1 sigmoid · loss: bce",
    "logits": "data: xor · net: 2 -> 6 relu -> 1 linear · loss: bce_logits",
    "two of softmax": "data: moons · net: 2 -> 6 relu -> 2 softmax · loss: cce",
    "three from logits": "data: blobs · net: 2 -> 3 linear · loss: cce_logits",
    "squared": "data: moons · net: 2 -> 6 relu -> 1 linear · loss: mse",
    "ten classes": "data: digits · net: 64 -> 8 relu -> 10 softmax · loss: cce",
    "labels": "data: tags · inputs: x1, x2 · target: right, top · net: 2 -> 4 tanh -> 2 sigmoid · loss: bce",
    "number": "data: houses_ames · inputs: living_area, quality, year_built · unit: 100000"
    " · net: 3 -> 8 relu -> 1 linear · loss: mse",
    "heads": "data: penguins · inputs: bill_length, bill_depth · target: body_mass + species · unit: 1000"
    " · net: 2 -> 8 relu -> 1 linear + 3 softmax · loss: mse + cce",
    "masked": "data: detector · target: object + x, y · net: 64 -> 8 relu -> 1 sigmoid + 2 linear"
    " · loss: bce + mse where object",
    "regularized": "data: moons · net: 2 -> 6 relu -> 1 sigmoid · loss: bce · norm: batch · dropout: 0.5",
}


@cache
def run(kind: str) -> Run:
    made = Run(Experiment.from_text(f"{KINDS[kind]} · optimizer: adam 0.02 · epochs: 4"))
    made.finish()
    return made


def every_picture(of: Run) -> list[Draw]:
    heads = range(len(of.data.targets))
    found = [nets.weights_of(of), nets.histograms_of(of), nets.network_of(of), nets.network_of(of, of.data.x_test[0])]
    for head in heads:
        found += [nets.regions_of(of, head=head), nets.regions_of(of, (1, 0), head, plain=True, dark=False)]
        if not of.data.targets[head].is_number:
            found.append(nets.confusion_of(of, head))
    if len(of.network.layers) > 1:
        found.append(nets.unit_of(of, 1, 2))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_of_every_kind_of_network_has_its_size_and_its_words(kind: str) -> None:
    for draw in every_picture(run(kind)):
        for width, height in ((60, 20), (7, 3)):
            picture = draw(width, height)
            assert [row.cell_len for row in picture.rows] == [width] * height
            assert len(picture.words) > 20
        assert any(row.plain.strip() or row.spans for row in draw(60, 20).rows)


@pytest.mark.parametrize("kind", ["sigmoid", "logits", "two of softmax", "three from logits", "squared", "ten classes"])
def test_the_regions_and_the_confusion_count_as_many_right_answers_as_the_run_does(kind: str) -> None:
    made = run(kind)
    right, count = round(made.frame.metric * len(made.data.x_test)), len(made.data.x_test)
    assert f"{right} of {count} test examples are right" in nets.regions_of(made)(40, 12).words
    assert f": {right} of {count} examples are right" in nets.confusion_of(made)(40, 14).words


def test_a_place_of_the_plane_is_asked_in_the_inputs_own_units_with_all_others_at_their_mean() -> None:
    made = run("number")
    data: Dataset = made.data
    ask = field(made, (2, 0), head_answers(made, 0))
    raw = np.array([[1200.0, data.mean[1], 1950.0], [2500.0, data.mean[1], 2000.0]])
    expected = heard(made.network, data.standardize(raw), head_answers(made, 0))
    said = ask(np.array([1950.0, 2000.0]), np.array([1200.0, 2500.0]))
    assert said.shape == (2, 2, 1)
    np.testing.assert_allclose([said[0, 0], said[1, 1]], expected, rtol=1e-12)


def test_inputs_made_of_the_two_move_with_them() -> None:
    made = Run(
        Experiment.from_text(
            "data: circles · inputs: x1, x2, x1^2, x1*x2, sin(3*x2) · net: 5 -> 1 sigmoid · loss: bce"
            " · optimizer: sgd 0.1 · epochs: 2"
        )
    )
    made.finish()
    raw = made.data.raw_test[:1]
    assert raw[0, 3] == raw[0, 0] * raw[0, 1]
    said = field(made, (0, 1), head_answers(made, 0))(raw[:, 0], raw[:, 1])
    np.testing.assert_allclose(said[0], heard(made.network, made.data.x_test[:1], head_answers(made, 0)), rtol=1e-12)


def test_an_axis_holds_every_example_and_names_its_unit() -> None:
    made = run("heads")
    found = axis(made, 0)
    raw = np.concatenate([made.data.raw_train, made.data.raw_test])[:, 0]
    assert found.low < raw.min() < raw.max() < found.high
    assert found.title == "bill length, mm"


def test_a_large_network_is_asked_at_fewer_places_and_still_fills_the_plane(monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("sigmoid")
    across, upward = np.linspace(-1, 2, 31), np.linspace(-1, 1, 17)
    fine = field(made, (0, 1), head_answers(made, 0))(across, upward)
    monkeypatch.setattr("tutor.net_fields.WORK", made.network.parameters.size * 60)
    monkeypatch.setattr("tutor.net_fields.HELD", 40)
    coarse = field(made, (0, 1), head_answers(made, 0))(across, upward)
    assert coarse.shape == fine.shape
    assert len(np.unique(coarse)) <= 11 * 6 < len(np.unique(fine))  # every third place, in both directions
    np.testing.assert_allclose(coarse[1::3, 1::3], fine[1::3, 1::3], rtol=1e-9)
    assert (coarse[:3, :3] == coarse[0, 0]).all()


def test_a_units_view_is_its_activation_and_its_sum() -> None:
    made = run("sigmoid")
    said = heard(made.network, made.data.x_test, unit(1, 3))
    layer = made.network.layers[0]
    np.testing.assert_allclose(said[:, 1], made.data.x_test @ layer.weights[:, 3] + layer.bias[3], rtol=1e-9)
    np.testing.assert_allclose(said[:, 0], np.tanh(said[:, 1]), rtol=1e-9)


def test_labels_are_told_apart_by_having_one_or_not() -> None:
    made = run("labels")
    assert nets.class_names(made.data.targets[0], 1) == ("not top", "top")
    first, second = (nets.regions_of(made, column=column)(40, 12).words for column in (0, 1))
    assert "right has" in first
    assert "top has" in second


def test_a_number_has_no_confusion() -> None:
    with pytest.raises(ValueError, match="price: a number has no classes"):
        nets.confusion_of(run("number"))


def test_a_surface_is_in_the_targets_own_unit() -> None:
    words = nets.regions_of(run("number"))(60, 20).words
    assert "price, US$ goes from" in words
    high = float(words.split("goes from ")[1].split(" to ")[1].split(";")[0].replace(",", ""))
    assert 10_000 < high < 10_000_000


def test_a_click_on_the_weights_of_a_run_tells_where_it_lives() -> None:
    made = run("sigmoid")
    assert weight_at(nets.layers_of(made), 60, 12, 1, 1) == Place(1, "weights", (0, 0))
    words = nets.weights_of(made, Place(1, "weights", (0, 0)))(60, 12).words
    assert f"is {made.network.layers[0].weights[0, 0]:.6g}" in words


def test_a_squashing_layer_is_counted_between_its_floor_and_its_ceiling() -> None:
    made = Run(
        Experiment.from_text(
            "data: moons · net: 2 -> 4 tanh -> 3 relu -> 5 relu -> 1 sigmoid · loss: bce · optimizer: sgd 0.1"
        )
    )
    tanh, first, second = spread(made)
    assert (tanh.edges[0], tanh.edges[-1]) == (-1.0, 1.0)
    assert (first.edges == second.edges).all()
    assert sum(first.counts) == 3 * len(made.data.x_train)


def test_a_run_that_broke_is_drawn_and_said_to_have_no_answers() -> None:
    broken = Run(replace(run("sigmoid").experiment, seed=7))
    broken.network.parameters.fill(np.nan)
    assert "of the area 100 % has no answer" in nets.regions_of(broken)(40, 14).words
    assert "nothing to show yet; 90 got no answer" in nets.confusion_of(broken)(40, 14).words
    assert "says no number" in nets.histograms_of(broken)(40, 14).words
    for draw in every_picture(broken):
        assert len(draw(40, 14).rows) == 14
