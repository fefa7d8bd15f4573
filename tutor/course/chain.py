"""The chain rule on one computation: named values forward, and one factor for every link on the way back.

Everything is a number here, so that a factor can be held against the slope that is really there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tutor.course import formulas
from tutor.course.formulas import Formula
from tutor.course.place import Place

AGREE = 1e-4
"""How far, as a share, the product and the slope measured by moving the weight may lie apart."""


NOTHING = 1e-9
"""A number is 0 but for rounding when it is a smaller share than this of the largest that the same formula gives."""


def largest(numbers: Iterable[float]) -> float:
    """The size of the largest finite number; 0 when there is none."""
    return max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)


def alike(a: float, b: float, share: float, scale: float) -> bool:
    """Whether two numbers differ by a `share` of the larger at most, or by rounding where numbers are of this `scale`.

    So a slope of 1e-8 is held against the other slopes of its formula, and not against an absolute size.
    """
    return math.isclose(a, b, rel_tol=share, abs_tol=NOTHING * abs(scale))


def slope_name(above: str, below: str, sign: str = "d") -> str:
    """How a slope is written: `dL/dw`."""
    return f"{sign}{above}/{sign}{below}"


@dataclass(frozen=True, slots=True)
class Let:
    """One value of the forward pass: `z = w*x + b`."""

    name: str
    formula: Formula
    place: Place


@dataclass(frozen=True, slots=True)
class Factor:
    """One link of the chain: how much `above` changes with `below`, as the author's formula."""

    above: str
    below: str
    formula: Formula
    place: Place
    sign: str = "d"
    """`d` or `∂`, as the author writes slopes."""

    @property
    def name(self) -> str:
        return slope_name(self.above, self.below, self.sign)


@dataclass(frozen=True, slots=True)
class Chain:
    """A forward pass at given numbers, and the factors of d`cost`/d`weight` from the cost down.

    `blanks` are the indexes of the factors that the learner fills in.
    """

    id: str
    given: Mapping[str, float]
    lets: tuple[Let, ...]
    cost: str
    weight: str
    factors: tuple[Factor, ...]
    place: Place
    sign: str = "d"
    blanks: tuple[int, ...] = ()
    title: str = ""
    skills: tuple[str, ...] = ()
    was: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    """Every name's number; worked out by `forward` when the chain is read."""

    @property
    def find(self) -> str:
        return slope_name(self.cost, self.weight, self.sign)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that has a number: the given ones, then those of the forward pass."""
        return (*self.given, *(let.name for let in self.lets))

    def formula(self, name: str) -> Formula:
        """How a value of the forward pass is worked out. Raises KeyError for a name that has no `let`."""
        for let in self.lets:
            if let.name == name:
                return let.formula
        raise KeyError(name)

    def forward(self, changed: Mapping[str, float] | None = None) -> dict[str, float]:
        """Every name's number, from the given ones on; a name in `changed` has that number instead."""
        changed = changed or {}
        values = {name: changed.get(name, value) for name, value in self.given.items()}
        for let in self.lets:
            values[let.name] = changed[let.name] if let.name in changed else let.formula.value(values)
        return values

    def number(self, factor: Factor) -> float:
        """What a factor's formula comes to at the given numbers."""
        return factor.formula.value(self.values)

    def true_slope(self, factor: Factor, values: Mapping[str, float]) -> float:
        """The slope that a factor stands for; NaN at a kink."""
        return self.slope(factor.above, factor.below, values)

    def slope(self, above: str, below: str, values: Mapping[str, float]) -> float:
        """The slope of `above`'s own formula in `below` with everything else held still; NaN at a kink."""
        return formulas.slope(self.formula(above), below, values)

    def product(self, values: Mapping[str, float] | None = None) -> float:
        """All factors multiplied up, at the given numbers or at those of another pass."""
        values = self.values if values is None else values
        return math.prod(factor.formula.value(values) for factor in self.factors)

    def gradient(self, values: Mapping[str, float] | None = None) -> float:
        """The slope of the cost in the weight, by moving the weight a little and running forward again.

        Five-point central differences (Abramowitz and Stegun 1964, 25.3.6); no formula of a slope is used.
        """
        values = self.values if values is None else values
        start = {name: values[name] for name in self.given}
        h = 1e-3 * max(1.0, abs(values[self.weight]))
        moved = {
            k: self.forward({**start, self.weight: values[self.weight] + k * h})[self.cost] for k in (-2, -1, 1, 2)
        }
        return (8 * (moved[1] - moved[-1]) - (moved[2] - moved[-2])) / (12 * h)

    @property
    def borne_out(self) -> bool:
        """Whether moving the weight changes the cost as the product says; the differences lose digits."""
        return alike(self.product(), self.gradient(), AGREE, largest(self.values.values()))

    def total(self, values: Mapping[str, float]) -> float:
        """The slope of the cost in the weight at `values`, every way from one to the other counted; NaN at a kink."""
        speeds = {self.weight: 1.0}
        for let in self.lets:
            moving = [name for name in let.formula.names if name in speeds]
            if moving and let.name != self.weight:
                speeds[let.name] = sum(self.slope(let.name, name, values) * speeds[name] for name in moving)
        return speeds.get(self.cost, 0.0)

    def nearby(self, index: int) -> dict[str, float]:
        """The numbers of another forward pass, with every given number moved; the same for the same `index`.

        Formulas that only agree at the given numbers are told apart by these.
        """
        moved = {
            name: value + (1 + 0.2 * abs(value)) * math.sin(12.9898 * index + 78.233 * place)
            for place, (name, value) in enumerate(self.given.items(), 1)
        }
        return self.forward(moved)
