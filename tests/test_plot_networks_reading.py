"""What a learner reads off the pictures of a network is true: who wins where, what is wrong, which weight is which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.probes.histograms import Histogram
from engine.probes.places import Place
from tutor import theme
from tutor.plot import (
    Axis,
    Layer,
    Picture,
    Points,
    Samples,
    Spread,
    confusion,
    histograms,
    network,
    regions,
    surface,
    unit_view,
    weight_at,
    weights,
)
from tutor.plot.lines import FIRST, Lines, draw_lines
from tutor.plot.network import fitting
from tutor.plot.picture import Grid
from tutor.plot.regions import WRONG
from tutor.plot.shades import GROUND, two_sided

X, Y = Axis("length", -1.0, 1.0, "mm"), Axis("depth", -2.0, 2.0)


def halves(across: np.ndarray, upward: np.ndarray) -> np.ndarray:
    """Class 0 left of 0 and class 1 right of it, the surer the further away."""
    right = np.clip(0.5 + across, 0.0, 1.0)
    return np.broadcast_to(np.stack([1 - right, right], axis=-1), (upward.size, across.size, 2))


def points(x: list[float], truth: list[int], said: list[int], test: bool = False) -> Points:
    return Points(*(np.array(each, dtype=float) for each in (x, [0.0] * len(x), truth, said)), test)


def backgrounds(picture: Picture) -> Iterator[tuple[str, str]]:
    """Every character that has a background, with it."""
    for row in picture.rows:
        for span in row.spans:
            style = span.style
            if not isinstance(style, str) and style.bgcolor is not None:
                yield from ((character, str(style.bgcolor.name)) for character in row.plain[span.start : span.end])


def test_each_class_has_the_part_of_the_plane_where_it_wins() -> None:
    words = regions(halves, X, Y, ["a", "b"], [], 59, 20).words
    assert words == "Over length from -1 to 1 mm and depth from -2 to 2: of the area a has 50 %, b has 50 %."


def test_the_words_count_right_answers_of_training_and_test_apart() -> None:
    sets = [points([-0.5, 0.5], [0, 1], [0, 1]), points([-0.5, 0.5, 0.6], [1, 1, 1], [0, 1, 1], test=True)]
    words = regions(halves, X, Y, ["a", "b"], sets, 60, 20).words
    assert "; 2 of 2 training examples are right; 2 of 3 test examples are right." in words


def test_without_colors_a_region_is_a_pattern_that_pales_at_the_border() -> None:
    rows = regions(halves, X, Y, ["a", "b"], [], 60, 20, plain=True).plain().splitlines()
    canvas = rows[8].split("│")[1]
    assert canvas.startswith("···")
    assert canvas.endswith("░░░")
    assert canvas.strip("·░").isspace()


@pytest.mark.parametrize("dark", [True, False])
def test_a_wrong_answer_stands_on_a_cell_of_its_own_color(dark: bool) -> None:
    sets = [points([-0.9, 0.9], [0, 0], [0, 1])]
    picture = regions(halves, X, Y, ["a", "b"], sets, 60, 20, dark=dark)
    found = [character for character, color in backgrounds(picture) if color == WRONG[dark].lower()]
    assert found == ["●", "●"]  # one is in the legend


def test_without_colors_a_wrong_answer_is_a_cross_and_test_examples_are_hollow() -> None:
    sets = [points([-0.9, 0.9], [0, 0], [0, 1]), points([0.5], [1], [1], test=True)]
    canvas = "\n".join(regions(halves, X, Y, ["a", "b"], sets, 60, 20, plain=True).plain().splitlines()[1:])
    assert [canvas.count(sign) for sign in "●✕□"] == [1, 1, 1]


def test_where_there_is_no_answer_no_class_wins() -> None:
    picture = regions(lambda x, y: np.full((y.size, x.size, 2), np.nan), X, Y, ["a", "b"], [], 40, 14, plain=True)
    assert "100 % has no answer" in picture.words
    assert "?" * 20 in picture.plain()


def test_more_classes_than_markers_are_told_by_letters() -> None:
    classes = [str(digit) for digit in range(10)]
    picture = regions(lambda x, y: np.ones((y.size, x.size, 10)) / 10, X, Y, classes, [], 80, 14)
    assert all(f"{name} {name}" in picture.plain() for name in classes[:6])


def test_many_examples_leave_most_of_the_plane_free() -> None:
    generator = np.random.default_rng(1)
    x, y = generator.uniform(-1, 1, (2, 5000))
    kind = (x > 0).astype(float)
    picture = regions(halves, X, Y, ["a", "b"], [Points(x, y, kind, kind)], 60, 20)
    canvas = "".join(row.plain for row in picture.rows[1:])
    assert 50 < canvas.count("●") + canvas.count("■") < 0.3 * 60 * 20


def test_a_surface_marks_what_is_answered_too_high_and_too_low() -> None:
    x = np.array([-0.9, 0.0, 0.9])
    samples = [Samples(x, np.zeros(3), np.array([0.0, 5.0, 10.0]), np.array([9.0, 5.1, 1.0]))]
    picture = surface(lambda x, y: np.add.outer(y, x), X, Y, samples, 60, 20, name="price, $")
    assert "of 3 training examples 1 are answered too high and 1 too low" in picture.words
    assert "price, $ goes from" in picture.words
    canvas = [row.plain for row in picture.rows[1:]]
    row = next(row for row in canvas if "▲" in row)
    assert row.index("▲") < row.index("•") < row.index("▼")


def test_a_units_zero_line_stands_where_its_sum_is_zero() -> None:
    def seen(across: np.ndarray, upward: np.ndarray) -> np.ndarray:
        z = np.broadcast_to(across - 0.5, (upward.size, across.size))
        return np.stack([np.maximum(z, 0.0), z], axis=-1)

    picture = unit_view(seen, X, Y, 63, 20, name="unit 3", plain=True)
    canvas = [row.plain.split("│")[1] for row in picture.rows[2:-1] if "│" in row.plain]
    assert {row.index("0") for row in canvas} == {int(0.75 * len(canvas[0]) - 0.5)}
    assert "its sum is above 0 on 25 % of the area" in picture.words


def net(*sizes: int, seed: int = 1) -> list[Layer]:
    generator = np.random.default_rng(seed)
    pairs = pairwise(sizes)
    return [Layer("tanh", generator.normal(size=(before + 1, after))) for before, after in pairs]


def test_a_weights_sign_is_read_without_colors() -> None:
    layer = Layer("relu", np.array([[3.0, -3.0, 0.0], [1.0, -1.0, 0.01], [0.0, 0.0, 3.0]]))
    rows = weights([layer], 40, 10, plain=True).plain().splitlines()
    assert rows[1].strip() == "++-- ·"
    assert rows[2].strip() == "+ - ·"
    assert rows[3].split("b")[1].strip() == "· ·++"


@given(st.lists(st.integers(1, 12), min_size=2, max_size=5), st.integers(0, 99))
def test_a_click_on_the_chosen_weight_finds_it(sizes: list[int], pick: int) -> None:
    layers, width, height = net(*sizes), 120, 20
    layer = 1 + pick % len(layers)
    matrix = layers[layer - 1].matrix
    source, unit = pick % (len(matrix) - 1), pick % matrix.shape[1]
    chosen = Place(layer, "weights", (source, unit))
    picture = weights(layers, width, height, chosen=chosen)
    places = [(row, line.plain.index("◆")) for row, line in enumerate(picture.rows) if "◆" in line.plain]
    assert len(places) == 1
    row, column = places[0]
    assert weight_at(layers, width, height, column, row) == chosen
    assert f"layer {layer}, weights[{source}, {unit}] is {matrix[source, unit]:.6g}" in picture.words


def test_every_weight_and_bias_has_a_cell_of_its_own_where_there_is_room() -> None:
    layers = net(3, 5, 2)
    found = [weight_at(layers, 60, 12, column, row) for row in range(12) for column in range(60)]
    assert len({place for place in found if place}) == sum(layer.matrix.size for layer in layers)


def test_a_layer_that_is_too_large_is_averaged_and_a_click_finds_its_strongest_weight() -> None:
    layers = net(200, 100, 1)
    picture = weights(layers, 40, 12)
    assert "a cell is the mean of several weights" in picture.words
    block = np.abs(layers[0].matrix[:22, :2])  # 200 sources on 9 rows, 100 units on 35 columns
    place = weight_at(layers, 40, 12, 1, 1)
    assert place is not None
    assert abs(layers[0].matrix[place.index]) == block.max()


def test_a_confusion_counts_rows_of_truth_and_columns_of_what_was_said() -> None:
    truth, said = np.array([0, 0, 0, 1, 1, 2.0]), np.array([0, 0, 1, 1, 1, 0.0])
    picture = confusion(truth, said, ["Adelie", "Chinstrap", "Gentoo"], 60, 8)
    rows = picture.plain().splitlines()
    assert rows[0].split() == ["true", "↓", "Adelie", "Chinstrap", "Gentoo", "found"]
    assert rows[1].split() == ["Adelie", "[2]", "1", "·", "67", "%"]
    assert rows[2].split() == ["Chinstrap", "·", "[2]", "·", "100", "%"]
    assert rows[3].split() == ["Gentoo", "1", "·", "[·]", "0", "%"]
    assert picture.words == (
        "Accuracy 66.7 %: 4 of 6 examples are right; Gentoo is found least, 0 % of 1;"
        " the most frequent mistake is Chinstrap for Adelie, once."
    )


def test_twenty_classes_in_little_room_keep_their_rows_and_their_diagonal() -> None:
    places = np.repeat(np.arange(20.0), 50)
    rows = confusion(places, places, [f"kind {n}" for n in range(20)], 44, 22).plain().splitlines()
    for number, row in enumerate(rows[1:21], start=1):
        assert row.split()[0] == str(number)
        assert row.index("█") == 3 + 2 * (number - 1)


def test_examples_without_an_answer_are_said_to_have_none() -> None:
    picture = confusion(np.zeros(3), np.array([0.0, np.nan, np.nan]), ["a", "b"], 40, 8)
    assert "1 of 1 examples are right" in picture.words
    assert picture.words.endswith("2 got no answer.")


def counted(layer: int, counts: list[int]) -> Histogram:
    return Histogram(layer, "tanh", np.linspace(-1, 1, len(counts) + 1), np.array(counts), 0, 0, 0, 0.25, 0.5)


@pytest.mark.parametrize("height", [20, 3])
def test_a_histogram_is_highest_where_most_is_counted(height: int) -> None:
    spreads = [Spread(counted(1, [1, 2, 8, 4]), 0.25, 0.5), Spread(counted(2, [0, 8, 0, 0]))]
    picture = histograms(spreads, 60, height)
    assert picture.words == (
        "What the hidden units say: hidden 1 (tanh) mean 0.25, deviation 0.5, 25 % dead, 25 % saturated;"
        " hidden 2 (tanh) mean 0.25, deviation 0.5."
    )
    plain = picture.plain()
    assert "25 % dead" in plain
    full = next(row for row in plain.splitlines() if "█" in row)
    assert 0 < full.count("█") <= 60 // 4


def edges_between(layers: list[Layer], **look: object) -> str:
    rows = network(layers, 40, 10, **look).plain().splitlines()  # type: ignore[arg-type]
    return "".join(row[2:36] for row in rows[2:])


def test_a_negative_weight_is_a_line_with_gaps() -> None:
    up, down = (edges_between([Layer("linear", np.array([[sign], [0.0]]))]) for sign in (1.0, -1.0))
    assert sum(not each.isspace() for each in down) < sum(not each.isspace() for each in up)


def test_the_values_of_an_example_stand_in_the_nodes() -> None:
    values = [np.array([1.5, -0.25]), np.array([0.1, 0.2, 0.3]), np.array([0.73])]
    picture = network(net(2, 3, 1), 76, 20, inputs=["length", "depth"], outputs=["yes"], values=values)
    for text in ("length", "depth", "yes", "1.50", "-0.25", "0.10", "0.73", "hidden 1", "3 tanh"):
        assert text in picture.plain()
    assert "for this example it says yes: 0.73" in picture.words


def test_units_that_do_not_fit_are_counted_and_a_chosen_one_is_never_folded_away() -> None:
    layers = net(2, 512, 512, 1)
    chosen = Place(2, "weights", (400, 77))
    picture = network(layers, 76, 20, chosen=[chosen])
    assert "… 504 more" in picture.plain()
    marked = sum(span.style.reverse is True for row in picture.rows for span in row.spans)  # type: ignore[union-attr]
    assert marked == 2
    assert f"layer 2, weights[400, 77] is {layers[1].matrix[400, 77]:.6g}" in picture.words


def test_layers_alike_are_told_together() -> None:
    words = network(net(2, 4, 4, 4, 1), 76, 20).words
    assert words.startswith("A network of 2 inputs, hidden 1 to 3 of 4 tanh each, output of 1 tanh; the strongest")


@given(st.floats())
def test_a_number_fits_into_its_node(value: float) -> None:
    assert 1 <= len(fitting(value)) <= 5


ends = st.tuples(st.integers(0, 49), st.integers(0, 51), st.integers(0, 49), st.integers(0, 51))


@given(st.lists(ends, min_size=1, max_size=5))
def test_a_line_is_drawn_from_end_to_end_in_the_ink_of_the_last(lines: list[tuple[int, int, int, int]]) -> None:
    x0, y0, x1, y1 = np.array(lines).T
    codes, inks = draw_lines(Lines(x0, y0, x1, y1, np.arange(len(lines)), np.zeros(len(lines), dtype=bool)), 25, 13)
    assert ((codes > FIRST) == (inks >= 0)).all()
    for x, y in ((x0, y0), (x1, y1)):
        assert (inks[y // 4, x // 2] >= np.arange(len(lines))).all()
    drawn = sum(bin(code - FIRST).count("1") for code in codes.ravel())
    assert drawn >= max(max(abs(x1 - x0).max(), abs(y1 - y0).max()) + 1, 1)


def test_a_background_ends_where_it_was_written() -> None:
    grid = Grid(8, 1)
    grid.write(1, 0, "  ", "on #112233")
    grid.write(5, 0, "x", "#445566")
    (row,) = grid.rows()
    assert [(span.start, span.end) for span in row.spans] == [(1, 3), (5, 8)]


def test_shades_fade_into_the_backgrounds_of_the_themes() -> None:
    assert {dark: theme.THEMES["dark" if dark else "light"].background for dark in GROUND} == GROUND
    for dark, ground in GROUND.items():
        colors = two_sided(3, 0.7, dark)
        assert colors[3] == ground
        assert len(set(colors)) == 7
