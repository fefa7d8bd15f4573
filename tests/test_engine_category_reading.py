"""Columns of texts as classes: None among them, spellings, and what texts may have been meant as."""

import numpy as np
import pytest

from engine.data.csv_reading import TableError
from engine.data.own_table import OwnTable, own_source


def read(texts: list[str], **options: object) -> OwnTable:
    """A table in which the column x has these texts again and again, 24 rows in all."""
    rows = [f"{texts[n % len(texts)]},{n * 5 % 7}.5" for n in range(24)]
    return own_source("mine", ["x,y", *rows], target="y", **options)  # type: ignore[arg-type]


def classes(table: OwnTable) -> tuple[str, ...]:
    return table.source.column("x").classes


@pytest.mark.parametrize("none", ["None", "none", "NONE"])
def test_none_is_a_class_among_texts_and_that_is_told(none: str) -> None:
    table = read([none, "Attached", "Detached"])
    assert set(classes(table)) == {none, "Attached", "Detached"}
    assert (table.source.rows, table.dropped) == (24, 0)
    assert any(note.startswith(f"x: '{none}' in 8 rows is read as a class") for note in table.notes)


@pytest.mark.parametrize("options", [{}, {"as_category": frozenset({"x"})}])
def test_none_is_a_hole_among_numbers(options: dict[str, object]) -> None:
    with pytest.raises(TableError) as caught:
        read(["None", "1", "2", "3", "4", "5"], **options)
    (problem,) = caught.value.problems
    assert (problem.line, problem.kind) == (2, "missing")
    assert "3 more lines have the same problem (8, 14, 20)" in problem.message
    assert read(["None", "1", "2", "3", "4", "5"], drop_missing=True, **options).dropped == 4


def test_na_stays_a_hole_beside_none() -> None:
    assert read(["None", "red", "NA"], drop_missing=True).dropped == 8


def test_words_that_differ_in_capitals_are_one_class_by_the_usual_spelling() -> None:
    table = read(["Yes", "no", "yes", "No", "no", "YES", "yes", "no"])
    assert classes(table) == ("no", "yes")
    made = table.source.make(np.random.default_rng(0), 24, 0.0)["x"]
    assert made[:8].tolist() == [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0]
    assert any("'no' and 'No' differ in capitals only" in note for note in table.notes)


@pytest.mark.parametrize("texts", [["AA", "Aa", "aa"], ["aaBB", "AAbb", "aaBb", "AABB"], ["pH", "PH"], ["m", "M"]])
def test_capitals_that_may_mean_something_keep_classes_apart(texts: list[str]) -> None:
    table = read(texts)
    assert classes(table) == tuple(sorted(texts))
    assert any("differ in capitals only, and are different classes" in note for note in table.notes)


@pytest.mark.parametrize(
    ("form", "cure"),
    [
        ("{} cm", "if these are numbers, write them without 'cm'"),
        ("{}.5kg", "if these are numbers, write them without 'kg'"),
        ("2024-01-{:02}", "to use dates or times write a number"),
        ("{}.3.2024", "to use dates or times write a number"),
        ("{}:30", "to use dates or times write a number"),
    ],
)
@pytest.mark.parametrize("count", [4, 24])
def test_texts_that_may_be_meant_otherwise_get_a_cure(form: str, cure: str, count: int) -> None:
    rows = [f"{form.format(n % count)},{n},{n * 5 % 7}" for n in range(24)]
    notes = own_source("mine", ["x,n,y", *rows]).notes
    assert any(note.startswith("x: ") and cure in note for note in notes)


def test_a_column_of_mostly_numbers_names_a_text_that_is_none() -> None:
    rows = [f"{'unknown' if n % 3 == 0 else n},{n},{n * 5 % 7}" for n in range(60)]
    (note,) = (note for note in own_source("mine", ["x,n,y", *rows]).notes if note.startswith("x: "))
    assert "41 different texts" in note
    assert "most are numbers, but 'unknown' is none" in note


@pytest.mark.parametrize("target", [None, "x", "y"])
def test_a_category_with_too_many_levels_tells_their_number_and_the_limit(target: str | None) -> None:
    rows = [f"{10_000 + n},{n * 5 % 7}" for n in range(24)]
    with pytest.raises(TableError) as caught:
        own_source("mine", ["x,y", *rows], target=target, as_category=frozenset({"x"}))
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.kind) == (1, "x", "category")
    assert "24 different values; a category may have at most 20 levels" in problem.message
