"""The activation explorer: values and slopes at the cursor, products of slopes, and no two lines that look alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Offset

from engine.activations import ACTIVATIONS
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, said
from tutor.course.model import Explore, Place
from tutor.explorers import ActivationScene
from tutor.numbers import short
from tutor.widgets.dial_list import DialList

FREE = ActivationScene.free()


@given(st.integers(-40, 40), st.integers(0, 12))
def test_the_readout_is_the_engine_s_own(cursor: int, depth: int) -> None:
    scene = FREE.turned("cursor", cursor).turned("depth", depth)
    value, slope = ACTIVATIONS["sigmoid"].at(scene.cursor)
    read = [short(value), short(slope), *[short(slope**scene.depth)] * (scene.depth > 1)]
    assert f"sigmoid {' '.join(read)}" in told(scene.readout(dark=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12), st.integers(-40, 40), st.integers(0, 12), st.data())
def test_whatever_is_shown_can_be_drawn_at_any_size(keys: list[int], by: int, depth: int, data: st.DataObject) -> None:
    scene = FREE.turned("cursor", by).turned("depth", depth)
    for key in keys:
        scene = scene.toggled(key)
    scene = scene.pressed("slope") if data.draw(st.booleans()) else scene
    assert len(set(scene.looks)) == len(scene.shown) >= 1
    width, height = data.draw(st.integers(0, 130)), data.draw(st.integers(0, 50))
    assert everything(scene, width, height, dark=data.draw(st.booleans()))


def test_six_sigmoids_leave_less_than_a_thousandth() -> None:
    scene = FREE.turned("depth", 5)
    assert "sigmoid 0.25 in the first layer, 0.000244 in the last" in everything(scene, 60, 12)


def test_a_lesson_chooses_the_axis_and_how_the_dials_stand() -> None:
    opening = {"cursor": "1.1", "depth": "6", "show": "value"}
    explore = Explore("e", "activation", opening, ("Look.",), Place(1), ("tanh", "relu"), (-2.0, 3.0))
    scene = ActivationScene.opened(explore)
    assert (scene.cursor, scene.depth, scene.slope, scene.shown) == (1.1, 6, False, ("tanh", "relu"))
    assert (scene.turned("cursor", 99).cursor, scene.turned("cursor", -99).cursor) == (3.0, -2.0)
    assert scene.turned("cursor", 5).homed("cursor").cursor == 1.1
    assert scene.tries == ("Look.",)


@pytest.mark.parametrize("span", [(0.0, 1e-3), (-1e5, 1e5), (2.0, 3.0)])
def test_the_cursor_has_a_step_that_suits_the_axis(span: tuple[float, float]) -> None:
    scene = ActivationScene.opened(Explore("e", "activation", {}, (), Place(1), ("tanh",), span))
    assert 15 < len(scene["cursor"].values) < 500
    assert span[0] <= scene.cursor <= span[1]
    assert everything(scene, 60, 20)


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "activation", size) as pilot:
        await pilot.press("shift+right", "right")
        assert "at z = 1.25" in said(pilot, "#readout")
        await pilot.press("0", "down", "right", "right")
        assert scene_on(pilot)["depth"].value == "3"
        assert "slope^3" in said(pilot, "#readout")
        await pilot.press("up", "left", "6", "7", "s")
        scene = scene_on(pilot)
        assert isinstance(scene, ActivationScene)
        assert (scene.cursor, scene.shown, scene.slope) == (-0.25, ("relu", "tanh"), False)
        await pilot.press("v", "w")
        assert "Product of the slopes" in said(pilot, "#readout")
        await pilot.press("w")
        assert "at z" in said(pilot, "#readout")
        await pilot.press("escape", "escape")
        assert pilot.app.screen.query("Lessons")


async def test_the_mouse_turns_dials_and_chooses_them(tmp_path: Path) -> None:
    async with exploring(tmp_path, "activation") as pilot:
        dials = pilot.app.screen.query_one(DialList)
        row = next(y for y in range(dials.size.height) if "layers" in dials.render_line(y).text)
        arrow = dials.render_line(row).text.index("▸")
        await pilot.click(DialList, Offset(arrow, row))
        assert scene_on(pilot)["depth"].value == "2"
        await pilot.click(DialList, Offset(dials.render_line(row).text.index("◂"), row))
        assert scene_on(pilot)["depth"].value == "1"
        await pilot.click(DialList, Offset(2, row))
        await pilot.press("right")
        assert scene_on(pilot)["depth"].value == "2"
