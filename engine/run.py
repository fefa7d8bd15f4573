"""A run trains one experiment, step by step, and reports what happened in immutable frames.
It never draws, prints, sleeps or reads a clock: the same experiment always gives the very same frames."""

from collections.abc import Mapping
from math import inf, isfinite, nan

import numpy as np

from engine.activations import Array
from engine.batches import Batches
from engine.data.datasets import SOURCES, load
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.frames import Frame, Status, kept
from engine.history import History
from engine.network import Network
from engine.notation.settings import MAX_SEED
from engine.optimizers import OPTIMIZERS
from engine.penalties import Penalty
from engine.report import Reporter
from engine.starts import begin
from engine.training import Trainer

__all__ = ["Frame", "Run", "Status"]


class Run:
    """One experiment in training. Every epoch adds a frame to its `history`; the first one is before any step.

    A diverged run keeps the frame that shows it, and `reason` says in plain words which operation broke.
    `batch_loss` is that of the latest mini-batch, before its step, if the run took it alone. `probe` holds up to
    60 values of the first input in its own unit, ascending: an even grid when it is the only input, otherwise
    those of test examples. `truth` is what `frame.predictions` should have been. `sources` are the data that the
    experiment may name.
    """

    def __init__(self, experiment: Experiment, sources: Mapping[str, Source] = SOURCES) -> None:
        self.experiment, self.sources = experiment, sources
        seeds = np.random.SeedSequence(experiment.seed).spawn(4)
        for_data, for_weights, for_batches, for_dropout = (np.random.default_rng(seed) for seed in seeds)
        net = experiment.net
        self.data = data = load(
            sources[experiment.data],
            inputs=experiment.inputs,
            target=experiment.target,
            unit=experiment.unit,
            samples=experiment.samples,
            noise=experiment.noise,
            split=experiment.split,
            outputs=net.head_units,
            where=tuple(term.where for term in experiment.loss),
            generator=for_data,
        )
        self.network = Network(net, batch_norm=experiment.norm == "batch", dropout=experiment.dropout)
        begin(self.network, experiment.start, for_weights, experiment.output_bias)
        rows = len(data.x_train)
        spec = experiment.optimizer
        batches = Batches(
            data.x_train,
            data.y_train,
            min(experiment.batch or rows, rows),
            net.head_units,
            for_batches,
            data.masks_train,
        )
        penalty = None
        if experiment.l1 or experiment.l2:
            penalty = Penalty(self.network.weight_mask(), experiment.l1, experiment.l2)
        shares = [
            all(bool((target.of(y).sum(axis=1) == 1.0).all()) for y in (data.y_train, data.y_test))
            for target in data.targets
        ]
        self.trainer = Trainer(
            self.network,
            batches,
            OPTIMIZERS[spec.name](self.network.parameters, self.network.slopes, spec.rate, **spec.extras),
            experiment.loss,
            shares=shares,
            penalty=penalty,
            dice=for_dropout,
        )
        self._reporter = Reporter(experiment, data, self.trainer, shares)
        self.metric_name = "RMSE" if data.targets[0].is_number else "accuracy"
        self.metric_unit = data.target.unit if data.targets[0].is_number else ""
        self.truth: Array = kept(data.y_test)
        self.probe: Array = self._reporter.probe

        self.status = Status.TRAINING
        self.reason = ""
        self.steps = 0
        self.base_rate = spec.rate
        self.batch_loss = nan
        self.best_epoch, self._lowest = 0, inf
        self.history = History()
        self.set_rate()
        with np.errstate(all="ignore"):
            self._record()

    def again(self) -> "Run":
        """The same run from the start: the same data, first weights and batches."""
        return Run(self.experiment, self.sources)

    def another(self) -> "Run":
        """The run of the next seed: other data, other first weights and other batches."""
        return Run(self.experiment.with_seed((self.experiment.seed + 1) % (MAX_SEED + 1)), self.sources)

    @property
    def frames(self) -> list[Frame]:
        """The frames kept, the latest last: one for every epoch until the run is a long one."""
        return self.history.frames

    @property
    def frame(self) -> Frame:
        """The latest frame."""
        return self.history.frames[-1]

    @property
    def batches(self) -> int:
        """How many mini-batches make an epoch."""
        return len(self.trainer.batches)

    @property
    def batches_done(self) -> int:
        """How many mini-batches of the epoch under way are done; 0 between two epochs."""
        return self.steps - self.frame.step

    def step(self) -> None:
        """Train on the next mini-batch; the last one of an epoch adds a frame. No-op once the run is over."""
        if self.status is Status.TRAINING:
            with np.errstate(all="ignore"):
                self._step()

    def epoch(self) -> Frame:
        """Train to the end of the current epoch and return its frame; the latest one once the run is over."""
        if self.status is Status.TRAINING:
            with np.errstate(all="ignore"):
                before = self.frame
                while self.frame is before:
                    self._step()
        return self.frame

    def finish(self) -> Frame:
        """Train to the end."""
        while self.status is Status.TRAINING:
            self.epoch()
        return self.frame

    def set_rate(self) -> None:
        """Give the optimizer the rate of the epoch that is next, or under way: the schedule decides."""
        experiment = self.experiment
        factor = experiment.schedule.factor(max(self.history.reached, 0), experiment.epochs)
        self.trainer.optimizer.rate = self.base_rate * factor

    def end_steps(self, steps: int) -> None:
        """Take note that someone else trained `steps` mini-batches; at the end of an epoch this adds a frame."""
        self.steps += steps
        if self.trainer.between_epochs:
            self._record()

    def change_rate(self, rate: float) -> None:
        """From now on, train with this rate, still multiplied by the schedule's factor. ValueError if not above 0."""
        if not 0.0 < rate < float("inf"):
            raise ValueError(f"the learning rate must be above 0, not {rate}")
        self.base_rate = rate
        self.set_rate()

    def put_weight(self, layer: int, source: int, unit: int, value: float) -> Frame:
        """Give a weight another value by hand, and see what it does: the latest frame is taken anew and returned.

        Layers count from 1, sources and units from 0; the source after the last is the bias. In the middle of an
        epoch the frame stays until that epoch ends. ValueError unless the value is a finite number.
        """
        if not isfinite(value):
            raise ValueError(f"a weight must be a finite number, not {value}")
        self.trainer.network.layers[layer - 1].matrix[source, unit] = value
        if self.batches_done == 0:
            with np.errstate(all="ignore"):
                frame = self._reporter.frame(self.frame.epoch, self.steps)
            if frame.status is Status.TRAINING and self.status is not Status.TRAINING:
                frame = self._reporter.ended(frame)
            self.status, self.reason = frame.status, frame.reason
            self.history.amend(frame)
        return self.frame

    def _step(self) -> None:
        if self.trainer.between_epochs:
            self.set_rate()
        self.batch_loss = loss = self.trainer.step()
        self.steps += 1
        if self.trainer.between_epochs or not isfinite(loss):
            self._record(loss)

    def _record(self, batch_loss: float = 0.0) -> None:
        """Add the frame of this moment; a run whose last mini-batch had no finite loss ends here."""
        frame = self._reporter.frame(self.history.reached + 1, self.steps, batch_loss)
        if frame.test_loss < self._lowest:
            self.best_epoch, self._lowest = frame.epoch, frame.test_loss
        patience, waited = self.experiment.patience, frame.epoch - self.best_epoch
        if frame.status is Status.TRAINING and 0 < patience <= waited:
            frame = self._reporter.ended(frame)
        self.status, self.reason = frame.status, frame.reason
        self.history.append(frame)
