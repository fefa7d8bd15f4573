"""The matrix products of forward and backward, and nothing else: no bias, activation, loss, update or shuffle.
No step built on the same BLAS with whole batches at a time can be quicker than this."""

from functools import partial
from itertools import pairwise

import numpy as np

from benchmarks.workloads import Train, Workload


def trainer(workload: Workload) -> Train:
    """Only runs the products, so its losses are all 0."""
    signals = [np.ones((workload.batch, units)) for units in workload.widths]
    slopes = [np.ones((workload.batch, units)) for units in workload.widths]
    products = []
    for at, (before, units) in enumerate(pairwise(workload.widths)):
        weights, d_weights = np.ones((before, units)), np.ones((before, units))
        # Each layer writes to arrays that nobody reads, or the numbers would grow from step to step.
        z, dx = np.ones((workload.batch, units)), np.ones((workload.batch, before))
        products.append(partial(signals[at].dot, weights, z))
        products.append(partial(signals[at].T.dot, slopes[at + 1], d_weights))
        if at > 0:
            products.append(partial(slopes[at + 1].dot, weights.T, dx))

    def train(steps: int) -> list[float]:
        for _ in range(steps):
            for product in products:
                product()
        return [0.0] * steps

    return train
