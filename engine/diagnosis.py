"""When numbers break, the useful question is: which operation made the first bad one?
This looks through a network's last pass, in the order of the computation, and says it in plain words."""

from math import inf, isfinite, isnan

import numpy as np

from engine.activations import Array
from engine.network import Network
from engine.optimizers import Optimizer


def diagnose(network: Network, loss_name: str, loss: float, truths: Array, epoch: int) -> str:
    """Why the last pass made a loss, weight, answer or gradient that is no finite number; "" when none did.

    `truths`, (examples, outputs), are what the answers of that pass should have been.
    """
    if not isfinite(loss):
        return f"the loss became {_called(loss)} in epoch {epoch}: {_cause(network, loss_name, truths)}"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.parameters).all():
            return f"the weights of layer {number} became infinite in epoch {epoch}: the steps are too large"
    if not np.isfinite(network.output.seen.z).all():  # a loss need not look at every answer
        return f"an answer became infinite in epoch {epoch}: overflow; {_grown(network)}"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.gradient).all():
            bad = layer.gradient[~np.isfinite(layer.gradient)][0]
            where = f"the gradient of layer {number} became {_called(float(bad))} in epoch {epoch}"
            return f"{where}: {_gradient_cause(network, loss_name, truths)}"
    return ""


def diagnose_optimizer(optimizer: Optimizer, epoch: int) -> str:
    """Why the optimizer can go no further although every weight is finite; "" when it can."""
    if optimizer.overflowed:
        return f"the optimizer's averages became infinite in epoch {epoch}: the gradients are too large to square"
    return ""


def _called(number: float) -> str:
    return "NaN" if isnan(number) else "infinite"


def _cause(network: Network, loss_name: str, truths: Array) -> str:
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.parameters).all():
            return f"the weights of layer {number} grew beyond every number; the steps are too large"
        if not np.isfinite(layer.seen.z).all():
            return f"overflow in layer {number}: {_grown(network)}"
    answers = network.output.seen.a
    if loss_name in ("bce", "cce"):
        return _log_cause(answers, loss_name, truths)
    largest = float(np.abs(answers).max())
    return f"the square of an error overflowed: an answer reached {largest:.2g}; {_grown(network)}"


def _reach(answers: Array, loss_name: str, truths: Array) -> tuple[float, float]:
    """The least answer whose logarithm counts, and the greatest of which 1 minus it goes into one that counts."""
    low = float(answers[truths != 0.0].min(initial=inf))
    high = float(answers[truths != 1.0].max(initial=-inf)) if loss_name == "bce" else -inf
    return low, high


def _log_cause(answers: Array, loss_name: str, truths: Array) -> str:
    low, high = _reach(answers, loss_name, truths)
    if low < 0.0:
        return f"log of a negative output, {low:.2g}"
    if high > 1.0:
        return f"log of a negative number, 1 - {high:.2f}, because an output is above 1"
    if low == 0.0:
        return "log of zero, because an output is exactly 0"
    if high == 1.0:
        return "log of zero, because an output is exactly 1"
    return f"the terms add up beyond every number; outputs go from {answers.min():.2g} to {answers.max():.2g}"


def _gradient_cause(network: Network, loss_name: str, truths: Array) -> str:
    if loss_name in ("bce", "cce"):
        low, _ = _reach(network.output.seen.a, loss_name, truths)
        if 0.0 < low < np.finfo(float).tiny:
            return f"overflow of 1 / {low:.2g}, because an output is so close to 0"
    return f"overflow on the way back; {_grown(network)}"


def _grown(network: Network) -> str:
    return f"the weights have grown to {float(np.abs(network.parameters).max()):.2g}"
