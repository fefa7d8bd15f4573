"""Small gray images with one object on them or none: is there one, where, how large, and of which shape?
Four questions at once need a loss of several terms, and where there is no object most of them have no answer."""

from collections.abc import Mapping

import numpy as np

from engine.activations import Array
from engine.data.sources import MADE_HERE, Column, Source

SIDE = 8
"""Pixels along each edge of an image."""
PITCH = 2.0 / SIDE
"""Width of a pixel: the image reaches from -1 to 1 both ways."""
SHAPES = ("disc", "square", "cross")
SMALLEST, LARGEST = 0.4, 0.8
"""The range of `size`, half the object's width: it is 3.2 to 6.4 pixels wide."""
ARM = 0.3
"""Half the width of the cross's arms, as a share of its size."""
PIXELS = tuple(f"r{row}c{column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1))
"""The names of the pixels, r1c1 (top left) to r8c8 (bottom right), row after row."""
ANSWERS = ("object", "x", "y", "size", "shape")


def draw(x: Array, y: Array, size: Array, shape: Array) -> Array:
    """Images (n, 64) of one object each, row after row from the top: 0 is background, 1 is object.

    `x` grows to the right and `y` downward, `size` is half the width, all in units in which the image
    reaches from -1 to 1; `shape` is a place in SHAPES. All are (n,). An edge fades over the width of one
    pixel, so that moving an object by less than a pixel changes the image too.
    """
    middles = (np.arange(SIDE) + 0.5) * PITCH - 1.0
    across = np.abs(middles - x[:, None])[:, None, :]
    down = np.abs(middles - y[:, None])[:, :, None]
    half = size[:, None, None]
    longer, shorter = np.maximum(across, down), np.minimum(across, down)
    # How far each pixel's middle lies outside the shape's edge; negative inside.
    disc = np.hypot(across, down) - half
    square = longer - half
    cross = np.maximum(square, shorter - ARM * half)
    outside = np.choose(shape.astype(int)[:, None, None], (disc, square, cross))
    return np.clip(0.5 - outside / PITCH, 0.0, 1.0).reshape(len(x), SIDE * SIDE)


def image(pixels: Array) -> Array:
    """One row of 64 pixels as it is drawn, (8, 8): the first row is the top one."""
    return pixels.reshape(SIDE, SIDE)


def detector(generator: np.random.Generator, samples: int, noise: float) -> Mapping[str, Array]:
    """Half of the images hold an object, which lies wholly inside. `noise` is the jitter of each pixel.

    Where there is none, x, y, size and shape are 0 because a table has no holes: they mean nothing there.
    """
    seen = generator.permutation(np.arange(samples) % 2) == 1
    size = generator.uniform(SMALLEST, LARGEST, samples)
    x, y = generator.uniform(-1.0, 1.0, (2, samples)) * (1.0 - size)
    shape = generator.integers(len(SHAPES), size=samples).astype(np.float64)
    for answer in (x, y, size, shape):
        answer[~seen] = 0.0
    pixels = generator.normal(0.0, noise, (samples, SIDE * SIDE))
    pixels[seen] += draw(x[seen], y[seen], size[seen], shape[seen])
    answers = dict(zip(ANSWERS, (seen.astype(np.float64), x, y, size, shape), strict=True))
    return {**dict(zip(PIXELS, np.ascontiguousarray(pixels.T), strict=True)), **answers}


DETECTOR = Source(
    "detector",
    "Images of 8 × 8 pixels with a disc, a square, a cross or nothing on them.",
    MADE_HERE,
    (
        *(Column(name, f"pixel {name}") for name in PIXELS),
        Column("object", "object", "", ("nothing", "object")),
        Column("x", "center, to the right"),
        Column("y", "center, downward"),
        Column("size", "half width"),
        Column("shape", "shape", "", SHAPES),
    ),
    "object",
    0,
    detector,
    ANSWERS,
)
"""In the spirit of the first YOLO (Redmon et al., "You Only Look Once", CVPR 2016), with one cell and one box.
Its loss was a sum of squared errors throughout, the box's weighted by 5, "no object" by 0.5."""
