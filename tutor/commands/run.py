"""`nn-tutor run`: trains one experiment, of a lesson or of one's own, and prints what happened.

With --json, one object for each epoch and a summary; the same seed prints the very same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from engine.frames import Status
from engine.run import Run
from tutor.commands.chosen import add_choice, choose
from tutor.commands.common import is_terminal
from tutor.commands.epochs import json_lines
from tutor.commands.result import print_result
from tutor.course.problems import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `run` takes: an experiment of a lesson, or every setting of one's own."""
    parser.usage = (
        "nn-tutor run LESSON#EXPERIMENT [--epochs N] [--seed N] [--json]\n"
        "       nn-tutor run --data NAME --net NET --loss LOSS --optimizer OPTIMIZER … [--json]\n"
        "       nn-tutor run --data FILE.csv [--target COLUMN] [--drop-missing] [--as-category COLUMN,…] … [--json]"
    )
    add_choice(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object per epoch, then a summary")


def run(args: argparse.Namespace) -> int:
    """Train, print, and return the exit code. A run that diverges has run: that is no error."""
    chosen = choose(args, "run")
    _tell(chosen.told, as_json=args.json)
    trained = Run(chosen.experiment, chosen.sources)
    if args.json:
        for line in json_lines(trained):
            print(line)
        return 0
    _train(trained)
    print_result(trained)
    return 0


def _tell(sentences: Sequence[str], *, as_json: bool) -> None:
    """What was read and suggested, above the result, or beside the JSON."""
    if as_json:
        for sentence in sentences:
            print(printable(sentence), file=sys.stderr)
    elif sentences:
        from tutor.paper import paper, put

        console = paper()
        for sentence in sentences:
            put(console, printable(sentence), width=min(console.width, 100))
        print()


def _train(trained: Run) -> None:
    """Train to the end, with a progress bar when someone watches."""
    if not is_terminal(sys.stderr):
        trained.finish()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("training"),
        BarColumn(),
        TextColumn("epoch {task.completed}/{task.total}  {task.fields[loss]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=trained.experiment.epochs, loss="")
        while trained.status is Status.TRAINING:
            frame = trained.epoch()
            bar.update(task, completed=frame.epoch, loss=f"test loss {frame.test_loss:.4g}")
