"""`nn-tutor bench`: opens the bench, with a set-up of one's own where its line is given."""

from __future__ import annotations

import argparse

from tutor.commands.common import open_catalog
from tutor.commands.play import has_screen, make_ready
from tutor.commands.refusal import Refusal
from tutor.record import Record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `bench` takes."""
    parser.usage = "nn-tutor bench ['LINE']"
    parser.add_argument("line", nargs="?", metavar="LINE", help="a set-up as y copies it on the bench")


def run(args: argparse.Namespace) -> int:
    """Open the bench; return the exit code. A line that makes no set-up is told before a screen opens."""
    from tutor.bench import Bench

    bench = Bench.of_line(args.line) if args.line else Bench.of_line()
    if not has_screen():
        raise Refusal("the bench needs a screen; nn-tutor run trains a set-up and prints what happens")
    make_ready()
    from tutor.app import run_app

    return run_app(Record.open(), open_catalog(args), bench=bench)
