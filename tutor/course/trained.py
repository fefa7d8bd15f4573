"""Judges a lesson's claims and predictions by the numbers that training came to, seed by seed.

A claim that does not hold is an error, one that barely holds a warning.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tutor.course.claims import Outcome, foretell, judge, names
from tutor.course.expression import Call
from tutor.course.model import Lesson, Question
from tutor.course.place import Place
from tutor.course.problems import Problem
from tutor.course.training import Job, Numbers, bare, jobs_of, predictions, train

THIN = 0.1
"""A claim that holds by less may not hold on another machine, which rounds differently."""

Seed = int | str
"""A seed, or as in "2+5" the seeds of runs that are shown together with one each of their own."""


@dataclass(frozen=True, slots=True)
class TrainedClaim:
    """A claim, or the outcome that a prediction expects, as training found it: one outcome per seed."""

    name: str
    statement: str
    quantifier: str
    operator: str
    place: Place
    outcomes: Mapping[Seed, Outcome]
    prediction: bool = False

    @property
    def holds(self) -> bool:
        return sum(outcome.holds for outcome in self.outcomes.values()) >= self._needed

    @property
    def margin(self) -> float:
        """The margin of the weakest seed that is needed for the claim to hold."""
        return sorted((outcome.margin for outcome in self.outcomes.values()), reverse=True)[self._needed - 1]

    @property
    def _needed(self) -> int:
        return {"some": 1, "most": len(self.outcomes) // 2 + 1}.get(self.quantifier, len(self.outcomes))

    def problem(self, path: str) -> Problem | None:
        """What `check` says of it: an error when it does not hold, a warning when it barely does."""
        what = f"prediction '{self.name}'" if self.prediction else f"claim '{self.name}'"
        where = (self.place.line, self.place.column)
        if not self.holds:
            return Problem(path, *where, "claim", f"{what} does not hold for {self._failure()}")
        if self.margin < THIN:
            share = f"{100 * self.margin:.1f} %" if math.isfinite(self.margin) else "nothing"
            return Problem(path, *where, "margin", f"{what} holds by {share} only; 25 % is safe")
        return None

    def _failure(self) -> str:
        failed = [seed for seed, outcome in self.outcomes.items() if not outcome.holds]
        first = self.outcomes[failed[0]]
        seeds = f"seed{'s' * (len(failed) > 1)} {', '.join(map(str, failed))}"
        told = f"{seeds}: {first.left:.4g} {self.operator} {first.right:.4g} is not so"
        if math.isnan(first.left) or math.isnan(first.right):
            told += "; nan is what has no value, such as an epoch that a run stopped before"
        return told


def train_lesson(lesson: Lesson, progress: Callable[[int, int, str], None] | None = None) -> list[TrainedClaim]:
    """Train every run of a lesson, here and now, and judge its claims and predictions.

    `progress` is told (runs trained, runs in all, the one that is next).
    """
    jobs = jobs_of(lesson)
    numbers: dict[Job, Numbers] = {}

    def begin(job: Job) -> None:
        if progress:
            progress(len(numbers), len(jobs), job.name)

    train(jobs, numbers.__setitem__, begin)
    return judged(lesson, numbers)


def judged(lesson: Lesson, numbers: Mapping[Job, Numbers]) -> list[TrainedClaim]:
    """A lesson's claims, then its predictions, by the numbers of its jobs.

    What is said of every seed must hold for the runs on the learner's screen too, which have their own seeds.
    `most` and `some` are counted over the lesson's seeds alone.
    """
    found = {(job.run, job.seed): dict(zip(job.asked, numbers[job], strict=True)) for job in jobs_of(lesson)}

    def look_up(seeds: Mapping[str, int], call: Call) -> float:
        return found[call.run, seeds[call.run]][bare(call)]

    made = []
    for claim in lesson.claims.values():
        sittings = _sittings(lesson, names(claim), as_shown=claim.quantifier == "all")
        outcomes = {label: judge(claim, partial(look_up, seeds)) for label, seeds in sittings.items()}
        statement = f"{claim.left} {claim.operator} {claim.right}"
        made.append(TrainedClaim(claim.name, statement, claim.quantifier, claim.operator, claim.place, outcomes))
    for question in predictions(lesson):
        sittings = _sittings(lesson, question.runs, as_shown=True)
        outcomes = {label: foretell(question, partial(look_up, seeds)) for label, seeds in sittings.items()}
        made.append(_prediction(question, outcomes))
    return made


def _sittings(lesson: Lesson, runs: Sequence[str], *, as_shown: bool) -> dict[Seed, dict[str, int]]:
    """The seeds with which these runs are compared, each time under its label: all with one, and as shown.

    Runs may each have a seed of their own, and are then seen together in a mixture that no one seed covers.
    """
    sittings: dict[Seed, dict[str, int]] = {seed: dict.fromkeys(runs, seed) for seed in lesson.seeds}
    own = {name: lesson.experiments[name].seed for name in runs}
    several = sorted(set(own.values()))
    if as_shown and own not in sittings.values():
        sittings[several[0] if len(several) == 1 else "+".join(map(str, several))] = own
    return sittings


def _prediction(question: Question, outcomes: Mapping[Seed, Outcome]) -> TrainedClaim:
    assert question.winner is not None
    measure = question.winner.measure
    operator = "<" if question.winner.lowest else ">"
    others = ", ".join(name for name in question.runs if name != question.expect)
    statement = f"{measure}({question.expect}) {operator} {measure}({others})"
    return TrainedClaim(question.id, statement, "all", operator, question.place, outcomes, prediction=True)
