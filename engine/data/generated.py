"""Sets of examples that are made up, small enough to see through: points with classes or labels, and curves.
`noise` is the standard deviation of the jitter; the same generator always makes the same set."""

from collections.abc import Mapping

import numpy as np

from engine.activations import Array
from engine.data.detector import DETECTOR
from engine.data.sources import MADE_HERE, Column, Make, Source

DEFAULT_SAMPLES = 360
DEFAULT_NOISE = 0.1

BUMPS = ((-0.5, 0.5, 1.0), (0.5, 0.5, -1.0), (0.0, -0.5, 1.0))
"""x1, x2 and height of each bump."""
NEAR = 0.8
"""The circle of this radius covers half of the square from -1 to 1."""
TAGS = ("right", "top", "near_center")


def _even(generator: np.random.Generator, samples: int, classes: int = 2) -> Array:
    """Classes 0, 1, … for equal shares of the examples, in random order."""
    return generator.permutation(np.arange(samples) % classes).astype(np.float64)


def _square(generator: np.random.Generator, samples: int) -> Array:
    """Points anywhere in the square from -1 to 1, (2, samples)."""
    return generator.uniform(-1.0, 1.0, (2, samples))


def _points(generator: np.random.Generator, x1: Array, x2: Array, kind: Array, noise: float) -> dict[str, Array]:
    jitter = generator.normal(0.0, noise, (2, len(kind)))
    return {"x1": x1 + jitter[0], "x2": x2 + jitter[1], "class": kind}


