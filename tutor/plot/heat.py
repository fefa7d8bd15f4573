"""A number over two inputs as a map of shades: what a network answers everywhere, or what a single unit sees.

Shades get darker and lighter in one direction only, so they are read the same with and without colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor.palette import between
from tutor.plot.blocks import Inks
from tutor.plot.picture import Picture
from tutor.plot.plane import Axis, Field, Piece, Plane
from tutor.plot.scale import Array, number
from tutor.plot.shades import GROUND, shades, two_sided
from tutor.plot.slopes import HOLLOW

SHADES, STEPS = 9, 4
HUE = 1
RAMP, SIGNED = " ░▒▓█", "=-·+#"
TOLERANCE = 0.1
"""An answer that is off by more than this share of the truth's range is marked."""
SIGNS = {0: "•", 1: "▲", -1: "▼"}


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Examples at (x, y) in the inputs' own units, with the right numbers `truth` and those `said`; all (examples,)."""

    x: Array
    y: Array
    truth: Array
    said: Array
    test: bool = False


def surface(
    field: Field,
    x: Axis,
    y: Axis,
    samples: Sequence[Samples],
    width: int,
    height: int,
    *,
    name: str = "answer",
    dark: bool = True,
    plain: bool = False,
) -> Picture:
    """The number that `field` gives to every place; `name` says what it is, with its unit.

    The examples are dots where the answer is about right, ▲ where it is too high and ▼ where it is too low.
    """
    plane = Plane(x, y, width, height, dark=dark, plain=plain)
    values = plane.ask(field, 1)[..., 0]
    low, high = _ends(values)
    colors = [_nothing(plane, dark), *shades(HUE, SHADES, 0.05, 0.85, dark)]
    steps = len(RAMP) if plain else SHADES
    share = (values - low) / (high - low)
    plane.fill(_inks(share, steps), colors, "?" + RAMP)
    truths = np.concatenate([one.truth for one in samples] or [np.empty(0)])
    span = np.ptp(truths[np.isfinite(truths)]) if np.isfinite(truths).any() else 0.0
    off = [_off(one, TOLERANCE * span) for one in samples]
    for one, signs in zip(samples, off, strict=True):
        for column, row, inside, sign in zip(*plane.places(one.x, one.y), signs, strict=True):
            if inside:
                mark = SIGNS[int(sign)]
                plane.put(column, row, HOLLOW.get(mark, mark) if one.test else mark, f"bold {plane.look.strong}")
    groups = [_bar(low, high, colors[1:], RAMP if plain else "")]
    if truths.size:
        groups.append([("▲ too high  ▼ too low", "")])
    plane.legend(groups)
    return plane.picture(_surface_words(name, x, y, values, samples, off))


def unit_view(
    field: Field, x: Axis, y: Axis, width: int, height: int, *, name: str, dark: bool = True, plain: bool = False
) -> Picture:
    """What the unit called `name` says at every place; `field` gives (…, 2): its activation, and its sum before that.

    The line runs where the sum is 0: there the unit turns from one side of its activation to the other.
    """
    plane = Plane(x, y, width, height, dark=dark, plain=plain)
    values, sums = np.moveaxis(plane.ask(field, 2), 2, 0)
    low, high = _ends(values)
    most = max(abs(low), abs(high))
    colors = [_nothing(plane, dark), *two_sided(STEPS, 0.75, dark), plane.look.strong]
    steps = len(SIGNED) if plain else 2 * STEPS + 1
    inks = _inks((values / most + 1) / 2, steps)
    crossing = _crossing(sums)
    plane.fill(np.where(crossing, steps + 1, inks), colors, "?" + SIGNED + "0")
    both = low < 0
    scale = SIGNED[0 if both else len(SIGNED) // 2 :] if plain else ""
    bar = _bar(-most if both else 0.0, most, colors[1 if both else 1 + STEPS : -1], scale)
    plane.legend([bar, [("0" if plain else "█", plane.look.strong), (" sum 0", "")]])
    return plane.picture(_unit_words(name, x, y, values, sums))


def _ends(values: Array) -> tuple[float, float]:
    """The lowest and the highest number, never the same."""
    known = np.clip(values[~np.isnan(values)], -1e300, 1e300)
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)) or high - low < 1e-300:
        half = abs(low) / 2 or 1.0
        return low - half, high + half
    return low, high


def _inks(share: Array, steps: int) -> Inks:
    """1 to `steps` for shares from 0 to 1; 0 where there is none."""
    places = np.clip(np.nan_to_num(share) * steps, 0, steps - 1).astype(np.intp)
    return np.where(np.isnan(share), 0, 1 + places)


def _crossing(sums: Array) -> NDArray[np.bool_]:
    """Where the sign differs from the sample to the right or below."""
    positive = sums > 0
    crossing = np.zeros(sums.shape, dtype=bool)
    crossing[:, :-1] |= positive[:, :-1] != positive[:, 1:]
    crossing[:-1] |= positive[:-1] != positive[1:]
    return crossing & ~np.isnan(sums)


def _nothing(plane: Plane, dark: bool) -> str:
    """The color of a place without a number."""
    return between(GROUND[dark], plane.look.rule, 0.5)


def _bar(low: float, high: float, colors: Sequence[str], characters: str) -> list[Piece]:
    """A scale from its lowest to its highest number: in characters, if there are any, otherwise in colors."""
    steps = [(characters, "")] if characters else [(" ", f"on {each}") for each in colors]
    return [(f"{number(low)} ", ""), *steps, (f" {number(high)}", "")]


def _off(one: Samples, tolerance: float) -> Array:
    """1 where too much is said, -1 where too little, 0 where it is about right."""
    with np.errstate(all="ignore"):
        gap = one.said - one.truth
    return np.where(np.abs(gap) > tolerance, np.sign(np.nan_to_num(gap)), 0.0)


def _surface_words(name: str, x: Axis, y: Axis, values: Array, samples: Sequence[Samples], off: Sequence[Array]) -> str:
    parts = [_range(name, values)]
    for one, signs in zip(samples, off, strict=True):
        if len(one.x):
            kind = "test" if one.test else "training"
            high, low = int((signs > 0).sum()), int((signs < 0).sum())
            parts.append(f"of {len(one.x)} {kind} examples {high} are answered too high and {low} too low")
    return f"Over {x.text} and {y.text}: {'; '.join(parts)}."


def _unit_words(name: str, x: Axis, y: Axis, values: Array, sums: Array) -> str:
    said = f"Over {x.text} and {y.text}: {_range(name, values)}"
    known = sums[~np.isnan(sums)]
    if known.size:
        said += f"; its sum is above 0 on {100 * float((known > 0).mean()):.0f} % of the area"
    return f"{said}."


def _range(name: str, values: Array) -> str:
    known = values[~np.isnan(values)]
    if not known.size:
        return f"{name} is no number anywhere"
    low, high = number(float(known.min())), number(float(known.max()))
    return f"{name} is {low} everywhere" if low == high else f"{name} goes from {low} to {high}"
