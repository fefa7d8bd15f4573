"""A run trains one experiment, step by step, and reports what happened in immutable frames.
It never draws, prints, sleeps or reads a clock: the same experiment always gives the very same frames."""

from collections.abc import Iterator
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.datasets import SOURCES, load
from engine.diagnosis import diagnose, diagnose_optimizer
from engine.experiment import Experiment
from engine.frames import KEPT_GATES, Frame, Status, accuracy, kept, rmse
from engine.losses import LOSSES
from engine.network import Network
from engine.objective import Objective, objective
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.starts import STARTS

__all__ = ["Frame", "Run", "Status", "train_step"]

PROBE_POINTS = 60


def train_step(network: Network, goal: Objective, optimizer: Optimizer, x: Array, y: Array) -> float:
    """Learn from a mini-batch x (examples, inputs), y (examples, outputs); returns its loss before the step.

    A loss that is no finite number teaches nothing: the parameters then stay as they are.
    """
    network.forward(x)
    loss = goal.value(network.output, y)
    if isfinite(loss):
        network.backward(goal.slope(network.output, y))
        optimizer.update(network.parameters, network.gradient)
    return loss


class Run:
    """One experiment in training. `frames` grows by one with every epoch; `frames[0]` is before any step.

    A diverged run keeps the frame that shows it, and `reason` says in plain words which operation broke.
    `probe` holds up to 60 values of the first input in its own unit, ascending: an even grid when it is the
    only input, otherwise those of test examples. `truth` is what `frame.predictions` should have been.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        seeds = np.random.SeedSequence(experiment.seed).spawn(3)
        for_data, for_weights, self._for_batches = (np.random.default_rng(seed) for seed in seeds)
        net = experiment.net
        self.data = data = load(
            SOURCES[experiment.data],
            inputs=experiment.inputs,
            target=experiment.target[0],
            unit=experiment.unit,
            samples=experiment.samples,
            noise=experiment.noise,
            split=experiment.split,
            outputs=net.outputs,
            generator=for_data,
        )
        layers = [(layer.units, layer.activation) for layer in net.layers]
        self.network = Network(net.inputs, layers, for_weights, STARTS[experiment.start])
        term = experiment.loss[0]
        self._goal = objective(self.network.output.activation, LOSSES[term.name], data.y_train, term.weight)
        rate = experiment.optimizer.rate
        self._optimizer = OPTIMIZERS[experiment.optimizer.name](rate, self.network.parameters.size)

        self.metric_name = "accuracy" if data.classes else "RMSE"
        self.metric_unit = "" if data.classes else data.target.unit
        self.truth = kept(data.y_test)
        self.probe, self._probe_x = self._make_probe()

        rows = len(data.x_train)
        size = min(experiment.batch or rows, rows)
        self._x, self._y = data.x_train.copy(), data.y_train.copy()
        self._batches = [(self._x[at : at + size], self._y[at : at + size]) for at in range(0, rows, size)]
        self._ahead: Iterator[tuple[Array, Array]] = iter(())
        self._batches_left = 0

        self.status = Status.TRAINING
        self.reason = ""
        self.steps = 0
        self.frames: list[Frame] = []
        with np.errstate(all="ignore"):
            self._record()

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

    def _step(self) -> None:
        if self._batches_left == 0:
            self._shuffle()
        x, y = next(self._ahead)
        self._batches_left -= 1
        loss = train_step(self.network, self._goal, self._optimizer, x, y)
        self.steps += 1
        if self._batches_left == 0 or not isfinite(loss):
            self._record()

    def _shuffle(self) -> None:
        order = self._for_batches.permutation(len(self._x))
        self.data.x_train.take(order, 0, self._x, "clip")
        self.data.y_train.take(order, 0, self._y, "clip")
        self._ahead, self._batches_left = iter(self._batches), len(self._batches)

    def _record(self) -> None:
        """Add the frame of this moment: one pass over each of training set, test set and probe."""
        data, network, goal = self.data, self.network, self._goal
        loss_name, epoch = self.experiment.loss[0].name, len(self.frames)

        network.forward(data.x_train)
        train_loss = goal.value(network.output, data.y_train)
        network.backward(goal.slope(network.output, data.y_train))
        grad_norms = network.gradient_norms()
        dead = tuple(float(np.mean(~layer.seen.slope.any(axis=0))) for layer in network.layers[:-1])
        reason = diagnose(network, loss_name, train_loss, data.y_train, epoch)

        answers = network.forward(data.x_test)
        test_loss = goal.value(network.output, data.y_test)
        reason = reason or diagnose(network, loss_name, test_loss, data.y_test, epoch)
        reason = reason or diagnose_optimizer(self._optimizer, epoch)
        if reason:
            self.status, self.reason = Status.DIVERGED, reason
        elif epoch == self.experiment.epochs:
            self.status = Status.DONE
        predictions = kept(answers)
        least, greatest = float(answers.min()), float(answers.max())
        metric = accuracy(answers, data.y_test) if data.classes else rmse(answers, data.y_test, data.unit)
        gates, curve = self._probe_network()
        self.frames.append(
            Frame(
                epoch=epoch,
                step=self.steps,
                train_loss=train_loss,
                test_loss=test_loss,
                metric=metric,
                predictions=predictions,
                min_prediction=least,
                max_prediction=greatest,
                grad_norms=grad_norms,
                dead=dead,
                gates=gates,
                curve=curve,
                status=self.status,
                reason=self.reason,
            )
        )

    def _make_probe(self) -> tuple[Array, Array]:
        data = self.data
        if len(data.inputs) == 1:
            raw = np.concatenate([data.raw_train, data.raw_test])
            points = np.linspace(raw.min(), raw.max(), PROBE_POINTS)[:, None]
        else:
            points = data.raw_test[:PROBE_POINTS]
            points = points[np.argsort(points[:, 0], kind="stable")]
        first = points[:, 0].copy()
        first.flags.writeable = False
        return first, data.standardize(points)

    def _probe_network(self) -> tuple[NDArray[np.bool_] | None, Array | None]:
        """Which gates of the first hidden layer are open along the probe, and the curve if there is one."""
        answers = self.network.forward(self._probe_x)
        curve = kept(answers) if len(self.data.inputs) == 1 else None
        if len(self.network.layers) == 1:
            return None, curve
        first = self.network.layers[0]
        open_gates = first.activation.slope(first.seen.z, first.seen.a).T[:KEPT_GATES] > 0.0
        open_gates.flags.writeable = False
        return open_gates, curve