def moons(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Two half circles of radius 1 that reach into each other."""
    kind = _even(generator, samples)
    angle = generator.uniform(0.0, np.pi, samples)
    side = 1.0 - 2.0 * kind
    return _points(generator, kind + side * np.cos(angle), 0.5 * kind + side * np.sin(angle), kind, noise)


def circles(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """A circle of radius 1, class 0, around a circle of radius 0.5, class 1."""
    kind = _even(generator, samples)
    angle = generator.uniform(0.0, 2.0 * np.pi, samples)
    radius = 1.0 - 0.5 * kind
    return _points(generator, radius * np.cos(angle), radius * np.sin(angle), kind, noise)


def xor(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Points of the square from -1 to 1; class 1 where exactly one coordinate is positive."""
    x1, x2 = _square(generator, samples)
    return _points(generator, x1, x2, (x1 * x2 < 0.0).astype(np.float64), noise)


def spiral(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Two arms that wind one and a half times around each other, out to radius 2."""
    kind = _even(generator, samples)
    turn = np.sqrt(generator.uniform(0.0, 1.0, samples))
    angle = 3.0 * np.pi * turn + np.pi * kind
    return _points(generator, 2.0 * turn * np.cos(angle), 2.0 * turn * np.sin(angle), kind, noise)


def gauss(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Two round clouds, normal with deviation 0.5, about (-1, -1) for class 0 and (1, 1) for class 1."""
    kind = _even(generator, samples)
    middle = 2.0 * kind - 1.0
    x1, x2 = middle + generator.normal(0.0, 0.5, (2, samples))
    return _points(generator, x1, x2, kind, noise)


def blobs(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Three round clouds, normal with deviation 0.3, about points of the unit circle 120 degrees apart."""
    kind = _even(generator, samples, 3)
    angle = np.pi / 2.0 + kind * 2.0 * np.pi / 3.0
    x1, x2 = np.stack([np.cos(angle), np.sin(angle)]) + generator.normal(0.0, 0.3, (2, samples))
    return _points(generator, x1, x2, kind, noise)


def tags(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Points of the square from -1 to 1, each with three labels that may hold or not: TAGS."""
    x1, x2 = _square(generator, samples)
    truths = (x1 > 0.0, x2 > 0.0, np.hypot(x1, x2) < NEAR)
    jitter = generator.normal(0.0, noise, (2, samples))
    labels = {name: truth.astype(np.float64) for name, truth in zip(TAGS, truths, strict=True)}
    return {"x1": x1 + jitter[0], "x2": x2 + jitter[1], **labels}


def line(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """y = 1.5·x + 0.5 for x between -1 and 1, plus noise."""
    x = generator.uniform(-1.0, 1.0, samples)
    return {"x": x, "y": 1.5 * x + 0.5 + generator.normal(0.0, noise, samples)}


def wave(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """y = sin(π·x) for x between -1 and 1, plus noise."""
    x = generator.uniform(-1.0, 1.0, samples)
    return {"x": x, "y": np.sin(np.pi * x) + generator.normal(0.0, noise, samples)}


def typos(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """y = 2·x + 3 for x between -1 and 1, plus noise; one y in twenty was typed with an extra zero."""
    x = generator.uniform(-1.0, 1.0, samples)
    y = 2.0 * x + 3.0 + generator.normal(0.0, noise, samples)
    return {"x": x, "y": np.where(generator.permutation(samples) % 20 == 0, 10.0 * y, y)}


def plane(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """y = x1 - 2·x2 + 0.5 for points of the square from -1 to 1, plus noise."""
    x1, x2 = _square(generator, samples)
    return {"x1": x1, "x2": x2, "y": x1 - 2.0 * x2 + 0.5 + generator.normal(0.0, noise, samples)}


def valley(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """y = 3·x1 - 2·x2, plus noise, where x2 is nearly x1: the loss is a long narrow valley.

    x2 - x1 is normal with deviation 0.1. The correlation of the two is then about 0.985, and once each is
    standardized the mean squared error bends (1 + 0.985) / (1 - 0.985), some 130 times, more steeply across
    the valley than along it: that is the ratio of the eigenvalues of [[1, r], [r, 1]].
    """
    x1 = generator.uniform(-1.0, 1.0, samples)
    x2 = x1 + generator.normal(0.0, 0.1, samples)
    return {"x1": x1, "x2": x2, "y": 3.0 * x1 - 2.0 * x2 + generator.normal(0.0, noise, samples)}


def bumps(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Two hills and a hollow over the square from -1 to 1, each h·exp(-d² / (2·0.3²)), plus noise."""
    x1, x2 = _square(generator, samples)
    y = generator.normal(0.0, noise, samples)
    for at1, at2, height in BUMPS:
        y += height * np.exp(-((x1 - at1) ** 2 + (x2 - at2) ** 2) / (2.0 * 0.3**2))
    return {"x1": x1, "x2": x2, "y": y}


def _classes(name: str, about: str, make: Make, *classes: str) -> Source:
    columns = (Column("x1", "x1"), Column("x2", "x2"), Column("class", "class", "", classes))
    return Source(name, about, MADE_HERE, columns, "class", 0, make)


def _number(name: str, about: str, make: Make, *inputs: str) -> Source:
    columns = tuple(Column(each, each) for each in (*inputs, "y"))
    return Source(name, about, MADE_HERE, columns, "y", 0, make)


_TAGGED = (
    Column("x1", "x1"),
    Column("x2", "x2"),
    *(Column(tag, tag.replace("_", " "), "", ("no", "yes")) for tag in TAGS),
)
_TAGS_ABOUT = "Points with three labels at once: right, top, near the center."

GENERATED: dict[str, Source] = {
    each.name: each
    for each in (
        _classes("moons", "Two half moons that reach into each other.", moons, "upper", "lower"),
        _classes("circles", "A small circle inside a large one.", circles, "outer", "inner"),
        _classes("xor", "Four corners; opposite corners belong together.", xor, "same signs", "opposite signs"),
        _classes("spiral", "Two arms wound around each other.", spiral, "first arm", "second arm"),
        _number("line", "A straight line, y = 1.5x + 0.5, with noise.", line, "x"),
        _number("wave", "One wave, y = sin(πx), with noise.", wave, "x"),
        _classes("gauss", "Two round clouds that barely touch.", gauss, "lower left", "upper right"),
        _classes("blobs", "Three round clouds.", blobs, "top", "lower left", "lower right"),
        Source("tags", _TAGS_ABOUT, MADE_HERE, _TAGGED, "right", 0, tags, TAGS),
        _number("typos", "A line, y = 2x + 3; one y in twenty has an extra zero.", typos, "x"),
        _number("plane", "A slanted plane, y = x1 - 2·x2 + 0.5, with noise.", plane, "x1", "x2"),
        _number("valley", "y = 3·x1 - 2·x2, with noise; x2 is nearly x1.", valley, "x1", "x2"),
        _number("bumps", "Two hills and a hollow, with noise.", bumps, "x1", "x2"),
        DETECTOR,
    )
}
"""Every generated set by its name."""
