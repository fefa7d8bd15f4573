"""The engine's gradients beside those of an independent library that differentiates programs by itself: autograd.

Here the networks are written down once more, plainly and forward only; every slope is autograd's own. Only the
slope of the error function is given to it, which NumPy does not have.
"""

import math
from itertools import pairwise

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from autograd.extend import defvjp, primitive
from engine_nets import Case, case, net

from engine.activations import ACTIVATIONS, Array
from engine.losses import LOSSES
from engine.probes.gradient_check import relative_difference
from engine.specs import LossTerm, NetSpec

NETWORKS = 200
HIDDEN = list(ACTIVATIONS)
EQUAL = 1e-9

erf = primitive(np.vectorize(math.erf, otypes=[float]))
defvjp(erf, lambda _answer, z: lambda g: g * 2.0 / math.sqrt(math.pi) * np.exp(-z * z))


def _softmax(z: Array) -> Array:
    shares = anp.exp(z - anp.max(z, axis=1, keepdims=True))
    return shares / anp.sum(shares, axis=1, keepdims=True)


def _sigmoid(z: Array) -> Array:
    return 1.0 / (1.0 + anp.exp(-z))


FUNCTIONS = {
    "linear": lambda z: z,
    "relu": lambda z: anp.where(z > 0.0, z, 0.0),
    "leaky_relu": lambda z: anp.where(z > 0.0, z, 0.01 * z),
    "elu": lambda z: anp.where(z > 0.0, z, anp.exp(anp.where(z > 0.0, 0.0, z)) - 1.0),
    "gelu": lambda z: z * 0.5 * (1.0 + erf(z / math.sqrt(2.0))),
    "silu": lambda z: z * _sigmoid(z),
    "softplus": lambda z: anp.log(1.0 + anp.exp(z)),
    "sigmoid": _sigmoid,
    "tanh": anp.tanh,
    "step": lambda z: anp.where(z > 0.0, 1.0, 0.0) + 0.0 * z,
    "softmax": _softmax,
}
LOSS_TERMS = {
    "mse": lambda a, y: (a - y) ** 2,
    "half_mse": lambda a, y: (a - y) ** 2 / 2.0,
    "mae": lambda a, y: anp.abs(a - y),
    "huber": lambda a, y: anp.where(anp.abs(a - y) < 1.0, (a - y) ** 2 / 2.0, anp.abs(a - y) - 0.5),
    "bce": lambda a, y: -(y * anp.log(a) + (1.0 - y) * anp.log(1.0 - a)),
    "cce": lambda a, y: -y * anp.log(a),
    "bce_logits": lambda z, y: -(y * anp.log(_sigmoid(z)) + (1.0 - y) * anp.log(1.0 - _sigmoid(z))),
    "cce_logits": lambda z, y: -y * anp.log(_softmax(z)),
}


def _loss(parameters: Array, made: Case) -> Array:
    """The loss as a plain formula of one vector of parameters, examples in rows."""
    spec, at, a = made.network.spec, 0, made.x
    widths = [spec.inputs, *(layer.units for layer in spec.hidden), spec.outputs]
    for number, (n_in, units) in enumerate(pairwise(widths)):
        weights = anp.reshape(parameters[at : at + n_in * units], (n_in, units))
        at += n_in * units
        z = anp.dot(a, weights) + parameters[at : at + units]
        at += units
        if number == len(spec.hidden):
            break
        if made.network.batch_norm:
            centered = z - anp.mean(z, axis=0)
            scaled = centered / anp.sqrt(anp.mean(centered**2, axis=0) + 1e-5)
            z = parameters[at : at + units] * scaled + parameters[at + units : at + 2 * units]
            at += 2 * units
        a = FUNCTIONS[spec.hidden[number].activation](z)
    assert at == len(parameters)
    total, left = 0.0, 0
    for number, (head, term) in enumerate(zip(spec.heads, made.losses, strict=True)):
        own = slice(left, left + head.units)
        left += head.units
        each = anp.sum(LOSS_TERMS[term.name](FUNCTIONS[head.activation](z[:, own]), made.y[:, own]), axis=1)
        counts = 1.0 if made.masks is None else made.masks[:, number]
        total = total + term.weight * anp.sum(each * counts) / len(made.x)
    return total


def _spec(seed: int) -> tuple[NetSpec, list[LossTerm], bool, bool]:
    """A net, its losses, whether it has masks, and whether batch normalization."""
    dice = np.random.default_rng(seed)
    hidden = [(int(dice.integers(1, 7)), str(dice.choice(HIDDEN))) for _ in range(dice.integers(0, 5))]
    heads = [(int(dice.integers(1, 5)), str(dice.choice(list(ACTIVATIONS)))) for _ in range(dice.choice([1, 1, 2, 3]))]
    losses = [LossTerm(float(dice.uniform(0.1, 5.0)), str(dice.choice(list(LOSSES)))) for _ in heads]
    for place, ((units, activation), loss) in enumerate(zip(heads, losses, strict=True)):
        if loss.name == "bce" and (activation == "step" or (activation, units) == ("softmax", 1)):
            losses[place] = LossTerm(loss.weight, "mse")  # certainty: 0 · log 0, which autograd takes for NaN
    return net(int(dice.integers(1, 6)), hidden, heads), losses, bool(dice.random() < 0.4), bool(dice.random() < 0.2)


def _drawn(seed: int) -> Case:
    spec, losses, masked, batch_norm = _spec(seed)
    return case(
        spec, losses, seed=seed, examples=2 + seed % 9, masked=masked, batch_norm=batch_norm, shares=seed % 4 > 0
    )


def _theirs(made: Case) -> Array:
    return grad(_loss)(made.network.parameters, made)


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_a_random_network_has_the_gradient_that_autograd_finds(seed: int) -> None:
    made = _drawn(seed)
    assert made.loss() == pytest.approx(float(_loss(made.network.parameters, made)), rel=EQUAL)
    ours, theirs = made.gradient(), _theirs(made)
    about = made.network.spec.text, [term.text for term in made.losses]
    assert relative_difference(ours, theirs) <= EQUAL, about
    np.testing.assert_allclose(ours, theirs, rtol=EQUAL, atol=EQUAL * np.abs(theirs).max(), err_msg=str(about))


def test_the_random_networks_are_of_every_kind() -> None:
    specs = [_spec(seed) for seed in range(NETWORKS)]
    assert {layer.activation for spec, *_ in specs for layer in spec.hidden} == set(HIDDEN)
    assert {head.activation for spec, *_ in specs for head in spec.heads} == set(ACTIVATIONS)
    assert {loss.name for _, losses, *_ in specs for loss in losses} == set(LOSSES)
    assert {len(spec.hidden) for spec, *_ in specs} == {0, 1, 2, 3, 4}
    assert {len(spec.heads) for spec, *_ in specs} == {1, 2, 3}
    assert {kinds for *_, masked, batch_norm in specs for kinds in [(masked, batch_norm)]} == {
        (masked, batch_norm) for masked in (False, True) for batch_norm in (False, True)
    }
    assert np.mean([_drawn(seed).gradient().any() for seed in range(0, NETWORKS, 5)]) > 0.9


def test_the_plain_formulas_know_the_whole_vocabulary() -> None:
    assert set(FUNCTIONS) == set(ACTIVATIONS)
    assert set(LOSS_TERMS) == set(LOSSES)
