"""`nn-tutor check`: tells an author what is wrong with a lesson, and with --train whether it tells the truth.

Problems go to standard output, one a line, so that editors and CI can read them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import sys
from collections.abc import Sequence

from tutor.course.check import Examined, TrainedClaim, examine, train
from tutor.course.problems import Problem, printable

FINE, PROBLEMS, UNREADABLE = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `check` takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="lesson files, or folders of them")
    parser.add_argument(
        "--train", action="store_true", help="train every experiment and try every claim and prediction"
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
    trained: list[tuple[str, TrainedClaim]] = []
    found: list[Problem] = []
    if args.train:
        for path, lesson in examined.lessons:
            for claim in train(lesson, _progress):
                _clear_progress()
                trained.append((path, claim))
                problem = claim.problem(path)
                found += [problem] if problem else []
                if not quiet:
                    print(table(path, claim))
        if not quiet:
            _print_problems(found, args.format)
    problems = (*examined.problems, *found)
    if quiet:
        print(json.dumps(_document(examined, problems, trained), indent=2, ensure_ascii=False))
    else:
        print(summary(examined, problems, trained, args.train))
    if examined.unreadable:
        return UNREADABLE
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else FINE


def table(path: str, claim: TrainedClaim) -> str:
    """Both sides of a claim for every seed, aligned."""
    kind = "predicted" if claim.prediction else claim.quantifier
    lines = [f"{printable(path)}:{claim.place.line}: {claim.name}: {kind} {claim.statement}"]
    rows = [("seed", "left", "", "right", "holds", "margin")]
    for seed, outcome in claim.outcomes.items():
        margin = f"{100 * outcome.margin:.1f} %" if math.isfinite(outcome.margin) else "-"
        holds = "yes" if outcome.holds else "no"
        sides = f"{outcome.left:.4g}", claim.operator, f"{outcome.right:.4g}"
        rows.append((str(seed), *sides, holds, margin))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for seed_, left, operator, right, holds, margin in rows:
        cells = (
            seed_.rjust(widths[0]),
            left.rjust(widths[1]),
            operator.ljust(widths[2]),
            right.rjust(widths[3]),
            holds.ljust(widths[4]),
            margin.rjust(widths[5]),
        )
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def summary(
    examined: Examined,
    problems: Sequence[Problem],
    trained: Sequence[tuple[str, TrainedClaim]],
    with_training: bool,
) -> str:
    """The last line: how much was checked and what came of it."""
    errors = sum(problem.severity == "error" for problem in problems)
    counts = [_count(errors, "error"), _count(len(problems) - errors, "warning")]
    line = f"{_count(examined.files, 'lesson')} checked: {', '.join(counts)}"
    if not with_training:
        return line
    claims = sum(not claim.prediction for _, claim in trained)
    line += f"; {_count(claims, 'claim')} and {_count(len(trained) - claims, 'prediction')} trained"
    failed = sum(not claim.holds for _, claim in trained)
    line += f", {failed} failed" if failed else ", all hold" if trained else ""
    skipped = examined.files - len(examined.lessons)
    return line + (f"; {_count(skipped, 'lesson')} with errors not trained" if skipped else "")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def _print_problems(problems: Sequence[Problem], style: str) -> None:
    for problem in problems:
        print(_annotation(problem) if style == "github" else problem)


def _annotation(problem: Problem) -> str:
    """One problem as a workflow command, as GitHub's documentation of Actions spells it."""
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    where = f"file={path},line={problem.line},col={problem.column},title=nn-tutor {problem.code}"
    return printable(f"::{problem.severity} {where}::{message}")


def _document(
    examined: Examined, problems: Sequence[Problem], trained: Sequence[tuple[str, TrainedClaim]]
) -> dict[str, object]:
    return {
        "lessons": examined.files,
        "problems": [
            {
                "path": problem.path,
                "line": problem.line,
                "column": problem.column,
                "severity": problem.severity,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in problems
        ],
        "claims": [
            {
                "path": path,
                "line": claim.place.line,
                "name": claim.name,
                "prediction": claim.prediction,
                "quantifier": claim.quantifier,
                "statement": claim.statement,
                "holds": claim.holds,
                "margin": _finite(claim.margin),
                "seeds": [
                    {
                        "seed": seed,
                        "left": _finite(outcome.left),
                        "right": _finite(outcome.right),
                        "holds": outcome.holds,
                        "margin": _finite(outcome.margin),
                    }
                    for seed, outcome in claim.outcomes.items()
                ],
            }
            for path, claim in trained
        ],
        "unreadable": [{"path": path, "reason": reason} for path, reason in examined.unreadable],
    }


def _finite(value: float) -> float | None:
    """JSON has no NaN and no infinity."""
    return value if math.isfinite(value) else None


def _progress(done: int, total: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[Ktraining {done + 1} of {total}: {name}", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
