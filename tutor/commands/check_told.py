"""How `nn-tutor check` tells what it found: tables and a last line for people, JSON, annotations for GitHub.

None of it says what was trained now and what was known from an earlier check, but for the last line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.course.check import Examined
from tutor.course.problems import Problem, printable
from tutor.course.trained import TrainedClaim

Claims = Sequence[tuple[str, TrainedClaim]]
"""Claims, each with the path of its lesson."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What training took: the runs, how many of them an earlier check had trained, and seconds."""

    runs: int
    known: int
    seconds: float

    def __str__(self) -> str:
        known = f", {self.known} from the cache" if self.known else ""
        return f"({_count(self.runs, 'run')}{known}, {self.seconds:.1f} s)"


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


def summary(examined: Examined, problems: Sequence[Problem], trained: Claims, cost: Cost | None) -> str:
    """The last line: how much was checked and what came of it. Without training there is no cost."""
    errors = sum(problem.severity == "error" for problem in problems)
    counts = [_count(errors, "error"), _count(len(problems) - errors, "warning")]
    line = f"{_count(examined.files, 'lesson')} checked: {', '.join(counts)}"
    if cost is None:
        return line
    claims = sum(not claim.prediction for _, claim in trained)
    line += f"; {_count(claims, 'claim')} and {_count(len(trained) - claims, 'prediction')} trained"
    failed = sum(not claim.holds for _, claim in trained)
    line += f", {failed} failed" if failed else ", all hold" if trained else ""
    line += f" {cost}"
    skipped = examined.files - len(examined.lessons)
    return line + (f"; {_count(skipped, 'lesson')} with errors not trained" if skipped else "")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def annotation(problem: Problem) -> str:
    """One problem as a workflow command, as GitHub's documentation of Actions spells it."""
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    where = f"file={path},line={problem.line},col={problem.column},title=nn-tutor {problem.code}"
    return printable(f"::{problem.severity} {where}::{message}")


def document(examined: Examined, problems: Sequence[Problem], trained: Claims) -> dict[str, object]:
    """All that was found, as JSON values."""
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
        "claims": [_claim(path, claim) for path, claim in trained],
        "unreadable": [{"path": path, "reason": reason} for path, reason in examined.unreadable],
    }


def _claim(path: str, claim: TrainedClaim) -> dict[str, object]:
    return {
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


def _finite(value: float) -> float | None:
    """JSON has no NaN and no infinity."""
    return value if math.isfinite(value) else None
