"""Where the doctor's patients come to: they are trained here, and examined once each.
What was found stays known, for many tests look at the same patients."""

from functools import cache

from engine.doctor.examine import Finding, examine
from engine.experiment import Experiment
from engine.run import Run, Status


def trained(text: str, epochs: int | None = None) -> Run:
    """The run of an experiment's text, to its end or through so many epochs."""
    run = Run(Experiment.from_text(text))
    while run.status is Status.TRAINING and run.frame.epoch != epochs:
        run.epoch()
    return run


@cache
def findings_in(text: str) -> tuple[Finding, ...]:
    """What the doctor finds at the end of it."""
    return examine(trained(text))
