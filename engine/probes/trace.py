"""A trace follows one example from the cost back to one parameter and shows every factor of the chain rule on the way.
Their product is the very gradient that backprop computes, only that backprop goes the way once for all parameters."""

from collections.abc import Sequence

import numpy as np

from engine.activations import Array
from engine.losses import LOSSES
from engine.network import Network
from engine.passes import LayerPass, Pass
from engine.probes.chain import Factor, Trace, column, full, row
from engine.probes.cost_factors import WeighedLoss, cost_factors, jacobian
from engine.probes.slope_formulas import SLOPE_TEXTS
from engine.problems import suggest


class Tracer:
    """One example gone through a network, ready to be traced back from the cost to any of its parameters.

    `x` (inputs,) and `y` (outputs,) are the example in network units; `losses` has one term for each head, and
    `mask` (heads,), if any, a 0 where the example does not count. The cost J of this one example is the sum of
    weight · mask · loss. The mean of the traces' gradients over a batch is the gradient of the batch: the 1/m
    comes in once, and only there.

    Layers are counted from 1, a[0] is the input; units are counted from 0, as NumPy does. With `short`, and
    where only that stays finite, the slopes of the loss and of the output are one factor: A − Y for matched pairs.

    Raises ValueError for a stack of networks, for one with batch normalization or dropout, and for arrays or
    losses that do not fit the network.
    """

    def __init__(
        self,
        network: Network,
        losses: Sequence[WeighedLoss],
        x: Array,
        y: Array,
        mask: Array | None = None,
        *,
        short: bool = False,
    ) -> None:
        _check(network, losses, x, y, mask)
        self.network = network
        seen = Pass(network, 1)
        counts = np.array([loss.weight for loss in losses]) * (1.0 if mask is None else mask)
        with np.errstate(all="ignore"):
            self.answers = seen.answers(np.asarray(x, dtype=np.float64)[None, :])[0].copy()
            y = np.asarray(y, dtype=np.float64)
            factors = cost_factors(seen.heads, losses, y, counts, layer=len(seen.layers), short=short)
            self._to_sums = [factors]
            for number in range(len(seen.layers) - 1, 0, -1):
                factors = [*factors, *_through(number, seen.layers[number], seen.layers[number - 1])]
                self._to_sums.insert(0, factors)
        self._heard = [layer.x[:-1, 0].copy() for layer in seen.layers]
        self.answers.flags.writeable = False

    def weight(self, layer: int, source: int, target: int) -> Trace:
        """From J to the weight of layer `layer` that leads from unit `source` below to its unit `target`.

        IndexError when there is no such layer or unit.
        """
        self._check(layer, target)
        heard = self._heard[layer - 1]
        if not 0 <= source < len(heard):
            raise IndexError(f"source: there is no unit {source} below layer {layer}; it hears 0 to {len(heard) - 1}")
        meaning = f"A sum moves with a weight as much as what comes in through it: a[{layer - 1}][{source}]."
        return self._trace(layer, target, f"w[{layer}][{source},{target}]", meaning, float(heard[source]))

    def bias(self, layer: int, target: int) -> Trace:
        """From J to the bias of unit `target` of layer `layer`; IndexError when there is none."""
        self._check(layer, target)
        return self._trace(layer, target, f"b[{layer}][{target}]", "A sum moves with its bias one to one.", 1.0)

    def _trace(self, layer: int, target: int, parameter: str, meaning: str, last: float) -> Trace:
        *above, nearest = self._to_sums[layer - 1]
        if nearest.links[:, target].sum() == 1 and layer < len(self._to_sums):
            # Only one unit of this layer is on the way: its part of both factors is enough.
            *above, carry = above
            factors = [*above, column(carry, target), column(row(nearest, target), target)]
        else:
            factors = [*above, column(nearest, target)]
        factors.append(full(f"z[{layer}][{target}]", parameter, meaning, np.array([[last]])))
        for factor in factors:
            factor.value.flags.writeable = False
        return Trace(parameter, tuple(factors))

    def _check(self, layer: int, target: int) -> None:
        layers = self.network.layers
        if not 1 <= layer <= len(layers):
            raise IndexError(f"layer: there is no layer {layer}; the network has 1 to {len(layers)}")
        units = layers[layer - 1].units
        if not 0 <= target < units:
            raise IndexError(f"target: there is no unit {target} in layer {layer}; it has 0 to {units - 1}")


def trace(
    network: Network,
    losses: Sequence[WeighedLoss],
    x: Array,
    y: Array,
    *,
    layer: int,
    source: int | None,
    target: int,
    mask: Array | None = None,
    short: bool = False,
) -> Trace:
    """One trace: of the weight from unit `source` to unit `target` of `layer` or, with no source, of its bias.

    All else as in `Tracer`, which is the way to more than one.
    """
    tracer = Tracer(network, losses, x, y, mask, short=short)
    return tracer.bias(layer, target) if source is None else tracer.weight(layer, source, target)


def _through(number: int, above: LayerPass, layer: LayerPass) -> list[Factor]:
    """The two factors from the sums of the layer above to those of hidden layer `number`."""
    name = layer.activation.name
    meaning = "A sum moves with an activation below as much as the weight between them says."
    carry = full(f"z[{number + 1}]", f"a[{number}]", meaning, above.layer.weights.T.copy())
    meaning = f"How steep the activation is at its sum; {name}: {SLOPE_TEXTS[name]}."
    bend = Factor(f"a[{number}]", f"z[{number}]", meaning, *jacobian(layer.activation, layer.z[:, 0], layer.a[:, 0]))
    return [carry, bend]


def _check(network: Network, losses: Sequence[WeighedLoss], x: Array, y: Array, mask: Array | None) -> None:
    spec = network.spec
    if network.parameters.ndim != 1:
        raise ValueError("a trace takes one network, not a stack: use `single` to pick one")
    if network.batch_norm or network.dropout:
        which = "batch normalization" if network.batch_norm else "dropout"
        raise ValueError(f"a trace follows one example alone, which {which} does not leave alone: take a net without")
    for name, array, expected in (("x", x, spec.inputs), ("y", y, spec.outputs), ("mask", mask, len(spec.heads))):
        if array is not None and np.shape(array) != (expected,):
            raise ValueError(f"{name}: one example has shape ({expected},) here, not {np.shape(array)}")
    if len(losses) != len(spec.heads):
        raise ValueError(f"losses: {len(losses)} for {len(spec.heads)} heads; give one for each")
    for loss in losses:
        if loss.name not in LOSSES:
            raise ValueError(f"losses: there is no loss '{loss.name}'{suggest(loss.name, LOSSES)}")
