"""PyTorch as most people write it: layers in a Sequential, an optimizer with its defaults, one eager step at a time.
Float64 and one thread like everybody here, and the quickest usual form of each loss: from logits, by class number."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from benchmarks.workloads import HALF_SQUARED, Train, Workload

torch.set_num_threads(1)

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}


def trainer(workload: Workload) -> Train:
    """One network, from `workload.start()`."""
    model = _model(workload)
    loss_of = _loss(workload)
    optimizer = OPTIMIZERS[workload.optimizer](model.parameters(), lr=workload.rate)
    batches = _batches(workload)

    def train(steps: int) -> list[float]:
        losses = []
        for x, y in islice(batches, steps):
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    return train


def _model(workload: Workload) -> Any:
    layers: list[Any] = []
    for (before, units), (weights, bias) in zip(pairwise(workload.widths), workload.start(), strict=True):
        linear = nn.Linear(before, units, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights.T))
            linear.bias.copy_(torch.from_numpy(bias))
        layers += [linear, ACTIVATIONS[workload.hidden]()]
    layers.pop()
    if workload.output in ACTIVATIONS:
        layers.append(ACTIVATIONS[workload.output]())
    return nn.Sequential(*layers)


def _loss(workload: Workload) -> Any:
    match workload.loss:
        case "bce":
            return nn.BCEWithLogitsLoss()
        case "cce":
            return nn.CrossEntropyLoss()
        case "mse":
            return nn.MSELoss()
        case name if name == HALF_SQUARED:
            squared = nn.MSELoss()
            return lambda answer, truth: 0.5 * squared(answer, truth)
        case name:
            raise ValueError(f"the loss '{name}' is not known here")


def _batches(workload: Workload) -> Iterator[tuple[Any, Any]]:
    """Mini-batches without end: parts of one shuffled copy an epoch, cheaper than an index for every batch."""
    x, y = map(torch.from_numpy, workload.data())
    if workload.loss == "cce":
        y = y.argmax(dim=1)
    orders = workload.orders()
    while True:
        order = torch.from_numpy(orders.permutation(workload.rows))
        yield from zip(x[order].split(workload.batch), y[order].split(workload.batch), strict=True)
