"""A loss behind an output, over one sum z: its slopes are those of finite differences and of training itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.batches import truths, with_ones
from engine.losses import LOSSES
from engine.network import Network
from engine.probes.output_loss import OutputLoss, multiple_of
from engine.specs import LayerSpec, LossTerm, NetSpec
from engine.training import measuring

OUTPUTS = ("linear", "sigmoid", "tanh", "relu", "softplus", "softmax")
PAIRS = list(product(OUTPUTS, LOSSES))
TRUTHS = (0.0, 0.5, 1.0, 2.0, -1.0)
AXIS = np.linspace(-8.0, 8.0, 257)
H = 1e-6

pairs = st.sampled_from(PAIRS)
sums = st.floats(-6.0, 6.0)


def slope_of(values: np.ndarray) -> float:
    """The central difference of values at a place less H, the place, and the place plus H."""
    return float(values[2] - values[0]) / (2 * H)


def smooth(loss: OutputLoss, answers: np.ndarray, z: float = 1.0) -> bool:
    """Whether there is no kink nearby, and the loss is a number on both sides."""
    kinks = [abs(z)] if loss.output == "relu" else []
    if loss.loss in ("bce", "cce") and loss.output not in ("sigmoid", "softmax"):
        kinks += [np.abs(answers).min(), np.abs(1.0 - answers).min()]  # a logarithm bends without end there
    if loss.loss in ("mae", "huber"):
        distances = np.abs(answers - loss.truths)
        kinks += [distances.min(), np.abs(distances - 1.0).min()]
    return all(kink > 1e-3 for kink in kinks) and bool(np.isfinite(loss.values(answers)).all())


@settings(deadline=None)
@given(pairs, st.sampled_from(TRUTHS), sums)
def test_both_slopes_are_those_of_finite_differences(pair: tuple[str, str], truth: float, z: float) -> None:
    loss = OutputLoss(*pair, truth)
    near = np.array([z - H, z, z + H])
    assume(smooth(loss, loss.answers(near), z))
    at = near[1:2]
    assert loss.by_sum(at)[0] == pytest.approx(slope_of(loss.values(loss.answers(near))), rel=1e-4, abs=1e-6)
    if loss.output == "softmax" or abs(loss.by_answer(loss.answers(at))[0]) > 1e3:
        return  # the answer's own axis is squeezed here; its slope is held below
    answers = loss.answers(at)[:, 0] + np.array([-H, 0.0, H])
    assume(smooth(loss, loss.beside(answers)))
    expected = slope_of(loss.values(loss.beside(answers)))
    assert loss.by_answer(loss.answers(at))[0] == pytest.approx(expected, rel=1e-3, abs=1e-6)


@settings(deadline=None)
@given(st.sampled_from(sorted(LOSSES)), st.sampled_from(TRUTHS), st.floats(0.01, 0.99))
def test_as_one_share_of_a_softmax_grows_the_other_shrinks(name: str, truth: float, share: float) -> None:
    loss = OutputLoss("softmax", name, truth)
    near = loss.beside(np.array([share - H, share, share + H]))
    assert near.sum(axis=1) == pytest.approx(1.0)
    assume(smooth(loss, near))
    assert loss.by_answer(near)[1] == pytest.approx(slope_of(loss.values(near)), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_the_slope_in_z_is_the_one_that_training_uses(pair: tuple[str, str]) -> None:
    for truth, z in product((0.0, 1.0), (-6.0, -0.7, 0.3, 0.9, 5.0)):
        loss = OutputLoss(*pair, truth)
        network = Network(NetSpec(1, (), (LayerSpec(loss.units, loss.output),)))
        network.output.weights[0, 0] = z
        seen = measuring(network, 1, [LossTerm(1.0, loss.loss)], [loss.units == 2])
        with np.errstate(all="ignore"):
            seen.forward(with_ones(np.ones((1, 1))).T)
            value = seen.compare(truths(loss.truths.T.copy(), (loss.units,)))
            seen.backward()
        at = np.array([z])
        mine = float(loss.values(loss.answers(at))[0])
        assert np.isfinite(mine) == np.isfinite(value)
        if np.isfinite(value):
            assert mine == pytest.approx(value)
            assert loss.by_sum(at)[0] == pytest.approx(seen.output.dz[0, 0], abs=1e-12)
        else:
            assert np.isnan(loss.by_sum(at)[0])


def test_two_pairs_cancel_to_the_error_and_others_do_not() -> None:
    found = {pair: OutputLoss(*pair, 0.25) for pair in PAIRS}
    canceled = {pair: loss.multiple(AXIS) for pair, loss in found.items() if loss.cancels(AXIS)}
    assert canceled == {("sigmoid", "bce"): 1.0, ("softmax", "cce"): 1.0, ("softmax", "bce"): 2.0}
    straight = {pair: loss.multiple(AXIS) for pair, loss in found.items() if pair not in canceled}
    assert {pair: times for pair, times in straight.items() if times is not None} == {
        ("linear", "mse"): 2.0,
        ("linear", "half_mse"): 1.0,
        ("linear", "bce_logits"): 1.0,
        ("linear", "cce_logits"): 1.0,
    }


def test_a_multiple_holds_everywhere_or_is_none() -> None:
    errors = np.array([0.5, -2.0, 1.0])
    assert multiple_of(3 * errors, errors) == 3.0
    assert multiple_of(0.3 * errors, errors) == 0.3
    assert multiple_of(np.zeros(3), errors) == 0.0
    assert multiple_of(3 * errors + np.array([0.0, 0.0, 1e-6]), errors) is None
    assert multiple_of(np.array([np.nan, 1.0, 1.0]), errors) is None
    assert multiple_of(errors, np.zeros(3)) is None


@settings(deadline=None)
@given(pairs, st.sampled_from(TRUTHS), st.floats(-3.0, 3.0) | st.sampled_from((0.0, 1.0)))
def test_a_logarithm_is_named_just_where_the_loss_is_no_number(
    pair: tuple[str, str], truth: float, answer: float
) -> None:
    loss = OutputLoss(*pair, truth)
    asked = loss.log_of(answer)
    value = float(loss.values(loss.beside(np.array([answer])))[0])
    assert (asked is None) == np.isfinite(value)
    if asked is not None:
        assert asked in (answer, 1.0 - answer, 1.0 - (1.0 - answer))  # the other share, rounded, is taken from 1 again
        assert asked <= 0.0
        assert np.isnan(value) or asked == 0.0
