"""A walk through every explorer, once by keyboard alone and once by mouse alone, and back to the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from tests.explorers import scene_on
from tests.test_app import both_sizes, keys, playing, said, shown, until
from tutor.course.dials import Dial
from tutor.explorers import SCENES
from tutor.screens.explorer import ExplorerScreen, ExplorersScreen, Instruments
from tutor.screens.map import MapScreen
from tutor.widgets.bars import KeyBar
from tutor.widgets.dial_list import DialList
from tutor.widgets.explorer import ExplorerView

every_kind = pytest.mark.parametrize("kind", list(SCENES))


def dial(pilot: Pilot[int], name: str) -> Dial | None:
    """A dial as it stands; None when it has gone with what another one says."""
    return next((each for each in scene_on(pilot).dials if each.name == name), None)


def turned(before: Dial, after: Dial | None, by: int) -> bool:
    """Whether a dial stands where turning takes it, or has changed with its neighbors."""
    return after is None or after.values != before.values or after.at == before.turned(by).at


@both_sizes
@every_kind
async def test_by_keyboard(tmp_path: Path, size: tuple[int, int], kind: str) -> None:
    async with playing(tmp_path, size, lesson=None) as pilot:
        await pilot.press("e", *["down"] * list(SCENES).index(kind), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorerScreen))
        view = pilot.app.screen.query_one(ExplorerView)
        assert view.has_focus
        for place in range(len(scene_on(pilot).dials)):
            if place >= len(scene_on(pilot).dials):
                break
            before = scene_on(pilot).dials[place]
            assert view.chosen == place
            await pilot.press("right")
            assert turned(before, dial(pilot, before.name), 1), before.name
            await pilot.press("left", "0", "down")
        if "view" in keys(pilot):
            captions = set()
            for _ in range(len(scene_on(pilot).panels(True))):
                captions.add(shown(pilot, "PanelView .caption"))
                await pilot.press("v")
            assert len(captions) == len(scene_on(pilot).panels(True))
        side = pilot.app.screen.query_one("#side")
        if side.max_scroll_y:
            await until(pilot, lambda: "more" in keys(pilot), 2000)
            await pilot.press("pagedown")
            assert side.scroll_offset.y > 0
            await pilot.press("pageup")
            assert side.scroll_offset.y == 0
        numbers = said(pilot, "#readout")
        await pilot.press("w")
        words = said(pilot, "#readout")
        await pilot.press("w")
        assert said(pilot, "#readout") == numbers or scene_on(pilot).runs
        assert words
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorersScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))


async def click_key(pilot: Pilot[int], name: str) -> None:
    """Click a key in the bar at the bottom."""
    bar = pilot.app.screen.query_one(KeyBar)
    at = shown(pilot, "KeyBar").index(name)
    await pilot.click(bar, offset=(at, 0))


@every_kind
async def test_by_mouse(tmp_path: Path, kind: str) -> None:
    async with playing(tmp_path, lesson=None) as pilot:
        await click_key(pilot, "explorers")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorersScreen))
        row = list(SCENES).index(kind)
        await pilot.click(Instruments, offset=(4, row + 1))
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorerScreen))
        for place in range(len(scene_on(pilot).dials)):
            if place >= len(scene_on(pilot).dials):
                break
            before = scene_on(pilot).dials[place]
            listed = pilot.app.screen.query_one(DialList)
            listed.scroll_visible(animate=False)
            line = listed.render_line(place).text
            by, arrow = (1, "▸") if before.at < len(before.values) - 1 else (-1, "◂")
            await pilot.click(DialList, Offset(line.index(arrow), place))
            assert turned(before, dial(pilot, before.name), by), before.name
        await click_key(pilot, "map")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorersScreen))
        await click_key(pilot, "map")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
