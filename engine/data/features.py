"""Inputs made of other columns: a square, a product of two, a sine. A net without hidden layers can then bend, too.
In settings they are written as they are computed: `x1^2`, `x1*x2`, `sin(x1)` or `sin(3*x1)`."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from engine.activations import Array

_SQUARE = re.compile(r"(.+)\^2")
_PRODUCT = re.compile(r"([^*]+)\*([^*]+)")
_SINE = re.compile(r"sin\((?:(\d+(?:\.\d+)?)\*)?(.+)\)")


@dataclass(frozen=True)
class Feature:
    """How an input comes from the columns `of`: the names of one or two, and the factor inside a sine."""

    kind: str
    of: tuple[str, ...]
    factor: float = 1.0

    def values(self, made: Mapping[str, Array]) -> Array:
        """The input (rows,) from the columns it is made of."""
        return _COMPUTE[self.kind](*(made[name] for name in self.of), self.factor)

    def text(self, names: Mapping[str, str]) -> str:
        """How it is written for people, with the labels of its columns."""
        labels = [names[name] for name in self.of]
        match self.kind:
            case "square":
                return f"{labels[0]}²"
            case "product":
                return " · ".join(labels)
        return f"sin({labels[0]})" if self.factor == 1.0 else f"sin({self.factor:g} · {labels[0]})"


_COMPUTE: dict[str, Callable[..., Array]] = {
    "square": lambda x, _: x * x,
    "product": lambda x, y, _: x * y,
    "sine": lambda x, factor: np.sin(factor * x),
}


def read_feature(text: str, columns: Collection[str]) -> Feature | None:
    """The feature that a text such as "x1*x2" means among these columns; None when it is none."""
    if (found := _SQUARE.fullmatch(text)) and found[1] in columns:
        return Feature("square", (found[1],))
    if (found := _SINE.fullmatch(text)) and found[2] in columns:
        return Feature("sine", (found[2],), float(found[1] or 1.0))
    if (found := _PRODUCT.fullmatch(text)) and {found[1], found[2]} <= set(columns):
        return Feature("product", (found[1], found[2]))
    return None
