"""Several networks of one shape, trained side by side: each layer's products are made for all of them at once.
On small nets NumPy's time goes into calls, not into numbers, so four in one go cost far less than four in turn."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import cast

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.batches import Batch, Truth
from engine.network import Network
from engine.objective import LongWay, term
from engine.passes import HeadPass, Pass, Term
from engine.training import Trainer

SMALL = 10_000
"""Weights × examples of a batch below which the calls cost more than the numbers."""


def fit_together(trainers: Sequence[Trainer]) -> bool:
    """Whether these can go in lockstep and gain by it: one shape of net, of batches and of optimizer.

    Heads, losses, rates, data and first weights may differ.
    """
    return (
        len(trainers) > 1
        and all(_kind(one) == _kind(other) for one, other in pairwise(trainers))
        and all(
            not one.network.batch_norm
            and not one.network.dropout
            and one.penalty is None
            and one.network.parameters.size * max(one.batches.sizes) <= SMALL
            and not any(batch.truths[0].mask is not None for batch in one.batches.all)
            for one in trainers
        )
    )


def _kind(trainer: Trainer) -> tuple[object, ...]:
    spec, optimizer, batches = trainer.network.spec, trainer.optimizer, trainer.batches
    return (
        (spec.inputs, spec.hidden, spec.head_units),
        (type(optimizer), optimizer.beta, optimizer.decay),
        (batches.full.shape, batches.short.shape),
    )


class Lockstep:
    """Trainers that fit together, taken through their epochs at once, each on its own batches.

    Between epochs each trainer has its own parameters and its optimizer's memory, as if it had trained alone.
    No last digit was ever seen to differ, but a BLAS that adds stacked products in another order may change some.
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.trainers = tuple(trainers)
        first = self.trainers[0]
        copies = len(self.trainers)
        self.network = Network.stack(first.network.spec, copies)
        rates = np.zeros((copies, 1))
        usual = first.optimizer
        self.optimizer = type(usual)(self.network.parameters, self.network.slopes, rates, usual.beta, usual.decay)
        self._ones = np.ones(copies)
        self._x = np.empty((copies, *first.batches.x.shape))
        self._full = np.empty((len(first.batches.full), copies, *first.batches.full.shape[1:]))
        self._short = np.empty((copies, *first.batches.short.shape))
        self._batches = self._make_batches()
        self._passes = {rows: self._make_pass(rows) for rows in first.batches.sizes}

    def epoch(self) -> list[Array]:
        """Train all through one epoch; the losses (networks,) of each step.

        At a loss that is no finite number it ends, with every trainer at the step before it, in mid-epoch.
        """
        aheads = [trainer.batches.shuffle() for trainer in self.trainers]
        self._gather()
        losses: list[Array] = []
        for number, batch in enumerate(self._batches):
            at_work = self._passes[batch.rows]
            at_work.forward(batch.x)
            step_losses: Array = np.asarray(at_work.compare(batch.truths))
            if not isfinite(self._ones.dot(step_losses)):
                for trainer, ahead in zip(self.trainers, aheads, strict=True):
                    trainer.go_on_with(ahead[number:])
                break
            at_work.backward()
            self.optimizer.update()
            losses.append(step_losses)
        self._scatter()
        return losses

    def _gather(self) -> None:
        rates = np.empty_like(self.optimizer.rate)
        for place, trainer in enumerate(self.trainers):
            self._x[place] = trainer.batches.x
            self._full[:, place] = trainer.batches.full
            self._short[place] = trainer.batches.short
            self.network.parameters[place] = trainer.network.parameters
            if self.optimizer.memory.size:
                self.optimizer.memory[..., place, :] = trainer.optimizer.memory
            rates[place] = trainer.optimizer.rate
        self.optimizer.rate = rates
        self.optimizer.steps = self.trainers[0].optimizer.steps

    def _scatter(self) -> None:
        for place, trainer in enumerate(self.trainers):
            trainer.network.parameters[:] = self.network.parameters[place]
            if self.optimizer.memory.size:
                trainer.optimizer.memory[:] = self.optimizer.memory[..., place, :]
            trainer.optimizer.steps = self.optimizer.steps

    def _make_batches(self) -> list[Batch]:
        units = self.trainers[0].batches.heads
        blocks = [*self._full, *([self._short] if self._short.size else [])]
        batches, left = [], 0
        for block in blocks:
            rows = block.shape[-1]
            batches.append(Batch(self._x[:, left : left + rows].mT, _stacked_truths(block, units), rows))
            left += rows
        return batches

    def _make_pass(self, rows: int) -> Pass:
        at_work = Pass(self.network, rows)
        terms = []
        for place, head in enumerate(at_work.heads):
            ways = {(one.network.spec.heads[place], one.losses[place], one.shares[place]) for one in self.trainers}
            loss, shares = self.trainers[0].losses[place], self.trainers[0].shares[place]
            alike: Term = term(head, loss.name, loss.weight, shares=shares)
            if len(ways) > 1 or isinstance(alike, LongWay):
                alike = _EachItsOwn(head, self.trainers, place)
            terms.append(alike)
        return at_work.use(terms)


class _EachItsOwn:
    """A term for each network of the stack, where outputs or losses differ between them."""

    needs_slope = False

    def __init__(self, head: HeadPass, trainers: Sequence[Trainer], place: int) -> None:
        self.heads, self.terms = [], []
        for number, trainer in enumerate(trainers):
            own, loss = trainer.network.spec.heads[place], trainer.losses[place]
            arrays = (array[number] for array in (head.z, head.a, head.slope, head.dz))
            self.heads.append(HeadPass(ACTIVATIONS[own.activation], *arrays))
            self.terms.append(term(self.heads[-1], loss.name, loss.weight, shares=trainer.shares[place]))

    def compare(self, truth: Truth) -> float:
        # Like every term of a stack, it answers with one number for each network.
        return cast(float, self._all(truth))

    def _all(self, truth: Truth) -> Array:
        return np.array([term.compare(single) for term, single in zip(self.terms, truth.singles, strict=True)])

    def backward(self) -> None:
        for head, own in zip(self.heads, self.terms, strict=True):
            if own.needs_slope:
                head.activation.slope(head.z, head.a, head.slope)
            own.backward()


def _stacked_truths(block: Array, heads: Sequence[int]) -> tuple[Truth, ...]:
    """Each head's rows of a block (networks, outputs, rows)."""
    truths, top = [], 0
    for units in heads:
        y = block[:, top : top + units]
        top += units
        singles = tuple(Truth(one, np.ascontiguousarray(one).reshape(-1)) for one in y)
        truths.append(Truth(y, y.reshape(len(y), -1), singles=singles))
    return tuple(truths)
