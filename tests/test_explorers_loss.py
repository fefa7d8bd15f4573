"""The loss explorer: numbers at the cursor, the product written out, what cancels, and the confident mistake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.probes.output_loss import OutputLoss
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, said
from tutor.course.model import Explore, Place
from tutor.explorers.loss import LossScene
from tutor.explorers.loss_told import factors, reason, verdict
from tutor.numbers import short

FREE = LossScene.free()
DIALS = [dial.name for dial in FREE.dials]


def standing(**dials: str) -> LossScene:
    """The explorer as a lesson opens it."""
    return LossScene.opened(Explore("e", "loss", dials, (), Place(1)))


@settings(deadline=None)
@given(st.integers(-40, 40), st.integers(-9, 9), st.integers(0, 5), st.integers(0, 7))
def test_the_readout_has_the_engine_s_numbers(cursor: int, truth: int, output: int, name: int) -> None:
    scene = FREE.turned("cursor", cursor).turned("truth", truth).turned("output", output).turned("loss", name)
    columns = [factors(loss, scene.z) for loss in scene.losses]
    readout = told(scene.readout(dark=True), 80)
    for row, numbers in zip(("L", "dL/dŷ", "· dŷ/dz", "= dL/dz"), zip(*columns, strict=True), strict=True):
        assert f"{row} {' '.join(map(short, numbers))}" in readout


@settings(deadline=None)
@given(st.floats(-8.0, 8.0))
def test_the_factors_multiply_to_the_slope(z: float) -> None:
    for output, name in (("sigmoid", "bce"), ("sigmoid", "mse"), ("softmax", "cce"), ("tanh", "huber")):
        _, by_answer, bend, by_sum = factors(OutputLoss(output, name, 1.0), z)
        assert by_answer * bend == pytest.approx(by_sum, abs=1e-12)


def test_sure_and_wrong_bce_keeps_its_slope_and_mse_loses_it() -> None:
    scene = FREE.pressed("mistake")
    assert scene.z == -6
    readout = told(scene.readout(dark=True), 80)
    assert "bce cancels: dL/dz = ŷ − y" in readout
    assert "mse: dŷ/dz stays a factor" in readout
    assert "L 6.00, dL/dz -0.998 (99.8 % of max)" in readout
    assert "L 0.995, dL/dz -0.00492 (1.7 % of max)" in readout
    assert standing(truth="0").pressed("mistake").z == 6
    assert standing(output="relu").mistake == -6


def test_the_product_is_written_out_with_formulas_and_numbers() -> None:
    shown = everything(standing(cursor="-6"), 76, 12)
    assert "a = sigmoid of z, for the truth 1 = 0.00247" in shown
    assert "dL/da = (1 − y) / (1 − a) − y / a = -404" in shown
    assert "da/dz = a · (1 − a) = 0.00247" in shown
    assert "dL/dz = (-404) · 0.00247 = -0.998" in shown
    assert "ŷ − y = 0.00247 − 1.00 = -0.998" in shown
    shown = everything(standing(cursor="-6", output="softmax", loss="cce"), 90, 12)
    assert "dL/dz = (-404) · 0.00247 + 0 · (-0.00247) = -0.998" in shown
    assert "a₂ = softmax of 0 beside z, for the truth 0" in shown


@pytest.mark.parametrize(
    ("loss", "z", "one", "more"),
    [
        (("linear", "bce", 1.0), -0.4, "bce is undefined: the log of -0.4", "there is no such number"),
        (("relu", "bce", 1.0), -2.0, "bce is infinite: the log of 0", "the loss is infinite"),
        (("linear", "bce", 0.0), 1.5, "bce is undefined: the log of -0.5", "there is no such number"),
        (("sigmoid", "bce", 1.0), -2.0, "bce cancels: dL/dz = ŷ − y", "places from z = -8 to 8"),
        (("softmax", "bce", 1.0), -2.0, "bce cancels: dL/dz = 2 · (ŷ − y)", "It cancels"),
        (("linear", "mse", 2.0), -2.0, "mse: dL/dŷ is 2 · (ŷ − y) already", "nothing left to cancel"),
        (("linear", "bce_logits", 1.0), -2.0, "dL/dŷ is p − y already", "where p is the sigmoid of ŷ"),
        (("sigmoid", "bce_logits", 1.0), -2.0, "dŷ/dz stays a factor", "Nothing cancels"),
        (("sigmoid", "cce", 0.0), -2.0, "dL/dz is 0 wherever z is", "nothing is learned"),
        (("linear", "mae", 1.0), -2.0, "dŷ/dz is 1 at every z", "the loss's own slope"),
        (("sigmoid", "bce", 2.0), 3.0, "cancels", "bce expects answers between 0 and 1, truths 0 or 1"),
        (("sigmoid", "mse", 3.0), 3.0, "stays a factor", "The truth 3 is out of reach: sigmoid says 0 to 1.00"),
    ],
)
def test_every_kind_of_pair_is_told_by_its_numbers(loss: tuple[str, str, float], z: float, one: str, more: str) -> None:
    assert one in verdict(OutputLoss(*loss), z)
    assert more in reason(OutputLoss(*loss), z)


def test_the_pictures_say_the_numbers_and_mark_the_mistake() -> None:
    shown = everything(standing(cursor="2"), 76, 16)
    assert "At z = 2, for the truth 1: bce is 0.127 with dL/dz -0.119; mse is 0.0142 with dL/dz -0.025." in shown
    assert "At ŷ = 0.881, for the truth 1: bce is 0.127 with dL/dŷ -1.14" in shown
    assert "✗ the confident mistake" in shown
    assert "dL/dz -0.119" not in everything(standing(cursor="2").pressed("slope"), 76, 16)[-200:]


def test_one_loss_stands_alone_when_nothing_is_beside_it() -> None:
    assert [loss.loss for loss in standing(beside="none").losses] == ["bce"]
    assert [loss.loss for loss in standing(loss="mse", beside="mse").losses] == ["mse"]
    assert len(standing(beside="none").panels(True)) == 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DIALS), st.integers(-40, 40)), max_size=12), st.data())
def test_every_position_can_be_drawn_at_any_size(turns: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = FREE
    for name, by in turns:
        scene = scene.turned(name, by)
    for verb in data.draw(st.lists(st.sampled_from(scene.presses), max_size=2)):
        scene = scene.pressed(verb)
    width, height = data.draw(st.integers(0, 200)), data.draw(st.integers(0, 60))
    assert everything(scene, width, height, dark=data.draw(st.booleans()))


def test_the_lines_of_both_losses_are_apart_where_they_are() -> None:
    (over_z, _, *_) = FREE.panels(True)
    draw = over_z.draw
    assert draw is not None
    picture = draw(90, 30)
    for marker in "●■○□":
        assert marker in picture.plain()
    values = [loss.values(loss.answers(np.array([-6.0])))[0] for loss in FREE.losses]
    assert values[0] > 5 * values[1]


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "loss", size) as pilot:
        await pilot.press("shift+right", "right")
        assert scene_on(pilot)["cursor"].value == "1.25"
        await pilot.press("m")
        assert "-0.00492" in said(pilot, "#readout")
        await pilot.press("down", "left", "left", "m")
        scene = scene_on(pilot)
        assert (scene["truth"].value, scene["cursor"].value) == ("0", "6")
        await pilot.press("down", "right", "down", "right", "down", "left", "s")
        scene = scene_on(pilot)
        assert isinstance(scene, LossScene)
        assert [scene[name].value for name in ("output", "loss", "beside")] == ["tanh", "cce", "none"]
        assert not scene.slope
        await pilot.press("w")
        assert "At z = 6" in said(pilot, "#readout")
        await pilot.press("w", "0", "v", "v", "v")
        assert scene_on(pilot)["beside"].value == "mse"
        await pilot.press("escape", "escape")
        assert pilot.app.screen.query("Lessons")
