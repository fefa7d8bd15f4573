"""Small networks with examples to learn from, drawn from a seed, for the tests of gradients and traces."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.activations import Array
from engine.batches import Truth
from engine.network import Network
from engine.objective import LongWay, term
from engine.passes import Pass
from engine.specs import LayerSpec, LossTerm, NetSpec

CHANCES = ("bce", "cce")
"""Losses that are only defined for answers between 0 and 1."""
CENTERS = {"softplus": -0.5, "gelu": 0.8, "silu": 0.8}
"""Where the sum of an output has to lie for its answer to be near 0.5; 0.4 for all others."""
KINKED = ("relu", "leaky_relu", "elu", "step")
CLEAR = 1e-3
"""How far from every kink a case keeps, far more than a finite difference moves anything."""


@dataclass(frozen=True, eq=False)
class Case:
    """A network, the pass that trains it, and a batch: x (examples, inputs), y (examples, outputs), masks."""

    network: Network
    training: Pass
    losses: tuple[LossTerm, ...]
    x: Array
    y: Array
    masks: Array | None

    @property
    def rows(self) -> Array:
        """(inputs + 1, examples), as a pass takes it."""
        return np.vstack([self.x.T, np.ones(len(self.x))])

    @property
    def truths(self) -> tuple[Truth, ...]:
        truths, left = [], 0
        for number, head in enumerate(self.network.spec.heads):
            y = np.ascontiguousarray(self.y[:, left : left + head.units].T)
            left += head.units
            mask = None if self.masks is None else np.ascontiguousarray(self.masks[:, number : number + 1].T)
            y = y if mask is None else y * mask
            truths.append(Truth(y, y.reshape(-1), mask))
        return tuple(truths)

    def loss(self) -> float:
        with np.errstate(all="ignore"):  # a masked example may cost infinitely much, and counts for nothing
            self.training.forward(self.rows)
            return float(self.training.compare(self.truths))

    def gradient(self) -> Array:
        self.loss()
        with np.errstate(all="ignore"):
            self.training.backward()
        return self.network.gradient.copy()

    def kink_distance(self) -> float:
        """How near the nearest kink of any activation or loss is; call after `loss`."""
        layers = [layer for layer in self.training.layers[:-1] if layer.activation.name in KINKED]
        near = [np.abs(layer.z).min() for layer in layers]
        for head, loss, truth in zip(self.training.heads, self.losses, self.truths, strict=True):
            if head.activation.name in KINKED:
                near.append(np.abs(head.z).min())
            error = np.abs(head.a - truth.y)[:, slice(None) if truth.mask is None else truth.mask[0] == 1.0]
            if loss.name == "mae":
                near.append(error.min())
            elif loss.name == "huber":
                near.append(np.abs(error - 1.0).min())
        return float(min(near, default=np.inf))

    def edge_distance(self) -> float:
        """How near an answer is to 0 or 1 or beyond, where a loss takes its logarithm; call after `loss`."""
        near = []
        for head, loss, measure in zip(self.training.heads, self.losses, self.training.terms, strict=True):
            if loss.name in CHANCES and _all_one(head.activation.name, len(head.a)):
                near.append(head.a.min())
            elif loss.name in CHANCES and isinstance(measure, LongWay):
                near.append(np.minimum(head.a, 1.0 - head.a).min())
        return float(min(near, default=np.inf))


def net(inputs: int, hidden: Sequence[tuple[int, str]], heads: Sequence[tuple[int, str]]) -> NetSpec:
    return NetSpec(inputs, tuple(LayerSpec(*layer) for layer in hidden), tuple(LayerSpec(*head) for head in heads))


def case(
    spec: NetSpec,
    losses: Sequence[LossTerm],
    *,
    seed: int = 0,
    examples: int = 6,
    masked: bool = False,
    batch_norm: bool = False,
    dropout: float = 0.0,
    shares: bool = True,
) -> Case:
    """Random weights, examples and fitting truths; drawn again until no example sits on a kink or an edge."""
    for attempt in range(200):
        generator = np.random.default_rng([seed, attempt])
        made = _drawn(spec, tuple(losses), generator, examples, masked, batch_norm, dropout, shares)
        made.loss()
        if made.kink_distance() > CLEAR and made.edge_distance() > 10 * CLEAR:
            return made
    raise AssertionError(f"every drawn case of {spec.text} sits on a kink or an edge")


def _drawn(
    spec: NetSpec,
    losses: tuple[LossTerm, ...],
    generator: np.random.Generator,
    examples: int,
    masked: bool,
    batch_norm: bool,
    dropout: float,
    shares: bool,
) -> Case:
    network = Network(spec, batch_norm=batch_norm, dropout=dropout)
    network.parameters[:] = generator.normal(0.0, 0.8, network.parameters.size)
    left = 0
    for head, loss in zip(spec.heads, losses, strict=True):
        if loss.name in CHANCES and head.activation not in ("sigmoid", "softmax"):
            own = network.output.matrix[:, left : left + head.units]
            own *= 0.05
            own[-1] = CENTERS.get(head.activation, 0.4)
        left += head.units
    x = generator.normal(size=(examples, spec.inputs))
    y = np.column_stack(
        [_truth(head, loss, generator, examples, shares) for head, loss in zip(spec.heads, losses, strict=True)]
    )
    masks = None
    if masked:
        masks = generator.integers(0, 2, (examples, len(spec.heads))).astype(float)
        masks[0], masks[-1] = 1.0, 0.0
    training = Pass(network, examples, generator if batch_norm or dropout else None)
    training.use(
        [term(head, loss.name, loss.weight, shares=shares) for head, loss in zip(training.heads, losses, strict=True)]
    )
    return Case(network, training, losses, x, y, masks)


def _truth(head: LayerSpec, loss: LossTerm, generator: np.random.Generator, examples: int, shares: bool) -> Array:
    if loss.name == "bce" and _all_one(head.activation, head.units):
        return np.ones((examples, head.units))  # a false certainty would cost infinitely much
    if loss.name.startswith("cce") and shares:
        return np.eye(head.units)[generator.integers(0, head.units, examples)]
    if loss.name.startswith(("bce", "cce")):
        return generator.integers(0, 2, (examples, head.units)).astype(float)
    return generator.normal(size=(examples, head.units))


def _all_one(activation: str, units: int) -> bool:
    """Whether all answers of a case's head are 1: a share among one, or a switch above its threshold."""
    return activation == "step" or (activation == "softmax" and units == 1)
