"""The sign before the decimals is found in the whole file, or asked about; it is never guessed in silence."""

import numpy as np
import pytest

from engine.data.csv_reading import TableError, TableProblem
from engine.data.own_table import OwnTable, own_source

PRICES = ["77.910", "65.300", "101.250", "1.713"] * 4


def read(separator: str, decimal: str | None = None, **columns: list[str]) -> OwnTable:
    rows = zip(*columns.values(), strict=True)
    return own_source("mine", [separator.join(row) for row in (columns, *rows)], decimal=decimal)


def values(table: OwnTable, name: str) -> list[float]:
    return list(table.source.make(np.random.default_rng(0), table.source.rows, 0.0)[name])


def refused(separator: str, decimal: str | None = None, **columns: list[str]) -> tuple[TableProblem, ...]:
    with pytest.raises(TableError) as caught:
        read(separator, decimal, **columns)
    return caught.value.problems


def numbers(form: str) -> list[str]:
    return [form.format(n) for n in range(1, 17)]


def quoted(texts: list[str]) -> list[str]:
    return [f'"{text}"' for text in texts]


@pytest.mark.parametrize("evidence", ["{},5", "0,{}", "{}.000.000,5", "{}2.000,25", "2.000.000"])
def test_a_decimal_comma_anywhere_makes_the_dots_of_all_columns_thousands(evidence: str) -> None:
    table = read(";", area=numbers(evidence), price=PRICES)
    assert values(table, "price")[:4] == [77910.0, 65300.0, 101250.0, 1713.0]
    assert "price: '77.910' is read as 77910" in table.notes


@pytest.mark.parametrize("evidence", ["{}.5", "0.{}", "1,000.5", "1'000.5"])
def test_a_decimal_point_anywhere_makes_the_dots_of_all_columns_decimal(evidence: str) -> None:
    table = read(";", area=numbers(evidence), price=PRICES)
    assert values(table, "price")[:4] == [77.91, 65.3, 101.25, 1.713]


def test_one_telling_value_is_enough_wherever_it_stands() -> None:
    assert values(read(";", n=numbers("{}"), price=[*PRICES[:15], "8,5"]), "price")[0] == 77910.0
    assert values(read(";", n=numbers("{}"), price=[*PRICES[:15], "8.5"]), "price")[0] == 77.91


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("mark", [".", ","])
def test_a_file_that_shows_nothing_is_asked_about_once_with_both_readings(separator: str, mark: str) -> None:
    prices = [text.replace(".", mark) for text in PRICES]
    (problem,) = refused(separator, n=numbers("{}"), price=prices, other=prices)
    assert (problem.line, problem.column, problem.kind) == (2, "price", "undecided")
    both = ("77.91", "77910") if mark == "." else ("77910", "77.91")
    assert f"is {both[0]} with a decimal point and {both[1]} with a decimal comma" in problem.message


@pytest.mark.parametrize(("sign", "first"), [(".", 77.91), (",", 77910.0)])
def test_whoever_says_the_sign_is_not_asked(sign: str, first: float) -> None:
    table = read(";", sign, n=numbers("{}"), price=PRICES)
    assert values(table, "price")[0] == first


def test_between_commas_a_point_is_decimal_by_custom_and_that_is_told() -> None:
    table = read(",", n=numbers("{}"), price=PRICES)
    assert values(table, "price")[0] == 77.91
    assert table.doubt == "77.910"
    assert read(",", n=numbers("{}.5"), price=PRICES).doubt == ""
    assert values(read(",", ",", n=numbers("{}"), price=PRICES), "price")[0] == 77910.0


def test_between_commas_quoted_groups_of_thousands_are_read_and_told() -> None:
    table = read(",", n=numbers("{}"), price=quoted([text.replace(".", ",") for text in PRICES]))
    assert values(table, "price")[0] == 77910.0
    assert "price: '77,910' is read as 77910" in table.notes


def test_between_commas_quoted_decimal_commas_are_read() -> None:
    assert values(read(",", n=numbers("{}"), price=quoted(numbers("{},5"))), "price")[0] == 1.5


def test_texts_with_dots_and_commas_decide_nothing() -> None:
    dates, remarks = ["12.03.2024", "1.4.2024"] * 8, ["a, b", "0.5 or so"] * 8
    table = read(";", date=dates, remark=remarks, area=numbers("{},5"), price=PRICES)
    assert values(table, "price")[0] == 77910.0


def test_values_with_the_rarer_sign_are_the_broken_ones_of_the_whole_file() -> None:
    points = [*numbers("{}.5")[:14], "8,5", "9,25"]
    (problem,) = refused(";", a=numbers("{}.5"), b=points)
    assert (problem.line, problem.column) == (16, "b")
    assert "'8,5' has a decimal comma" in problem.message
    assert "1 more line has the same problem (17); write 8.5" in problem.message


def test_holes_do_not_hide_that_a_column_is_of_numbers() -> None:
    rows = ["area;price", *(f"{n};{price}" for n, price in enumerate(["NA", "", "None", *PRICES]))]
    with pytest.raises(TableError) as caught:
        own_source("mine", rows, drop_missing=True)
    assert caught.value.problems[0].line == 5
