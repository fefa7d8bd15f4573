"""Front matter is read from the head of a file alone, and every mistake in it has its place."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.front import KNOWN, FrontMatter, parse_front, read_front_matter
from tutor.course.problems import LessonError, Report

FULL = """---
format: 1
id: last_layer
title: The last layer: what it can say   # a comment
course: foundations
order: 30
needs: neuron, loss_functions
skills: output_activation
minutes: 30
author: nn-tutor
license: CC-BY-4.0
summary: One sentence.
---
"""


def problems_of(text: str) -> list[tuple[int, int, str]]:
    report = Report("a.md")
    front = parse_front(text.split("\n"), report)
    assert (front.meta is None) == bool(report.problems)
    return [(problem.line, problem.column, problem.code) for problem in report.result()]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_front_matter_is_read_with_any_line_ends_and_with_a_byte_order_mark(
    start: str, ends: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes((start + FULL.replace("\n", ends)).encode())
    assert read_front_matter(path) == FrontMatter(
        id="last_layer",
        title="The last layer: what it can say",
        course="foundations",
        order=30,
        needs=("neuron", "loss_functions"),
        skills=("output_activation",),
        minutes=30,
        author="nn-tutor",
        license="CC-BY-4.0",
        summary="One sentence.",
    )


def test_the_rest_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(FULL.encode() + b"x" * 40_000 + b"\xff")
    assert read_front_matter(path).id == "last_layer"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("---\nformat", "format", [(1, 1, "missing-key")]),
        ("id: last_layer\n", "", [(1, 1, "missing-key")]),
        ("id: last_layer", "id: Last-Layer", [(3, 5, "value")]),
        ("id: last_layer", "id:", [(3, 1, "value")]),
        ("id: last_layer", "id:last_layer", [(1, 1, "missing-key"), (3, 1, "unexpected")]),
        ("format: 1", "format: 2", [(2, 9, "value")]),
        ("order: 30", "order: soon", [(6, 8, "value")]),
        ("minutes: 30", "minutes: -1", [(9, 10, "value")]),
        ("author: nn-tutor", "author: x\nauthor: y", [(11, 1, "repeated-key")]),
        ("author: nn-tutor", "autor: x", [(10, 1, "unknown-key")]),
        ("needs: neuron, loss_functions", "needs: neuron, Loss", [(7, 16, "value")]),
    ],
)
def test_a_mistake_is_reported_at_its_place(old: str, new: str, expected: list[tuple[int, int, str]]) -> None:
    assert problems_of(FULL.replace(old, new, 1)) == expected


def test_several_mistakes_are_reported_at_once() -> None:
    text = FULL.replace("format: 1", "format: one").replace("order: 30", "order: x").replace("minutes", "minuets")
    assert [code for *_, code in problems_of(text)] == ["value", "value", "unknown-key"]


@pytest.mark.parametrize(
    "after", ["", "\nProse.\n\n---\n\nMore prose.\n", "\n## Page\n\n---\n", "```python\n---\n```\n"]
)
def test_front_matter_that_is_never_closed_is_one_problem(after: str) -> None:
    assert problems_of(FULL.removesuffix("---\n") + after) == [(1, 1, "unclosed")]


def test_a_misspelled_key_suggests_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FULL.replace("title:", "titel:"), encoding="utf-8")
    with pytest.raises(LessonError, match="did you mean 'title'") as caught:
        read_front_matter(path)
    assert len(caught.value.problems) == 1, "the missing title is not a second mistake"


def test_reading_front_matter_loads_neither_numpy_nor_the_engine() -> None:
    script = "import sys, tutor.course.front, tutor.course.catalog; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"numpy", "engine", "textual"} & set(done.stdout.split())


@given(st.text() | st.lists(st.sampled_from([*KNOWN, ": ", "\n", "---", "1", "a", " #"])).map("".join))
def test_any_text_at_all_is_front_matter_or_problems(text: str) -> None:
    problems_of("---\n" + text)
    problems_of(text)
