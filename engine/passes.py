"""A pass takes a fixed number of examples through a network: forward to the answers, back to the gradient.
Every array it needs is made once and written in place, and stays there afterwards for a lesson to show."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np

from engine.activations import ACTIVATIONS, Activation, Array, Function, Slope
from engine.batches import Truth
from engine.dropout import Dropping
from engine.layers import Dense
from engine.norms import Normalizing
from engine.products import product

if TYPE_CHECKING:
    from engine.network import Network


class Term(Protocol):
    """One term of the loss at work on a head's arrays, (…, outputs, examples).

    `compare` answers how wrong the head is: one number, or one for each network of a stack. It is the mean
    over all examples; a `mask` (…, 1, examples) of 0 and 1 leaves out the examples that do not count.
    `backward` then turns what `compare` left behind into the head's d(loss)/dz.
    """

    needs_slope: bool

    def compare(self, truth: Truth) -> float: ...

    def backward(self) -> None: ...


def over_units(activation: Activation) -> Function:
    """The activation's function for arrays (…, units, examples): softmax shares out among units, not examples."""
    if activation.elementwise:
        return activation.function
    return lambda z, out=None: activation.function(z.mT, None if out is None else out.mT).mT


class LayerPass:
    """One layer at work. Arrays are (…, units, examples): each unit's numbers lie side by side in memory.

    `x` (…, n_inputs + 1, examples) ends with a row of ones, the bias's input. `a` is what the layer says and
    `out` what the next layer hears: the same with a row of ones below. `dz` is d(loss)/dz after the way back.
    """

    def __init__(self, layer: Dense, x: Array, z: Array, out: Array, slope: Array) -> None:
        self.layer, self.x, self.z, self.slope = layer, x, z, slope
        self.a, self.out = out[..., :-1, :], out
        self.activation = ACTIVATIONS[layer.activation]
        self.dz: Array = np.zeros_like(z)
        self.dz_rows = self.dz.mT
        self.d_matrix = layer.d_matrix
        self._weigh = product(layer.matrix.mT)
        self._function = over_units(self.activation)
        self._carry = product(layer.weights)
        self._learn = product(x)

    def forward(self) -> None:
        """z = weights · x + bias, then a = activation(z)."""
        self._weigh(self.x, self.z)
        self._function(self.z, self.a)

    def sum_up(self) -> None:
        """z = weights · x + bias alone, as far as an output layer goes before its heads take over."""
        self._weigh(self.x, self.z)

    def backward(self, below: "LayerPass") -> None:
        """From d(loss)/dz here to the gradient here, and to d(loss)/dz in the layer below."""
        self._learn(self.dz_rows, self.d_matrix)
        self._carry(self.dz, below.dz)
        below.bend()

    def bend(self) -> None:
        """`dz` holds d(loss)/da; times the activation's slope it is d(loss)/dz."""
        if self.activation.elementwise:
            np.multiply(self.dz, self.slope, self.dz)
        else:
            self.activation.pull_back(self.dz.mT, self.a.mT, self.slope.mT, self.dz.mT)


class RegularizedPass(LayerPass):
    """A layer with batch normalization before its activation, or dropout behind it, or both."""

    def __init__(self, layer: Dense, x: Array, z: Array, out: Array, slope: Array, dice: np.random.Generator | None):
        super().__init__(layer, x, z, out, slope)
        self.normalizing = Normalizing(layer.norm, training=dice is not None) if layer.norm else None
        self.dropping = Dropping(layer.dropout, z.shape, dice) if layer.dropout and dice else None
        if self.dropping:
            self.out = out.copy()

    def forward(self) -> None:
        """z = weights · x + bias, normalized; then a = activation(z), of which some is dropped on the way out."""
        self._weigh(self.x, self.z)
        if self.normalizing:
            self.normalizing.forward(self.z)
        self._function(self.z, self.a)
        if self.dropping:
            self.dropping.forward(self.a, self.out[:-1])

    def bend(self) -> None:
        """The same way back, last step first."""
        if self.dropping:
            self.dropping.backward(self.dz)
        super().bend()
        if self.normalizing:
            self.normalizing.backward(self.dz)


@dataclass(frozen=True)
class HeadPass:
    """One head: the rows of the output layer's arrays that answer one question, with an activation of its own."""

    activation: Activation
    z: Array
    a: Array
    slope: Array
    dz: Array

    def answer(self) -> None:
        """a = activation(z)."""
        over_units(self.activation)(self.z, self.a)


