"""Inputs made of other columns: computed from the columns' own numbers, refused where they make no sense."""

import numpy as np
import pytest

from engine.data.datasets import SOURCES
from engine.data.features import read_feature
from engine.data.own_table import own_source
from engine.experiment import Experiment
from engine.problems import SettingsError
from engine.run import Run

REST = "loss: bce · optimizer: adam 0.03 · epochs: 60"


def data_of(inputs: str, count: int, data: str = "moons") -> Run:
    return Run(Experiment.from_text(f"data: {data} · inputs: {inputs} · net: {count} -> 1 sigmoid · {REST}"))


def test_features_are_computed_from_the_columns_in_their_own_units() -> None:
    data = data_of("x1, x2, x1^2, x1*x2, sin(x2), sin(2.5*x1)", 6).data
    x1, x2, *made = data.raw_train.T
    for column, expected in zip(made, (x1**2, x1 * x2, np.sin(x2), np.sin(2.5 * x1)), strict=True):
        np.testing.assert_array_equal(column, expected)
    assert [column.label for column in data.inputs[2:]] == ["x1²", "x1 · x2", "sin(x2)", "sin(2.5 · x1)"]
    assert data.x_train.mean(axis=0) == pytest.approx(np.zeros(6), abs=1e-12)


@pytest.mark.parametrize(("data", "plain", "bent"), [("circles", "x1, x2", "x1^2, x2^2"), ("xor", "x1, x2", "x1*x2")])
def test_the_right_feature_saves_a_hidden_layer(data: str, plain: str, bent: str) -> None:
    accuracies = [data_of(inputs, inputs.count(",") + 1, data).finish().metric for inputs in (plain, bent)]
    assert accuracies[0] < 0.75
    assert accuracies[1] > 0.9


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ("x1, x3^2", "inputs: moons has no column 'x3^2'"),
        ("x1, class^2", "inputs: moons has no column 'class^2'"),
        ("x1, x1*x2*x1", "inputs: moons has no column 'x1*x2*x1'"),
        ("x1, sin(x1)+1", "inputs: moons has no column 'sin(x1)+1'"),
        ("x1, cos(x1)", "inputs: moons has no column 'cos(x1)'"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_its_name(inputs: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        data_of(inputs, 2)
    assert message in str(refused.value)


def test_a_feature_of_the_target_would_only_be_copied() -> None:
    text = "data: houses_ames · target: price · inputs: quality, price^2 · net: 2 -> 1 linear · loss: mse"
    with pytest.raises(SettingsError, match=r"'price\^2' is the target"):
        Experiment.from_text(f"{text} · optimizer: sgd 0.1")


def test_the_text_of_an_experiment_keeps_its_features() -> None:
    text = f"data: moons · inputs: x1, x1*x2, sin(3*x2) · net: 3 -> 1 sigmoid · {REST} · batch: 32 · seed: 1"
    assert Experiment.from_text(text).text == text


def test_a_column_that_is_called_like_a_feature_is_that_column() -> None:
    source = own_source(
        "own", ["a;b;y", *(f"{place};{place % 7};{place % 2}.5" for place in range(20))], target="y"
    ).source
    assert source.input("a").feature is None
    assert source.input("a*b").feature == read_feature("a*b", {"a", "b"})
    assert "x1^2" not in SOURCES["moons"].names
