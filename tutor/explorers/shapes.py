"""The shapes explorer: every array of a pass with its formula and its shape, step by step, in rows or in columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from rich.console import Group, RenderableType
from rich.text import Text

from engine.probes.code_lines import code_lines
from engine.probes.shapes import Row, Shape, shapes
from engine.specs import LayerSpec, NetSpec
from tutor.course.dials import Dial
from tutor.course.openings import OPENINGS
from tutor.explorers.scene import Panel, Scene
from tutor.plot import Line, Picture, listing

_ARRAY = re.compile(r"(d?[AZWb]\[\d+\])(ᵀ?)")


@dataclass(frozen=True)
class ShapesScene(Scene):
    """Walks the arrays of a network's forward and backward pass. A lesson's experiment brings its own network."""

    kind: ClassVar[str] = "shapes"
    title: ClassVar[str] = "The shapes of all arrays"
    about: ClassVar[str] = (
        "Every array of the forward and the backward pass: its formula, its shape and its line of code. "
        "t turns examples in rows, as libraries keep them, into examples in columns, as many courses write them."
    )
    presses: ClassVar[tuple[str, ...]] = ("transpose",)
    prompts: ClassVar[tuple[str, ...]] = (
        "Walk down with → and watch which shapes change with the number of examples, and which never do.",
        "Press t. What happens to every product, and to which shapes nothing at all?",
        "dW has the shape of W in both conventions. Which array was transposed to make that so?",
    )

    @property
    def net(self) -> NetSpec:
        """The network whose arrays are shown."""
        if self.base is not None:
            return self.base.net
        inputs, layers, units, outputs = (int(self[name].number) for name in ("inputs", "layers", "units", "outputs"))
        hidden = (LayerSpec(units, "relu"),) * layers
        return NetSpec(inputs, hidden, (LayerSpec(outputs, "sigmoid" if outputs == 1 else "softmax"),))

    @property
    def columns(self) -> bool:
        return self["order"].value == "columns"

    @property
    def rows(self) -> tuple[Row, ...]:
        return shapes(self.net, int(self["examples"].number), columns=self.columns)

    def fitted(self) -> Self:
        """The dials that fit: one place for each array, and none for a network that a lesson has chosen."""
        made = OPENINGS[self.kind].made
        dials = tuple(dial for dial in self.dials if self.base is None or dial.name not in made)
        at = self["at"]
        places = Dial.numbers("at", at.label, 1, len(self.rows), 1, min(at.number, len(self.rows)))
        return replace(self, dials=tuple(places if dial.name == "at" else dial for dial in dials))

    def pressed(self, verb: str) -> Self:
        return self.turned("order", 1) if verb == "transpose" else super().pressed(verb)

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        rows, at = self.rows, int(self["at"].number) - 1
        code = code_lines(self.net, columns=self.columns)
        arrays = [Line(row.step, (row.name, row.formula, _text(row.shape))) for row in rows]
        lines = [Line(row.step, (code.get(row.name) or _remark(row),)) for row in rows]
        words = " ".join(self._sentences(rows[at]))
        way = "in columns" if self.columns else "in rows"

        def table(width: int, height: int) -> Picture:
            return listing(arrays, at, width, height, words, dark=dark)

        def typed(width: int, height: int) -> Picture:
            return listing(lines, at, width, height, words, dark=dark)

        return (Panel(f"every array, examples {way}", table), Panel(f"the same as code, examples {way}", typed))

    def readout(self, dark: bool) -> RenderableType:
        row = self.rows[int(self["at"].number) - 1]
        both = {way: code_lines(self.net, columns=way == "columns").get(row.name) for way in ("rows", "columns")}
        code = [Text(f"in {way}: {line}") for way, line in both.items() if line]
        return Group(*(Text(line) for line in self._sentences(row)), *code)

    def _sentences(self, row: Row) -> list[str]:
        """What an array is, and how the shapes in its formula make its own."""
        told = [f"{row.name} = {row.formula}." if row.formula[0] in "AZWdb1" else f"{row.name}: {row.formula}."]
        known = {each.name: each.shape for each in self.rows}
        if row.name.startswith(("Z[", "dW[", "dA[")) and _ARRAY.search(row.formula):
            told.append(f"{_filled(row.formula, known)} → {_text(row.shape)}: the inner numbers are the same.")
        else:
            told.append(f"Its shape is {_text(row.shape)}.")
        return told


def _remark(row: Row) -> str:
    """A comment in place of code, for an array that is not computed but learned; W[1] is W1 in code."""
    name = row.name.translate({ord("["): None, ord("]"): None})
    return f"# {name} {_text(row.shape)}: {row.formula}"


def _text(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))})" if shape else "a number"


def _filled(formula: str, known: Mapping[str, Shape]) -> str:
    """A formula with the shape of every array in its place."""

    def shape(match: re.Match[str]) -> str:
        found = known[match[1]]
        return _text(found[::-1] if match[2] else found)

    return _ARRAY.sub(shape, formula)
