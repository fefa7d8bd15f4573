"""Says which runs a lesson's claims and predictions need, and trains them: each comes to a few numbers.

A run's numbers are all that is ever sent from one process to another, or kept for the next check.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from engine.experiment import Experiment
from tutor.course.claims import calls_of, deciding
from tutor.course.expression import Call
from tutor.course.model import Kind, Lesson, Question
from tutor.course.processes import in_processes, in_turn

Numbers = tuple[float, ...]
"""What a run came to: one number for each of its job's `asked`, in the same order."""

WORTH_PROCESSES = 1.0
"""Seconds of training from which two processes are sooner done, their start included."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run to train: an experiment with its seed, and what to measure of it, `asked` without its run."""

    lesson: str
    run: str
    experiment: Experiment
    asked: tuple[Call, ...]

    @property
    def seed(self) -> int:
        return self.experiment.seed

    @property
    def name(self) -> str:
        return f"{self.lesson}#{self.run} seed {self.seed}"

    @property
    def seconds(self) -> float:
        """About how long it takes, from its steps and multiplications: enough to tell a moment from a minute.

        Measured on one laptop core. Runs that diverge are over sooner.
        """
        experiment = self.experiment
        rows = experiment.samples * experiment.split
        steps = math.ceil(rows / (experiment.batch or rows))
        return experiment.epochs * (12e-6 * steps + 2.4e-9 * rows * experiment.net.parameters)


def predictions(lesson: Lesson) -> list[Question]:
    """The questions that training decides."""
    return [question for question in lesson.questions if question.kind is Kind.PREDICT]


def bare(call: Call) -> Call:
    """What a call asks, whichever run it is about and wherever it stands."""
    return replace(call, run="", start=0, stop=0, run_at=0, layer_at=0, epoch_at=0)


def jobs_of(lesson: Lesson) -> list[Job]:
    """Every experiment of a lesson with each of the lesson's seeds, and with its own if that is another.

    A learner sees each experiment with its own seed. Those that nothing is said about are trained all the
    same: a lesson whose experiment cannot be trained is not sound.
    """
    claimed = chain.from_iterable(calls_of(claim) for claim in lesson.claims.values())
    predicted = chain.from_iterable(deciding(question) for question in predictions(lesson))
    asked: dict[str, set[Call]] = {name: set() for name in lesson.experiments}
    for call in chain(claimed, predicted):
        asked[call.run].add(bare(call))
    in_order = {name: tuple(sorted(calls, key=repr)) for name, calls in asked.items()}
    pairs = [(name, seed) for seed in lesson.seeds for name in lesson.experiments]
    pairs += [(name, each.seed) for name, each in lesson.experiments.items() if each.seed not in lesson.seeds]
    return [Job(lesson.id, name, lesson.experiments[name].with_seed(seed), in_order[name]) for name, seed in pairs]


def measured(job: Job) -> Numbers:
    """Train a run and measure it. An epoch that it did not come to, since it stopped early, measures NaN."""
    from engine.run import Run
    from tutor.course.measures import measure

    run = Run(job.experiment)
    run.finish()

    def number(call: Call) -> float:
        try:
            return float(measure(run, call))
        except LookupError:
            return math.nan

    return tuple(number(call) for call in job.asked)


def train(
    jobs: Sequence[Job],
    done: Callable[[Job, Numbers], None],
    begin: Callable[[Job], None] = lambda _: None,
    processes: int = 1,
) -> None:
    """Train all jobs and hand over the numbers of each; the numbers are the same with any number of processes.

    `begin` hears which run is the next, or with several processes the one that is longest under way.
    What takes about a second is trained here, since processes take time to start. Raises WorkerLost.
    """
    if processes > 1 and sum(job.seconds for job in jobs) > WORTH_PROCESSES:
        longest_first = sorted(jobs, key=lambda job: job.seconds, reverse=True)
        in_processes(measured, longest_first, min(processes, len(jobs)), done, begin)
    else:
        in_turn(measured, jobs, done, begin)
