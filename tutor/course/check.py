"""Checks lessons: everything that is wrong with their text, and then, by training, everything they claim.

A lesson whose claim does not hold over its seeds, or whose predicted winner does not win, is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.course.catalog import Catalog, lesson_files
from tutor.course.claims import Outcome, compare, evaluate, names, score_of
from tutor.course.model import Kind, Lesson, Place, Question
from tutor.course.parse import parse_fully
from tutor.course.problems import LessonError, Problem, Report, Where, brief
from tutor.course.source import read_source

if TYPE_CHECKING:
    from engine.run import Run

THIN = 0.1
"""A claim that holds by less may not hold on another machine, which rounds differently."""

Seed = int | str
"""A seed, or as in "2+5" the seeds of runs that are shown together with one each of their own."""

Progress = Callable[[int, int, str], None]
"""(runs trained, runs in all, the one being trained) -> None."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What reading some paths came to. `unreadable` pairs a path with the reason."""

    problems: tuple[Problem, ...]
    lessons: tuple[tuple[str, Lesson], ...]
    files: int
    unreadable: tuple[tuple[str, str], ...]


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
            failed = [seed for seed, outcome in self.outcomes.items() if not outcome.holds]
            outcome = self.outcomes[failed[0]]
            sides = f"{outcome.left:.4g} {self.operator} {outcome.right:.4g}"
            seeds = f"seed{'s' * (len(failed) > 1)} {', '.join(map(str, failed))}"
            message = f"{what} does not hold for {seeds}: {sides} is not so"
            return Problem(path, *where, "claim", message)
        if self.margin < THIN:
            share = f"{100 * self.margin:.1f} %" if math.isfinite(self.margin) else "nothing"
            return Problem(path, *where, "margin", f"{what} holds by {share} only; 25 % is safe")
        return None


def check(paths: Sequence[str | Path]) -> list[Problem]:
    """Every problem of the lessons in these files and folders. Raises OSError when one cannot be read."""
    examined = examine(paths)
    if examined.unreadable:
        path, reason = examined.unreadable[0]
        raise OSError(f"{path}: {reason}")
    return list(examined.problems)


def examine(paths: Sequence[str | Path]) -> Examined:
    """Read the lessons in these files and folders, each file once, and find their problems."""
    problems: list[Problem] = []
    lessons: list[tuple[str, Lesson]] = []
    unreadable: list[tuple[str, str]] = []
    ids: dict[str, str] = {}
    files: dict[Path, str] = {}
    for path in paths:
        try:
            found = lesson_files(str(path))
        except (OSError, ValueError) as error:
            unreadable.append((str(path), _reason(error)))
            continue
        if not found:
            unreadable.append((str(path), "there are no lessons in this folder"))
        for file in found:
            files.setdefault(Path(file).resolve(), file)
    needs: list[tuple[str, str, Where]] = []
    for file in files.values():
        try:
            text = read_source(Path(file), file)
        except LessonError as error:
            problems += error.problems
            continue
        except OSError as error:
            unreadable.append((file, _reason(error)))
            continue
        parsed = parse_fully(text, file)
        problems += parsed.problems
        needs += [(file, name, where) for name, where in parsed.front.needs]
        if parsed.front.id and parsed.front.id in ids:
            message = f"lesson id '{parsed.front.id}' is already that of {ids[parsed.front.id]}"
            problems.append(Problem(file, *parsed.front.id_at, "repeated-id", message))
        ids.setdefault(parsed.front.id, file)
        if parsed.lesson:
            lessons.append((file, parsed.lesson))
    if len(files) > 1 or any(Path(path).is_dir() for path in map(str, paths)):
        problems += _unknown_needs(needs, ids)
        problems.sort(key=lambda problem: list(files.values()).index(problem.path))
    return Examined(tuple(problems), tuple(lessons), len(files), tuple(unreadable))


