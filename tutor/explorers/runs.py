"""The runs behind the explorers, kept for a while: turning a dial back shows at once what was trained before."""

from __future__ import annotations

from functools import lru_cache

from engine.experiment import Experiment
from engine.run import Run


@lru_cache(maxsize=64)
def run_of(experiment: Experiment) -> Run:
    """The run of an experiment, trained as far as it has come. A run is the same however often it is made."""
    return Run(experiment)
