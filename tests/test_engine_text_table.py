"""What spreadsheets put around a table: titles, totals, repeated names, empty columns; and rows that do not fit."""

import pytest

from engine.data.csv_reading import MAX_PROBLEMS, TableError, TableProblem
from engine.data.text_table import TextTable, read_texts

ROWS = [f"{n % 4},{n * 7 % 20},{n * 3 % 11}" for n in range(12)]
HEADER = "month,sales,cost"


def table(*lines: str) -> TextTable:
    return read_texts(list(lines))


def ragged(*lines: str) -> tuple[TableProblem, ...]:
    return read_texts(list(lines)).ragged


@pytest.mark.parametrize("total", ["Total,4980,1980", "TOTAL:,1,2", ",Sum,3", "Grand total,,5"])
def test_a_last_line_that_sums_up_the_others_is_left_out_and_told(total: str) -> None:
    found = table(HEADER, *ROWS, total, ",,")
    assert len(found.lines) == 12
    assert found.notes[0].startswith("line 14 is left out: it begins with '")


@pytest.mark.parametrize("last", ["Totals for May,1,2", "Mean,1,2"])
def test_a_last_line_that_is_a_row_like_others_stays(last: str) -> None:
    found = table(HEADER, "Mean,3,4", *ROWS, last)
    assert len(found.lines) == 14
    assert found.notes == ()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (["Sales report 2024,,", ",,"], "line 1 is left out: 'Sales report 2024' stands above"),
        (["# by a tool", "# of 2024"], "lines 1 to 2 are left out: '# by a tool' stands above"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_title_above_the_column_names_is_left_out_and_told(title: list[str], told: str, separator: str) -> None:
    found = table(*(line.replace(",", separator) for line in [*title, HEADER, *ROWS]))
    assert (found.header, found.header_line) == (("month", "sales", "cost"), 3)
    assert found.separator == separator
    assert told in found.notes[0]


def test_a_header_that_names_one_column_is_no_title() -> None:
    found = table(",price", *(f"{n},{n * 7 % 5}" for n in range(12)))
    assert found.header == ("column_1", "price")
    assert table("price,", *(f"{n},{n * 7 % 5}" for n in range(12))).header == ("price", "column_2")


def test_lines_that_repeat_the_column_names_are_left_out_and_told() -> None:
    found = table(HEADER, *ROWS[:4], HEADER, *ROWS[4:], HEADER)
    assert len(found.lines) == 12
    assert found.notes == ("line 6 is left out: it repeats the column names, as 1 more line does",)


def test_a_header_of_years_may_look_like_a_row() -> None:
    assert len(table("2019,2020", *["1,2", "2019,2020"] * 6).lines) == 12


def test_columns_without_a_name_and_a_value_are_no_columns() -> None:
    found = table("a,,b,,", *(f"{n},,{n},," for n in range(6)), *(f"{n},,{n}" for n in range(6)))
    assert found.header == ("a", "b")
    assert [len(column) for column in found.columns] == [12, 12]
    assert found.ragged == ()


def test_empty_fields_beyond_the_header_are_no_fields() -> None:
    assert ragged("a,b", *["1,2,,"] * 3, *["1,2"] * 9) == ()


def test_rows_that_do_not_fit_are_one_problem_for_each_number_of_fields() -> None:
    short, long = ragged(HEADER, *ROWS, *["1,2"] * 30, *["1,2,3,4"] * 2)
    assert short.line == 14
    assert "found 2; 29 more lines have the same problem (15, 16, 17, …)" in short.message
    assert "found 4; 1 more line has the same problem (45); a field that holds a comma" in long.message


def test_rows_of_too_many_lengths_are_at_most_twenty_problems() -> None:
    lines = [",".join(["1"] * length) for length in range(4, 40)]
    with pytest.raises(TableError) as caught:
        read_texts([HEADER, *lines])
    assert len(caught.value.problems) == MAX_PROBLEMS
    assert caught.value.problems[0].line == 2
