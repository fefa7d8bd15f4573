"""The toy detector set: images that show what their answers say, and answers only where there is an object."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import Array
from engine.data.datasets import SOURCES
from engine.data.detector import ANSWERS, LARGEST, PIXELS, SHAPES, SIDE, SMALLEST, detector, draw, image

MIDDLES = np.array([-0.875, -0.625, -0.375, -0.125, 0.125, 0.375, 0.625, 0.875])
DISC, SQUARE, CROSS = range(3)
sizes = st.floats(SMALLEST, LARGEST)
shares = st.floats(-1.0, 1.0)
shapes = st.sampled_from((DISC, SQUARE, CROSS))


def _one(x: float, y: float, size: float, shape: int) -> Array:
    return image(draw(np.array([x]), np.array([y]), np.array([size]), np.array([float(shape)]))[0])


def _made(noise: float = 0.0, samples: int = 2000, seed: int = 4) -> tuple[Array, dict[str, Array]]:
    made = detector(np.random.default_rng(seed), samples, noise)
    return np.column_stack([made[name] for name in PIXELS]), {name: made[name] for name in ANSWERS}


def test_the_set_is_registered_and_none_of_its_answers_is_an_input() -> None:
    source = SOURCES["detector"]
    assert source.names == (*PIXELS, *ANSWERS)
    assert (source.target, source.answers, source.generated) == ("object", ANSWERS, True)
    assert source.inputs_for("object") == source.inputs_for(("x", "y", "size")) == PIXELS
    assert source.column("object").classes == ("nothing", "object")
    assert source.column("shape").classes == SHAPES
    assert tuple(made := source.make(np.random.default_rng(0), 7, 0.1)) == source.names
    assert {column.shape for column in made.values()} == {(7,)}


def test_the_pixels_are_named_row_after_row_from_the_top_left() -> None:
    assert (len(PIXELS), PIXELS[0], PIXELS[7], PIXELS[8], PIXELS[-1]) == (64, "r1c1", "r1c8", "r2c1", "r8c8")
    top_right = _one(0.5, -0.5, 0.4, SQUARE)
    assert top_right[:4, 4:].sum() == top_right.sum() > 0.0


def test_the_same_seed_makes_the_same_images_and_another_seed_others() -> None:
    first, again, other = (_made(0.1, 50, seed)[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("samples", [2, 37, 2000])
def test_half_of_the_images_hold_an_object(samples: int) -> None:
    _, answers = _made(samples=samples)
    assert set(answers["object"]) == {0.0, 1.0}
    assert answers["object"].sum() == samples // 2


def test_every_shape_is_drawn_about_equally_often() -> None:
    _, answers = _made(samples=6000)
    counts = np.bincount(answers["shape"][answers["object"] == 1.0].astype(int), minlength=3)
    assert len(counts) == len(SHAPES)
    assert counts.min() > 900  # 1,000 each are expected, with a deviation of 26


def test_answers_are_zero_where_there_is_no_object_and_the_image_is_empty() -> None:
    pixels, answers = _made()
    nothing = answers["object"] == 0.0
    assert nothing.any()
    assert not pixels[nothing].any()
    for name in ANSWERS:
        assert not answers[name][nothing].any()
        assert not np.signbit(answers[name][nothing]).any()  # no "-0" on a screen


def test_every_object_lies_wholly_inside_and_reaches_all_corners() -> None:
    pixels, answers = _made()
    seen = answers["object"] == 1.0
    x, y, size = (answers[name][seen] for name in ("x", "y", "size"))
    assert (size >= SMALLEST).all()
    assert (size <= LARGEST).all()
    for center in (x, y):
        assert (np.abs(center) + size <= 1.0 + 1e-12).all()
        assert center.min() < -0.4
        assert center.max() > 0.4
    assert pixels.min() == 0.0
    assert (pixels[seen].max(axis=1) > 0.45).all()  # the thinnest arm, halfway between two rows of pixels
    assert pixels.max() == 1.0


def test_noise_is_the_deviation_of_every_pixel_and_moves_no_answer() -> None:
    (clean, answers), (noisy, same) = _made(0.0), _made(0.2)
    jitter = noisy - clean
    assert jitter.std() == pytest.approx(0.2, rel=0.02)
    assert abs(jitter.mean()) < 0.005
    for name in ANSWERS:
        np.testing.assert_array_equal(answers[name], same[name])


def test_without_noise_equal_parameters_draw_equal_images() -> None:
    pixels, answers = _made()
    seen = answers["object"] == 1.0
    drawn = draw(*(answers[name][seen] for name in ("x", "y", "size", "shape")))
    np.testing.assert_array_equal(pixels[seen], drawn)


@pytest.mark.parametrize(("shape", "area"), [(DISC, np.pi), (SQUARE, 4.0), (CROSS, 4.0 * (2 * 0.3 - 0.3**2))])
def test_the_ink_covers_the_area_of_the_shape(shape: int, area: float) -> None:
    # A single image may miss by where the edge falls between the pixels; the mean over places may not.
    size = np.full(400, 0.6)
    x, y = np.random.default_rng(8).uniform(-0.4, 0.4, (2, 400))
    ink = draw(x, y, size, np.full(400, float(shape))).sum(axis=1) * (2.0 / SIDE) ** 2
    assert ink.mean() == pytest.approx(area * 0.6**2, rel=0.05)


@given(sizes, shares, shares, shapes)
def test_the_middle_of_the_ink_is_the_center_of_the_object(size: float, right: float, down: float, shape: int) -> None:
    x, y = right * (1.0 - size), down * (1.0 - size)
    picture = _one(x, y, size, shape)
    assert (picture.sum(axis=0) @ MIDDLES) / picture.sum() == pytest.approx(x, abs=0.05)
    assert (picture.sum(axis=1) @ MIDDLES) / picture.sum() == pytest.approx(y, abs=0.05)


@given(sizes, shares, shares, shapes)
def test_a_mirrored_place_draws_the_mirrored_image(size: float, right: float, down: float, shape: int) -> None:
    x, y = right * (1.0 - size), down * (1.0 - size)
    picture = _one(x, y, size, shape)
    np.testing.assert_allclose(_one(-x, y, size, shape), picture[:, ::-1], atol=1e-12)
    np.testing.assert_allclose(_one(x, -y, size, shape), picture[::-1], atol=1e-12)
    np.testing.assert_allclose(_one(y, x, size, shape), picture.T, atol=1e-12)


@pytest.mark.parametrize("shape", [DISC, SQUARE, CROSS])
def test_a_move_by_one_pixel_moves_the_image_and_a_smaller_move_shows(shape: int) -> None:
    here, moved = _one(-0.2, 0.1, 0.5, shape), _one(0.05, 0.1, 0.5, shape)
    np.testing.assert_allclose(moved[:, 1:], here[:, :-1], atol=1e-12)
    assert np.abs(_one(-0.19, 0.1, 0.5, shape) - here).max() > 0.03


def test_the_shapes_differ_at_every_size() -> None:
    for size in np.linspace(SMALLEST, LARGEST, 9):
        disc, square, cross = (_one(0.0, 0.0, size, shape) for shape in (DISC, SQUARE, CROSS))
        for one, other in ((disc, square), (square, cross), (cross, disc)):
            assert np.linalg.norm(one - other) > 0.8
