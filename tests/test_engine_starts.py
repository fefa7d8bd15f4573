"""Starts: first weights of the promised size, and biases of zero."""

import numpy as np
import pytest
from engine_nets import net
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.network import Network
from engine.specs import StartSpec
from engine.starts import STARTS, begin, draw

N_IN, UNITS = 300, 200
HE, GLOROT, LECUN = np.sqrt(2 / N_IN), np.sqrt(2 / (N_IN + UNITS)), np.sqrt(1 / N_IN)
GATES = {"relu", "leaky_relu", "elu", "gelu", "silu"}


@pytest.mark.parametrize(
    ("start", "deviation"),
    [
        (StartSpec("glorot"), GLOROT),
        (StartSpec("he"), HE),
        (StartSpec("lecun"), LECUN),
        (StartSpec("normal", 0.01), 0.01),
        (StartSpec("normal", 3.0), 3.0),
    ],
    ids=lambda value: getattr(value, "text", ""),
)
def test_random_starts_spread_the_weights_as_promised(start: StartSpec, deviation: float) -> None:
    weights = draw(start, np.random.default_rng(0), N_IN, UNITS, "tanh")
    assert weights.shape == (N_IN, UNITS)
    assert weights.mean() == pytest.approx(0.0, abs=deviation / 50)
    assert weights.std() == pytest.approx(deviation, rel=0.02)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_auto_takes_he_for_gates_and_glorot_for_everything_else(activation: str) -> None:
    generators = np.random.default_rng(3), np.random.default_rng(3)
    expected = StartSpec("he" if activation in GATES else "glorot")
    drawn = [
        draw(spec, generator, 4, 5, activation)
        for spec, generator in zip((StartSpec(), expected), generators, strict=True)
    ]
    np.testing.assert_array_equal(*drawn)


@given(st.floats(-10.0, 10.0))
def test_a_constant_start_makes_all_weights_the_same_and_zeros_makes_them_zero(value: float) -> None:
    generator = np.random.default_rng(0)
    np.testing.assert_array_equal(draw(StartSpec("constant", value), generator, 3, 2, "relu"), np.full((3, 2), value))
    np.testing.assert_array_equal(draw(StartSpec("zeros"), generator, 3, 2, "relu"), np.zeros((3, 2)))


def test_glorot_stays_within_its_reach() -> None:
    weights = draw(StartSpec("glorot"), np.random.default_rng(1), N_IN, UNITS, "tanh")
    reach = np.sqrt(6 / (N_IN + UNITS))
    assert 0.99 * reach < np.abs(weights).max() <= reach


@pytest.mark.parametrize("name", ["auto", *STARTS])
def test_a_network_begins_with_fresh_weights_and_biases_of_zero(name: str) -> None:
    network = Network(net(3, [(4, "relu")], [(1, "linear"), (2, "softmax")]))
    network.parameters[:] = 9.0
    begin(network, StartSpec(name, 0.5), np.random.default_rng(0))
    assert not any(layer.bias.any() for layer in network.layers)
    assert not (network.parameters == 9.0).any()
    assert all(layer.weights.all() for layer in network.layers) == (name != "zeros")


def test_an_output_bias_can_be_asked_for() -> None:
    network = Network(net(3, [(4, "relu")], [(2, "linear")]))
    begin(network, StartSpec("zeros"), np.random.default_rng(0), output_bias=-1.5)
    np.testing.assert_array_equal(network.output.bias, [-1.5, -1.5])
    assert not network.layers[0].bias.any()


def test_the_same_seed_begins_with_the_same_weights() -> None:
    first, second, other = (Network(net(3, [(4, "tanh")], [(2, "linear")])) for _ in range(3))
    for network, seed in ((first, 1), (second, 1), (other, 2)):
        begin(network, StartSpec(), np.random.default_rng(seed))
    np.testing.assert_array_equal(first.parameters, second.parameters)
    assert (first.layers[0].weights != other.layers[0].weights).all()
