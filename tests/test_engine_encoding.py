"""Numbers reach a network as they are, categories as zeros and ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.encoding import as_inputs, input_width
from engine.data.sources import Column
from engine.data.tables import TABLES

PENGUINS = TABLES["penguins"]
MADE = PENGUINS.make(np.random.default_rng(0), PENGUINS.rows, 0.0)


def test_a_category_of_three_classes_becomes_three_inputs_in_the_order_of_the_names() -> None:
    columns, x = as_inputs(PENGUINS, MADE, ("sex", "species", "body_mass"))
    species = ["species=Adelie", "species=Chinstrap", "species=Gentoo"]
    assert [column.name for column in columns] == ["sex", *species, "body_mass"]
    assert columns[1].label == "species: Adelie"
    assert x.shape == (333, 5)
    np.testing.assert_array_equal(x[:, 0], MADE["sex"])
    np.testing.assert_array_equal(x[:, 4], MADE["body_mass"])


def test_each_row_has_a_single_one_in_the_place_of_its_class() -> None:
    _, x = as_inputs(PENGUINS, MADE, ("species",))
    np.testing.assert_array_equal(x.sum(axis=1), np.ones(333))
    assert x.sum(axis=0).tolist() == [146, 68, 119]
    np.testing.assert_array_equal(x.argmax(axis=1), MADE["species"])


def test_no_names_make_no_inputs_and_an_unknown_name_is_a_key_error() -> None:
    columns, x = as_inputs(PENGUINS, MADE, ())
    assert (columns, x.shape) == ((), (333, 0))
    with pytest.raises(KeyError):
        as_inputs(PENGUINS, MADE, ("wings",))


@given(st.integers(0, 20))
def test_the_width_of_an_input_is_one_or_its_number_of_classes(count: int) -> None:
    column = Column("c", "c", classes=tuple(map(str, range(count))))
    assert input_width(column) == (1 if count <= 2 else count)
