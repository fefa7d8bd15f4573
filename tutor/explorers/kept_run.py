"""A run that keeps its weights, so that one can look into the network as it was after an earlier epoch."""

from __future__ import annotations

from functools import lru_cache

from engine.activations import Array
from engine.batches import Truth, beside, truths, with_ones
from engine.experiment import Experiment
from engine.network import Network
from engine.passes import Pass
from engine.run import Frame, Run
from engine.training import measuring

MOST = 100
"""So many epochs of a run are kept at most, evenly apart."""


class KeptRun(Run):
    """Trains as any run does, and keeps the weights after every `apart`-th epoch."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment)
        self.apart = -(-experiment.epochs // MOST)
        self._weights: list[Array] = []
        self._norms: list[list[tuple[Array, Array]]] = []
        self._keep()

    def step(self) -> None:
        before = self.frame
        super().step()
        if self.frame is not before:
            self._keep()

    def epoch(self) -> Frame:
        before = self.frame
        frame = super().epoch()
        if frame is not before:
            self._keep()
        return frame

    def kept(self, epoch: int) -> int:
        """The latest epoch up to this one whose weights are kept."""
        return min(epoch // self.apart, len(self._weights) - 1) * self.apart

    def first_weights(self) -> Array:
        """All parameters before any step, (n,)."""
        return self._weights[0]

    def seen_by(self, only: int | None = None) -> tuple[Array, tuple[Truth, ...]]:
        """All training examples or `only` one of them, as a pass takes them: (inputs + 1, examples), and the truths."""
        data, heads = self.data, self.experiment.net.head_units
        which = slice(None) if only is None else slice(only, only + 1)
        masks = None if data.masks_train is None else data.masks_train[which]
        return with_ones(data.x_train[which]).T, truths(beside(data.y_train[which], heads, masks), heads)

    def pass_at(self, epoch: int, only: int | None = None) -> Pass:
        """All training examples, or `only` one, gone forward and back through the network after a kept epoch."""
        experiment, place = self.experiment, epoch // self.apart
        x, truth = self.seen_by(only)
        network = Network(experiment.net, batch_norm=experiment.norm == "batch")
        network.parameters[:] = self._weights[place]
        norms = [layer.norm for layer in network.layers if layer.norm]
        for norm, (mean, variance) in zip(norms, self._norms[place], strict=True):
            norm.mean[:], norm.variance[:] = mean, variance
        seen = measuring(network, x.shape[-1], experiment.loss, self.trainer.shares)
        seen.forward(x)
        for head in seen.heads:
            head.answer()
        seen.compare(truth)
        seen.backward()
        return seen

    def _keep(self) -> None:
        if self.frame.epoch % self.apart:
            return
        self._weights.append(self.network.parameters.copy())
        norms = [layer.norm for layer in self.network.layers if layer.norm]
        self._norms.append([(norm.mean.copy(), norm.variance.copy()) for norm in norms])


@lru_cache(maxsize=16)
def kept_run(experiment: Experiment) -> KeptRun:
    """The run of an experiment, trained as far as it has come; fewer are kept than of other runs, as each is larger."""
    return KeptRun(experiment)
