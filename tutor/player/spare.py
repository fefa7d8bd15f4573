"""Training in spare moments: a little of every run that is not done yet, never longer than is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.run import Run


def train_a_while(runs: Iterable[Run], seconds: float, clock: Callable[[], float] = time.monotonic) -> bool:
    """Train runs in turn, step by step, for so many seconds; whether anything was left to train."""
    unfinished = [run for run in runs if run.status == "training"]
    deadline = clock() + seconds
    for place, run in enumerate(unfinished):
        share = deadline - seconds * (len(unfinished) - 1 - place) / len(unfinished)
        while run.status == "training":
            run.step()
            if clock() >= share:
                break
    return bool(unfinished)
