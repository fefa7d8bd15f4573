"""How well a run does at one moment, in the measures that belong to its target: accuracy, or RMSE and R²."""

from __future__ import annotations

from math import isfinite

from engine.frames import Frame, Status
from engine.run import Run
from tutor.numbers import metric, short


def r_squared(run: Run, frame: Frame) -> float:
    """1 minus the mean squared error over the variance of the truth, on the test set; NaN for a constant truth.

    1 is perfect, 0 is no better than always answering the mean. Only for a first head of one number.
    """
    truth = run.data.targets[0].of(run.data.y_test) * run.data.unit
    spread = float(((truth - truth.mean(axis=0)) ** 2).sum(axis=1).mean())
    return 1.0 - frame.metric**2 / spread if spread > 0.0 else float("nan")


def measures(run: Run, frame: Frame) -> tuple[tuple[str, str], ...]:
    """The names and values of what is measured on the test set, each as it is to be read."""
    found = [("train loss", short(frame.train_loss)), ("test loss", short(frame.test_loss))]
    if frame.status is not Status.DIVERGED and isfinite(frame.metric):
        found.append((f"test {run.metric_name}", metric(frame.metric, run)))
        if run.data.targets[0].is_number:
            found.append(("R²", short(r_squared(run, frame))))
    return tuple(found)
