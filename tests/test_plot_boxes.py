"""Bars and boxes: as long and as far apart as their numbers, and readable without colors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor import plot

NOTHING = float("nan")
IMAGE = np.zeros((8, 8))
IMAGE[2:4, 4:8] = 1.0
ANY = st.floats(allow_nan=True, allow_infinity=True)


def rows(picture: plot.Picture) -> list[str]:
    return [row.plain for row in picture.rows]


def test_a_bar_is_as_long_as_its_share() -> None:
    found = [plot.Bar("a", 0, 0.75, "75 %"), plot.Bar("b", 1, 0.25, "25 %"), plot.Bar("c", 2, 0.0, "0 %")]
    shown = rows(plot.bars(found, 50, 3, "words"))
    assert [row[0] for row in shown] == ["●", "■", "▲"]
    room = shown[2].index("▏") - 4
    assert room == 40
    assert [row.count("█") for row in shown] == [30, 10, 0]
    assert [row.split()[-2] for row in shown] == ["▏75", "▏25", "0"]


def test_a_share_above_nothing_is_seen() -> None:
    least, none, unknown = (
        rows(plot.bars([plot.Bar("a", 0, share, "")], 20, 1, "w"))[0] for share in (1e-9, 0.0, NOTHING)
    )
    assert least.count("▏") == 2
    assert none.count("▏") == unknown.count("▏") == 1


def test_pixels_are_squares_and_shades_are_read_without_colors() -> None:
    shown = rows(plot.boxes(IMAGE, [], 32, 17, "words"))
    assert [row[:32] for row in shown[:4]] == [" " * 32] * 4
    assert [row[:32] for row in shown[4:8]] == [" " * 16 + "█" * 16] * 4
    assert "".join(shown[8:]).strip() == ""


def test_a_box_stands_where_its_numbers_say() -> None:
    shown = rows(plot.boxes(IMAGE, [plot.Box("true", 0, 0.5, -0.25, 0.5)], 32, 17, "words"))
    corners = {sign: [(row.index(sign), at) for at, row in enumerate(shown[:16]) if sign in row] for sign in "┌┐└┘"}
    assert corners == {"┌": [(16, 2)], "┐": [(31, 2)], "└": [(16, 9)], "┘": [(31, 9)]}
    assert "┌─┐ true" in shown[16]


def test_boxes_that_agree_are_both_seen() -> None:
    both = [plot.Box("true", 0, 0.0, 0.0, 0.5), plot.Box("said", 1, 0.0, 0.0, 0.5)]
    picture = plot.boxes(IMAGE, both, 60, 16, "words")
    shown = "".join(row[:32] for row in rows(picture))
    assert all(sign in shown for sign in "─│╌╎")
    assert "┌─┐ true" in rows(picture)[0]
    assert "╭╌╮ said" in rows(picture)[1]


def test_a_box_without_numbers_is_named_and_not_drawn() -> None:
    shown = rows(plot.boxes(IMAGE, [plot.Box("said: nothing", 1, NOTHING, 0.0, 0.5)], 60, 16, "words"))
    assert "said: nothing" in shown[0]
    assert "│" not in "".join(shown)


@given(st.tuples(ANY, ANY, ANY), st.lists(ANY, min_size=64, max_size=64), st.integers(0, 80), st.integers(0, 40))
def test_any_numbers_fit_any_size(box: tuple[float, ...], pixels: list[float], width: int, height: int) -> None:
    image = np.array(pixels).reshape(8, 8)
    found = [plot.Box("true", 0, 0.1, 0.2, 0.3), plot.Box("said", 1, *box)]
    bars = [plot.Bar("one", 0, box[0], "text"), plot.Bar("another, much longer", 1, box[1], "text")]
    for picture in (
        plot.boxes(image, found, width, height, "w", dark=False),
        plot.bars(bars, width, height, "w", dark=False),
    ):
        assert len(picture.rows) == height
        assert all(row.cell_len == width for row in picture.rows)


@pytest.mark.parametrize("dark", [True, False])
def test_the_words_are_those_that_were_given(dark: bool) -> None:
    assert plot.bars([], 10, 3, "of nothing", dark=dark).words == "of nothing"
    assert plot.boxes(IMAGE, [], 10, 3, "of an image", dark=dark).words == "of an image"
