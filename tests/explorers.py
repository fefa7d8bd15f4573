"""What the tests of every explorer need: what a scene tells, all it shows at a size, and the screen it stands on."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console, RenderableType
from textual.pilot import Pilot

from tests.test_app import playing, until
from tutor.explorers import SCENES, Scene
from tutor.screens.explorer import ExplorerScreen
from tutor.widgets.explorer import ExplorerView


def told(shows: RenderableType, width: int = 60) -> str:
    """What stands there, in one line."""
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(shows)
    return " ".join(console.export_text().split())


def everything(scene: Scene, width: int, height: int, dark: bool = True) -> str:
    """All panels and the readout, each picture held to its size; the pictures' sentences come last."""
    shown, words = [], []
    for panel in scene.panels(dark):
        if (draw := panel.draw) is None:
            shown.append(told(panel.shows, max(width, 1)))  # type: ignore[arg-type]
            continue
        picture = draw(width, height)
        assert len(picture.rows) == height
        assert all(row.cell_len == width for row in picture.rows)
        assert picture.words
        shown.append(picture.plain())
        words.append(picture.words)
    return "\n".join([*shown, told(scene.readout(dark)), *words])


@asynccontextmanager
async def exploring(home: Path, kind: str, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[int]]:
    """The explorer of a kind, opened from the map by keys."""
    async with playing(home, size, lesson=None) as pilot:
        await pilot.press("e", *["down"] * list(SCENES).index(kind), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorerScreen))
        await pilot.pause()
        yield pilot


def scene_on(pilot: Pilot[int]) -> Scene:
    """The scene that is on the screen."""
    return pilot.app.screen.query_one(ExplorerView).scene
