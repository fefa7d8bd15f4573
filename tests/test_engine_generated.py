"""Generated sets: each has the shape it is named for, and a seed keeps its set for good."""

import numpy as np
import pytest

from engine.activations import Array
from engine.data.generated import GENERATED, TAGS


def _make(name: str, samples: int = 6000, noise: float = 0.0, seed: int = 5) -> dict[str, Array]:
    return dict(GENERATED[name].make(np.random.default_rng(seed), samples, noise))


FINGERPRINTS = {
    "moons": 1917.46771258,
    "circles": 1506.28019487,
    "xor": 1022.43403837,
    "spiral": 1241.42591771,
    "line": 733.460976685,
    "wave": -163.049576173,
    "gauss": 1035.53935886,
    "blobs": 2462.1596439,
    "tags": 3901.43403837,
    "typos": 7635.48136858,
    "plane": 1844.84235953,
    "valley": -216.887939403,
    "bumps": 311.33565643,
    "detector": 249049.529275,
}
"""The sum over columns c and rows r of c·r·value: a change anywhere moves it."""


@pytest.mark.parametrize("name", GENERATED)
def test_a_seed_keeps_its_set_so_that_old_runs_can_be_repeated(name: str) -> None:
    made = _make(name, samples=40, noise=0.1, seed=11)
    place = np.arange(1.0, 41.0)
    fingerprint = sum(number * float(column @ place) for number, column in enumerate(made.values(), start=1))
    assert fingerprint == pytest.approx(FINGERPRINTS[name], rel=1e-9)


@pytest.mark.parametrize("name", [name for name, source in GENERATED.items() if source.column(source.target).classes])
def test_classes_are_balanced(name: str) -> None:
    target = GENERATED[name].column(GENERATED[name].target)
    shares = np.bincount(_make(name)[target.name].astype(int)) / 6000
    np.testing.assert_allclose(shares, 1.0 / len(target.classes), atol=0.03)


@pytest.mark.parametrize(("name", "centers"), [
    ("gauss", [(-1.0, -1.0), (1.0, 1.0)]),
    ("blobs", [(0.0, 1.0), (-np.sqrt(0.75), -0.5), (np.sqrt(0.75), -0.5)]),
])  # fmt: skip
def test_clouds_are_round_and_stand_where_their_classes_say(name: str, centers: list[tuple[float, float]]) -> None:
    made = _make(name)
    deviation = {"gauss": 0.5, "blobs": 0.3}[name]
    assert len(centers) == len(GENERATED[name].column("class").classes)
    for number, center in enumerate(centers):
        points = np.array([made["x1"], made["x2"]])[:, made["class"] == number]
        np.testing.assert_allclose(points.mean(axis=1), center, atol=0.05)
        np.testing.assert_allclose(np.cov(points), np.eye(2) * deviation**2, atol=0.03)


def test_noise_widens_the_clouds() -> None:
    assert _make("gauss", noise=1.0)["x1"].var() == pytest.approx(_make("gauss")["x1"].var() + 1.0, rel=0.05)


def test_tags_are_three_labels_and_each_combination_happens() -> None:
    made, source = _make("tags"), GENERATED["tags"]
    x1, x2 = made["x1"], made["x2"]
    np.testing.assert_array_equal(made["right"] == 1.0, x1 > 0.0)
    np.testing.assert_array_equal(made["top"] == 1.0, x2 > 0.0)
    np.testing.assert_array_equal(made["near_center"] == 1.0, x1**2 + x2**2 < 0.64)
    assert source.answers == TAGS
    assert source.inputs_for(TAGS) == source.inputs_for("top") == ("x1", "x2")
    assert all(source.column(tag).classes == ("no", "yes") for tag in TAGS)
    combinations = np.unique(np.column_stack([made[tag] for tag in TAGS]), axis=0, return_counts=True)
    assert len(combinations[0]) == 8
    assert combinations[1].min() > 600  # an eighth of 6,000 is 750


def test_one_number_in_twenty_was_typed_with_an_extra_zero() -> None:
    made = _make("typos")
    factor = made["y"] / (2.0 * made["x"] + 3.0)
    assert np.isclose(factor, 10.0).sum() == 300
    assert np.isclose(factor, 1.0).sum() == 5700


def test_the_plane_is_a_plane() -> None:
    made = _make("plane")
    columns = np.column_stack([made["x1"], made["x2"], np.ones(6000)])
    solution, squares, *_ = np.linalg.lstsq(columns, made["y"])
    np.testing.assert_allclose(solution, [1.0, -2.0, 0.5])
    assert squares[0] < 1e-20


def test_the_valley_is_more_than_a_hundred_times_longer_than_wide() -> None:
    made = _make("valley")
    np.testing.assert_allclose(made["y"], 3.0 * made["x1"] - 2.0 * made["x2"])
    bends = np.linalg.eigvalsh(np.corrcoef(made["x1"], made["x2"]))
    assert 120.0 < bends[1] / bends[0] < 150.0


def test_bumps_are_two_hills_and_a_hollow() -> None:
    made = _make("bumps", samples=20_000)
    for center, height in (((-0.5, 0.5), 1.0), ((0.5, 0.5), -1.0), ((0.0, -0.5), 1.0)):
        near = np.hypot(made["x1"] - center[0], made["x2"] - center[1]) < 0.05
        assert near.sum() > 10
        np.testing.assert_allclose(made["y"][near], height, atol=0.05)
    assert -1.0 <= made["y"].min() < made["y"].max() <= 1.05


@pytest.mark.parametrize("name", ["typos", "plane", "valley", "bumps"])
def test_noise_is_the_deviation_of_the_target(name: str) -> None:
    clean, noisy = _make(name), _make(name, noise=0.05)
    if name == "typos":  # an extra zero makes the noise ten times larger as well
        kept = clean["y"] < 5.5
        clean, noisy = ({key: values[kept] for key, values in made.items()} for made in (clean, noisy))
    gap = np.abs(noisy["y"] - clean["y"])
    assert gap.any()
    assert np.sqrt((gap**2).mean()) == pytest.approx(0.05, rel=0.1)
