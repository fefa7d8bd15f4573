"""A run trains one experiment, step by step, and reports what happened in immutable frames.
It never draws, prints, sleeps or reads a clock: the same experiment always gives the very same frames."""

from collections.abc import Mapping
from math import isfinite

import numpy as np

from engine.activations import Array
from engine.batches import Batches
from engine.data.datasets import SOURCES, load
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.frames import Frame, Status, kept
from engine.network import Network
from engine.optimizers import OPTIMIZERS
from engine.penalties import Penalty
from engine.report import Reporter
from engine.starts import begin
from engine.training import Trainer

__all__ = ["Frame", "Run", "Status"]


class Run:
    """One experiment in training. `frames` grows by one with every epoch; `frames[0]` is before any step.

    A diverged run keeps the frame that shows it, and `reason` says in plain words which operation broke.
    `probe` holds up to 60 values of the first input in its own unit, ascending: an even grid when it is the
    only input, otherwise those of test examples. `truth` is what `frame.predictions` should have been.
    `sources` are the data that the experiment may name.
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
        self.best_epoch = 0
        self.frames: list[Frame] = []
        self.set_rate()
        with np.errstate(all="ignore"):
            self._record()

    def again(self) -> "Run":
        """The same run from the start: the same data, first weights and batches."""
        return Run(self.experiment, self.sources)

    @property
    def frame(self) -> Frame:
        """The latest frame."""
        return self.frames[-1]

    def step(self) -> None:
        """Train on the next mini-batch; the last one of an epoch adds a frame. No-op once the run is over."""
        if self.status is Status.TRAINING:
            with np.errstate(all="ignore"):
                self._step()

    def epoch(self) -> Frame:
        """Train to the end of the current epoch and return its frame; the latest one once the run is over."""
        if self.status is Status.TRAINING:
            with np.errstate(all="ignore"):
                before = len(self.frames)
                while len(self.frames) == before:
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
        factor = experiment.schedule.factor(max(len(self.frames) - 1, 0), experiment.epochs)
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

    def _step(self) -> None:
        if self.trainer.between_epochs:
            self.set_rate()
        loss = self.trainer.step()
        self.steps += 1
        if self.trainer.between_epochs or not isfinite(loss):
            self._record(loss)

    def _record(self, batch_loss: float = 0.0) -> None:
        """Add the frame of this moment; a run whose last mini-batch had no finite loss ends here."""
        frame = self._reporter.frame(len(self.frames), self.steps, batch_loss)
        if not self.frames or frame.test_loss < self.frames[self.best_epoch].test_loss:
            self.best_epoch = frame.epoch
        patience, waited = self.experiment.patience, frame.epoch - self.best_epoch
        if frame.status is Status.TRAINING and 0 < patience <= waited:
            frame = self._reporter.ended(frame)
        self.status, self.reason = frame.status, frame.reason
        self.frames.append(frame)
