"""scikit-learn's multi-layer perceptron, through `fit`, which makes its own first weights and order of examples.
Its formulas differ, so its losses are not compared; the work in a step is nearly the same."""

import warnings
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-not-found, import-untyped, unused-ignore]
from sklearn.neural_network import MLPClassifier, MLPRegressor  # type: ignore[import-not-found, unused-ignore]

from benchmarks.workloads import Train, Workload

DIFFERENCES = (
    "halves every squared error, has a linear output for W1, clips probabilities, adds an L2 term (here 0), "
    "puts Adam's epsilon before the bias correction, and records one loss an epoch"
)


def trainer(workload: Workload) -> Train:
    """Fits anew at each call, for whole epochs; the checks at the start of `fit` are in the time."""
    x, y = workload.data()
    target = y.argmax(axis=1) if workload.loss == "cce" else y.ravel()
    kind = MLPClassifier if workload.loss in ("bce", "cce") else MLPRegressor
    settings: dict[str, Any] = {
        "hidden_layer_sizes": workload.widths[1:-1],
        "activation": workload.hidden,
        "solver": workload.optimizer,
        "learning_rate_init": workload.rate,
        "batch_size": workload.batch,
        "alpha": 0.0,
        "momentum": 0.0,
        "n_iter_no_change": np.inf,  # it would stop by itself where nothing is left to learn
        "random_state": 1,
    }

    def train(steps: int) -> list[float]:
        epochs, rest = divmod(steps, workload.batches)
        if rest:
            raise ValueError(f"scikit-learn trains whole epochs of {workload.batches} steps, not {steps} steps")
        model = kind(max_iter=epochs, **settings)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x, target)
        return [float(loss) for loss in model.loss_curve_]

    return train
