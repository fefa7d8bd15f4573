"""A learner's own file: what it may look like, what it becomes, and how its mistakes are named."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.data.csv_reading import MAX_COLUMNS, MAX_LINE, MAX_PROBLEMS, MAX_ROWS, TableError, TableProblem
from engine.data.own_table import OwnTable, own_source
from engine.data.tables import TABLES

FOLDER = Path(engine.__file__).parent / "data" / "tables"
SIX = {"houses_ames": "price", "noon_jfk_2013": "temp_c", "iris": "species", "penguins": "species"}
SIX |= {"breast_cancer": "diagnosis", "digits": "digit"}
VARIANTS = ("plain", "quoted", "semicolon", "decimal comma", "tab", "CRLF and BOM", "sep line", "blank lines")


def shipped(name: str) -> list[list[str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_text(rows: list[list[str]], variant: str = "plain") -> str:
    delimiter = {"semicolon": ";", "decimal comma": ";", "tab": "\t", "sep line": ";"}.get(variant, ",")
    if variant == "decimal comma":
        rows = [rows[0], *([field.replace(".", ",") for field in row] for row in rows[1:])]
    quoting = csv.QUOTE_ALL if variant == "quoted" else csv.QUOTE_MINIMAL
    end = "\r\n" if variant == "CRLF and BOM" else "\n\n  \n" if variant == "blank lines" else "\n"
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    start = {"CRLF and BOM": "\ufeff", "sep line": "sep=;\n"}.get(variant, "")
    return start + out.getvalue()


def read(text: str, **options: object) -> OwnTable:
    return own_source("mine", io.StringIO(text, newline=""), **options)  # type: ignore[arg-type]


def refused(text: str, **options: object) -> tuple[TableProblem, ...]:
    with pytest.raises(TableError) as caught:
        read(text, **options)
    assert caught.value.problems
    return caught.value.problems


def made(table: OwnTable) -> dict[str, np.ndarray]:
    return dict(table.source.make(np.random.default_rng(0), table.source.rows, 0.0))


def small(rows: int = 12, **columns: object) -> str:
    """A table with the columns size, color and price; a list given by name replaces a column or adds one."""
    usual = {"size": [str(n * n + 0.5) for n in range(rows)], "color": ["red", "blue", "green"] * rows}
    usual["price"] = [str(n * 7 % 11) for n in range(rows)]
    usual.update(columns)  # type: ignore[arg-type]
    out = [list(usual), *([usual[name][row] for name in usual] for row in range(rows))]
    return as_text(out)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", SIX)
def test_a_shipped_table_reads_the_same_from_every_kind_of_file(name: str, variant: str) -> None:
    rows = shipped(name)
    category = frozenset({"digit"} if name == "digits" else ())
    table = read(as_text(rows, variant), target=SIX[name], as_category=category)
    assert table.source.names == tuple(rows[0])
    assert (table.source.target, table.source.rows, table.dropped) == (SIX[name], len(rows) - 1, 0)
    values = made(table)
    for column, texts in zip(table.source.columns, zip(*rows[1:], strict=True), strict=True):
        if column.classes:
            assert [column.classes[int(place)] for place in values[column.name]] == list(texts)
            assert list(column.classes) == sorted(set(texts))
        else:
            assert values[column.name].tolist() == [float(text) for text in texts]


@pytest.mark.parametrize("name", sorted(SIX.keys() & TABLES.keys()))
def test_the_numbers_equal_those_of_the_shipped_source(name: str) -> None:
    original = TABLES[name]
    classes = frozenset(column.name for column in original.columns if column.classes)
    table = read(as_text(shipped(name), "quoted"), target=original.target, as_category=classes)
    expected = original.make(np.random.default_rng(0), original.rows, 0.0)
    values = made(table)
    for column in original.columns:
        assert table.source.column(column.name).classes == column.classes
        np.testing.assert_array_equal(values[column.name], expected[column.name])


@pytest.mark.parametrize("hole", ["", "NA", "n/a", "NaN", "null", "?", "-", "–", "#DIV/0!", "  "])
@pytest.mark.parametrize("name", SIX)
def test_missing_values_are_refused_with_their_line_or_dropped_with_a_count(name: str, hole: str) -> None:
    rows = shipped(name)
    holes = {4: 0, 9: len(rows[0]) - 1, 30: 1}
    for row, place in holes.items():
        rows[row][place] = hole
    problems = refused(as_text(rows), target=SIX[name])
    assert [(each.line, each.column) for each in problems] == [(row + 1, rows[0][at]) for row, at in holes.items()]
    table = read(as_text(rows), target=SIX[name], drop_missing=True)
    assert (table.dropped, table.source.rows) == (3, len(rows) - 4)
    assert any(f"3 of {len(rows) - 1:,} rows dropped" in note for note in table.notes)
    first = table.source.columns[0]
    kept = [float(row[0]) for place, row in enumerate(rows) if place and place not in holes]
    assert made(table)[first.name].tolist() == kept


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", SIX)
def test_a_value_of_the_wrong_type_is_named_with_its_line(name: str, variant: str) -> None:
    rows = shipped(name)
    rows[17][1] = "many"
    text = as_text(rows, variant)
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if "many" in each)
    (problem,) = refused(text, target=SIX[name])
    assert (problem.line, problem.column) == (line, rows[0][1])
    for part in (f"line {line}", rows[0][1], "'many'"):
        assert part in problem.message


LAST_FIELD = {
    "wrong": "several",
    "missing": "NA",
    "infinite": "-inf",
    "too large": "1e400",
    "decimal comma": '"0,5"',
    "percent": "5%",
    "money": "5 dollars",
    "one more": "5,6",
    "open quote": '"5',
    "after a quote": '"5"6',
    "other digits": "٣",
    "underscore": "1_0",
    "control": "5\x00",
}


@given(data=st.data(), damage=st.sampled_from(sorted(LAST_FIELD)), rows=st.integers(10, 60))
def test_the_line_that_is_named_is_the_line_that_was_broken(data: st.DataObject, damage: str, rows: int) -> None:
    lines = small(rows).splitlines()
    broken = data.draw(st.integers(1, rows))
    lines[broken] = lines[broken].rpartition(",")[0] + "," + LAST_FIELD[damage]
    blank = data.draw(st.integers(0, broken))
    lines.insert(blank, "")
    problems = refused("\n".join(lines))
    assert {each.line for each in problems} == {broken + 2}
    assert f"line {broken + 2}" in problems[0].message


def table_or_error(lines: list[str], **options: bool) -> OwnTable | TableError:
    try:
        return own_source("mine", lines, **options)  # type: ignore[arg-type]
    except TableError as error:
        return error


def check_promises(found: OwnTable | TableError) -> None:
    """What holds for any file: either some problems, or columns of finite numbers and known classes."""
    if isinstance(found, TableError):
        assert 1 <= len(found.problems) <= MAX_PROBLEMS
        assert all(each.message in str(found) for each in found.problems)
        return
    assert found.source.target in found.source.names
    assert len(set(found.source.names)) == len(found.source.columns) >= 2
    for column in found.source.columns:
        values = made(found)[column.name]
        assert values.shape == (found.source.rows,)
        assert np.isfinite(values).all()
        assert not column.classes or set(values) <= set(range(len(column.classes)))


@given(st.lists(st.text(), max_size=8) | st.lists(st.text('ab1.5,;\t"\n\r -?\x00', max_size=12), max_size=30))
@settings(max_examples=150)
def test_no_lines_raise_anything_but_a_table_error(lines: list[str]) -> None:
    check_promises(table_or_error(lines))


KINDS = [
    *[["1", "2.5", "-3e2", "0", "1e-5"]] * 3,
    *[["x", "y", "z z", '"a, b"']] * 3,
    ["1", "2.5", "-3e2", "NA", ""],
    ["x", "y", "-", "\u2028"],
    ["1", "x", "1,5", "inf", "1e400", '"', "1.234,5", "\x85"],
]


@given(data=st.data(), separator=st.sampled_from([",", ";", "\t"]), width=st.integers(1, 4), drop=st.booleans())
@settings(max_examples=150)
def test_whatever_looks_like_a_table_is_read_whole_or_refused(
    data: st.DataObject, separator: str, width: int, drop: bool
) -> None:
    rows = data.draw(st.integers(10, 16))
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=width, max_size=width))
    columns = [data.draw(st.lists(st.sampled_from(kind), min_size=rows, max_size=rows)) for kind in kinds]
    header = [f"c{place}" for place in range(width)]
    lines = [separator.join(row) for row in [header, *map(list, zip(*columns, strict=True))]]
    check_promises(table_or_error(lines, drop_missing=drop))


def test_quoted_fields_keep_separators_quotes_and_line_breaks() -> None:
    names = ['with "quotes"', "a, b; c", "two\nlines"]
    table = read(small(12, color=names * 4), target="color")
    assert table.source.column("color").classes == ("a, b; c", "two lines", 'with "quotes"')


def test_a_row_that_spans_lines_is_named_by_its_first_line() -> None:
    rows = list(csv.reader(io.StringIO(small(12, color=["two\nlines", "plain"] * 6))))
    rows[3][0] = "big"
    (problem,) = refused(as_text(rows))
    assert problem.line == 5


def test_a_header_becomes_a_name_for_settings_and_stays_as_the_label() -> None:
    table = read(small(12, **{"Living Area (m²)": [str(n % 5) for n in range(12)]}), target="Living Area (m²)")
    assert table.source.target == "living_area_m2"
    assert table.source.column("living_area_m2").label == "Living Area (m²)"
    assert any("living_area_m2" in note and "Living Area (m²)" in note for note in table.notes)


@pytest.mark.parametrize("wanted", ["price", "Price", " PRICE "])
def test_a_target_is_found_whatever_its_capitals(wanted: str) -> None:
    assert read(small(), target=wanted).source.target == "price"


def test_an_unknown_target_suggests_the_nearest_name() -> None:
    (problem,) = refused(small(), target="prise")
    assert problem.line == 1
    assert "did you mean 'price'?" in problem.message


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (["0", "1"], ("0", "1")),
        (["True", "False"], ("False", "True")),
        (["yes", "no"], ("no", "yes")),
        (["1.0", "0.0"], ("0", "1")),
    ],
)
def test_a_target_of_two_answers_has_two_classes(values: list[str], classes: tuple[str, str]) -> None:
    table = read(small(12, sold=values * 6), target="sold")
    assert table.source.column("sold").classes == classes
    expected = [float(text.lower() in ("1", "1.0", "true", "yes")) for text in values * 6]
    assert made(table)["sold"].tolist() == expected


def test_zeros_and_ones_stay_numbers_in_an_input() -> None:
    assert read(small(12, sold=["0", "1"] * 6), target="price").source.column("sold").classes == ()


def test_numbers_read_as_a_category_are_in_the_order_of_numbers() -> None:
    table = read(small(12, grade=["10", "9", "9.0", "2"] * 3), target="grade", as_category=frozenset({"grade"}))
    assert table.source.column("grade").classes == ("2", "9", "10")


def test_a_text_of_too_many_levels_is_left_out_and_said() -> None:
    table = read(small(40, id=[f"n{n % 30}" for n in range(40)]), target="price")
    assert "id" not in table.source.names
    assert "id: 30 different texts; a category may have at most 20 levels, so it is no input" in table.notes


def test_a_category_of_twenty_levels_is_kept() -> None:
    table = read(small(40, id=[f"n{n % 20}" for n in range(40)]), target="price")
    assert len(table.source.column("id").classes) == 20


def test_holes_in_a_column_that_is_left_out_cost_no_row() -> None:
    remarks = [f"remark {n}" if n % 2 else "" for n in range(40)]
    table = read(small(40, remark=remarks), target="price")
    assert (table.dropped, table.source.rows) == (0, 40)
    assert "remark" not in table.source.names


@pytest.mark.parametrize(
    ("column", "part"),
    [
        ([f"n{n}" for n in range(40)], "no target"),
        (["same"] * 40, "nothing to learn"),
        (["3"] * 40, "nothing to learn"),
        ([""] * 40, "nothing is written"),
        (["long " * 30, "short"] * 20, "60"),
    ],
)
def test_a_column_that_cannot_be_a_target_is_refused_with_the_reason(column: list[str], part: str) -> None:
    problems = refused(small(40, odd=column), target="odd")
    assert [(each.line, each.column) for each in problems] == [(1, "odd")]
    assert part in problems[0].message


def test_a_constant_column_is_noted() -> None:
    table = read(small(12, always=["3"] * 12, country=["here"] * 12), target="price")
    assert any(note.startswith("always: 3 in every row") for note in table.notes)
    assert any(note.startswith("country: 'here' in every row") for note in table.notes)
    assert "always" in table.source.names
    assert "country" not in table.source.names


def test_a_column_that_counts_rows_is_noted() -> None:
    table = read(small(12, no=[str(n) for n in range(12)]), target="price")
    assert any(note.startswith("no: counts the rows") for note in table.notes)


def test_the_last_column_of_use_is_the_target_when_none_is_named() -> None:
    table = read(small(12, same=["a"] * 12, name=[f"n{n}" for n in range(12)]))
    assert table.source.target == "price"


def test_a_semicolon_file_may_keep_decimal_points() -> None:
    rows = shipped("iris")
    assert made(read(as_text(rows, "semicolon")))["sepal_length"][0] == float(rows[1][0])


def test_a_file_with_two_decimal_signs_is_refused() -> None:
    rows = [["a", "b"], *(["0.5", f"{n},25"] for n in range(12))]
    (problem,) = refused(as_text(rows, "semicolon"))
    assert (problem.line, problem.column) == (2, "b")
    assert "one decimal sign" in problem.message


def test_the_rarer_decimal_sign_of_a_column_is_the_broken_one() -> None:
    rows = [["a", "b"], *([str(n % 3), f"{n},25"] for n in range(12))]
    rows[6][1] = "5.25"
    (problem,) = refused(as_text(rows, "semicolon"))
    assert (problem.line, problem.column) == (7, "b")


def test_a_comma_in_the_header_does_not_hide_the_semicolons() -> None:
    rows = [["Area, m", "Price"], *([f"{n},5", str(n % 4)] for n in range(12))]
    table = read(as_text(rows, "semicolon"))
    assert table.source.names == ("area_m", "price")
    assert made(table)["area_m"][3] == 3.5


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 0, "empty"),
        ("\n\n", 0, "empty"),
        ("a,b\n", 1, "no rows"),
        ("a,b\n1,2\n", 0, "only 1 row;"),
        ("1,2\n" * 12, 1, "name the columns"),
        ("5.1,3.5,setosa\n" * 12, 1, "name the columns"),
        ("a|b\n" + "x|y\n" * 12, 1, "commas, semicolons or tabs"),
        ("a,b\n" + "1,2\n" * 5 + "1,2,3\n" + "1,2\n" * 9, 7, "expected 2 fields as in the header, found 3"),
        ("a,b\n" + "1,2\n" * 5 + "1\n" + "1,2\n" * 9, 7, "expected 2 fields as in the header, found 1"),
        ("a,b\n1,2\n\x00,2\n", 3, "control character"),
        ("a,b\n" + "1," + "2" * MAX_LINE + "\n", 2, "characters"),
        (",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)) + "\n", 1, "columns"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_is_no_table_is_refused_with_the_place_and_the_reason(text: str, line: int, part: str) -> None:
    (problem,) = refused(text)
    assert problem.line == line
    assert part in problem.message


def test_a_table_may_have_a_hundred_thousand_rows_and_not_one_more() -> None:
    lines = ["a,b", *(f"{n % 7},{n % 3}" for n in range(MAX_ROWS))]
    assert own_source("mine", lines).source.rows == MAX_ROWS
    with pytest.raises(TableError) as caught:
        own_source("mine", [*lines, "1,2"])
    assert caught.value.problems[0].line == MAX_ROWS + 2


def test_a_file_that_is_not_utf_8_is_refused_with_the_line() -> None:
    raw = io.BytesIO(small().encode() + b"1,caf\xe9,3\n")
    with pytest.raises(TableError) as caught:
        own_source("mine", io.TextIOWrapper(raw, encoding="utf-8", newline=""))
    assert "UTF-8" in str(caught.value)


def test_all_problems_are_told_in_the_order_of_their_lines_up_to_twenty() -> None:
    lines = small(40).splitlines()
    lines[9], lines[3], lines[6] = "1,red", "big,red,1", "1,red,NA"
    assert [each.line for each in refused("\n".join(lines))] == [4, 7, 10]
    wide = [f"c{n}" for n in range(30)]
    holes = [",".join("" if n == row else str(n + row) for n in range(30)) for row in range(40)]
    assert len(refused("\n".join([",".join(wide), *holes]))) == MAX_PROBLEMS


def test_dropping_that_leaves_too_few_rows_is_refused() -> None:
    (problem,) = refused(small(12, size=["NA"] * 5 + ["1", "2", "3", "4", "5", "6", "7"]), drop_missing=True)
    assert "only 7 rows once 5 with a missing value are dropped" in problem.message


def test_a_class_that_is_dropped_with_its_rows_is_gone() -> None:
    color = ["rare", *(["red", "blue"] * 6)][:12]
    table = read(small(12, color=color, size=["NA", *map(str, range(0, 22, 2))]), target="color", drop_missing=True)
    assert table.source.column("color").classes == ("blue", "red")


def test_what_a_source_makes_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        made(read(small()))["price"][0] = 5.0
