"""Datasets: real tables as described, generated sets as drawn, one seeded split, one scale."""

from typing import Any

import numpy as np
import pytest

from engine.data.datasets import SOURCES, Dataset, group_widths, load
from engine.data.generated import GENERATED
from engine.data.tables import TABLES, read_columns


def _load(name: str, seed: int = 1, **changes: Any) -> Dataset:
    source = SOURCES[name]
    settings: dict[str, Any] = {
        "inputs": source.inputs_for(source.target),
        "target": ((source.target,),),
        "unit": 1.0,
        "samples": source.rows or 200,
        "noise": 0.1,
        "split": 0.75,
        "outputs": group_widths([source.column(source.target)])[:1],
        "generator": np.random.default_rng(seed),
    }
    return load(source, **{**settings, **changes})


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_what_its_description_says(name: str) -> None:
    table, columns = TABLES[name], read_columns(name)
    assert tuple(columns) == table.names
    assert {len(values) for values in columns.values()} == {table.rows}
    assert table.target in table.names
    for column in table.columns:
        if column.classes:
            assert set(columns[column.name]) == set(column.classes)
        else:
            assert np.isfinite(np.array(columns[column.name], dtype=float)).all()


def test_the_tables_hold_the_facts_that_lessons_tell() -> None:
    prices = np.array(read_columns("houses_ames")["price"], dtype=float)
    assert (prices.min(), prices.max()) == (39_300, 625_000)
    noons = np.array(read_columns("noon_jfk_2013")["temp_c"], dtype=float)
    assert (noons.min(), noons.max(), int((noons < 0).sum())) == (-7.2, 36.7, 18)


@pytest.mark.parametrize("name", SOURCES)
def test_training_inputs_have_mean_zero_and_deviation_one(name: str) -> None:
    data = _load(name)
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0.0, atol=1e-9)
    deviations = np.where((data.raw_train == data.raw_train[0]).all(axis=0), 0.0, 1.0)
    np.testing.assert_allclose(data.x_train.std(axis=0), deviations)
    assert deviations.sum() > 0.9 * len(deviations)
    np.testing.assert_allclose(data.standardize(data.raw_test), data.x_test)


def test_the_test_set_is_scaled_by_the_training_set_alone() -> None:
    data = _load("houses_ames")
    np.testing.assert_allclose(data.mean, data.raw_train.mean(axis=0))
    assert np.abs(data.x_test.mean(axis=0)).max() > 1e-3


@pytest.mark.parametrize("name", SOURCES)
def test_the_same_seed_makes_the_same_split_and_another_seed_another(name: str) -> None:
    first, again, other = _load(name), _load(name), _load(name, seed=2)
    np.testing.assert_array_equal(first.x_train, again.x_train)
    np.testing.assert_array_equal(first.y_test, again.y_test)
    assert not np.array_equal(first.raw_train, other.raw_train)


def test_no_row_is_lost_or_in_both_parts() -> None:
    data = _load("houses_ames", inputs=("lot_area", "living_area"))
    rows = np.vstack([np.hstack([data.raw_train, data.y_train]), np.hstack([data.raw_test, data.y_test])])
    columns = read_columns("houses_ames")
    table = np.array([columns[name] for name in ("lot_area", "living_area", "price")], dtype=float).T
    assert len(data.x_train) == 750
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], table[np.lexsort(table.T)])


def test_targets_are_counted_in_units() -> None:
    plain, counted = _load("houses_ames"), _load("houses_ames", unit=100_000.0)
    np.testing.assert_allclose(counted.y_train * 100_000, plain.y_train)


def test_classes_become_one_hot_or_one_column_of_zeros_and_ones() -> None:
    iris, moons, pair = _load("iris"), _load("moons"), _load("moons", outputs=(2,))
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert iris.y_train.shape[1] == 3
    np.testing.assert_array_equal(iris.y_train.sum(axis=1), 1.0)
    assert set(np.unique(moons.y_train)) == {0.0, 1.0}
    np.testing.assert_array_equal(pair.y_train[:, 1:], moons.y_train)


def test_data_cannot_be_changed_by_mistake() -> None:
    with pytest.raises(ValueError, match="read-only"):
        _load("line").x_train[0] = 9.0


