"""Makes the pictures of the README from the program itself: `python docs/make_pictures.py`.

Each is an SVG of the real app after real key presses, at 120×36 and at 80×24. The record is kept in a temporary folder.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from pathlib import Path

import svg
from textual.pilot import Pilot

from tutor.app import TutorApp
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.widgets.race import Race

HERE = Path(__file__).parent / "pictures"
SIZES = ((120, 36), (80, 24))
HOUSES = "price_output"


async def main() -> None:
    HERE.mkdir(exist_ok=True)
    for size in SIZES:
        for theme in ("dark", "light"):
            with tempfile.TemporaryDirectory() as home:
                record = Record.open(Path(home))
                record.prefer("theme", theme)
                record.reached("last_layer", HOUSES)
                await shoot(TutorApp(record, Catalog()), size, theme)


async def shoot(app: TutorApp, size: tuple[int, int], theme: str) -> None:
    """Take the map, the question, the race in its middle, and the feedback."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        save(app, "map", size, theme)
        await press(pilot, ["enter"])
        save(app, "question", size, theme)
        await press(pilot, ["2", "s"])
        race = app.screen.query_one(Race)
        while race.player.epoch < race.player.last // 2:
            await pilot.pause(0.05)
        await press(pilot, ["space", "l"])
        save(app, "race", size, theme)
        await press(pilot, ["f"])
        while not race.player.over:
            await pilot.pause(0.05)
        assert isinstance(app.screen, LessonScreen)
        if size[0] < 100:
            await press(pilot, ["enter"])
        await pilot.pause(0.3)
        save(app, "feedback", size, theme)


async def press(pilot: Pilot[int], keys: Iterable[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.3)


def save(app: TutorApp, name: str, size: tuple[int, int], theme: str) -> None:
    width, height = size
    rows = [list(strip) for strip in app.screen._compositor.render_strips()]
    suffix = "" if theme == "dark" else "-light"
    picture = svg.draw(rows, width, app.theme_variables["background"])
    (HERE / f"{name}-{width}x{height}{suffix}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
