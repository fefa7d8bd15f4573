"""Gradients: backward agrees with finite differences for every activation, loss, pair, layer kind and penalty."""

import gc
import weakref

import numpy as np
import pytest
from engine_nets import Case, case, net
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.losses import LOSSES
from engine.network import Network
from engine.objective import LongWay
from engine.optimizers import SGD
from engine.passes import Pass
from engine.penalties import Penalty
from engine.probes.gradient_check import check_gradient, relative_difference
from engine.probes.places import Place, place_of
from engine.specs import LossTerm

HIDDEN = list(ACTIVATIONS)
PAIRS = [(output, loss) for output in ACTIVATIONS for loss in LOSSES]
MATCHED = [
    ("linear", "mse"),
    ("linear", "half_mse"),
    ("sigmoid", "bce"),
    ("softmax", "cce"),
    ("linear", "bce_logits"),
    ("linear", "cce_logits"),
]
OTHER_HEADS = [(2, "linear", "mse"), (1, "sigmoid", "bce"), (3, "softmax", "cce"), (2, "tanh", "huber")]
EXACT = 1e-6


def _assert_exact(made: Case, penalty: Penalty | None = None) -> None:
    check = check_gradient(made.training, made.rows, made.truths, penalty=penalty)
    assert np.isfinite(check.gradient).all()
    assert check.relative <= EXACT, (
        made.network.spec.text,
        check.worst.text,
        check.worst_gradient,
        check.worst_measured,
    )
    assert check.each.max() <= EXACT, check.worst.text


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_every_output_learns_from_every_loss_along_the_true_slope(output: str, loss: str) -> None:
    for masked in (False, True):
        made = case(net(3, [(4, "tanh")], [(3, output)]), [LossTerm(0.7, loss)], masked=masked)
        _assert_exact(made)
        assert made.network.gradient.any() == (output != "step")


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_hidden_activation_passes_the_slope_of_every_loss_on(hidden: str, loss: str) -> None:
    made = case(net(2, [(3, hidden), (4, hidden)], [(2, LOSSES[loss].matched)]), [LossTerm(1.0, loss)])
    _assert_exact(made)
    assert made.network.layers[0].d_weights.any() == (hidden != "step")


def test_a_hidden_softmax_shares_out_one_among_the_units_of_each_example() -> None:
    made = case(net(3, [(4, "softmax"), (3, "softmax")], [(2, "linear")]), [LossTerm(1.0, "mse")])
    for layer in made.training.layers[:-1]:
        np.testing.assert_allclose(layer.a.sum(axis=0), 1.0)
    _assert_exact(made)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("other", OTHER_HEADS, ids=lambda head: head[1])