def test_a_column_that_never_changes_is_left_at_zero() -> None:
    data = _load("noon_jfk_2013", samples=12, split=0.1, inputs=("humid",))
    assert (data.x_train.tolist(), data.deviation.tolist()) == ([[0.0]], [1.0])
    np.testing.assert_array_equal(data.mean, data.raw_train[0])
    np.testing.assert_array_equal(data.x_test, data.raw_test - data.raw_train[0])
    assert len(np.unique(data.x_test)) > 1


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize("samples", [10, 37])
def test_every_generated_set_has_as_many_examples_as_asked_for(name: str, samples: int) -> None:
    made = GENERATED[name].make(np.random.default_rng(0), samples, 0.1)
    assert tuple(made) == GENERATED[name].names
    assert {column.shape for column in made.values()} == {(samples,)}


def test_generated_sets_without_noise_have_the_shape_they_are_named_for() -> None:
    made = {name: set_.make(np.random.default_rng(3), 90, 0.0) for name, set_ in GENERATED.items()}
    radius = np.hypot(made["circles"]["x1"], made["circles"]["x2"])
    np.testing.assert_allclose(radius, 1.0 - 0.5 * made["circles"]["class"])
    xor = made["xor"]
    np.testing.assert_array_equal(xor["x1"] * xor["x2"] < 0, xor["class"] == 1)
    np.testing.assert_allclose(made["line"]["y"], 1.5 * made["line"]["x"] + 0.5)
    np.testing.assert_allclose(made["wave"]["y"], np.sin(np.pi * made["wave"]["x"]))
    moons = made["moons"]
    center = moons["class"]
    np.testing.assert_allclose(np.hypot(moons["x1"] - center, moons["x2"] - 0.5 * center), 1.0)
    spiral = made["spiral"]
    radius = np.hypot(spiral["x1"], spiral["x2"])
    assert 1.9 < radius.max() <= 2.0
    angle = 1.5 * np.pi * radius + np.pi * spiral["class"]  # one and a half turns on the way to radius 2
    np.testing.assert_allclose(spiral["x1"], radius * np.cos(angle), atol=1e-12)
    np.testing.assert_allclose(spiral["x2"], radius * np.sin(angle), atol=1e-12)


def test_every_head_has_its_own_columns_of_the_truths() -> None:
    data = _load(
        "detector",
        target=(("object",), ("x", "y"), ("shape",)),
        outputs=(1, 2, 3),
        where=(None, "object", "object"),
        inputs=("r4c4", "r5c5"),
        unit=2.0,
    )
    present, place, shape = data.targets
    assert [(target.left, target.right) for target in data.targets] == [(0, 1), (1, 3), (3, 6)]
    assert (present.name, place.name, shape.classes) == ("object", "x, y", ("disc", "square", "cross"))
    assert [target.is_number for target in data.targets] == [False, True, False]
    np.testing.assert_array_equal(shape.of(data.y_train).sum(axis=1), 1.0)
    assert np.abs(place.of(data.y_train)).max() <= 0.3  # places reach to 0.6, counted in units of 2
    assert set(np.unique(present.of(data.y_test))) == {0.0, 1.0}


def test_masks_say_for_which_examples_a_head_counts() -> None:
    columns = {"target": (("object",), ("size",)), "outputs": (1, 1)}
    data = _load("detector", where=(None, "object"), **columns)
    assert data.masks_train is not None
    assert data.masks_test is not None
    np.testing.assert_array_equal(data.masks_train, np.column_stack([np.ones(150), data.y_train[:, 0]]))
    np.testing.assert_array_equal(data.masks_test[:, 1], data.y_test[:, 0])
    everywhere = _load("detector", **columns)
    assert (everywhere.masks_train, everywhere.masks_test) == (None, None)


def test_several_columns_of_two_classes_are_labels() -> None:
    source = SOURCES["tags"]
    data = _load("tags", target=(source.answers,), outputs=(len(source.answers),), inputs=("x1", "x2"))
    (labels,) = data.targets
    assert (labels.is_labels, labels.is_number, labels.classes) == (True, False, ())
    assert set(np.unique(data.y_train)) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("name", "columns", "widths"),
    [
        ("moons", ("class",), (1, 2)),
        ("iris", ("species",), (3,)),
        ("houses_ames", ("price",), (1,)),
        ("detector", ("x", "y", "size"), (3,)),
    ],
)
def test_a_head_has_as_many_outputs_as_its_columns_need(
    name: str, columns: tuple[str, ...], widths: tuple[int, ...]
) -> None:
    assert group_widths([SOURCES[name].column(each) for each in columns]) == widths
