"""The activation explorer in line mode: a picture, a table, and any z that the learner types."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rich.console import Group
from rich.table import Table

from engine.activations import ACTIVATIONS
from tutor import plot
from tutor.course.model import Explore
from tutor.course.numbers import read_number
from tutor.numbers import short
from tutor.plain.race import HEIGHT, WIDEST
from tutor.plain.replies import Wish, read_wish
from tutor.plain.turns import say_help
from tutor.plain.voice import Voice

POINTS = 5


def explore(step: Explore, voice: Voice) -> Wish:
    """Show the functions, answer for every z typed, and return where the learner goes next."""
    width = min(voice.width, WIDEST)
    slope = "slope" in step.show
    voice.show(plot.activation(step.functions, step.low, step.high, step.cursor, width, HEIGHT, slope=slope))
    voice.say(readings(step, [*np.linspace(step.low, step.high, POINTS).tolist(), step.cursor]))
    voice.say()
    voice.prose("\n".join(f"- {line}" for line in step.tries))
    voice.say()
    while True:
        line = voice.ask("z, or enter to go on")
        wish = read_wish(line)
        z = read_number(line)
        if z is not None:
            voice.say(readings(step, [z]))
            continue
        match wish:
            case Wish.GO_ON | Wish.NEXT:
                return Wish.GO_ON
            case Wish.BACK | Wish.QUIT:
                return wish
            case Wish.HELP:
                voice.say("  a number reads the functions at that z")
                say_help(voice)
            case _:
                voice.say("Type a number such as -2.5, or enter to go on.")


def readings(step: Explore, points: Iterable[float]) -> Group:
    """For each part that is shown, value or slope: a row for each point, a column for each function."""
    parts = [part for part in ("value", "slope") if part in step.show] or ["value"]
    return Group(*(_table(step, part, sorted(set(points))) for part in parts))


def _table(step: Explore, part: str, points: Iterable[float]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    for name in (part, "z", *step.functions):
        table.add_column(justify="left" if name == part else "right", no_wrap=True)
    table.add_row(part, "z", *step.functions)
    for z in points:
        table.add_row("", short(z), *(short(_read(name, part, z)) for name in step.functions))
    return table


def _read(name: str, part: str, z: float) -> float:
    activation = ACTIVATIONS[name]
    with np.errstate(all="ignore"):
        read = activation.function if part == "value" else activation.slope
        return float(read(np.array([z]))[0])
