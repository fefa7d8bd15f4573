"""Looks at a network between two epochs and writes down what there is to see: that is a frame.
Looking changes nothing: it uses passes of its own, without dropout and with a norm's running statistics."""

from dataclasses import replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import Truth, beside, truths, with_ones
from engine.data.datasets import Dataset, Target
from engine.doctor.diagnosis import diagnose, diagnose_optimizer
from engine.experiment import Experiment
from engine.frames import KEPT_GATES, Frame, Status, TermFrame, kept
from engine.losses import FROM_LOGITS
from engine.metrics import measure
from engine.network import length
from engine.passes import Pass
from engine.probes import units
from engine.training import Trainer, measuring

PROBE_POINTS = 60


class Examples:
    """A set of examples that is looked at after every epoch, with the pass that does it."""

    def __init__(
        self, trainer: Trainer, experiment: Experiment, shares: list[bool], x: Array, y: Array, masks: Array | None
    ) -> None:
        self.x, self.y, self.masks = with_ones(x).T, y, masks
        self.truths: tuple[Truth, ...] = truths(beside(y, experiment.net.head_units, masks), experiment.net.head_units)
        self.at_work: Pass = measuring(trainer.network, len(x), experiment.loss, shares)

    def compare(self) -> tuple[float, ...]:
        """Forward, and each term of the loss."""
        self.at_work.forward(self.x)
        for head in self.at_work.heads:
            head.answer()  # a loss from logits needs no answers, but whoever looks does
        return tuple(float(term.compare(truth)) for term, truth in zip(self.at_work.terms, self.truths, strict=True))


class Reporter:
    """Makes the frames of one run."""

    def __init__(self, experiment: Experiment, data: Dataset, trainer: Trainer, shares: list[bool]) -> None:
        self.experiment, self.data, self.trainer = experiment, data, trainer
        self.train = Examples(trainer, experiment, shares, data.x_train, data.y_train, data.masks_train)
        self.test = Examples(trainer, experiment, shares, data.x_test, data.y_test, data.masks_test)
        self.probe, self._probe_x = _make_probe(data)

    def frame(self, epoch: int, steps: int, batch_loss: float = 0.0) -> Frame:
        """One pass over each of training set, test set and probe; `batch_loss` is that of the last mini-batch.

        A mini-batch may break where this look does not, which knows no dropout and no batch's own statistics.
        """
        experiment, network, trainer = self.experiment, self.trainer.network, self.trainer
        train_losses = self.train.compare()
        hidden = self.train.at_work.layers[:-1]
        apart = self._norms_apart()
        self.train.at_work.backward()
        grad_norms, trunk_norms = network.gradient_norms(), apart or (self._trunk_norm(),)
        train_loss = sum(train_losses)
        reason = diagnose(self.train.at_work, experiment.loss, train_loss, self.train.truths, epoch)
        dead, saturated = tuple(map(units.dead, hidden)), tuple(map(units.saturated, hidden))

        test_losses = self.test.compare()
        test_loss = sum(test_losses)
        reason = reason or diagnose(self.test.at_work, experiment.loss, test_loss, self.test.truths, epoch)
        reason = reason or diagnose_optimizer(trainer.optimizer, epoch)
        if not reason and not isfinite(batch_loss):
            at_work, batch = trainer.latest
            reason = diagnose(at_work, experiment.loss, batch_loss, batch.truths, epoch)
        answers = self.test.at_work.output.a.T
        metrics = [self._metric(place, target, answers) for place, target in enumerate(self.data.targets)]
        status = Status.DIVERGED if reason else Status.DONE if epoch == experiment.epochs else Status.TRAINING
        predictions, least, greatest = kept(answers), float(answers.min()), float(answers.max())
        gates, curve = self._probe_network()
        terms = zip(train_losses, test_losses, metrics, trunk_norms, strict=True)
        return Frame(
            epoch=epoch,
            step=steps,
            train_loss=train_loss,
            test_loss=test_loss,
            metric=metrics[0],
            predictions=predictions,
            min_prediction=least,
            max_prediction=greatest,
            grad_norms=grad_norms,
            weight_norms=network.weight_norms(),
            dead=dead,
            saturated=saturated,
            terms=tuple(TermFrame(*term) for term in terms),
            penalty=trainer.penalty.value(network.parameters) if trainer.penalty else 0.0,
            rate=float(trainer.optimizer.rate),
            gates=gates,
            curve=curve,
            status=status,
            reason=reason,
        )

    def ended(self, frame: Frame) -> Frame:
        """The same frame as the run's last."""
        return replace(frame, status=Status.DONE)

    def _metric(self, place: int, target: Target, answers: Array) -> float:
        masks = self.data.masks_test
        mask = None if masks is None else masks[:, place]
        edge = 0.0 if self.experiment.loss[place].name in FROM_LOGITS else 0.5
        return measure(target, target.of(answers), target.of(self.data.y_test), mask, self.data.unit, edge)

    def _trunk_norm(self) -> float:
        """How long the gradient is over all hidden layers; NaN without any."""
        network = self.trainer.network
        return length(network.gradient[: network.trunk_size]) if len(network.layers) > 1 else float("nan")

    def _norms_apart(self) -> tuple[float, ...]:
        """The same for the gradient of each term alone, when there are several; otherwise nothing."""
        at_work, norms = self.train.at_work, []
        if len(at_work.terms) == 1:
            return ()
        for term in at_work.terms:
            at_work.backward(only=term)
            norms.append(self._trunk_norm())
            at_work.compare(self.train.truths)  # the way back has used up what `compare` left for it
        return tuple(norms)

    def _probe_network(self) -> tuple[NDArray[np.bool_] | None, Array | None]:
        """Which gates of the first hidden layer are open along the probe, and the curve if there is one."""
        network = self.trainer.network
        answers = network.forward(self._probe_x)
        curve = kept(answers) if len(self.data.inputs) == 1 else None
        if len(network.layers) == 1:
            return None, curve
        first = network.on(len(self._probe_x)).layers[0]
        open_gates = first.activation.slope(first.z, first.a)[:KEPT_GATES] > 0.0
        open_gates.flags.writeable = False
        return open_gates, curve


def _make_probe(data: Dataset) -> tuple[Array, Array]:
    if len(data.inputs) == 1:
        raw = np.concatenate([data.raw_train, data.raw_test])
        points = np.linspace(raw.min(), raw.max(), PROBE_POINTS)[:, None]
    else:
        points = data.raw_test[:PROBE_POINTS]
        points = points[np.argsort(points[:, 0], kind="stable")]
    first = points[:, 0].copy()
    first.flags.writeable = False
    return first, data.standardize(points)