def test_every_pair_learns_beside_another_head_with_masks_and_weights(
    output: str, loss: str, other: tuple[int, str, str]
) -> None:
    units, activation, other_loss = other
    spec = net(2, [(3, "tanh")], [(2, output), (units, activation)])
    _assert_exact(case(spec, [LossTerm(5.0, loss), LossTerm(0.3, other_loss)], masked=True, seed=3))


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("batch_norm", "dropout"), [(True, 0.0), (False, 0.4), (True, 0.4)])
def test_batch_norm_and_dropout_pass_the_slope_on_while_they_train(
    hidden: str, batch_norm: bool, dropout: float
) -> None:
    spec = net(3, [(5, hidden), (4, hidden)], [(1, "linear"), (2, "softmax")])
    losses = [LossTerm(2.0, "mse"), LossTerm(1.0, "cce")]
    made = case(spec, losses, examples=9, masked=True, batch_norm=batch_norm, dropout=dropout)
    _assert_exact(made)
    if dropout:
        assert any((layer.dropping.factors == 0.0).any() for layer in made.training.layers[:-1])


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("l1", "l2"), [(0.1, 0.0), (0.0, 0.3), (0.1, 0.3)])
def test_penalties_add_their_own_slope_to_weights_alone(batch_norm: bool, l1: float, l2: float) -> None:
    made = case(net(3, [(4, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")], batch_norm=batch_norm)
    penalty = Penalty(made.network.weight_mask(), l1, l2)
    _assert_exact(made, penalty)
    bare = made.gradient()
    penalty.add_slope(made.network.parameters, made.network.gradient)
    added = made.network.gradient - bare
    assert {place_of(made.network, int(at)).kind for at in np.flatnonzero(added)} == {"weights"}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_network_learns_along_the_true_slope(data: st.DataObject) -> None:
    draw, names = data.draw, st.sampled_from
    hidden = draw(st.lists(st.tuples(st.integers(1, 5), names(HIDDEN)), max_size=3))
    heads = draw(st.lists(st.tuples(st.integers(1, 3), names(list(ACTIVATIONS))), min_size=1, max_size=3))
    losses = [LossTerm(draw(st.floats(0.01, 10.0)), draw(names(list(LOSSES)))) for _ in heads]
    spec = net(draw(st.integers(1, 4)), hidden, heads)
    seed, examples, masked = draw(st.integers(0, 10**6)), draw(st.integers(2, 6)), draw(st.booleans())
    _assert_exact(case(spec, losses, seed=seed, examples=examples, masked=masked, shares=draw(st.booleans())))


@pytest.mark.parametrize(("output", "loss"), MATCHED)
@pytest.mark.parametrize("masked", [False, True])
def test_a_matched_pair_cancels_to_the_same_slope_as_the_long_way(output: str, loss: str, masked: bool) -> None:
    made = case(net(3, [(4, "tanh")], [(3, output)]), [LossTerm(0.7, loss)], masked=masked)
    assert not isinstance(made.training.terms[0], LongWay)
    short_loss, short = made.loss(), made.gradient()
    made.training.use([LongWay(made.training.heads[0], 0.7 / len(made.x), LOSSES[loss])])
    assert made.loss() == pytest.approx(short_loss, rel=1e-12)
    long = made.gradient()
    assert long.any()
    assert relative_difference(short, long) <= 1e-12


def test_softmax_with_cce_goes_the_long_way_when_the_truths_do_not_add_up_to_one() -> None:
    made = case(net(3, [], [(3, "softmax")]), [LossTerm(1.0, "cce")], shares=False)
    assert set(made.y.sum(axis=1)) - {1.0}
    assert isinstance(made.training.terms[0], LongWay)
    _assert_exact(made)


def test_a_masked_example_teaches_nothing_but_still_counts_in_the_mean() -> None:
    made = case(net(2, [(3, "tanh")], [(1, "sigmoid")]), [LossTerm(1.0, "bce")], masked=True)
    assert made.masks is not None
    masked = made.gradient()
    seen = made.masks[:, 0] == 1.0
    total = np.zeros_like(masked)
    for x, y in zip(made.x[seen], made.y[seen], strict=True):
        alone = Pass(made.network, 1).use([])
        single = Case(made.network, alone, made.losses, x[None], y[None], None)
        alone.use([LongWay(alone.heads[0], 1.0, LOSSES["bce"])])
        total += single.gradient()
    np.testing.assert_allclose(masked, total / len(made.x), rtol=1e-12, atol=1e-15)
    assert 0 < seen.sum() < len(made.x)


def test_one_side_is_as_good_as_two_where_the_loss_is_smooth() -> None:
    made = case(net(3, [(5, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")])
    two = check_gradient(made.training, made.rows, made.truths)
    one = check_gradient(made.training, made.rows, made.truths, one_sided=True)
    assert (two.verdict, one.relative < 1e-6) == ("right", True)
    assert two.relative < one.relative / 10


def test_halving_the_step_quarters_the_error_of_two_sides_and_halves_that_of_one() -> None:
    made = case(net(3, [(5, "tanh")], [(2, "sigmoid")]), [LossTerm(1.0, "bce")])
    for one_sided, gain in ((False, 4.0), (True, 2.0)):
        wide, narrow = (
            check_gradient(made.training, made.rows, made.truths, step=step, one_sided=one_sided).relative
            for step in (2e-3, 1e-3)
        )
        assert wide / narrow == pytest.approx(gain, rel=0.02)


class Sabotaged(Pass):
    """A pass with a bug: it forgets the mean, or puts one number wrong."""

    wrong: tuple[int, int] | None = None

    def backward(self) -> None:
        super().backward()
        if self.wrong is None:
            self.network.gradient *= self.rows
        else:
            self.network.layers[1].d_weights[self.wrong] += 1e-4


def _sabotaged(wrong: tuple[int, int] | None, weight: float = 1.0) -> tuple[Case, Sabotaged]:
    made = case(net(3, [(4, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")])
    training = Sabotaged(made.network, len(made.x))
    training.wrong = wrong
    training.use([LongWay(training.heads[0], weight / len(made.x), LOSSES["mse"])])
    return made, training


def test_a_gradient_without_its_mean_is_found() -> None:
    made, training = _sabotaged(None)
    check = check_gradient(training, made.rows, made.truths)
    assert check.verdict == "wrong"
    rows = len(made.x)
    assert check.relative == pytest.approx((rows - 1) / (rows + 1))


def test_a_single_wrong_number_is_found_and_its_place_is_told() -> None:
    made, training = _sabotaged((2, 1))
    check = check_gradient(training, made.rows, made.truths)
    assert check.verdict == "doubtful"
    assert check.worst == Place(2, "weights", (2, 1))
    assert check.worst.text == "layer 2, weights[2, 1]"
    assert check.worst_gradient - check.worst_measured == pytest.approx(1e-4, rel=1e-4)


def test_a_check_of_some_parameters_measures_just_these() -> None:
    made = case(net(3, [(4, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")])
    check = check_gradient(made.training, made.rows, made.truths, among=[7, 2])
    np.testing.assert_array_equal(check.gradient, made.gradient()[[7, 2]])
    assert check.indices == (7, 2)
    assert check.verdict == "right"


def test_a_check_leaves_everything_as_it_was() -> None:
    spec = net(3, [(4, "tanh")], [(2, "linear")])
    made = case(spec, [LossTerm(1.0, "mse")], batch_norm=True, dropout=0.5)
    layer = made.training.layers[0]
    norm, dice = layer.layer.norm, layer.dropping.generator
    before = [made.network.parameters.copy(), norm.mean.copy(), norm.variance.copy()]
    state = dice.bit_generator.state
    check_gradient(made.training, made.rows, made.truths)
    for then, now in zip(before, (made.network.parameters, norm.mean, norm.variance), strict=True):
        np.testing.assert_array_equal(then, now)
    assert dice.bit_generator.state == state


def test_a_wrong_gradient_is_never_called_right_however_small() -> None:
    verdicts = []
    for exponent in range(16):
        made, training = _sabotaged(None, 10.0**-exponent)
        verdicts.append(check_gradient(training, made.rows, made.truths).verdict)
    assert list(dict.fromkeys(verdicts)) == ["wrong", "doubtful", "too small to tell"]


@pytest.mark.parametrize("one_sided", [False, True])
def test_a_small_gradient_is_called_right_as_long_as_a_wrong_one_would_be_seen(one_sided: bool) -> None:
    made = case(net(3, [(4, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")])
    terms = {}
    for weight in (1e-3, 1e-13):
        made.training.use([LongWay(made.training.heads[0], weight / len(made.x), LOSSES["mse"])])
        terms[weight] = check_gradient(made.training, made.rows, made.truths, one_sided=one_sided)
    assert [check.verdict for check in terms.values()] == ["right", "too small to tell"]
    small = terms[1e-3]
    assert 1e-3 * np.linalg.norm(small.gradient) > small.rounding


def test_a_gradient_of_zero_is_too_small_to_tell_for_the_loss_is_rounded() -> None:
    made = case(net(2, [(3, "tanh")], [(1, "linear")]), [LossTerm(1.0, "mse")])
    made.network.parameters[:] = 0.0
    made.network.output.bias[:] = made.y.mean()
    check = check_gradient(made.training, made.rows, made.truths)
    assert np.abs(check.gradient).max() < 1e-15 < np.abs(check.measured).max() < check.rounding
    assert check.verdict == "too small to tell"


def test_what_cannot_be_checked_is_refused_with_a_reason() -> None:
    made = case(net(2, [], [(1, "linear")]), [LossTerm(1.0, "mse")])
    with pytest.raises(ValueError, match="step"):
        check_gradient(made.training, made.rows, made.truths, step=0.0)
    for among in ([], [3], [-1]):
        with pytest.raises(ValueError, match="from 0 to 2"):
            check_gradient(made.training, made.rows, made.truths, among=among)
    with pytest.raises(ValueError, match="no terms"):
        check_gradient(Pass(made.network, 6), made.rows, made.truths)
    with pytest.raises(ValueError, match="not a stack"):
        check_gradient(Pass(Network.stack(made.network.spec, 2), 6), made.rows, made.truths)


def test_every_parameter_has_a_place_of_its_own() -> None:
    network = Network(net(3, [(4, "tanh"), (2, "relu")], [(1, "linear"), (2, "softmax")]), batch_norm=True)
    found = []
    for index in range(network.parameters.size):
        network.parameters[:] = 0.0
        network.parameters[index] = 1.0
        place = place_of(network, index)
        layer = network.layers[place.layer - 1]
        array = getattr(layer if place.kind in ("weights", "bias") else layer.norm, place.kind)
        index_there = place.index if place.kind in ("weights", "bias") else (*place.index, 0)
        assert array[index_there] == 1.0
        found.append(place)
    assert len(set(found)) == network.parameters.size
    with pytest.raises(IndexError, match="no parameter"):
        place_of(network, network.parameters.size)


def test_all_weights_live_in_one_vector() -> None:
    network = Network(net(2, [(3, "relu")], [(1, "linear")]))
    network.parameters[:] = np.arange(network.parameters.size)
    np.testing.assert_array_equal(network.layers[0].weights, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(network.layers[0].bias, [6, 7, 8])
    np.testing.assert_array_equal(network.layers[1].weights, [[9], [10], [11]])
    np.testing.assert_array_equal(network.layers[1].bias, [12])


def test_passes_of_different_sizes_do_not_disturb_each_other() -> None:
    made = case(net(3, [(4, "relu")], [(2, "softmax")]), [LossTerm(1.0, "cce")])
    alone = made.gradient()
    made.training.forward(made.rows)
    made.training.compare(made.truths)
    made.network.forward(np.ones((2, 3)))
    made.network.forward(np.ones((9, 3)))
    made.training.backward()
    np.testing.assert_array_equal(made.network.gradient, alone)


def test_a_network_keeps_the_passes_of_the_last_few_sizes_alone() -> None:
    network = case(net(3, [(4, "tanh")], [(2, "linear")]), [LossTerm(1.0, "mse")]).network
    often = network.on(7)
    others = []
    for rows in range(8, 60):
        others.append(weakref.ref(network.on(rows)))
        assert network.on(7) is often  # a size in use is not made again
    gc.collect()
    assert [at_work.rows for other in others if (at_work := other())] == [57, 58, 59]


def test_steps_along_the_gradient_make_the_loss_smaller() -> None:
    made = case(net(3, [(4, "gelu")], [(1, "linear"), (3, "softmax")]), [LossTerm(2.0, "mse"), LossTerm(1.0, "cce")])
    descent = SGD(made.network.parameters, made.network.slopes, 1e-3)
    losses = []
    for _ in range(5):
        losses.append(made.loss())
        made.training.backward()
        descent.update()
    assert losses == sorted(losses, reverse=True)
    assert len(set(losses)) == 5
