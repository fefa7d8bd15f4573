"""A penalty on weights costs what its formula says, has that formula's slope, and leaves biases alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network import Network
from engine.penalties import Penalty
from engine.specs import LayerSpec, NetSpec

SPEC = NetSpec(3, (LayerSpec(4, "tanh"),), (LayerSpec(1, "linear"), LayerSpec(2, "softmax")))


def network(batch_norm: bool = False) -> Network:
    made = Network(SPEC, batch_norm=batch_norm)
    made.parameters[:] = np.random.default_rng(0).normal(size=made.parameters.size)
    return made


@given(l1=st.floats(0, 3), l2=st.floats(0, 3), batch_norm=st.booleans())
def test_the_slope_is_the_difference_quotient_of_the_value(l1: float, l2: float, batch_norm: bool) -> None:
    net = network(batch_norm)
    penalty = Penalty(net.weight_mask(), l1, l2)
    gradient = np.zeros_like(net.parameters)
    penalty.add_slope(net.parameters, gradient)
    numeric = np.empty_like(gradient)
    for place in range(len(gradient)):
        moved = net.parameters.copy()
        moved[place] += 1e-6
        up = penalty.value(moved)
        moved[place] -= 2e-6
        numeric[place] = (up - penalty.value(moved)) / 2e-6
    np.testing.assert_allclose(gradient, numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("batch_norm", [False, True])
def test_only_weights_are_penalized(batch_norm: bool) -> None:
    net = network(batch_norm)
    weights = np.concatenate([layer.weights.ravel() for layer in net.layers])
    assert net.weight_mask().sum() == weights.size == 3 * 4 + 4 * 3
    cost = Penalty(net.weight_mask(), l1=0.5, l2=0.25).value(net.parameters)
    assert cost == pytest.approx(0.5 * np.abs(weights).sum() + 0.125 * (weights**2).sum())


def test_the_slope_is_added_to_what_is_there_and_a_weight_of_zero_is_left_at_rest() -> None:
    net = network()
    net.parameters[0] = 0.0
    gradient = np.full_like(net.parameters, 7.0)
    Penalty(net.weight_mask(), l1=2.0).add_slope(net.parameters, gradient)
    assert gradient[0] == 7.0
    assert set(gradient[net.weight_mask() == 1.0][1:]) == {5.0, 9.0}
    assert set(gradient[net.weight_mask() == 0.0]) == {7.0}
