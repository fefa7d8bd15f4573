"""Whatever a network is and says, each of its pictures is exactly of the size that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.probes.histograms import Histogram
from engine.probes.places import Place
from tutor.plot import (
    Axis,
    Field,
    Layer,
    Picture,
    Points,
    Samples,
    Spread,
    confusion,
    histograms,
    network,
    regions,
    surface,
    unit_view,
    weight_at,
    weights,
)

NASTY = [float("nan"), float("inf"), -float("inf"), 0.0, 5e-324, -1.0, 1.0, 1e300, -1.79e308]
numbers = st.one_of(st.sampled_from(NASTY), st.floats(), st.floats(-3, 3))
widths, heights = st.integers(0, 90), st.integers(0, 30)
names = st.one_of(st.sampled_from(["Adelie", "a", "", "層の出力", "[b]w[i]"]), st.text(max_size=20))
axes = st.builds(Axis, names, numbers, numbers, names)
looks = st.fixed_dictionaries({"dark": st.booleans(), "plain": st.booleans()})
thorough = settings(max_examples=80, deadline=None)


def exact(picture: Picture, width: int, height: int) -> bool:
    lines = picture.plain().split("\n") if height else []
    assert len(picture.rows) == len(lines) == height
    assert all(row.cell_len == width for row in picture.rows)
    assert picture.words.endswith(".")
    return True


def odd(seed: int, *shape: int) -> np.ndarray:
    """Numbers of all sizes, some of them none at all."""
    generator = np.random.default_rng(seed)
    values = generator.normal(size=shape) * 10.0 ** generator.integers(-2, 3, shape)
    return np.where(generator.random(shape) < 0.1, generator.choice(NASTY, shape), values)


def field(seed: int, count: int) -> Field:
    return lambda across, upward: odd(seed, upward.size, across.size, count)


def layers_of(seed: int, sizes: list[int]) -> list[Layer]:
    pairs = pairwise(sizes)
    return [Layer("tanh", odd(seed + place, before + 1, units)) for place, (before, units) in enumerate(pairs)]


seeds = st.integers(0, 10**6)
shapes = st.lists(st.integers(1, 40), max_size=9)
places = st.builds(
    Place,
    st.integers(0, 9),
    st.sampled_from(["weights", "bias", "gamma"]),
    st.tuples(st.integers(0, 40), st.integers(0, 40)),
).map(lambda place: place if place.kind == "weights" else Place(place.layer, place.kind, place.index[:1]))


@thorough
@given(seeds, axes, axes, st.lists(names, max_size=12), st.integers(0, 300), widths, heights, looks)
def test_regions_fill_their_area_whatever_is_said(
    seed: int, x: Axis, y: Axis, classes: list[str], count: int, width: int, height: int, look: dict[str, bool]
) -> None:
    kinds = np.random.default_rng(seed).integers(-1, max(len(classes), 1), (2, count)).astype(float)
    points = [Points(*odd(seed, 2, count), *kinds, test) for test in (False, True)]
    assert exact(regions(field(seed, len(classes)), x, y, classes, points, width, height, **look), width, height)


@thorough
@given(seeds, axes, axes, st.integers(0, 300), widths, heights, names, looks)
def test_a_surface_fills_its_area_whatever_is_said(
    seed: int, x: Axis, y: Axis, count: int, width: int, height: int, name: str, look: dict[str, bool]
) -> None:
    samples = [Samples(*odd(seed, 4, count), test) for test in (False, True)]
    assert exact(surface(field(seed, 1), x, y, samples, width, height, name=name, **look), width, height)


@thorough
@given(seeds, axes, axes, widths, heights, names, looks)
def test_a_units_view_fills_its_area_whatever_it_says(
    seed: int, x: Axis, y: Axis, width: int, height: int, name: str, look: dict[str, bool]
) -> None:
    assert exact(unit_view(field(seed, 2), x, y, width, height, name=name, **look), width, height)


@thorough
@given(seeds, shapes, widths, heights, st.none() | places, looks)
def test_weights_fill_their_area_and_every_cell_is_a_weight_or_none(
    seed: int, sizes: list[int], width: int, height: int, chosen: Place | None, look: dict[str, bool]
) -> None:
    layers = layers_of(seed, sizes)
    assert exact(weights(layers, width, height, chosen=chosen, **look), width, height)
    for row in range(height):
        for column in range(0, width, 3):
            found = weight_at(layers, width, height, column, row)
            assert found is None or found.index[-1] < layers[found.layer - 1].units


@thorough
@given(seeds, st.lists(names, max_size=20), st.integers(0, 400), widths, heights, looks)
def test_a_confusion_fills_its_area_whatever_was_said(
    seed: int, classes: list[str], count: int, width: int, height: int, look: dict[str, bool]
) -> None:
    truth, said = np.random.default_rng(seed).integers(-1, len(classes) + 1, (2, count)).astype(float)
    said[: count // 10] = np.nan
    assert exact(confusion(truth, said, classes, width, height, **look), width, height)


@thorough
@given(seeds, st.integers(0, 9), st.integers(1, 40), numbers, widths, heights, st.booleans())
def test_histograms_fill_their_area_whatever_is_counted(
    seed: int, count: int, bins: int, mean: float, width: int, height: int, dark: bool
) -> None:
    generator = np.random.default_rng(seed)
    spreads = []
    for layer in range(1, count + 1):
        edges = np.sort(generator.normal(size=bins + 1)) * 10.0 ** generator.integers(-9, 9)
        counts = generator.integers(0, 1000, bins) * generator.integers(0, 2, bins)
        counted = Histogram(layer, "relu", edges, counts, 0, 0, int(generator.integers(0, 9)), mean, abs(mean))
        dead = float(generator.random()) * float(generator.integers(0, 2))
        spreads.append(Spread(counted, dead, dead + (1 - dead) * float(generator.random())))
    assert exact(histograms(spreads, width, height, dark=dark), width, height)


@thorough
@given(
    seeds,
    shapes,
    widths,
    heights,
    st.lists(names, max_size=12),
    st.lists(names, max_size=12),
    st.lists(places, max_size=6),
    st.booleans(),
)
def test_a_network_fills_its_area_whatever_its_weights_and_values(
    seed: int,
    sizes: list[int],
    width: int,
    height: int,
    inputs: list[str],
    outputs: list[str],
    chosen: list[Place],
    valued: bool,
) -> None:
    values = [odd(seed + place, size) for place, size in enumerate(sizes)] if valued else []
    picture = network(
        layers_of(seed, sizes), width, height, inputs=inputs, outputs=outputs, values=values, chosen=chosen
    )
    assert exact(picture, width, height)


AXIS = Axis("x", -1.0, 1.0)
EVERY: list[Callable[[int, int], Picture]] = [
    lambda width, height: regions(field(1, 3), AXIS, AXIS, ["a", "b", "c"], [], width, height),
    lambda width, height: surface(field(1, 1), AXIS, AXIS, [], width, height),
    lambda width, height: unit_view(field(1, 2), AXIS, AXIS, width, height, name="unit 1"),
    lambda width, height: weights(layers_of(1, [2, 3, 1]), width, height),
    lambda width, height: confusion(np.zeros(4), np.ones(4), ["a", "b"], width, height),
    lambda width, height: histograms([], width, height),
    lambda width, height: network(layers_of(1, [2, 3, 1]), width, height),
]


@pytest.mark.parametrize("build", EVERY)
@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 5), (5, 0), (1, 1), (5, 2), (2, 5), (13, 3), (40, 8)])
def test_every_picture_survives_a_tiny_area(build: Callable[[int, int], Picture], width: int, height: int) -> None:
    assert exact(build(width, height), width, height)
