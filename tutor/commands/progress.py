"""`nn-tutor progress`: how far the learner is, how sure and how right they were, and where that is kept."""

from __future__ import annotations

import argparse
import json
import sys

from tutor.commands.common import Row, is_terminal, open_record, rows
from tutor.commands.refusal import USAGE, Refusal
from tutor.course.maths import plain
from tutor.course.problems import printable
from tutor.record import Confidence, State, home
from tutor.record.progress import count_verdicts
from tutor.record.revisit import Belief, beliefs

MOST_BELIEFS = 12
"""So many wrong answers are listed."""

SAID = {Confidence.GUESS: "a guess", Confidence.THINK: "think so", Confidence.SURE: "sure"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `progress` takes."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--json", action="store_true", help="print it as one JSON object")
    what.add_argument("--where", action="store_true", help="print the folder that your record is in")
    what.add_argument("--reset", action="store_true", help="start afresh; the old record is set aside, not deleted")
    parser.add_argument("--yes", action="store_true", help="with --reset: do not ask first")


def run(args: argparse.Namespace) -> int:
    """Do what was asked for and return the exit code."""
    if args.where:
        print(home())
        return 0
    if args.reset:
        return _reset(args.yes)
    record = open_record(writable=False)
    known = rows(args, record.state)
    if args.json:
        print(json.dumps(_as_json(known, record.state), indent=2))
        return 0
    for row in known:
        done = row.progress
        mark = "✔" if done.done else "▶" if done.answered else " "
        print(f"{mark} {row.title}: {done.answered} of {done.total} answered, {done.verdicts}")
    for confidence, count, right, acceptable in _calibration(record.state):
        print(f"  {SAID[confidence]}: {count} answered, {count_verdicts(right, acceptable)}")
    _print_beliefs(known, record.state)
    return 0


def _print_beliefs(known: list[Row], state: State) -> None:
    """What was answered wrongly, in the learner's own choice of words."""
    found = [belief for row in known for belief in _beliefs(row, state)]
    if not found:
        return
    print("\nWorth another look, what you were sure of first:")
    for belief in sorted(found, key=lambda belief: not belief.sure)[:MOST_BELIEFS]:
        print(printable(f"  {belief.lesson}: {plain(belief.words)}{' (sure)' * belief.sure}"))
    if len(found) > MOST_BELIEFS:
        print(f"  and {len(found) - MOST_BELIEFS} more")


def _beliefs(row: Row, state: State) -> tuple[Belief, ...]:
    lesson = row.lesson() if row.progress.answered else None
    return beliefs(lesson, state) if lesson else ()


def _reset(agreed: bool) -> int:
    record = open_record()
    if record.empty:
        print("There is nothing to reset yet.")
        return 0
    if not agreed:
        if not is_terminal(sys.stdin):
            raise Refusal("progress --reset needs --yes when there is nobody to ask", USAGE)
        try:
            reply = input(f"Set aside your progress in {record.folder}? Type yes to do so: ")
        except EOFError:
            reply = ""
        if reply.strip().lower() not in ("y", "yes"):
            print("Nothing was changed.")
            return 0
    print(f"Your record starts afresh. The old one is in {record.reset()}")
    return 0


def _calibration(state: State) -> list[tuple[Confidence, int, int, int]]:
    """For each degree of confidence: how many answers were given with it, how many right, how many acceptable."""
    table = []
    for confidence in Confidence:
        verdicts = [a.verdict for a in state.answers.values() if a.confidence == confidence]
        if verdicts:
            table.append((confidence, len(verdicts), verdicts.count("right"), verdicts.count("acceptable")))
    return table


def _as_json(known: list[Row], state: State) -> dict[str, object]:
    return {
        "lessons": [row.as_json() for row in known],
        "confidence": {
            str(how): {"answers": count, "right": right, "acceptable": acceptable}
            for how, count, right, acceptable in _calibration(state)
        },
        "answers": [
            {
                "lesson": a.lesson,
                "question": a.question,
                "response": list(a.response) if isinstance(a.response, tuple) else a.response,
                "verdict": a.verdict,
                "confidence": a.confidence,
                "hints": a.hints,
                "time": a.time.isoformat(),
            }
            for a in state.answers.values()
        ],
    }
