"""When numbers break, the useful question is: which operation made the first bad one?
This looks through a network's last pass, in the order of the computation, and says it in plain words."""

from math import isfinite, isnan

import numpy as np

from engine.activations import Array
from engine.network import Network


def diagnose(network: Network, loss_name: str, loss: float, epoch: int) -> str:
    """Why the last pass made a loss, weight or gradient that is no finite number; "" when all are finite."""
    if not isfinite(loss):
        return f"the loss became {_called(loss)} in epoch {epoch}: {_cause(network, loss_name)}"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.parameters).all():
            return f"the weights of layer {number} became infinite in epoch {epoch}: the steps are too large"
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.gradient).all():
            bad = layer.gradient[~np.isfinite(layer.gradient)][0]
            where = f"the gradient of layer {number} became {_called(float(bad))} in epoch {epoch}"
            return f"{where}: {_gradient_cause(network, loss_name)}"
    return ""


def _called(number: float) -> str:
    return "NaN" if isnan(number) else "infinite"


def _cause(network: Network, loss_name: str) -> str:
    for number, layer in enumerate(network.layers, 1):
        if not np.isfinite(layer.parameters).all():
            return f"the weights of layer {number} grew beyond every number; the steps are too large"
        if not np.isfinite(layer.seen.z).all():
            return f"overflow in layer {number}: {_grown(network)}"
    answers = network.output.seen.a
    if loss_name in ("bce", "cce"):
        return _log_cause(answers, loss_name)
    largest = float(np.abs(answers).max())
    return f"the square of an error overflowed: an answer reached {largest:.2g}; {_grown(network)}"


def _log_cause(answers: Array, loss_name: str) -> str:
    low, high = float(answers.min()), float(answers.max())
    if low < 0.0:
        return f"log of a negative output, {low:.2g}"
    if loss_name == "bce" and high > 1.0:
        return f"log of a negative number, 1 - {high:.2f}, because an output is above 1"
    if low == 0.0:
        return "log of zero, because an output is exactly 0"
    if loss_name == "bce" and high == 1.0:
        return "log of zero, because an output is exactly 1"
    return f"the terms add up beyond every number; outputs go from {low:.2g} to {high:.2g}"


def _gradient_cause(network: Network, loss_name: str) -> str:
    answers = network.output.seen.a
    low, high = float(answers.min()), float(answers.max())
    if loss_name in ("bce", "cce") and (low == 0.0 or high == 1.0):
        return f"division by zero, because an output is exactly {0 if low == 0.0 else 1}"
    return f"overflow on the way back; {_grown(network)}"


def _grown(network: Network) -> str:
    return f"the weights have grown to {float(np.abs(network.parameters).max()):.2g}"
