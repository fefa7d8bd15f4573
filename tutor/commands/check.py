"""`nn-tutor check`: tells an author what is wrong with a lesson, and with --train whether it tells the truth.

Problems go to standard output, one a line, so that editors and CI can read them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Sequence

from tutor.commands.check_told import Claims, Cost, annotation, document, summary, table
from tutor.commands.refusal import FILES, Refusal
from tutor.course.check import examine
from tutor.course.model import Lesson
from tutor.course.problems import Problem, printable

FINE, PROBLEMS, UNREADABLE = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `check` takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="lesson files, or folders of them")
    parser.add_argument(
        "--train", action="store_true", help="train every experiment and try every claim and prediction"
    )
    parser.add_argument("--fresh", action="store_true", help="train anew what an earlier check has trained already")
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="train in this many processes at once (default: one for each core)"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text for people, one JSON document, or annotations for GitHub (default: text)",
    )


def run(args: argparse.Namespace) -> int:
    """Check the lessons; 0 when nothing is wrong, 1 for problems, 3 when a path cannot be read."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    examined = examine(args.paths)
    for path, reason in examined.unreadable:
        print(printable(f"nn-tutor: cannot check {path}: {reason}"), file=sys.stderr)
    quiet = args.format == "json"
    if not quiet:
        _print_problems(examined.problems, args.format)
    trained: Claims = ()
    cost: Cost | None = None
    if args.train:
        sys.stdout.flush()  # what is wrong already should not wait for the training
        trained, cost = _train(examined.lessons, args)
    found = [problem for path, claim in trained if (problem := claim.problem(path))]
    problems = (*examined.problems, *found)
    if quiet:
        print(json.dumps(document(examined, problems, trained), indent=2))
    else:
        for path, claim in trained:
            print(table(path, claim))
        _print_problems(found, args.format)
        print(summary(examined, problems, trained, cost))
    if examined.unreadable:
        return UNREADABLE
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else FINE


def _train(lessons: Sequence[tuple[str, Lesson]], args: argparse.Namespace) -> tuple[Claims, Cost]:
    """Train what no earlier check has trained, and judge every claim and prediction."""
    from tutor.commands.check_bar import training_bar
    from tutor.course.kept import Kept
    from tutor.course.processes import WorkerLost, cores
    from tutor.course.trained import judged
    from tutor.course.training import Job, Numbers, jobs_of, train
    from tutor.record.place import cache

    began = time.perf_counter()
    kept = Kept(cache() / "runs")
    jobs = [job for _, lesson in lessons for job in jobs_of(lesson)]
    known = {} if args.fresh else {job: found for job in jobs if (found := kept.get(job)) is not None}
    numbers: dict[Job, Numbers] = dict(known)
    missing = [job for job in jobs if job not in known]

    with training_bar(missing) as (begin, end):

        def done(job: Job, found: Numbers) -> None:
            numbers[job] = found
            kept.put(job, found)
            end(job)

        try:
            train(missing, done, begin, args.jobs or cores())
        except WorkerLost:
            lost = "the system ended a process in mid-training, perhaps for want of memory; --jobs 1 needs the least"
            raise Refusal(lost, FILES) from None
    if missing:
        kept.forget()
    claims = [(path, claim) for path, lesson in lessons for claim in judged(lesson, numbers)]
    return claims, Cost(len(jobs), len(jobs) - len(missing), time.perf_counter() - began)


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) >= 1):
        raise argparse.ArgumentTypeError(f"expected a number of processes, 1 or more, found {text!r}")
    return int(text[:6])


def _print_problems(problems: Sequence[Problem], style: str) -> None:
    for problem in problems:
        print(annotation(problem) if style == "github" else problem)
