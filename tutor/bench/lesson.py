"""A set-up as a block for a lesson file: ready to be pasted between the questions."""

from __future__ import annotations

from engine.experiment import Experiment
from tutor.bench.labels import settings_of
from tutor.bench.setup import Sources


def lesson_block(experiment: Experiment, sources: Sources, name: str = "mine") -> str:
    """The lines of an ```experiment block, one setting on each."""
    told = settings_of(experiment.text_over(sources))
    return "\n".join([f"```experiment {name}", *(f"{key}: {value}" for key, value in told.items()), "```", ""])
