"""Headers of any kind become names that settings can hold."""

from hypothesis import given
from hypothesis import strategies as st

from engine.data.column_names import column_names


def test_a_header_keeps_its_letters_and_digits() -> None:
    header = ["Living Area (m²)", "Größe", "price", "PRICE", "a, b + c", "", "2nd floor", "%", "цена"]
    names = column_names(header)
    expected = ("living_area_m2", "grosse", "price", "price_2", "a_b_c", "column_6", "column_2nd_floor", "column_8")
    assert names == (*expected, "цена")


@given(st.lists(st.text(max_size=12), min_size=1, max_size=12))
def test_names_are_different_and_free_of_the_signs_of_settings(headers: list[str]) -> None:
    names = column_names(headers)
    assert len(set(names)) == len(headers)
    for name in names:
        assert name
        assert not set(name) & set(" ,+;:·->=\t\n")
