"""A formula as a tree: numbers and names are its leaves, and every operation holds what it works on.

The tree is all that is left of a typed text, and the only thing that is ever computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tutor.course.formulas.operations import CONSTANTS, OPERATIONS


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, 0 or larger."""

    value: float


@dataclass(frozen=True, slots=True)
class Constant:
    """e or π."""

    symbol: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, by its declared name."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """One of the OPERATIONS, and what it works on."""

    operation: str
    parts: tuple[Node, ...]


Node = Number | Constant | Name | Apply


def names_in(node: Node) -> Iterator[str]:
    """Every name in the order of the text, as often as it stands there."""
    match node:
        case Name(name):
            yield name
        case Apply(_, parts):
            for part in parts:
                yield from names_in(part)


def height(node: Node) -> int:
    """How many operations are on top of each other at most."""
    return 1 + max(map(height, node.parts)) if isinstance(node, Apply) else 0


def compute(node: Node, values: Mapping[str, float], touch: Callable[[float], float] | None = None) -> float:
    """The number that the tree comes to; NaN where it has none, or a name has no value.

    `touch` may look at the result of every operation on the way, and change it.
    """
    match node:
        case Number(value):
            return value
        case Name(name):
            return values.get(name, math.nan)
        case Apply(operation, parts):
            result = OPERATIONS[operation].value(*[compute(part, values, touch) for part in parts])
            return touch(result) if touch else result
        case Constant(symbol):
            return CONSTANTS[symbol]
