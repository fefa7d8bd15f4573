"""An explorer in line mode: its pictures with their sentences, its numbers, and dials that are turned by typing."""

from __future__ import annotations

from rich.table import Table

from tutor.course.dials import Dial
from tutor.course.numbers import read_number
from tutor.explorers import Scene
from tutor.plain.chain import Linking
from tutor.plain.race import HEIGHT, WIDEST
from tutor.plain.replies import Wish, read_wish
from tutor.plain.turns import say_help
from tutor.plain.voice import Voice

FILL = "fill"
"""What is typed to fill in the chain of a scene."""


def explore(scene: Scene, voice: Voice) -> Wish:
    """Show the scene, and another for every dial that is turned; return where the learner goes next."""
    _show(scene, voice)
    voice.prose("\n".join(f"- {line}" for line in scene.tries))
    voice.say()
    while True:
        line = voice.ask(f"{_example(scene)}, or enter to go on")
        if line.strip() == FILL and (chain := scene.chain) is not None:
            if (wish := Linking("", chain, voice, None)()) in (Wish.QUIT, Wish.BACK):
                return wish
            _show(scene, voice)
            continue
        if turned := _turned(scene, line):
            scene = turned
            _show(scene, voice)
            continue
        match read_wish(line):
            case Wish.GO_ON | Wish.NEXT:
                return Wish.GO_ON
            case Wish.BACK | Wish.QUIT as wish:
                return wish
            case Wish.HELP:
                voice.say(_dials(scene))
                voice.say(_others(scene))
                say_help(voice)
            case _:
                voice.say(
                    _beyond(scene, line) or f"Type {_example(scene)}, ? for what can be turned, or enter to go on."
                )


def _show(scene: Scene, voice: Voice) -> None:
    for run in scene.runs:
        run.finish()
    for panel in scene.panels(dark=True):
        voice.say(panel.caption)
        if (draw := panel.draw) is not None:
            voice.show(draw(min(voice.width, WIDEST), HEIGHT))
        else:
            voice.say(panel.shows, width=min(voice.width, WIDEST))  # type: ignore[arg-type]
            voice.say()
    voice.say(scene.readout(dark=True))
    voice.say()


def _turned(scene: Scene, line: str) -> Scene | None:
    """The scene after what was typed: a dial and its value, a value of the first dial, a line's number or a verb."""
    named, value = _named(scene, line)
    if named and (dial := named.set(value)):
        return scene.with_dial(dial)
    if line.strip() in scene.presses:
        return scene.pressed(line.strip())
    for place, switch in enumerate(scene.switches):
        if line.strip() == switch:
            return scene.toggled(place)
    if scene.dials and read_number(line) is not None and (dial := scene.dials[0].set(line.strip())):
        return scene.with_dial(dial)
    return None


def _named(scene: Scene, line: str) -> tuple[Dial | None, str]:
    """The dial whose name or label the line begins with, and what is typed behind it; a label may be several words."""
    words = " ".join(line.split())
    for dial in scene.dials:
        for name in (dial.name, dial.label):
            if words.startswith(f"{name} "):
                return dial, words[len(name) + 1 :]
    return None, ""


def _beyond(scene: Scene, line: str) -> str:
    """What a dial can be, where its name was typed with another value or a number alone does not fit the first."""
    named, _ = _named(scene, line)
    if named is None and scene.dials and scene.dials[0].numeric and read_number(line) is not None:
        named = scene.dials[0]
    return f"{named.label} can be {named.expected}." if named else ""


def _example(scene: Scene) -> str:
    """What may be typed to turn the first dial."""
    if not scene.dials:
        return "enter"
    first = scene.dials[0]
    return f"{first.label}, {first.expected}" if first.numeric else f"'{first.label} {first.turned(1).value}'"


def _dials(scene: Scene) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for dial in scene.dials:
        table.add_row(f"  {dial.label}", dial.value, f"can be {dial.expected}")
    return table


def _others(scene: Scene) -> str:
    lines = [f"  {word}: shows or hides it" for word in (*scene.presses, *scene.switches)]
    lines += [f"  {FILL}: fill the factors in yourself"] * (scene.chain is not None)
    return "\n".join(lines)