class Pass:
    """`rows` examples on their way through a network; in training, `dice` throws for dropout.

    `terms` are the terms of the loss, one for each head; a pass that only answers needs none.
    """

    def __init__(self, network: "Network", rows: int, dice: np.random.Generator | None = None) -> None:
        self.network, self.rows = network, rows
        stack = network.parameters.shape[:-1]
        self._x: Array = np.ones((*stack, network.spec.inputs + 1, rows))
        height = sum(layer.units + 1 for layer in network.layers)
        # One block each for all layers, so that the slopes of equal activations are computed in one go.
        self._z, self._a, self._slope = (np.zeros((*stack, height, rows)) for _ in range(3))
        self.layers: list[LayerPass] = []
        self._tops: list[int] = []
        top, x = 0, self._x
        for layer in network.layers:
            bottom = top + layer.units
            z, out, slope = (
                self._z[..., top:bottom, :],
                self._a[..., top : bottom + 1, :],
                self._slope[..., top:bottom, :],
            )
            out[..., -1, :] = 1.0
            slope[:] = 1.0
            if layer.norm or layer.dropout:
                made: LayerPass = RegularizedPass(layer, x, z, out, slope, dice)
            else:
                made = LayerPass(layer, x, z, out, slope)
            self.layers.append(made)
            self._tops.append(top)
            top, x = bottom + 1, made.out
        self._first, self.output = self.layers[0], self.layers[-1]
        self.heads = self._make_heads()
        self._hidden = self.layers[:-1]
        self._down = list(pairwise(reversed(self.layers)))
        self._times = np.matmul if stack else np.ndarray.dot
        self.terms: list[Term] = []
        self._bends = self._make_bends()

    def use(self, terms: list[Term]) -> "Pass":
        """Measure the answers with these terms, one for each head, in order."""
        self.terms = terms
        self._bends = self._make_bends()
        return self

    def forward(self, x: Array) -> None:
        """Take x (…, inputs + 1, examples), whose last row is ones, up to the z of the output layer."""
        self._first.x = x
        for layer in self._hidden:
            layer.forward()
        self.output.sum_up()

    def answers(self, x: Array) -> Array:
        """What the network says to examples x (…, examples, inputs): a view (…, examples, outputs), used again."""
        self._x[..., :-1, :] = x.mT
        self.forward(self._x)
        for head in self.heads:
            head.answer()
        return self.output.a.mT

    def compare(self, truths: tuple[Truth, ...]) -> float:
        """The loss of the answers, given each head's truths."""
        if len(truths) == 1:
            return self.terms[0].compare(truths[0])
        return sum(term.compare(truth) for term, truth in zip(self.terms, truths, strict=True))

    def backward(self, only: Term | None = None) -> None:
        """Fill the network's gradient: from the loss back to every weight, one factor of the chain at a time.

        With `only`, it is the gradient of that term alone.
        """
        for slope_of, z, a, slope in self._bends:
            slope_of(z, a, slope)
        for term in self.terms:
            term.backward()
        if only is not None:
            for head, term in zip(self.heads, self.terms, strict=True):
                if term is not only:
                    head.dz.fill(0.0)
        for layer, below in self._down:
            layer.backward(below)
        first = self._first
        self._times(first.x, first.dz_rows, first.d_matrix)

    def _make_heads(self) -> list[HeadPass]:
        output, heads, top = self.output, [], 0
        for spec in self.network.spec.heads:
            rows = np.s_[..., top : top + spec.units, :]
            top += spec.units
            arrays = (array[rows] for array in (output.z, output.a, output.slope, output.dz))
            heads.append(HeadPass(ACTIVATIONS[spec.activation], *arrays))
        return heads

    def _make_bends(self) -> list[tuple[Slope, Array, Array, Array]]:
        """Which slopes the way back needs: neighbors with one activation together, and none that is always 1."""
        names = [layer.activation for layer in self.network.layers[:-1]]
        wanted = [head for head, term in zip(self.heads, self.terms, strict=False) if term.needs_slope]
        bends = []
        if wanted and len(self.heads) == 1:
            names.append(self.heads[0].activation.name)
        elif wanted:
            bends = [(head.activation, head.z, head.a, head.slope) for head in wanted]
        places = list(enumerate(names))
        for name, group in groupby(places, key=lambda place: place[1]):
            numbers = [number for number, _ in group]
            top, bottom = self._tops[numbers[0]], self._tops[numbers[-1]] + self.layers[numbers[-1]].z.shape[-2]
            rows = np.s_[..., top:bottom, :]
            bends.append((ACTIVATIONS[name], self._z[rows], self._a[rows], self._slope[rows]))
        return [(bend[0].slope, *bend[1:]) for bend in bends if bend[0].elementwise and bend[0].name != "linear"]
