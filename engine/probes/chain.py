"""The chain rule as a product of matrices: how the cost moves with one thing, that with the next, down to a parameter.
Each factor is one matrix of slopes with a name; what hangs on what is part of it, so that single paths can be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array

MOST_PATHS = 100


@dataclass(frozen=True, eq=False)
class Factor:
    """One factor of the chain: the slope of everything in `top` in everything in `bottom`.

    `value` (tops, bottoms) has one row for each number in `top`. `links`, of the same shape, is True where that
    number depends on that one at all: a unit's activation hangs on its own sum alone, whatever the slope is.
    """

    top: str
    bottom: str
    meaning: str
    value: Array
    links: NDArray[np.bool_]

    @property
    def name(self) -> str:
        """For example "da[2]/dz[2]"."""
        return f"d{self.top}/d{self.bottom}"

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.value.shape
        return rows, columns


@dataclass(frozen=True)
class Step:
    """One scalar factor of a single path, for example dz[2][0]/da[1][3] = 0.7."""

    name: str
    value: float


@dataclass(frozen=True)
class Path:
    """One way from the cost to a parameter, unit by unit. The gradient is the sum of all ways' products."""

    steps: tuple[Step, ...]

    @property
    def product(self) -> float:
        """What this way adds to the gradient."""
        return float(np.prod([step.value for step in self.steps]))


@dataclass(frozen=True)
class Trace:
    """All factors for one parameter and one example, from the cost J down to the parameter."""

    parameter: str
    factors: tuple[Factor, ...]

    @cached_property
    def running(self) -> tuple[Factor, ...]:
        """The product of the factors so far, after each of them: how J moves with a, with z, with the a below …

        The row vectors (1, n) behind a z are the deltas of backprop: the very same numbers for every parameter.
        """
        products = tuple(accumulate(self.factors, _times))
        for product in products:
            product.value.flags.writeable = False
        return products

    @property
    def gradient(self) -> float:
        """The product of all factors: d(cost)/d(parameter) for this example."""
        return float(self.running[-1].value[0, 0])

    @property
    def path_count(self) -> int:
        """How many ways lead from the cost to the parameter."""
        ways = np.ones((1, 1), dtype=object)  # Python's whole numbers: deep nets have more ways than 64 bits
        for factor in self.factors:
            ways = ways.dot(factor.links.astype(int).astype(object))
        return int(ways[0, 0])

    def paths(self, most: int = MOST_PATHS) -> tuple[Path, ...]:
        """Every single way, with a scalar for each factor. ValueError when there are more than `most`."""
        count = self.path_count
        if count > most:
            raise ValueError(f"{count:,} paths lead to {self.parameter}, more than {most:,}: choose a smaller net")
        return tuple(Path(tuple(steps)) for steps in self._ways(0, 0))

    def _ways(self, place: int, top: int) -> Iterator[list[Step]]:
        if place == len(self.factors):
            yield []
            return
        factor = self.factors[place]
        for bottom in np.flatnonzero(factor.links[top]):
            above, below = (_unit(factor, end, int(at)) for end, at in ((0, top), (1, bottom)))
            step = Step(f"d{above}/d{below}", float(factor.value[top, bottom]))
            for rest in self._ways(place + 1, int(bottom)):
                yield [step, *rest]


def full(top: str, bottom: str, meaning: str, value: Array) -> Factor:
    """The factor of something in which everything hangs on everything."""
    return Factor(top, bottom, meaning, value, np.ones(value.shape, dtype=bool))


def column(factor: Factor, unit: int) -> Factor:
    """The part of a factor that concerns one unit of its bottom: (tops, 1)."""
    here = slice(unit, unit + 1)
    bottom = f"{factor.bottom}[{unit}]"
    return Factor(factor.top, bottom, factor.meaning, factor.value[:, here], factor.links[:, here])


def row(factor: Factor, unit: int) -> Factor:
    """The part of a factor that concerns one unit of its top: (1, bottoms)."""
    here = slice(unit, unit + 1)
    return Factor(f"{factor.top}[{unit}]", factor.bottom, factor.meaning, factor.value[here], factor.links[here])


def _times(above: Factor, below: Factor) -> Factor:
    links = above.links @ below.links
    meaning = f"How {above.top} moves with {below.bottom}, all ways together."
    return Factor(above.top, below.bottom, meaning, above.value @ below.value, links)


def _unit(factor: Factor, end: int, at: int) -> str:
    """The name of one number at an end of a factor; alone at its end it needs no index."""
    name = (factor.top, factor.bottom)[end]
    return name if factor.shape[end] == 1 else f"{name}[{at}]"
