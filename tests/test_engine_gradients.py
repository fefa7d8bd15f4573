"""Gradients: backward agrees with finite differences for every activation and every output × loss pair."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Array
from engine.losses import LOSSES, Loss
from engine.network import Network
from engine.objective import LongWay, Matched, Objective, objective

X = np.random.default_rng(11).normal(size=(6, 3))
ONE_HOT = np.eye(3)[[0, 1, 2, 2, 1, 0]]
PAIRS = [(output, loss) for output in ACTIVATIONS for loss in LOSSES]


def _network(hidden: str, output: str) -> Network:
    return Network(3, [(5, hidden), (4, "tanh"), (3, output)], np.random.default_rng(5))


def _keep_possible(network: Network, loss: str) -> None:
    """Shift the output's bias so that every answer is a chance between 0 and 1, where the loss needs one."""
    if loss == "mse" or network.output.activation.name in ("sigmoid", "softmax"):
        return
    network.output.parameters *= 0.05
    network.output.bias[:] = -0.5 if network.output.activation.name == "softplus" else 0.4


def _measured(network: Network, goal: Objective, y: Array) -> Array:
    gradient = np.empty_like(network.parameters)
    for place in range(network.parameters.size):
        sides = []
        for step in (1e-6, -1e-6):
            network.parameters[place] += step
            network.forward(X)
            sides.append(goal.value(network.output, y))
            network.parameters[place] -= step
        gradient[place] = (sides[0] - sides[1]) / 2e-6
    return gradient


def _backward(network: Network, goal: Objective, y: Array) -> Array:
    network.forward(X)
    network.backward(goal.slope(network.output, y))
    return network.gradient.copy()


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("weight", [1.0, 0.5])
def test_every_output_learns_from_every_loss_along_the_true_slope(output: str, loss: str, weight: float) -> None:
    network = _network("tanh", output)
    _keep_possible(network, loss)
    goal = objective(network.output.activation, LOSSES[loss], ONE_HOT, weight)
    np.testing.assert_allclose(
        _backward(network, goal, ONE_HOT), _measured(network, goal, ONE_HOT), rtol=1e-5, atol=1e-7
    )


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_every_hidden_activation_passes_the_slope_on(hidden: str) -> None:
    network = _network(hidden, "linear")
    goal = objective(network.output.activation, LOSSES["mse"], ONE_HOT)
    np.testing.assert_allclose(
        _backward(network, goal, ONE_HOT), _measured(network, goal, ONE_HOT), rtol=1e-5, atol=1e-7
    )


@pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))
def test_a_matched_pair_cancels_to_the_same_slope_as_the_long_way(loss: Loss) -> None:
    network = _network("tanh", loss.matched)
    short = objective(network.output.activation, loss, ONE_HOT)
    assert isinstance(short, Matched)
    gradient = _backward(network, short, ONE_HOT)
    np.testing.assert_allclose(gradient, _backward(network, LongWay(loss), ONE_HOT), rtol=1e-10, atol=1e-14)


def test_softmax_with_cce_goes_the_long_way_when_the_truths_do_not_add_up_to_one() -> None:
    prices = np.array([[1.2], [0.4], [3.0], [2.2], [0.9], [1.0]])
    network = Network(3, [(1, "softmax")], np.random.default_rng(0))
    goal = objective(network.output.activation, LOSSES["cce"], prices)
    np.testing.assert_allclose(_backward(network, goal, prices), _measured(network, goal, prices), atol=1e-9)


def test_all_weights_live_in_one_vector() -> None:
    network = _network("relu", "linear")
    network.parameters[:] = np.arange(network.parameters.size)
    seen = [layer.weights.ravel() for layer in network.layers], [layer.bias for layer in network.layers]
    joined = np.concatenate([part for pair in zip(*seen, strict=True) for part in pair])
    np.testing.assert_array_equal(joined, network.parameters)


def test_passes_of_different_sizes_do_not_disturb_each_other() -> None:
    network = _network("relu", "softmax")
    goal = objective(network.output.activation, LOSSES["cce"], ONE_HOT)
    alone = _backward(network, goal, ONE_HOT)
    network.forward(np.ones((2, 3)))
    network.forward(np.ones((9, 3)))
    np.testing.assert_array_equal(_backward(network, goal, ONE_HOT), alone)
