"""What the loss explorer says of a loss behind an output: the product of slopes with its numbers, and what comes of it.

Whether slopes cancel is not looked up by name: it is found by comparing numbers all along the axis of z.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rich.table import Table

from engine.activations import ACTIVATIONS
from engine.losses import FROM_LOGITS, LOSSES
from engine.probes.output_loss import OutputLoss
from engine.probes.slope_formulas import LOSS_SLOPE_TEXTS, SLOPE_TEXTS
from tutor.numbers import short

AXIS = np.linspace(-8.0, 8.0, 257)
"""The places at which slopes are compared."""

ALONG = f"at all {len(AXIS)} places from z = {AXIS[0]:g} to {AXIS[-1]:g}"

MISTAKE = 6.0
"""How far from 0 the sum of a confident mistake is: a sigmoid is 99.8 % sure there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the numbers along the axis show of one loss behind an output.

    `multiple` times the error is dL/dz everywhere, or None, with `apart` the largest difference; `cancels` says
    whether that is so only because the activation's slope has canceled, `straight` whether that slope is 1
    everywhere. `steepest` is the largest dL/dz, `lowest` the lowest loss, of those that are finite.
    """

    multiple: float | None
    apart: float
    cancels: bool
    straight: bool
    steepest: float
    lowest: float


@lru_cache(maxsize=256)
def seen(loss: OutputLoss) -> Seen:
    """What there is to be seen all along the axis."""
    slopes, values, multiple = loss.by_sum(AXIS), loss.values(loss.answers(AXIS)), loss.multiple(AXIS)
    apart = np.nan if multiple is None else float(np.abs(slopes - multiple * loss.errors(AXIS)).max())
    return Seen(
        multiple=multiple,
        apart=apart,
        cancels=loss.cancels(AXIS),
        straight=bool((loss.bends(AXIS)[:, 0] == 1.0).all()),
        steepest=float(np.abs(slopes[np.isfinite(slopes)]).max(initial=0.0)),
        lowest=float(values[np.isfinite(values)].min(initial=np.inf)),
    )


def factors(loss: OutputLoss, z: float) -> tuple[float, float, float, float]:
    """L, dL/dŷ, dŷ/dz and dL/dz at one sum; NaN where there is no such number."""
    at = np.array([z])
    answers = loss.answers(at)
    arrays = loss.values(answers), loss.by_answer(answers), loss.bends(at)[:, 0], loss.by_sum(at)
    value, by_answer, bend, by_sum = (float(array[0]) for array in arrays)
    return value, by_answer, bend, by_sum


def answer(loss: OutputLoss, z: float) -> float:
    """ŷ at one sum."""
    return float(loss.answers(np.array([z]))[0, 0])


def verdict(loss: OutputLoss, z: float) -> str:
    """What becomes of the slope, in one line."""
    asked, found = loss.log_of(answer(loss, z)), seen(loss)
    if asked is not None:
        return f"{loss.loss} is {'infinite' if asked == 0.0 else 'undefined'}: the log of {short(asked)}"
    if found.multiple == 0.0:
        return f"{loss.loss}: dL/dz is 0 wherever z is"
    if found.cancels:
        return f"{loss.loss} cancels: dL/dz = {_times(found)}{_error(loss)}"
    if found.multiple is not None:
        return f"{loss.loss}: dL/dŷ is {_times(found)}{_error(loss)} already"
    return f"{loss.loss}: dŷ/dz is 1 at every z" if found.straight else f"{loss.loss}: dŷ/dz stays a factor"


def reason(loss: OutputLoss, z: float) -> str:
    """The same with the numbers that show it."""
    asked, found, name = loss.log_of(answer(loss, z)), seen(loss), loss.loss
    remark = f" Its value falls to {short(found.lowest)} here: {name} expects {LOSSES[name].expects}."
    told = remark if found.lowest < 0.0 else ""
    low, high = ACTIVATIONS[loss.output].low, ACTIVATIONS[loss.output].high
    if not low <= loss.truth <= high and name not in FROM_LOGITS:
        told += f" The truth {loss.truth:g} is out of reach: {loss.output} says {short(low)} to {short(high)}."
    if asked is not None:
        outcome = "the loss is infinite" if asked == 0.0 else "there is no such number"
        return f"At this answer {name} asks for the log of {short(asked)}: {outcome}, and no slope either.{told}"
    inside = f", where p is the {FROM_LOGITS[name]} of ŷ" if name in FROM_LOGITS else ""
    if found.multiple == 0.0:
        return f"dL/dz is 0 {ALONG}: from this truth nothing is learned.{told}"
    if found.multiple is None:
        if found.straight:
            return f"dŷ/dz is 1 {ALONG}: dL/dz is the loss's own slope.{told}"
        return f"Nothing cancels: dŷ/dz = {short(factors(loss, z)[2])} is left in dL/dz.{told}"
    same = f"dL/dz and {_times(found)}{_error(loss)} differ by {short(found.apart)} at most {ALONG}{inside}"
    if found.cancels:
        return f"It cancels: {same}. dL/dŷ alone is no such multiple.{told}"
    return f"There is nothing left to cancel: {same}, and so is dL/dŷ.{told}"


def product(loss: OutputLoss, z: float) -> Table:
    """dL/da · da/dz with formulas and numbers; for two units the sum of both products."""
    at = np.array([z])
    answers = loss.answers(at)
    by_answers, bends = loss.by_answers(answers)[0], loss.bends(at)[0]
    units = [""] if loss.units == 1 else ["₁", "₂"]
    rows = [
        (f"a{unit}", f"{loss.output} of {sums}, for the truth {truth:g}", float(said))
        for unit, sums, said, truth in zip(units, _sums(loss), answers[0], loss.truths[0], strict=True)
    ]
    rows += [
        (f"dL/da{unit}", LOSS_SLOPE_TEXTS[loss.loss], slope) for unit, slope in zip(units, by_answers, strict=True)
    ]
    rows += [(f"da{unit}/dz", SLOPE_TEXTS[loss.output], bend) for unit, bend in zip(units, bends, strict=True)]
    terms = [f"{_bracketed(slope)} · {_bracketed(bend)}" for slope, bend in zip(by_answers, bends, strict=True)]
    rows.append(("dL/dz", " + ".join(terms), float(loss.by_sum(at)[0])))
    off = float(loss.errors(at)[0])
    rows.append((_off(loss), f"{short(off + loss.truth)} − {_bracketed(loss.truth)}", off))
    grid = Table.grid(padding=(0, 1, 0, 0))
    for name, formula, value in rows:
        grid.add_row(name, "=", formula, "=", short(value))
    return grid


def _sums(loss: OutputLoss) -> tuple[str, ...]:
    """What each unit's answer is made of."""
    if loss.units == 1:
        return ("z",)
    return ("z beside 0", "0 beside z") if loss.output == "softmax" else ("z", "0")


def _times(found: Seen) -> str:
    return "" if found.multiple == 1.0 or found.multiple is None else f"{found.multiple:g} · "


def _off(loss: OutputLoss) -> str:
    """How far off an answer is, as a formula; p is the chance inside a loss from logits."""
    return "p − y" if loss.loss in FROM_LOGITS else "ŷ − y"


def _error(loss: OutputLoss) -> str:
    """The same, ready to be multiplied."""
    return f"({_off(loss)})" if _times(seen(loss)) else _off(loss)


def _bracketed(value: float) -> str:
    return f"({short(value)})" if value < 0 else short(value)