def _unknown_needs(needs: Sequence[tuple[str, str, Where]], ids: Mapping[str, str]) -> list[Problem]:
    """What `needs:` names that is neither a lesson checked along with it nor one that ships with the tutor."""
    if all(name in ids for _, name, _ in needs):
        return []
    known = [*ids, *(entry.meta.id for entry in Catalog().entries if entry.meta)]
    found = []
    for file, name, where in needs:
        if name not in known:
            report = Report(file)
            report.add("unknown-id", f"needs: no lesson {brief(name)}{report.hint(name, known)}", where)
            found += report.problems
    return found


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def train(lesson: Lesson, progress: Progress | None = None) -> Iterator[TrainedClaim]:
    """Train every experiment of a lesson over its seeds, once each, and judge its claims and predictions.

    A learner sees each experiment with its own seed, so that is trained as well: what is said of every seed
    must hold for the runs on the screen too. `most` and `some` are counted over the lesson's seeds alone.
    """
    from engine.run import Run

    questions = [question for question in lesson.questions if question.kind is Kind.PREDICT]
    needed = {name for claim in lesson.claims.values() for name in names(claim)}
    needed |= {name for question in questions for name in question.runs}
    outcomes: dict[tuple[str, str], dict[Seed, Outcome]] = {}
    own = {name: experiment.seed for name, experiment in lesson.experiments.items()}
    total = len(lesson.experiments) * len(lesson.seeds) + sum(seed not in lesson.seeds for seed in own.values())
    done = 0

    def trained(name: str, seed: int) -> Run:
        nonlocal done
        if progress:
            progress(done, total, f"{lesson.id}#{name} seed {seed}")
        done += 1
        run = Run(lesson.experiments[name].with_seed(seed))
        run.finish()
        return run

    shown: dict[str, Run] = {}
    for seed in lesson.seeds:
        runs: dict[str, Run] = {}
        for name in lesson.experiments:
            run = trained(name, seed)
            if name in needed:
                runs[name] = run
                shown |= {name: run} if own[name] == seed else {}
        for claim in lesson.claims.values():
            outcomes.setdefault(("claim", claim.name), {})[seed] = evaluate(claim, runs)
        for question in questions:
            outcomes.setdefault(("question", question.id), {})[seed] = _prediction(question, runs)
    for name, seed in own.items():
        if seed not in lesson.seeds:
            shown[name] = trained(name, seed)
    for claim in lesson.claims.values():
        label = _seen(own, names(claim), lesson.seeds)
        if label is not None and claim.quantifier == "all":
            outcomes[("claim", claim.name)][label] = evaluate(claim, shown)
    for question in questions:
        label = _seen(own, question.runs, lesson.seeds)
        if label is not None:
            outcomes[("question", question.id)][label] = _prediction(question, shown)
    for claim in lesson.claims.values():
        statement = f"{claim.left} {claim.operator} {claim.right}"
        found = outcomes[("claim", claim.name)]
        yield TrainedClaim(claim.name, statement, claim.quantifier, claim.operator, claim.place, found)
    for question in questions:
        yield _trained_prediction(question, outcomes[("question", question.id)])


def _seen(own: Mapping[str, int], runs: Sequence[str], seeds: Sequence[int]) -> Seed | None:
    """What to call the seeds with which a learner sees these runs; None when `seeds` has them already.

    Runs may each have a seed of their own, and are then seen together in a mixture that no one seed covers.
    """
    found = sorted({own[name] for name in runs})
    if len(found) == 1:
        return None if found[0] in seeds else found[0]
    return "+".join(map(str, found))


def _prediction(question: Question, runs: Mapping[str, Run]) -> Outcome:
    """The expected winner's measure against the best of the others; a run that broke ranks last."""
    assert question.winner is not None
    assert question.expect is not None
    lowest = question.winner.lowest
    scores = {name: score_of(runs[name], question.winner) for name in question.runs}
    expected = scores.pop(question.expect)
    others = scores.values()
    return compare(expected, "<" if lowest else ">", min(others) if lowest else max(others))


def _trained_prediction(question: Question, outcomes: Mapping[Seed, Outcome]) -> TrainedClaim:
    assert question.winner is not None
    measured = question.winner.measure
    operator = "<" if question.winner.lowest else ">"
    others = ", ".join(name for name in question.runs if name != question.expect)
    statement = f"{measured}({question.expect}) {operator} {measured}({others})"
    return TrainedClaim(question.id, statement, "all", operator, question.place, outcomes, prediction=True)
