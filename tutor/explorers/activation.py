"""The activation explorer: functions and their slopes, a cursor to read both off, and what many slopes multiply to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.activations import ACTIVATIONS
from engine.experiment import Experiment
from tutor import palette, plot
from tutor.course.dials import Dial
from tutor.course.model import Explore
from tutor.course.openings import ELEMENTWISE, OPENINGS
from tutor.explorers.scene import Panel, Scene, opened
from tutor.numbers import short

PRODUCT = "Product of the slopes"
STEP = 0.25
"""How far one key press moves the cursor."""


@dataclass(frozen=True)
class ActivationScene(Scene):
    """Plots `functions` from z = `low` to `high`, those switched on; `slope` says whether slopes are drawn."""

    kind: ClassVar[str] = "activation"
    title: ClassVar[str] = "Activations and their slopes"
    about: ClassVar[str] = (
        "f and f′ side by side, a cursor to read both, and what the slopes of many layers multiply to."
    )
    presses: ClassVar[tuple[str, ...]] = ("slope",)

    prompts: ClassVar[tuple[str, ...]] = (
        "Put the cursor on 0 and read the sigmoid's slope. Is there a steeper place?",
        "Move to z = 4. How much of each slope is left?",
        "Turn *layers* to 6 with the cursor on 1. How much of a gradient gets through six sigmoids?",
    )

    functions: tuple[str, ...] = ELEMENTWISE
    low: float = -8.0
    high: float = 8.0
    slope: bool = True

    @classmethod
    def free(cls) -> Self:
        """The explorer outside lessons: every activation that bends, two of them shown at first."""
        bent = tuple(name for name in ELEMENTWISE if name != "linear")
        shown = frozenset(map(bent.index, ("relu", "sigmoid")))
        return cls(OPENINGS[cls.kind].dials, cls.prompts, shown, None, bent)

    @classmethod
    def opened(cls, explore: Explore, experiment: Experiment | None = None) -> Self:
        low, high = explore.span
        cursor, depth = OPENINGS[cls.kind].dials
        cursor = Dial.numbers(cursor.name, cursor.label, low, high, _step(low, high), min(max(0.0, low), high))
        dials = opened((cursor, depth), explore)
        everything = frozenset(range(len(explore.functions)))
        slope = "slope" in explore.opening.get("show", "slope")
        return cls(dials, explore.tries, everything, experiment, explore.functions, low, high, slope)

    @property
    def cursor(self) -> float:
        return self["cursor"].number

    @property
    def depth(self) -> int:
        return int(self["depth"].number)

    @property
    def switches(self) -> tuple[str, ...]:
        return self.functions

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(name for place, name in enumerate(self.functions) if place in self.switched)

    @property
    def looks(self) -> tuple[int, ...]:
        """For each function shown, which color and marker it has: that of its number, or the next that is free."""
        taken: list[int] = []
        for place in sorted(self.switched):
            look = place % len(palette.SERIES)
            while look in taken:
                look = (look + 1) % len(palette.SERIES)
            taken.append(look)
        return tuple(taken)

    def toggled(self, place: int) -> Self:
        """As many can be shown as there are colors and markers."""
        full = len(self.switched) == len(palette.SERIES) and place not in self.switched
        return self if full else super().toggled(place)

    def pressed(self, verb: str) -> Self:
        return replace(self, slope=not self.slope) if verb == "slope" else super().pressed(verb)

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        looks = self.looks
        curves = Panel(
            f"f(z){' and, dotted, its slope' if self.slope else ''}",
            lambda width, height: plot.activation(
                self.shown,
                self.low,
                self.high,
                self.cursor,
                width,
                height,
                slope=self.slope,
                tangent=self.slope and len(looks) == 1,
                places=looks,
                dark=dark,
            ),
        )
        if self.depth == 1:
            return (curves,)
        products = [
            plot.Curve(name, look, _products(self._read(name)[1], self.depth))
            for look, name in zip(looks, self.shown, strict=True)
        ]
        caption = f"what {self.depth} slopes in a row multiply to, z = {self.cursor:g} in every layer"
        return (
            curves,
            Panel(caption, lambda width, height: plot.norms(products, width, height, what=PRODUCT, dark=dark)),
        )

    def readout(self, dark: bool) -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        head = ["value", *["slope"] * self.slope, *[f"slope^{self.depth}"] * (self.depth > 1)]
        table.add_row("", Text(f"at z = {self.cursor:g}", "bold"), *(Text(word, "dim") for word in head))
        for look, place in zip(self.looks, sorted(self.switched), strict=True):
            name = self.functions[place]
            label = Text.assemble((palette.marker(look), palette.color(look, dark)), f" {name}")
            value, slope = self._read(name)
            read = [value, *[slope] * self.slope, *[slope**self.depth] * (self.depth > 1)]
            table.add_row(f"{place + 1}", label, *map(short, read))
        hidden = [f"{place + 1} {name}" for place, name in enumerate(self.functions) if place not in self.switched]
        return Group(table, Text(f"hidden: {', '.join(hidden)}", "dim")) if hidden else table

    def _read(self, name: str) -> tuple[float, float]:
        """The value and the slope at the cursor."""
        return ACTIVATIONS[name].at(self.cursor)


def _step(low: float, high: float) -> float:
    """A quarter, unless the axis is so long or so short that this would be too many steps or too few."""
    return STEP if 16 <= (high - low) / STEP <= 400 else (high - low) / 64


def _products(slope: float, depth: int) -> Sequence[float]:
    return [abs(slope) ** layer for layer in range(1, depth + 1)]
