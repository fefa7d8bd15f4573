"""The loss explorer: a loss over the answer and over the sum z behind it, and the two slopes that multiply on the way.

It shows which pairs cancel to ŷ − y, which lose their slope where they are sure and wrong, and which mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from typing import ClassVar, Self

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.activations import ACTIVATIONS, Array
from engine.probes.output_loss import OutputLoss
from tutor import palette, plot
from tutor.course.openings import NONE
from tutor.explorers.loss_told import AXIS, MISTAKE, answer, factors, product, reason, seen, verdict
from tutor.explorers.scene import Panel, Scene
from tutor.numbers import short

MARK = plot.Mark(0.0, "✗", "the confident mistake")


@dataclass(frozen=True, slots=True)
class Along:
    """An axis to look along: its name, the slope in it, its stretch, and where cursor and mistake are on it."""

    name: str
    slope: str
    stretch: plot.Scale
    cursor: float
    mistake: float


@dataclass(frozen=True)
class LossScene(Scene):
    """One loss behind an output, or two; `slope` says whether slopes are drawn."""

    kind: ClassVar[str] = "loss"
    title: ClassVar[str] = "A loss, its slope and the output before it"
    about: ClassVar[str] = (
        "The loss over the answer ŷ, and over the sum z that the answer is made of. "
        "Watch dL/dŷ and dŷ/dz multiply: some pairs cancel to ŷ − y, others die where they are sure and wrong."
    )
    presses: ClassVar[tuple[str, ...]] = ("slope", "mistake")
    prompts: ClassVar[tuple[str, ...]] = (
        "Press m: sure and wrong. Which of the two losses still has a slope there, and which factor took the other's?",
        "Turn the output to *linear*. Where does bce stop to be a number, and why?",
        "Turn the loss to *bce_logits* behind a linear output. Where has the sigmoid gone?",
    )

    slope: bool = True

    @property
    def z(self) -> float:
        return self["cursor"].number

    @property
    def losses(self) -> tuple[OutputLoss, ...]:
        """The loss that is chosen, and the one beside it if it is another."""
        output, truth = self["output"].value, self["truth"].number
        names = dict.fromkeys(self[name].value for name in ("loss", "beside"))
        return tuple(OutputLoss(output, name, truth) for name in names if name != NONE)

    @property
    def mistake(self) -> float:
        """The sum that is far on the other side than the truth."""
        undecided = answer(self.losses[0], 0.0)
        return -MISTAKE if self["truth"].number > undecided else MISTAKE

    def pressed(self, verb: str) -> Self:
        match verb:
            case "slope":
                return replace(self, slope=not self.slope)
            case "mistake":
                return self.with_dial(self["cursor"].put(self.mistake))
        return super().pressed(verb)

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        output, dotted = self["output"].value, " and, dotted, its slope" if self.slope else ""
        before = f" through {output}" if output != "linear" else ""
        return (
            Panel(f"L over z{before}{dotted}", partial(self._over_z, dark=dark)),
            Panel(f"L over the answer ŷ{dotted}", partial(self._over_answer, dark=dark)),
            *(
                Panel(f"{loss.loss} behind {loss.output} at z = {self.z:g}: the product", _written_out(loss, self.z))
                for loss in self.losses
            ),
        )

    def readout(self, dark: bool) -> RenderableType:
        told = [Text(verdict(loss, self.z)) for loss in self.losses]
        wrong = [self._at_mistake(loss, look, dark) for look, loss in enumerate(self.losses)]
        head = Text(f"{MARK.sign} {MARK.text}, z = {self.mistake:g}:", "bold")
        return Group(self._table(dark), *told, head, *wrong)

    def _over_z(self, width: int, height: int, *, dark: bool) -> plot.Picture:
        lines = [
            plot.Sloped(loss.loss, look, partial(_through, loss), loss.by_sum) for look, loss in enumerate(self.losses)
        ]
        along = Along("z", "dL/dz", plot.Scale(float(AXIS[0]), float(AXIS[-1])), self.z, self.mistake)
        return self._plot(lines, along, width, height, dark)

    def _over_answer(self, width: int, height: int, *, dark: bool) -> plot.Picture:
        lines = [
            plot.Sloped(loss.loss, look, partial(_over, loss), partial(_slope_over, loss))
            for look, loss in enumerate(self.losses)
        ]
        which, truth = ACTIVATIONS[self["output"].value], self["truth"].number
        left, right = (answer(self.losses[0], float(z)) for z in (AXIS[0], AXIS[-1]))
        low, high = (end if isfinite(end) else edge for end, edge in ((which.low, left), (which.high, right)))
        cursor, mistake = (answer(self.losses[0], z) for z in (self.z, self.mistake))
        along = Along("ŷ", "dL/dŷ", plot.Scale(min(low, truth), max(high, truth)), cursor, mistake)
        return self._plot(lines, along, width, height, dark)

    def _plot(self, lines: Sequence[plot.Sloped], along: Along, width: int, height: int, dark: bool) -> plot.Picture:
        parts = []
        for line in lines:
            value, slope = (float(each(np.array([along.cursor]))[0]) for each in (line.values, line.slopes))
            parts.append(f"{line.label} is {short(value)}" + f" with {along.slope} {short(slope)}" * self.slope)
        words = f"At {along.name} = {along.cursor:.3g}, for the truth {self['truth'].value}: {'; '.join(parts)}."
        return plot.sloped(
            lines,
            along.stretch,
            along.cursor,
            width,
            height,
            tall=self._tall,
            words=words,
            x_name=along.name,
            slope=self.slope,
            tangent=self.slope and len(lines) == 1,
            marks=(replace(MARK, at=along.mistake),),
            dark=dark,
        )

    def _tall(self, values: Sequence[Array]) -> plot.Scale:
        """As high as the losses on the axis of z; slopes that go beyond are cut off."""
        found = np.concatenate([_through(loss, AXIS) for loss in self.losses])
        limit = float(np.abs(found[np.isfinite(found)]).max(initial=0.0))
        return plot.Scale.around(np.clip(np.concatenate([*values, np.zeros(1)]), -limit, limit), pad=0.06)

    def _table(self, dark: bool) -> Table:
        """The numbers at the cursor, a column for each loss."""
        table = Table.grid(padding=(0, 2, 0, 0))
        said = short(answer(self.losses[0], self.z))
        heads = [_sign(look, dark, loss.loss) for look, loss in enumerate(self.losses)]
        table.add_row(Text(f"ŷ = {said}, y = {self['truth'].value}", "bold"), *heads)
        columns = [factors(loss, self.z) for loss in self.losses]
        for name, *row in zip(("L", "dL/dŷ", "  · dŷ/dz", "  = dL/dz"), *columns, strict=True):
            table.add_row(name, *map(short, row))
        return table

    def _at_mistake(self, loss: OutputLoss, look: int, dark: bool) -> Text:
        """The loss and its slope where the answer is sure and wrong."""
        value, *_, slope = factors(loss, self.mistake)
        if not isfinite(value):
            return _sign(look, dark, verdict(loss, self.mistake))
        most = seen(loss).steepest
        share = f" ({100 * abs(slope) / most:.1f} % of max)" if most else ""
        return _sign(look, dark, "") + Text(f"L {short(value)}, dL/dz {short(slope)}{share}")


def _written_out(loss: OutputLoss, z: float) -> RenderableType:
    return Group(product(loss, z), Text(), Text(reason(loss, z)))


def _sign(look: int, dark: bool, text: str) -> Text:
    """A line's marker in its color, and a text."""
    return Text.assemble((palette.marker(look), palette.color(look, dark)), f" {text}")


def _through(loss: OutputLoss, z: Array) -> Array:
    return loss.values(loss.answers(z))


def _over(loss: OutputLoss, answer: Array) -> Array:
    return loss.values(loss.beside(answer))


def _slope_over(loss: OutputLoss, answer: Array) -> Array:
    return loss.by_answer(loss.beside(answer))
