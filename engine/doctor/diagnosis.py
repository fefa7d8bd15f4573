"""When numbers break, the useful question is: which operation made the first bad one?
This looks through a network's last pass, in the order of the computation, and says it in plain words."""

from collections.abc import Sequence
from math import inf, isfinite, isnan

import numpy as np

from engine.activations import Array
from engine.batches import Truth
from engine.network import Network
from engine.optimizers import Optimizer
from engine.passes import HeadPass, Pass
from engine.specs import LossTerm

WITH_LOGS = ("bce", "cce")


def diagnose(at_work: Pass, losses: Sequence[LossTerm], loss: float, truths: Sequence[Truth], epoch: int) -> str:
    """Why the last pass made a loss, weight, answer or gradient that is no finite number; "" when none did.

    `truths` are what the answers of that pass should have been, for each head.
    """
    network = at_work.network
    if not isfinite(loss):
        return f"the loss became {_called(loss)} in epoch {epoch}: {_cause(at_work, losses, truths)}"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.matrix).all():
            return f"the weights of layer {number} became infinite in epoch {epoch}: the steps are too large"
    if not np.isfinite(at_work.output.z).all():  # a loss need not look at every answer
        return f"an answer became infinite in epoch {epoch}: overflow; {_grown(network)}"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.d_matrix).all():
            bad = layer.d_matrix[~np.isfinite(layer.d_matrix)][0]
            where = f"the gradient of layer {number} became {_called(float(bad))} in epoch {epoch}"
            return f"{where}: {_gradient_cause(at_work, losses, truths)}"
    return ""


def diagnose_optimizer(optimizer: Optimizer, epoch: int) -> str:
    """Why the optimizer can go no further although every weight is finite; "" when it can."""
    if np.isfinite(optimizer.memory).all():
        return ""
    # An infinite square would make each later step 0: the weight stands still, and nobody is told.
    return f"the optimizer's averages became infinite in epoch {epoch}: the gradients are too large to square"


def _called(number: float) -> str:
    return "NaN" if isnan(number) else "infinite"


def _cause(at_work: Pass, losses: Sequence[LossTerm], truths: Sequence[Truth]) -> str:
    for number, layer in enumerate(at_work.layers, 1):
        if not np.isfinite(layer.layer.matrix).all():
            return f"the weights of layer {number} grew beyond every number; the steps are too large"
        if not np.isfinite(layer.z).all():
            return f"overflow in layer {number}: {_grown(at_work.network)}"
    for head, loss, truth, term in zip(at_work.heads, losses, truths, at_work.terms, strict=True):
        if not isfinite(term.compare(truth)):
            return _head_cause(at_work.network, head, loss.name, truth)
    return "the terms of the loss add up beyond every number"


def _head_cause(network: Network, head: HeadPass, loss_name: str, truth: Truth) -> str:
    if loss_name in WITH_LOGS:
        return _log_cause(head.a, loss_name, truth)
    largest = float(np.abs(head.a).max())
    return f"the square of an error overflowed: an answer reached {largest:.2g}; {_grown(network)}"


def _counted(head: Array, truth: Truth) -> tuple[Array, Array]:
    """The answers and truths of the examples that count."""
    if truth.mask is None:
        return head, truth.y
    counts = truth.mask[0] == 1.0
    return head[:, counts], truth.y[:, counts]


def _reach(answers: Array, loss_name: str, truth: Truth) -> tuple[float, float]:
    """The least answer whose logarithm counts, and the greatest of which 1 minus it goes into one that counts."""
    counted, y = _counted(answers, truth)
    low = float(counted[y != 0.0].min(initial=inf))
    high = float(counted[y != 1.0].max(initial=-inf)) if loss_name == "bce" else -inf
    return low, high


def _log_cause(answers: Array, loss_name: str, truth: Truth) -> str:
    low, high = _reach(answers, loss_name, truth)
    if low < 0.0:
        return f"log of a negative output, {low:.2g}"
    if high > 1.0:
        return f"log of a negative number, 1 - {high:.2f}, because an output is above 1"
    if low == 0.0:
        return "log of zero, because an output is exactly 0"
    if high == 1.0:
        return "log of zero, because an output is exactly 1"
    return f"the terms add up beyond every number; outputs go from {answers.min():.2g} to {answers.max():.2g}"


def _gradient_cause(at_work: Pass, losses: Sequence[LossTerm], truths: Sequence[Truth]) -> str:
    for head, loss, truth in zip(at_work.heads, losses, truths, strict=True):
        if loss.name in WITH_LOGS:
            low, _ = _reach(head.a, loss.name, truth)
            if 0.0 < low < np.finfo(float).tiny:
                return f"overflow of 1 / {low:.2g}, because an output is so close to 0"
    return f"overflow on the way back; {_grown(at_work.network)}"


def _grown(network: Network) -> str:
    return f"the weights have grown to {float(np.abs(network.parameters).max()):.2g}"
