"""Signs behind and before numbers, headers that are rows, and inputs that mean nothing."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.data.csv_reading import TableError, TableProblem
from engine.data.own_table import OwnTable, own_source


def read(header: str, rows: list[str]) -> OwnTable:
    return own_source("mine", [header, *rows])


def refused(header: str, rows: list[str]) -> TableProblem:
    with pytest.raises(TableError) as caught:
        read(header, rows)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("forms", [("${}.5",), ("${}.5", "{}.5"), ("{}.5", "{}.5", "${}.5"), ("{}.5%",), ("{}.5 %",)])
def test_a_column_in_one_currency_or_in_percent_is_read_and_told(forms: tuple[str, ...]) -> None:
    table = read("x,y", [f"{n * 5 % 7},{forms[n % len(forms)].format(n)}" for n in range(12)])
    made = table.source.make(np.random.default_rng(0), 12, 0.0)["y"]
    assert made.tolist() == [n + 0.5 for n in range(12)]
    assert any(note.startswith("y: '") and " is read as " in note for note in table.notes)


@pytest.mark.parametrize(
    ("usual", "odd", "said"),
    [
        ("${}", "€5", "'€5' has a €, but other values of this column have a $"),
        ("{}%", "0.05", "'0.05' has no sign, but other values of this column have a %"),
        ("{}", "5%", "'5%' has a %, but other values of this column have none"),
        ("${}", "5%", "'5%' has a %, but other values of this column have a $"),
    ],
)
def test_a_value_in_another_unit_is_refused(usual: str, odd: str, said: str) -> None:
    rows = [f"{n * 5 % 7},{odd if n == 3 else usual.format(n)}" for n in range(12)]
    problem = refused("x,y", rows)
    assert (problem.line, problem.column) == (5, "y")
    assert said in problem.message


@pytest.mark.parametrize("header", ["small,red,no", "0,red,no", "small,red,answer"])
def test_a_first_line_whose_fields_come_again_below_names_nothing(header: str) -> None:
    size = ("0", "1") if header.startswith("0") else ("small", "large")
    rows = [f"{size[n % 2]},{('red', 'blue')[n % 2]},{('yes', 'no')[n % 3 == 0]}" for n in range(12)]
    problem = refused(header, rows)
    assert problem.line == 1
    assert "the first line must name the columns" in problem.message


def test_a_name_that_is_also_a_value_is_a_name() -> None:
    rows = [f"{('male', 'female')[n % 2]},{n},{n * 5 % 7}" for n in range(12)]
    assert read("male,age,score", rows).source.names == ("male", "age", "score")


@pytest.mark.parametrize(
    ("header", "form", "said"),
    [
        ("no", lambda n: n * 5 % 12 + 100, "no: counts the rows one by one"),
        ("id", lambda n: n * 7919 % 100_003, "id: is another number in every row"),
        ("customer_id", lambda n: n * 7919 % 100_003, "customer_id: is another number in every row"),
    ],
)
def test_an_input_that_only_tells_rows_apart_is_told(header: str, form: Callable[[int], int], said: str) -> None:
    notes = read(f"{header},y", [f"{form(n)},{n * 5 % 7}" for n in range(12)]).notes
    assert any(note.startswith(said) for note in notes)


def test_an_amount_that_is_another_one_in_every_row_needs_no_word() -> None:
    notes = read("area,y", [f"{n * 7919 % 100_003},{n * 5 % 7}" for n in range(12)]).notes
    assert not any(note.startswith("area: ") for note in notes)
