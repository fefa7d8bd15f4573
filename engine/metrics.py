"""A metric says how good a network is in terms that people use: in dollars, in degrees, in shares of hits.
A network is never trained on it; that is what the loss is for."""

import numpy as np

from engine.activations import Array
from engine.data.datasets import Target


def rmse(answers: Array, truths: Array, unit: float = 1.0) -> float:
    """The root of the mean squared error in the target's own unit; both arrays (examples, outputs)."""
    return float(np.sqrt(np.mean((answers - truths) ** 2))) * unit if len(answers) else float("nan")


def accuracy(answers: Array, truths: Array, edge: float = 0.5) -> float:
    """The share of examples put in their true class: by the largest output, or for one output by the edge."""
    if not len(answers) or not np.isfinite(answers).all():
        return float("nan")
    if answers.shape[1] == 1:
        return float(np.mean((answers > edge) == (truths > 0.5)))
    return float(np.mean(answers.argmax(axis=1) == truths.argmax(axis=1)))


def measure(target: Target, answers: Array, truths: Array, mask: Array | None, unit: float, edge: float) -> float:
    """The metric of one head over the examples that count; answers and truths (examples, the head's outputs).

    A number is measured by the RMSE, a category by accuracy, and several labels by the share of right labels.
    """
    if mask is not None:
        answers, truths = answers[mask == 1.0], truths[mask == 1.0]
    if target.is_number:
        return rmse(answers, truths, unit)
    if target.is_labels:
        finite = np.isfinite(answers).all() and len(answers) > 0
        return float(np.mean((answers > edge) == (truths > 0.5))) if finite else float("nan")
    return accuracy(answers, truths, edge)
