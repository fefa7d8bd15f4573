"""`nn-tutor list`: every lesson with its id, and how far the learner is in it."""

from __future__ import annotations

import argparse
import json

from tutor.commands.common import Row, open_record, rows
from tutor.course.pace import minutes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `list` takes."""
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the list and return the exit code."""
    known = rows(args, open_record(writable=False).state)
    if args.json:
        print(json.dumps([row.as_json() for row in known], indent=2))
        return 0
    paced = {row.path: _minutes(row) for row in known}
    width = max((len(row.id) for row in known if row.meta), default=0)
    for row in known:
        print(_line(row, width, paced[row.path]))
    for clash in dict.fromkeys(row.clash for row in known if row.clash):
        print(f"\n{clash}")
    return 0


def _minutes(row: Row) -> int:
    """How long a lesson takes, reckoned from what it says; 0 where it cannot be read."""
    lesson = row.lesson()
    return minutes(lesson) if lesson else 0


def _line(row: Row, width: int, paced: int) -> str:
    if row.problem:
        return f"✕ {row.problem}"
    done = row.progress
    mark = "✔" if done.done else "▶" if done.answered else " "
    takes = f"{paced} min" if paced else ""
    return f"{mark} {row.id:<{width}}  {done.answered}/{done.total}  {takes:>6}  {row.title}"
