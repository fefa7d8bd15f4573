"""Optimizers and starts: the steps of the textbooks, and first weights of the promised size."""

import numpy as np
import pytest

from engine.optimizers import OPTIMIZERS, SGD, Adam
from engine.starts import STARTS


def test_sgd_goes_against_the_gradient_by_the_learning_rate() -> None:
    parameters = np.array([1.0, -2.0])
    SGD(0.1).update(parameters, np.array([5.0, -1.0]))
    np.testing.assert_allclose(parameters, [0.5, -1.9])


def test_adam_takes_the_steps_of_the_paper() -> None:
    generator = np.random.default_rng(1)
    ours = generator.normal(size=8)
    papers, m, v = ours.copy(), np.zeros(8), np.zeros(8)
    adam = Adam(0.01, 8)
    for t in range(1, 60):
        gradient = generator.normal(size=8)
        m = 0.9 * m + 0.1 * gradient
        v = 0.999 * v + 0.001 * gradient**2
        papers -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        adam.update(ours, gradient)
    np.testing.assert_allclose(ours, papers, rtol=1e-12)


def test_adams_first_step_is_the_learning_rate_whatever_the_gradient() -> None:
    parameters = np.zeros(3)
    Adam(0.01, 3).update(parameters, np.array([1000.0, -0.02, 5.0]))
    np.testing.assert_allclose(parameters, [-0.01, 0.01, -0.01], rtol=1e-5)


@pytest.mark.parametrize("gradient", [1e155, -1e200, np.inf, np.nan])
def test_adam_tells_when_a_square_is_beyond_every_number(gradient: float) -> None:
    adam, parameters = Adam(0.01, 2), np.zeros(2)
    with np.errstate(all="ignore"):
        adam.update(parameters, np.array([1e150, 1.0]))
        assert not adam.overflowed
        adam.update(parameters, np.array([gradient, 1.0]))
    assert adam.overflowed


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_reaches_the_bottom_of_a_bowl(name: str) -> None:
    parameters = np.array([3.0, -4.0])
    optimizer = OPTIMIZERS[name](0.05, 2)
    for _ in range(500):
        optimizer.update(parameters, 2 * parameters)
    np.testing.assert_allclose(parameters, 0.0, atol=1e-2)


@pytest.mark.parametrize(
    ("start", "activation", "deviation"),
    [
        ("glorot", "relu", np.sqrt(2 / 500)),
        ("he", "tanh", np.sqrt(2 / 300)),
        ("auto", "relu", np.sqrt(2 / 300)),
        ("auto", "leaky_relu", np.sqrt(2 / 300)),
        ("auto", "tanh", np.sqrt(2 / 500)),
        ("auto", "sigmoid", np.sqrt(2 / 500)),
    ],
)
def test_starts_spread_the_weights_as_promised(start: str, activation: str, deviation: float) -> None:
    weights = STARTS[start](np.random.default_rng(0), 300, 200, activation)
    assert weights.shape == (300, 200)
    assert weights.mean() == pytest.approx(0.0, abs=deviation / 50)
    assert weights.std() == pytest.approx(deviation, rel=0.02)
