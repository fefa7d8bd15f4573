"""Makes the pictures of docs/gallery.md, and the page itself, from the program: `python docs/make_pictures.py [NAME…]`.

Each is an SVG of the real app after real key presses, dark and light, at 120×36 and at 80×24. The record is kept in
a temporary folder.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from itertools import product
from pathlib import Path

import svg
from shots import SHOTS, Shot
from textual.pilot import Pilot

from engine.frames import Status
from tutor.app import TutorApp
from tutor.course.catalog import Catalog
from tutor.record import Record
from tutor.widgets.explorer import ExplorerView
from tutor.widgets.race import Race

HERE = Path(__file__).parent
SIZES = ((120, 36), (80, 24))
THEMES = {"dark": "", "light": "-light"}
"""Each theme, and what it puts behind the name of a picture."""
WIDE = 100
"""From so many columns on, plots and words lie side by side."""


async def main(names: list[str]) -> None:
    """Take the pictures of these names, or all, and write the page that shows them."""
    (HERE / "pictures").mkdir(exist_ok=True)
    for shot, size, theme in product(SHOTS, SIZES, THEMES):
        if not names or shot.name in names:
            with tempfile.TemporaryDirectory() as home:
                await take(shot, size, theme, Path(home))
    (HERE / "gallery.md").write_text(page(), encoding="utf-8")


async def take(shot: Shot, size: tuple[int, int], theme: str, home: Path) -> None:
    """Open the app where the shot is, press its keys, and keep what is on the screen."""
    record = Record.open(home)
    record.prefer("theme", theme)
    if shot.place:
        record.reached(shot.id, shot.place)
    app = TutorApp(record, Catalog([shot.lesson]), shot.id or None)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        await press(pilot, shot.keys)
        if shot.race is not None:
            await race_to(pilot, shot.race)
        await trained(pilot)
        await press(pilot, shot.fold if size[0] < WIDE else "")
        await pilot.pause(0.3)
        rows = [list(strip) for strip in app.screen._compositor.render_strips()]
        picture = svg.draw(rows, size[0], app.theme_variables["background"])
        (HERE / file_of(shot.name, size, theme)).write_text(picture, encoding="utf-8")


async def race_to(pilot: Pilot[int], share: float) -> None:
    """Let the race run up to a share of its epochs and hold it there, or finish it."""
    race = pilot.app.screen.query_one(Race)
    if share < 1.0:
        while race.player.epoch < share * race.player.last:
            await pilot.pause(0.05)
        await press(pilot, "space l")
        return
    await press(pilot, "f")
    while not race.player.over:
        await pilot.pause(0.05)


async def trained(pilot: Pilot[int]) -> None:
    """Wait for the runs of an explorer, where there is one on the screen."""
    for view in pilot.app.screen.query(ExplorerView):
        while any(run.status is Status.TRAINING for run in view.scene.runs):
            await pilot.pause(0.05)


async def press(pilot: Pilot[int], keys: str) -> None:
    for key in keys.split():
        await pilot.press(key)
        await pilot.pause(0.3)


def file_of(name: str, size: tuple[int, int], theme: str) -> str:
    """Where a picture is kept, seen from this folder."""
    return f"pictures/{name}-{size[0]}x{size[1]}{THEMES[theme]}.svg"


def page() -> str:
    """The gallery: each picture at both sizes, in the theme of whoever reads it."""
    parts = [
        "# Gallery",
        "Every picture is the program itself, at 120×36 and at 80×24, in the dark or the light theme as your browser "
        "has it. `python docs/make_pictures.py` takes them all anew.",
    ]
    for shot in SHOTS:
        parts.append(f"## {shot.name.capitalize()}\n\n{shot.caption}")
        parts += [_picture(shot, size) for size in SIZES]
    return "\n\n".join(parts) + "\n"


def _picture(shot: Shot, size: tuple[int, int]) -> str:
    dark, light = (file_of(shot.name, size, theme) for theme in ("dark", "light"))
    return (
        f'<picture><source media="(prefers-color-scheme: light)" srcset="{light}">'
        f'<img src="{dark}" alt="{shot.caption} {size[0]}×{size[1]}" width="{size[0] * 8}"></picture>'
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
