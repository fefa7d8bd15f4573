"""Numbers read like a person writes them."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.numbers import amount, metric, short


@dataclass
class Priced:
    metric_name: str = "RMSE"
    metric_unit: str = "US$"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.061234, "0.0612"),
        (1.20499, "1.20"),
        (97312.0, "97,300"),
        (1234.5, "1,230"),
        (9.999, "10.0"),
        (-2.345, "-2.35"),
        (1.2e-7, "1.20e-07"),
        (1e62, "1.00e+62"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
    ],
)
def test_three_significant_digits(value: float, text: str) -> None:
    assert short(value) == text


@given(st.floats(-1e300, 1e300))
def test_what_is_shown_is_within_half_a_percent_of_the_value(value: float) -> None:
    assert float(short(value).replace(",", "")) == pytest.approx(value, rel=0.0051, abs=0)


def test_money_has_its_sign_before_the_dollar_and_degrees_stand_behind() -> None:
    assert amount(97312.0, "US$") == "$97,300"
    assert amount(-1250.0, "US$") == "-$1,250"
    assert amount(2.314, "°C") == "2.31 °C"
    assert amount(0.5, "") == "0.5"


def test_accuracy_is_a_percentage_and_an_error_has_the_targets_unit() -> None:
    assert metric(0.9756, Priced(metric_name="accuracy", metric_unit="")) == "97.6 %"
    assert metric(26_400.0, Priced()) == "$26,400"
    assert metric(math.nan, Priced(metric_name="accuracy", metric_unit="")) == "NaN"
