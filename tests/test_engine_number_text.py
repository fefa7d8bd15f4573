"""One number as people write it, with a decimal point or a decimal comma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.number_text import read_number


@pytest.mark.parametrize(
    ("text", "decimal", "plain", "unit"),
    [
        ("1,234.50", ".", "1234.50", ""),
        ("1.234,50", ",", "1234.50", ""),
        ("77.910", ".", "77.910", ""),
        ("77.910", ",", "77910", ""),
        ("1.234.567", ",", "1234567", ""),
        ("1'234.5", ".", "1234.5", ""),
        ("1\u202f234,5", ",", "1234.5", ""),
        ("\u22125", ".", "-5", ""),
        ("\u20135,5", ",", "-5.5", ""),
        ("2e\u22123", ".", "2e-3", ""),
        ("(1,200)", ".", "-1200", ""),
        ("$544,096", ".", "544096", "$"),
        ("-$5", ".", "-5", "$"),
        ("$ -5", ".", "-5", "$"),
        ("1.234,50 €", ",", "1234.50", "€"),
        ("12.5 %", ".", "12.5", "%"),
        (".5", ".", ".5", ""),
        ("1.5E+02", ".", "1.5E+02", ""),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, decimal: str, plain: str, unit: str) -> None:
    number = read_number(text, decimal)
    assert number
    assert (number.plain, number.unit) == (plain, unit)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1.234.567", "."),
        ("0,5", "."),
        ("0,123", "."),  # no group of thousands begins with a zero
        ("1,23,456", "."),
        ("1,234'567", "."),
        ("1.234,5", "."),
        ("--5", "."),
        ("-$-5", "."),
        ("(-5)", "."),
        ("$5%", "."),
        ("12 kg", "."),
        ("3\u20135", "."),
        ("12.03.2024", "."),
        ("٣", "."),
        ("1_0", "."),
        ("e5", "."),
        ("$", "."),
        ("-", "."),
        ("", "."),
        ("9" * 500, "."),
    ],
)
def test_what_is_no_number_with_this_sign_is_none(text: str, decimal: str) -> None:
    assert read_number(text, decimal) is None


@given(st.floats(-1e15, 1e15), st.sampled_from([".", ","]), st.sampled_from(["", "'", " ", "other"]))
def test_a_number_reads_back_from_every_way_to_write_it(value: float, decimal: str, mark: str) -> None:
    mark = {".": ",", ",": "."}[decimal] if mark == "other" else mark
    text = f"{value:,.3f}".replace(",", "m").replace(".", decimal).replace("m", mark).replace("-", "\u2212")
    number = read_number(text, decimal)
    assert number
    assert float(number.plain) == float(f"{value:.3f}")


@given(st.text("0123456789.,-+$%eE ()'", max_size=12), st.sampled_from([".", ","]))
def test_what_is_read_is_always_a_number_to_python(text: str, decimal: str) -> None:
    number = read_number(text, decimal)
    assert number is None or isinstance(float(number.plain), float)
