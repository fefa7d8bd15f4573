"""What can be wrong with the examples themselves: inputs that never vary, or targets far too large or small.
No rate mends either, so the doctor asks before it looks at the steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

import numpy as np

from engine.doctor.drawbacks import DISTANCES
from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import ACHIEVED, Signs
from engine.specs import number_text

SAME = 1e-9
"""Standardized inputs that differ by less than this are the same: only rounding keeps them apart."""
FAR = 30.0
"""Truths so many times as far away as the first answers are apart (or as 1): steps made for numbers of about 1 do
not get there. Amounts in a fitting unit were within 5, temperatures in degrees within 20. And first answers so many
times as far apart as the truths are drown them."""
ASIDE = 10.0
"""Truths so many times as large as they vary by need another beginning, too: a unit alone leaves them as far away."""


@dataclass(frozen=True)
class Misfit:
    """A column of truths whose size does not fit a head's first answers, in network units.

    The truths lie `distance` away from the answers' mean and spread by `varies`, the answers spread by `spread`.
    `unit` is the power of ten by which to divide the truths, as one would write the setting; `middle` is where
    they then lie, when that is far from 0 for how little they vary, and otherwise 0.
    """

    name: str
    distance: float
    varies: float
    spread: float
    unit: float
    middle: float

    @property
    def advice(self) -> str:
        """What to do about it, in words that go on a sentence."""
        advice = f"divide the target by a unit of its size (unit: {number_text(self.unit)})"
        if self.middle:
            advice = f"divide the target by a unit of what it varies by (unit: {number_text(self.unit)})"
            advice += f" and begin in its middle (output_bias: {text(self.middle)})"
        return advice

    @property
    def far(self) -> bool:
        """Whether the truths are far outside of what the answers begin with."""
        return self.distance > FAR * max(self.spread, 1.0)

    @property
    def tiny(self) -> bool:
        """Whether the truths differ by next to nothing, compared with what the answers begin with."""
        return 0.0 < FAR * self.varies < self.spread


def constant_inputs(signs: Signs) -> Finding | None:
    """Inputs that are the same for every training example, or a single example, which shows nothing that varies."""
    x = signs.run.data.x_train
    apart = float(np.ptp(x, axis=0).max())
    if apart > SAME:
        return None
    columns = signs.run.data.inputs
    names = ", ".join(column.name for column in columns[:5]) + (f", … ({len(columns)} in all)" * (len(columns) > 5))
    sentence = (
        f"The inputs do not vary: {names} say the same for all {len(x)} training examples, so nothing can be learned "
        "from them, and one answer must do for all. Use inputs that differ from example to example."
    )
    if len(x) == 1:
        sentence = (
            "There is only one training example, so nothing can be learned from how examples differ. "
            "Take more samples, or a larger split."
        )
    evidence = (
        ("largest difference of an input", apart),
        ("training examples", float(len(x))),
        ("loss of a constant", signs.constant),
    )
    return Finding(Cause.CONSTANT_INPUTS, sentence, evidence)


def wrong_unit(signs: Signs) -> Finding | None:
    """Amounts so large that the answers have not reached them by the end, or so small that the answers drown them."""
    misfit = next((each for each in _misfits(signs) if each.far or each.tiny), None)
    if misfit is None or signs.diverged or not signs.half_done or not signs.learned < ACHIEVED:
        return None
    if misfit.far:
        seen = f"lie about {text(misfit.distance)} away from the first answers, which spread by {text(misfit.spread)}"
    else:
        seen = f"spread by {text(misfit.varies)}, where the first answers spread by {text(misfit.spread)}"
    sentence = (
        f"The truths of {misfit.name} {seen}. First weights and rates are made for numbers of about 1: {misfit.advice}."
    )
    evidence = (
        ("distance of the truths", misfit.distance),
        ("spread of the truths", misfit.varies),
        ("spread of the first answers", misfit.spread),
        ("loss", signs.late),
        ("loss of a constant", signs.constant),
    )
    return Finding(Cause.WRONG_UNIT, sentence, evidence)


def far_truths(signs: Signs) -> Misfit | None:
    """The first amounts that lie far from where the answers begin; None when there are none."""
    return next((each for each in _misfits(signs) if each.far), None)


def _misfits(signs: Signs) -> Iterator[Misfit]:
    """How truths and first answers fit, for each column of amounts that a loss measures by distance."""
    for begun, head in zip(signs.begun.heads, signs.heads, strict=True):
        if not head.target.is_number or head.loss.name not in DISTANCES or not len(head.y):
            continue
        for column, answers, y in zip(head.target.columns, begun.a, head.y.T, strict=True):
            size, varies, power = float(np.abs(y).mean()), float(y.std()), 0
            aside = size > ASIDE * varies > 0.0
            if size:
                power = round(log10(varies)) if aside else floor(log10(size))
            yield Misfit(
                column.name,
                distance=float(np.sqrt(((y - answers.mean()) ** 2).mean())),
                varies=varies,
                spread=float(answers.std()),
                unit=float(f"{signs.run.data.unit * 10.0**power:.3g}"),
                middle=float(y.mean()) / 10.0**power if aside and signs.run.experiment.net.outputs == 1 else 0.0,
            )
