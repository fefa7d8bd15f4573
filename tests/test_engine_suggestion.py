"""The suggested output and loss suit the target, and the reason has the target's own numbers."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Array
from engine.data.datasets import SOURCES
from engine.data.sources import Column, Source
from engine.data.suggestion import round_unit, suggest_output
from engine.data.tables import TABLES
from engine.losses import LOSSES


def source(values: list[float], classes: tuple[str, ...] = ()) -> Source:
    array = np.array(values, dtype=np.float64)

    def make(_generator: np.random.Generator, _samples: int, _noise: float) -> Mapping[str, Array]:
        return {"y": array}

    return Source("mine", "", "your own file", (Column("y", "y", classes=classes),), "y", len(values), make)


@pytest.mark.parametrize(
    ("table", "target", "head", "loss", "unit"),
    [
        ("houses_ames", "price", "1 softplus", "mse", 100_000.0),
        ("noon_jfk_2013", "temp_c", "1 linear", "mse", 10.0),
        ("iris", "species", "3 softmax", "cce", 1.0),
        ("penguins", "species", "3 softmax", "cce", 1.0),
        ("penguins", "sex", "1 sigmoid", "bce", 1.0),
        ("penguins", "body_mass", "1 softplus", "mse", 1000.0),
    ],
)
def test_a_real_table_gets_the_output_that_can_say_its_target(
    table: str, target: str, head: str, loss: str, unit: float
) -> None:
    found = suggest_output(TABLES[table], target)
    assert (found.head, found.loss, found.unit) == (head, loss, unit)


def test_the_reason_tells_the_evidence() -> None:
    price = suggest_output(TABLES["houses_ames"], "price").reason
    assert "39,300" in price
    assert "625,000" in price
    assert "18 of 325" in suggest_output(TABLES["noon_jfk_2013"], "temp_c").reason
    assert "Adelie (146)" in suggest_output(TABLES["penguins"], "species").reason


@pytest.mark.parametrize("name", SOURCES)
def test_every_column_of_every_source_gets_a_known_output_and_loss(name: str) -> None:
    for column in SOURCES[name].columns:
        found = suggest_output(SOURCES[name], column.name)
        units, activation = found.head.split()
        assert activation in ACTIVATIONS
        assert found.loss in LOSSES
        assert int(units) == (len(column.classes) if len(column.classes) > 2 else 1)
        assert column.label in found.reason
        assert found.reason.endswith(".")


def test_outliers_bring_up_the_losses_that_mind_them_less() -> None:
    calm = [math.sin(n) for n in range(100)]
    assert "huber" not in suggest_output(source(calm), "y").reason
    wild = suggest_output(source([*calm, 500.0]), "y").reason
    assert "huber or mae" in wild
    assert "500" in wild


def test_heavy_tails_count_when_most_values_are_the_same() -> None:
    assert "kurtosis" in suggest_output(source([0.5] * 200 + [90.5]), "y").reason


def test_whole_numbers_of_few_kinds_bring_up_classes() -> None:
    digits = [float(n % 10) for n in range(100)]
    assert "10 different values" in suggest_output(source(digits), "y").reason
    assert "category" not in suggest_output(source([n + 0.5 for n in digits]), "y").reason
    assert "category" not in suggest_output(source([float(n) for n in range(100)]), "y").reason


def test_an_unknown_column_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        suggest_output(TABLES["iris"], "petals")


@given(st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=30))
def test_softplus_is_suggested_exactly_when_no_value_is_negative(values: list[float]) -> None:
    found = suggest_output(source(values), "y")
    assert found.head == ("1 softplus" if min(values) >= 0.0 else "1 linear")
    assert 1e-12 <= found.unit <= 1e12


@given(st.floats(1e-11, 1e11))
def test_a_unit_is_a_round_number_that_brings_the_deviation_near_one(deviation: float) -> None:
    unit = round_unit(deviation)
    assert 0.6 < deviation / unit < 1.6
    assert f"{unit:e}"[0] in "125"
    assert float(f"{unit:.0e}") == unit
