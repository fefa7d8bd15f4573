"""A race takes several runs forward together, epoch by epoch, so that they can be compared on the way.
Runs whose nets have one shape go in lockstep; what each of them does is the same as if it ran alone."""

from collections.abc import Sequence

import numpy as np

from engine.frames import Status
from engine.lockstep import Lockstep, fit_together
from engine.run import Run

MOST_STEPS = 100
"""Longer epochs are left to single steps, between which whoever trains can look at the clock."""


class Race:
    """Takes runs through whole epochs at once where that saves time.

    `ready` says whether the runs given fit together and all stand at the same epoch; `epoch` then trains each
    of them through the next one and adds a frame to each.
    """

    def __init__(self) -> None:
        self._runs: tuple[Run, ...] = ()
        self._lockstep: Lockstep | None = None

    def ready(self, runs: Sequence[Run]) -> bool:
        """Whether these can take the next epoch in lockstep."""
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            trainers = [run.trainer for run in runs]
            fits = fit_together(trainers) and len(trainers[0].batches) <= MOST_STEPS
            self._lockstep = Lockstep(trainers) if fits else None
        return self._lockstep is not None and all(
            run.status is Status.TRAINING and run.trainer.between_epochs and run.frame.epoch == runs[0].frame.epoch
            for run in runs
        )

    def epoch(self) -> None:
        """Train the runs that are ready through their next epoch; ValueError when they are not."""
        if self._lockstep is None or not self.ready(self._runs):
            raise ValueError("these runs are not ready to go together")
        with np.errstate(all="ignore"):
            for run in self._runs:
                run.set_rate()
            steps = len(self._lockstep.epoch())
            for run in self._runs:
                run.end_steps(steps)
        for run in self._runs:
            if not run.trainer.between_epochs:
                run.epoch()  # one of them broke; from there each goes alone
