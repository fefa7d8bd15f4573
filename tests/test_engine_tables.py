"""The tables that ship: the two larger ones are what lessons say, and every one tells its terms."""

import numpy as np
import pytest

from engine.activations import Array
from engine.data.detector import image
from engine.data.sources import Column, Source
from engine.data.tables import FOLDER, TABLES


def _rows(name: str) -> dict[str, Array]:
    return dict(TABLES[name].make(np.random.default_rng(0), 0, 0.0))


def test_every_file_in_the_folder_is_a_table_and_its_terms_are_told() -> None:
    files = {path.stem for path in FOLDER.glob("*.csv")}
    assert files == set(TABLES)
    told = (FOLDER / "DATA.md").read_text(encoding="utf-8")
    for name, table in TABLES.items():
        (line,) = (line for line in told.splitlines() if line.startswith(f"| {name}.csv |"))
        assert f"| {table.rows} × {len(table.columns)} |" in line
        assert any(terms in line for terms in ("CC0", "CC BY 4.0", "public record"))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_makes_one_number_for_every_row_and_column(name: str) -> None:
    made = _rows(name)
    assert tuple(made) == TABLES[name].names
    for column in TABLES[name].columns:
        assert made[column.name].shape == (TABLES[name].rows,)
        assert column.label
        if column.classes:
            assert set(made[column.name]) == set(range(len(column.classes)))


def test_breast_cancer_counts_malignant_as_the_class_to_find() -> None:
    table, made = TABLES["breast_cancer"], _rows("breast_cancer")
    assert (table.target, table.column("diagnosis").classes) == ("diagnosis", ("benign", "malignant"))
    assert len(table.inputs_for("diagnosis")) == 10
    sick = made["diagnosis"] == 1.0
    assert ((~sick).sum(), sick.sum()) == (357, 212)
    assert made["radius"][sick].mean() > made["radius"][~sick].mean() + 4.0


def test_digits_are_sixty_four_pixels_and_ten_classes_of_about_equal_size() -> None:
    table, made = TABLES["digits"], _rows("digits")
    pixels = np.column_stack([made[name] for name in table.inputs_for("digit")])
    assert pixels.shape == (1797, 64)
    assert (pixels.min(), pixels.max()) == (0.0, 16.0)
    assert table.column("digit").classes == tuple("0123456789")
    counts = np.bincount(made["digit"].astype(int))
    assert (len(counts), counts.min(), counts.max()) == (10, 174, 183)


def test_the_pixels_of_a_digit_stand_row_after_row() -> None:
    table, made = TABLES["digits"], _rows("digits")
    pixels = np.column_stack([made[name] for name in table.inputs_for("digit")])
    zero, one = (image(pixels[made["digit"] == digit].mean(axis=0)) for digit in (0.0, 1.0))
    assert zero[3:5, 3:5].max() < 5.0 < one[3:5, 3:5].min()  # a hole in the middle, a stroke in the middle
    assert min(zero[3, 2], zero[3, 5], zero[0, 3], zero[7, 3]) > 8.0  # ink on all four sides of the hole


def _source(*columns: Column, answers: tuple[str, ...] = ()) -> Source:
    return Source("toy", "A toy.", "here", columns, "a", 0, TABLES["iris"].make, answers)


def test_inputs_are_the_numbers_that_are_no_target_and_no_answer() -> None:
    columns = (Column("a", "a"), Column("b", "b"), Column("kind", "kind", "", ("no", "yes")), Column("c", "c"))
    plain, asking = _source(*columns), _source(*columns, answers=("a", "c"))
    assert plain.inputs_for("a") == ("b", "c")
    assert plain.inputs_for(("a", "c")) == ("b",)
    assert plain.inputs_for("kind") == ("a", "b", "c")
    assert asking.inputs_for("a") == asking.inputs_for(("a", "c")) == asking.inputs_for("kind") == ("b",)
    assert asking.inputs_for(("b", "a")) == ()


@pytest.mark.parametrize("name", TABLES)
def test_one_name_and_a_tuple_of_one_name_ask_for_the_same_inputs(name: str) -> None:
    table = TABLES[name]
    for column in table.names:
        inputs = table.inputs_for(column)
        assert inputs == table.inputs_for((column,))
        assert inputs == tuple(each.name for each in table.columns if not each.classes and each.name != column)


def test_two_targets_at_once_leave_both_out_of_the_inputs() -> None:
    inputs = TABLES["penguins"].inputs_for(("body_mass", "species"))
    assert inputs == ("bill_length", "bill_depth", "flipper_length")
