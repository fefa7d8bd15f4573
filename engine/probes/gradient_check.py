"""A gradient check asks the loss itself whether the gradient is right: nudge a parameter, and see how the loss moves.
It is far too slow to learn with, two passes for every parameter, but it needs no calculus to be right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.activations import Array
from engine.batches import Truth
from engine.network import Network, length
from engine.passes import Pass, RegularizedPass
from engine.penalties import Penalty
from engine.probes.places import Place, place_of

TWO_SIDED_STEP, ONE_SIDED_STEP = 6e-6, 1.5e-8
"""How far a parameter of ordinary size is nudged.

A step h errs twice: by the bend of the loss, about h² with two sides and h with one, and by the rounding of the two
losses, about 2e-16 / h. The sum is smallest at the cube root and at the square root of 2e-16: errors of about 4e-11
with two sides, 1.5e-8 with one. Source: Press, Teukolsky, Vetterling and Flannery, Numerical Recipes, section 5.7.
"""
GOOD, DOUBTFUL = 1e-7, 1e-3
"""Up to the first a gradient is right, above the second it is wrong. Source: Ng's course, Gradient checking."""
ROUNDING = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """What backprop says beside what the loss says, for the parameters at `indices` of the network's vector.

    `gradient` and `measured` (n,) are both; `relative` is |g − m| / (|g| + |m|) with the lengths of whole vectors
    (source: Ng's course, Gradient checking). `each` (n,) is the same for every parameter alone. Where both are so
    small that the rounding of the loss hides them, |g − m| is compared with what rounding allows instead: a
    gradient of 0 would never look right. `rounding` is how much of |g − m| that may be. `step` is the nudge, times
    the parameter's size where that is above 1.
    """

    indices: tuple[int, ...]
    gradient: Array
    measured: Array
    each: Array
    relative: float
    worst: Place
    worst_gradient: float
    worst_measured: float
    rounding: float
    step: float
    one_sided: bool

    @property
    def verdict(self) -> str:
        """One of "right", "too small to tell", "doubtful" and "wrong"; a gradient that is no number is wrong.

        Too small is a gradient of which even a wrong one would differ by no more than rounding does.
        """
        if self.relative <= GOOD:
            told = DOUBTFUL * (length(self.gradient) + length(self.measured)) > self.rounding
            return "right" if told else "too small to tell"
        return "doubtful" if self.relative <= DOUBTFUL else "wrong"


def check_gradient(
    training: Pass,
    x: Array,
    truths: tuple[Truth, ...],
    *,
    penalty: Penalty | None = None,
    one_sided: bool = False,
    step: float | None = None,
    among: Sequence[int] | None = None,
) -> GradientCheck:
    """Compare a pass's gradient with finite differences of its loss.

    x is (inputs + 1, examples), as `Pass.forward` takes it, and the pass must have its terms. `among` chooses some
    parameters by their place in the network's vector; otherwise all are measured. Dropout silences the same units
    in every pass of the check. Parameters, running statistics and dice are left as they were found.

    Raises ValueError for a stack of networks, for a pass without terms, for a step that is not above 0, and when
    `among` is empty or reaches beyond the parameters.
    """
    network = training.network
    step = (ONE_SIDED_STEP if one_sided else TWO_SIDED_STEP) if step is None else step
    indices = _checked(training, step, among)
    parameters = network.parameters
    penalty = penalty or Penalty(np.zeros_like(parameters))
    restore = _keeper(training)

    def loss() -> float:
        restore()
        training.forward(x)
        return float(training.compare(truths)) + penalty.value(parameters)

    with np.errstate(all="ignore"):
        here = loss()
        training.backward()
        penalty.add_slope(parameters, network.gradient)
        gradient = network.gradient[list(indices)].copy()
        measured = np.empty_like(gradient)
        for number, index in enumerate(indices):
            nudge = step * max(1.0, abs(float(parameters[index])))
            measured[number] = _difference(loss, parameters, index, nudge, here if one_sided else None)
    restore()
    return _compared(network, indices, gradient, measured, here, step, one_sided)


def relative_difference(one: Array, other: Array, least: float = 0.0) -> float:
    """|one − other| / (|one| + |other|), the lengths of vectors (n,), the sum no less than `least`; 0 for 0 and 0."""
    total = max(length(one) + length(other), least)
    return length(one - other) / total if total else 0.0


def _difference(loss: Callable[[], float], parameters: Array, index: int, nudge: float, here: float | None) -> float:
    """The slope of the loss in one parameter, from both sides or, given the loss `here`, from the right alone."""
    kept = parameters[index]
    try:
        parameters[index] = right = kept + nudge
        above = loss()
        if here is not None:
            return float((above - here) / (right - kept))
        parameters[index] = left = kept - nudge
        return float((above - loss()) / (right - left))
    finally:
        parameters[index] = kept


def _checked(training: Pass, step: float, among: Sequence[int] | None) -> tuple[int, ...]:
    parameters = training.network.parameters
    if parameters.ndim != 1:
        raise ValueError("a gradient check takes one network, not a stack: use `single` to pick one")
    if not training.terms:
        raise ValueError("this pass has no terms of a loss to check: give it some with `use`")
    if not step > 0.0:
        raise ValueError(f"step: {step} does not move a parameter; it must be above 0")
    indices = tuple(range(parameters.size)) if among is None else tuple(among)
    if not indices or not all(0 <= index < parameters.size for index in indices):
        raise ValueError(f"among: choose at least one parameter from 0 to {parameters.size - 1}")
    return indices


def _keeper(training: Pass) -> Callable[[], None]:
    """A function that puts back what a training pass changes by itself: its dice and its running statistics."""
    regularized = [layer for layer in training.layers if isinstance(layer, RegularizedPass)]
    dice = [
        (layer.dropping.generator, layer.dropping.generator.bit_generator.state)
        for layer in regularized
        if layer.dropping
    ]
    norms = [
        (norm, norm.mean.copy(), norm.variance.copy()) for norm in (layer.layer.norm for layer in regularized) if norm
    ]

    def restore() -> None:
        for generator, state in dice:
            generator.bit_generator.state = state
        for norm, mean, variance in norms:
            norm.mean[:], norm.variance[:] = mean, variance

    return restore


def _compared(
    network: Network,
    indices: tuple[int, ...],
    gradient: Array,
    measured: Array,
    here: float,
    step: float,
    one_sided: bool,
) -> GradientCheck:
    size = np.abs(gradient) + np.abs(measured)
    rounding = ROUNDING * max(1.0, abs(here)) / step
    each = np.abs(gradient - measured) / np.maximum(size, rounding / GOOD)
    worst = int(np.argmax(np.where(np.isnan(each), np.inf, each)))
    for array in (gradient, measured, each):
        array.flags.writeable = False
    return GradientCheck(
        indices=indices,
        gradient=gradient,
        measured=measured,
        each=each,
        relative=relative_difference(gradient, measured, rounding / GOOD),
        worst=place_of(network, indices[worst]),
        worst_gradient=float(gradient[worst]),
        worst_measured=float(measured[worst]),
        rounding=rounding,
        step=step,
        one_sided=one_sided,
    )
