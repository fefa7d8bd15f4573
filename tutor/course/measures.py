"""Measures a trained run: one number for each thing that a claim can say about it.

Only this file says what `train_loss(run)` or `epochs_to(run, 0.1)` means.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tutor.course.expression import Call

if TYPE_CHECKING:
    from engine.frames import Frame
    from engine.run import Run


def measure(run: Run, call: Call) -> float:
    """What `call` asks of `run`: at the epoch it names, otherwise at the end of what has been trained.

    Losses and predictions are in network units, `test_rmse` in the target's own unit, `accuracy` and
    `dead_share` are shares of 1, `diverged` is 1 or 0, `epochs_to` is the first epoch whose training loss is
    no more than the one asked for, or infinity. Raises LookupError for an epoch not trained yet, or a layer
    that the network lacks.
    """
    frame = _frame(run, call.epoch)
    match call.measure:
        case "train_loss" | "test_loss" | "min_prediction" | "max_prediction" as name:
            return float(getattr(frame, name))
        case "test_rmse" | "accuracy":
            return frame.metric
        case "grad_norm":
            return frame.grad_norms[_place(call.layer)]
        case "dead_share":
            return frame.dead[_place(call.layer)]
        case "diverged":
            return 1.0 if frame.status == "diverged" else 0.0
        case "epochs_to":
            seen = (each for each in run.frames if each.epoch <= frame.epoch)
            return next((float(each.epoch) for each in seen if each.train_loss <= call.target), math.inf)
    raise LookupError(call.measure)


def _place(layer: int) -> int:
    return layer if layer < 0 else layer - 1


def _frame(run: Run, epoch: int | None) -> Frame:
    """The frame after `epoch`; a run that diverged before it stays at its last."""
    if epoch is None:
        return run.frame
    found = next((frame for frame in run.frames if frame.epoch == epoch), None)
    if found is None:
        if run.frame.status != "diverged":
            raise LookupError(f"epoch {epoch} is not trained yet")
        return run.frame
    return found
