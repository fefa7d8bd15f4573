"""Training is one short step, again and again: forward, compare, backward, update.
Everything a step needs is made beforehand, so that the step itself is only the lesson."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from engine.batches import Batch, Batches
from engine.network import Network
from engine.objective import term
from engine.optimizers import Optimizer
from engine.passes import Pass
from engine.penalties import Penalty
from engine.specs import LossTerm


def train_step(at_work: Pass, batch: Batch, optimizer: Optimizer, penalty: Penalty | None = None) -> float:
    """Learn from one mini-batch; returns its loss before the step.

    A loss that is no finite number teaches nothing: the parameters then stay as they are.
    """
    at_work.forward(batch.x)
    loss = at_work.compare(batch.truths)
    if isfinite(loss):
        at_work.backward()
        if penalty:
            penalty.add_slope(at_work.network.parameters, at_work.network.gradient)
        optimizer.update()
    return loss


def measuring(
    network: Network,
    rows: int,
    losses: Sequence[LossTerm],
    shares: Sequence[bool],
    dice: np.random.Generator | None = None,
) -> Pass:
    """A pass of `rows` examples that knows its loss: one term for each head; with `dice` it is for training.

    `shares` tells for each head whether its truths add up to 1 in each example.
    """
    at_work = Pass(network, rows, dice)
    pairs = zip(at_work.heads, losses, shares, strict=True)
    return at_work.use([term(head, loss.name, loss.weight, shares=share) for head, loss, share in pairs])


class Trainer:
    """Takes a network through mini-batches, epoch after epoch."""

    def __init__(
        self,
        network: Network,
        batches: Batches,
        optimizer: Optimizer,
        losses: Sequence[LossTerm],
        *,
        shares: Sequence[bool] = (),
        penalty: Penalty | None = None,
        dice: np.random.Generator | None = None,
    ) -> None:
        self.network, self.batches, self.optimizer, self.penalty = network, batches, optimizer, penalty
        self.losses = tuple(losses)
        self.shares = tuple(shares or [False] * len(losses))
        dice = dice or np.random.default_rng(0)
        self.passes = {rows: measuring(network, rows, losses, self.shares, dice) for rows in batches.sizes}
        self._ahead: list[Batch] = []
        self._batch = batches.all[0]

    @property
    def between_epochs(self) -> bool:
        """Whether the next step begins an epoch."""
        return not self._ahead

    def step(self) -> float:
        """Learn from the next mini-batch; returns its loss before the step."""
        if not self._ahead:
            self._ahead = self.batches.shuffle()[::-1]
        batch = self._batch = self._ahead.pop()
        return train_step(self.passes[batch.rows], batch, self.optimizer, self.penalty)

    @property
    def latest(self) -> tuple[Pass, Batch]:
        """The pass of the latest step, as it left it, and its mini-batch."""
        return self.passes[self._batch.rows], self._batch

    def go_on_with(self, ahead: Sequence[Batch]) -> None:
        """Make these the batches that are left of the current epoch."""
        self._ahead = list(ahead[::-1])

    def epoch(self) -> list[float]:
        """Learn from the rest of the current epoch, or from a whole new one; returns the losses of its steps.

        It ends early at a loss that is no finite number, the last one of the list.
        """
        losses = [self.step()]
        while self._ahead and isfinite(losses[-1]):
            losses.append(self.step())
        return losses
