"""What a learner reads off a plot is true: names, numbers, signs and words."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.palette import SERIES, color, faint
from tutor.plot import Curve, Scatter, activation, fit, gates, loss_curves, norms, predictions
from tutor.plot.canvas import DOTS_ACROSS, DOTS_DOWN, Stroke, draw
from tutor.plot.chart import spread
from tutor.plot.scale import Scale, number, thin

NAN, INF = math.nan, math.inf
RACE = [
    Curve("softplus", 0, np.geomspace(1.6, 0.0612, 35)),
    Curve("linear", 1, np.geomspace(1.9, 0.0641, 35)),
    Curve("sigmoid", 2, np.linspace(1.9, 1.2, 35)),
    Curve("softmax", 3, np.full(35, 1.21)),
]


def test_the_words_of_a_race_name_every_loss_and_the_lowest() -> None:
    assert loss_curves(RACE, 60, 15, last=60).words == (
        "Test loss after epoch 34 of 60: softplus 0.0612, linear 0.0641, sigmoid 1.2, softmax 1.21; softplus is lowest."
    )


def test_the_words_tell_which_run_broke_and_when() -> None:
    curves = [Curve("relu", 0, [NAN]), Curve("tanh", 1, [1.0, 2.0, INF]), Curve("linear", 2, [1.0, 0.9, 0.8])]
    words = loss_curves(curves, 60, 15).words
    assert words == "Test loss after epoch 2: linear 0.8; relu broke in epoch 0; tanh broke in epoch 2."


def test_the_words_of_an_earlier_epoch_do_not_know_the_future() -> None:
    curves = [Curve("a b", 0, [3.0, 1.0, NAN]), Curve("c", 1, [2.0, 2.0, 2.0])]
    words = loss_curves(curves, 60, 15, cursor=1, last=2).words
    assert words == "Test loss after epoch 1 of 2: a b 1, c 2; a b is lowest."


def test_nobody_is_lowest_when_two_are_equal() -> None:
    assert "lowest" not in loss_curves([Curve("a", 0, [1.0]), Curve("b", 1, [1.0])], 60, 15).words


@pytest.mark.parametrize(("width", "height"), [(120, 36), (76, 11), (58, 15), (40, 8)])
def test_every_line_is_named_and_marked(width: int, height: int) -> None:
    plain = loss_curves(RACE, width, height, last=60, mark=1).plain()
    for curve in RACE:
        assert f"{SERIES[curve.index].marker} {curve.label}" in plain
        assert plain.count(SERIES[curve.index].marker) >= 2


def test_the_pick_stands_out_without_color() -> None:
    assert "▶■ linear" in loss_curves(RACE, 60, 15, mark=1).plain()


def test_a_run_that_broke_is_marked_where_its_line_ends() -> None:
    curves = [Curve("relu", 0, [1.0, 1.2, NAN]), Curve("tanh", 1, np.linspace(1, 0.1, 30))]
    rows = loss_curves(curves, 60, 15).plain().splitlines()
    assert any("✕ diverged" in row and row.index("✕") < 10 for row in rows)
    assert any("relu ✕" in row for row in rows)


def test_one_explosion_does_not_flatten_the_other_lines() -> None:
    curves = [Curve("bad", 0, [1.0, 1e6, 1e12, NAN]), Curve("good", 1, np.linspace(1.0, 0.2, 30))]
    plain = loss_curves(curves, 60, 15).plain()
    assert "1e" not in plain
    assert "2┤" in plain


def test_a_growing_line_does_not_move_what_is_already_drawn() -> None:
    values = np.geomspace(2.0, 0.1, 61)
    early = loss_curves([Curve("a", 0, values[:20])], 80, 20, last=60).plain().splitlines()
    late = loss_curves([Curve("a", 0, values)], 80, 20, last=60).plain().splitlines()
    assert [row[:20] for row in early] == [row[:20] for row in late]


def test_a_log_axis_counts_in_powers_of_ten() -> None:
    plain = loss_curves([Curve("a", 0, np.geomspace(3, 0.005, 50))], 60, 20, log=True).plain()
    assert {"1┤", "0.1┤", "0.01┤"} <= {row.split("┤")[0].strip() + "┤" for row in plain.splitlines()}


def test_the_cursor_shows_its_epoch_on_the_axis() -> None:
    rows = loss_curves(RACE, 80, 20, last=60, cursor=23).plain().splitlines()
    assert "23" in rows[-1]
    assert sum("┊" in row for row in rows) > 10


def test_a_close_look_shows_the_latest_quarter_at_its_own_height() -> None:
    values = np.linspace(5.0, 1.0, 61)
    far = loss_curves([Curve("a", 0, values)], 60, 15, last=60).plain().splitlines()
    near = loss_curves([Curve("a", 0, values)], 60, 15, last=60, recent=True).plain().splitlines()
    assert far[-1].split("─")[0].endswith("0")
    assert near[-1].split("─")[0].endswith("45")
    assert "60" in near[-1]
    numbers = [float(row.split("┤")[0]) for row in near if "┤" in row]
    assert numbers
    assert min(numbers) >= 0.9
    assert max(numbers) <= 2.1


def test_a_close_look_is_fitted_to_the_lines_that_stay_and_says_which_are_above() -> None:
    curves = [Curve("low", 0, np.linspace(0.3, 0.1, 61)), Curve("mid", 1, np.linspace(0.4, 0.15, 61))]
    plain = loss_curves([*curves, Curve("high", 2, np.full(61, 2.0))], 60, 15, last=60, recent=True).plain()
    numbers = [float(row.split("┤")[0]) for row in plain.splitlines() if "┤" in row]
    assert max(numbers) <= 0.25
    assert "high ↑" in plain


def test_a_close_look_knows_a_log_axis_the_cursor_and_what_is_pinned() -> None:
    now, before = Curve("now", 0, np.geomspace(1.0, 1e-3, 41)), Curve("before", 1, np.geomspace(1.0, 1e-4, 61))
    picture = loss_curves([now], 80, 20, pinned=[before], log=True, recent=True, cursor=40, last=60)
    rows = picture.plain().splitlines()
    assert "40" in rows[-1]
    assert "60" not in rows[-1]
    assert sum("┊" in row for row in rows) > 5
    assert {row.split("┤")[0].strip() for row in rows if "┤" in row} <= {"0.01", "0.005", "0.002", "0.001"}
    assert "■ before (pinned)" in picture.plain()


def test_a_close_look_at_the_very_first_epochs_shows_them_all() -> None:
    for epochs in (1, 2, 5):
        rows = loss_curves([Curve("a", 0, np.linspace(1.0, 0.5, epochs))], 60, 15, recent=True).plain().splitlines()
        assert rows[-1].strip().startswith("└0")


def test_a_run_that_ended_before_the_close_look_is_still_named() -> None:
    curves = [Curve("long", 0, np.linspace(1.0, 0.5, 61)), Curve("short", 1, [2.0, 1.5, NAN])]
    plain = loss_curves(curves, 60, 15, recent=True).plain()
    assert "■ short ✕" in plain
    assert plain.count("■") == 1


def test_the_axis_reaches_to_the_end_of_a_longer_pinned_run_and_back() -> None:
    long, short = Curve("long", 0, np.linspace(1.0, 0.5, 101)), Curve("short", 1, np.linspace(1.0, 0.5, 21))
    assert "100" in loss_curves([short], 60, 15, pinned=[long], last=20).plain().splitlines()[-1]
    assert "100" not in loss_curves([short], 60, 15, last=20).plain().splitlines()[-1]


def test_names_of_pinned_runs_leave_the_room_to_the_others() -> None:
    low = loss_curves(RACE, 60, 6, pinned=RACE, last=60).plain()
    assert "pinned" not in low
    assert all(curve.label in low for curve in RACE)
    assert loss_curves(RACE, 60, 16, pinned=RACE, last=60).plain().count("(pinned)") == len(RACE)


def test_what_is_pinned_is_fainter_than_its_like_and_does_not_hide_it() -> None:
    picture = loss_curves([RACE[0]], 60, 15, pinned=[RACE[0]])
    colors = {str(span.style) for row in picture.rows for span in row.spans}
    assert any(color(0).lower() in style for style in colors)
    assert any(faint(0).lower() in style for style in colors)
    assert faint(0) != color(0)
    alone = loss_curves([RACE[0]], 60, 15, pinned=[Curve("softplus (pinned)", 0, [])])
    assert picture.plain().count("●") == alone.plain().count("●")


def test_the_words_tell_how_pinned_runs_ended() -> None:
    pinned = [Curve("tanh", 1, [1.0, 0.25]), Curve("relu", 2, [1.0, NAN]), Curve("wild", 3, [1.0, 0.9], broke=True)]
    words = loss_curves([Curve("a", 0, [1.0])], 60, 15, pinned=pinned).words
    assert words.endswith(
        "pinned: tanh 0.25 after epoch 1; pinned: relu broke in epoch 1; pinned: wild broke in epoch 1."
    )


def test_values_with_epochs_left_out_stand_where_they_belong() -> None:
    whole = Curve("a", 0, np.linspace(1.0, 0.2, 61))
    every = np.arange(0, 61, 4)
    some = Curve("a", 0, np.asarray(whole.values)[every], epochs=every)
    drawn = [loss_curves([curve], 60, 15, last=60).plain() for curve in (some, whole)]
    marks = [[place for place, character in enumerate(each) if character == "●"] for each in drawn]
    assert marks[0] == marks[1]
    assert len(marks[0]) > 2
    assert (
        loss_curves([some], 60, 15, cursor=41, last=60).words == "Test loss after epoch 41 of 60: a 0.467 (epoch 40)."
    )


def test_a_ceiling_is_read_in_the_words_of_predictions() -> None:
    truth = np.linspace(40_000, 600_000, 50)
    series = [Scatter("sigmoid", 2, truth, np.full(50, 1e5)), Scatter("linear", 1, truth, truth - 60_000)]
    picture = predictions(series, 60, 20, unit="US$")
    assert picture.words == (
        "The truth runs from 40,000 to 600,000 US$: sigmoid says 100,000 every time; linear says -20,000 to 540,000."
    )
    assert "said, US$" in picture.plain()


def test_a_negative_answer_is_drawn_below_zero() -> None:
    truth = np.linspace(1.0, 6.0, 30)
    rows = predictions([Scatter("linear", 1, truth, truth - 2)], 60, 20).plain().splitlines()
    zero = next(place for place, row in enumerate(rows) if row.lstrip().startswith("0┤"))
    assert any("■" in row for row in rows[zero + 1 : -1])


@pytest.mark.parametrize("height", [8, 11, 15, 20, 30])
def test_a_line_stands_at_the_height_of_its_own_number(height: int) -> None:
    curves = [Curve("a", 0, [1.0] * 30), Curve("b", 1, [2.0] * 30), Curve("c", 2, [0.0] * 30)]
    rows = loss_curves(curves, 60, height).plain().splitlines()
    numbered = {row.split("┤")[0].strip().removesuffix(".0"): row for row in rows if "┤" in row}
    assert "● a" in numbered.get("1", "● a")
    assert "■ b" in numbered["2"]
    assert "▲ c" in numbered["0"]


def test_the_only_negative_answer_of_many_is_drawn() -> None:
    truth = np.linspace(1.0, 6.0, 1000)
    said = truth.copy()
    said[777] = -2.0
    rows = predictions([Scatter("linear", 1, truth, said)], 60, 20).plain().splitlines()
    zero = next(place for place, row in enumerate(rows) if row.lstrip().startswith("0┤"))
    assert any("■" in row for row in rows[zero + 1 : -1])


def test_options_that_share_cells_are_all_seen() -> None:
    truth = np.linspace(1.0, 6.0, 60)
    same = [Scatter(name, index, truth, np.ones(60)) for index, name in enumerate("abcd")]
    canvas = "".join(row[:-4] for row in predictions(same, 60, 12).plain().splitlines())
    for index in range(4):
        assert canvas.count(SERIES[index].marker) > 3


def test_open_and_shut_gates_differ_without_color() -> None:
    opened = np.array([[False, True], [False, False], [True, True]])
    rows = gates(opened, 40, 6, label="area", low=-1.0, high=1.0).plain().splitlines()
    cells = [row.split()[1] for row in rows[:3]]
    assert cells[0] == "·" * 16 + "▆" * 17 or cells[0].strip("·").strip("▆") == ""
    assert set(cells[1]) == {"·"}
    assert set(cells[2]) == {"▆"}
    assert [row.split()[-1] for row in rows[:4]] == ["50%", "0%", "100%", "open"]
    assert "area" in rows[3]


def test_gates_that_do_not_fit_are_counted() -> None:
    picture = gates(np.ones((16, 60), dtype=bool), 60, 9)
    assert "… and 9 more" in picture.plain()
    assert "16 gates" in picture.words


def test_an_activation_reads_out_value_and_slope_at_the_cursor() -> None:
    picture = activation(["sigmoid", "relu"], -8, 8, 0, 80, 24)
    assert picture.words == "At z = 0: sigmoid is 0.5 with slope 0.25; relu is 0 with slope 0."
    plain = picture.plain()
    for sign in ("● sigmoid", "○ sigmoid′", "■ relu", "□ relu′"):
        assert sign in plain


def test_a_slope_can_be_left_out() -> None:
    picture = activation(["tanh"], -4, 4, 1, 60, 15, slope=False)
    assert "′" not in picture.plain()
    assert "slope" not in picture.words


def test_a_fit_says_how_far_off_each_curve_is() -> None:
    x = np.linspace(-1, 1, 11)
    words = fit(x, 2 * x, x, [Curve("right", 0, 2 * x), Curve("shifted", 1, 2 * x + 0.5)], 60, 15).words
    assert words == ("Learned function over 11 points: right is off by 0 on average; shifted is off by 0.5 on average.")


def test_gradient_norms_name_first_and_last_layer() -> None:
    picture = norms([Curve("sigmoid", 0, [1e-5, 1e-3, 0.1])], 60, 12)
    assert picture.words == "Length of the gradient: sigmoid 1e-5 in the first layer, 0.1 in the last."
    assert picture.plain().count("●") == 4


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.06123, "0.0612"),
        (1.2, "1.2"),
        (1234.0, "1,230"),
        (625_000.0, "625,000"),
        (2.1e-5, "2.1e-5"),
        (0.0, "0"),
        (-50.0, "-50"),
        (999.96, "1,000"),
        (3e300, "3e300"),
        (NAN, "not a number"),
        (-INF, "minus infinity"),
    ],
)
def test_a_number_is_written_with_three_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(-1e12, 1e12), st.floats(1e-6, 1e12), st.integers(2, 8))
def test_ticks_are_few_distinct_and_inside(low: float, length: float, most: int) -> None:
    ticks = Scale.around(np.array([low, low + length])).ticks(most)
    assert len(ticks) <= most + 1
    assert len({text for _, text in ticks}) == len(ticks)
    assert all(-1e-6 <= share <= 1 + 1e-6 for share, _ in ticks)


@given(st.lists(st.floats(-1e6, 1e6) | st.just(NAN), min_size=1, max_size=600), st.integers(1, 60))
def test_thinning_keeps_every_peak_and_the_order(values: list[float], places: int) -> None:
    series = np.array(values)
    kept = thin(series, places)
    assert len(kept) <= 2 * places + 2
    assert (np.diff(kept) > 0).all()
    assert kept[0] == 0
    assert kept[-1] == len(values) - 1
    if np.isfinite(series).any():
        assert np.nanmin(series[kept]) == np.nanmin(series)
        assert np.nanmax(series[kept]) == np.nanmax(series)


@given(st.lists(st.floats(0, 29), max_size=30))
def test_labels_never_overlap_and_keep_their_order(wanted: list[float]) -> None:
    rows = spread(wanted, 30)
    assert len(set(rows)) == len(rows)
    assert all(0 <= row < 30 for row in rows)
    for (a, row_a), (b, row_b) in zip(pairs := list(zip(wanted, rows, strict=True)), pairs[1:], strict=False):
        assert (a < b) <= (row_a < row_b)


def test_a_label_with_room_stands_beside_its_line() -> None:
    assert spread([2.0, 9.0, 5.0], 12) == [2, 9, 5]


dots = st.lists(st.tuples(st.integers(-20, 70), st.integers(-20, 70)), min_size=1, max_size=12)


@given(st.lists(st.tuples(dots, st.booleans()), min_size=1, max_size=4))
def test_every_dot_of_every_line_is_drawn_and_knows_whose_it_is(
    lines: list[tuple[list[tuple[int, int]], bool]],
) -> None:
    width, height = 25, 13
    strokes = [Stroke(ink, *zip(*points, strict=True), joined) for ink, (points, joined) in enumerate(lines)]
    rows = draw(strokes, width, height)
    found = {(cell.column, row): cell for row, cells in enumerate(rows) for cell in cells}
    assert all(cell.inks for cell in found.values())
    for ink, (points, _) in enumerate(lines):
        for x, y in points:
            if 0 <= x < DOTS_ACROSS * width and 0 <= y < DOTS_DOWN * height:
                assert ink in found[x // DOTS_ACROSS, height - 1 - y // DOTS_DOWN].inks
