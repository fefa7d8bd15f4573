"""`nn-tutor bench`: opens the bench, with a set-up of one's own where its line is given."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tutor.commands.chosen import add_reading
from tutor.commands.common import open_catalog
from tutor.commands.play import has_screen, make_ready
from tutor.commands.refusal import Refusal
from tutor.own.data import names_a_file, open_own_data
from tutor.record import Record

if TYPE_CHECKING:
    from tutor.bench import Bench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `bench` takes."""
    parser.usage = (
        "nn-tutor bench ['LINE']\n"
        "       nn-tutor bench FILE.csv [--target COLUMN] [--drop-missing] [--as-category COLUMN,…]"
    )
    parser.add_argument("line", nargs="?", metavar="LINE", help="a set-up as y copies it on the bench, or a file")
    parser.add_argument("--target", metavar="COLUMN", help="what is to be learned of the file")
    add_reading(parser)


def run(args: argparse.Namespace) -> int:
    """Open the bench; return the exit code. What makes no set-up is told before a screen opens."""
    bench = _bench(args)
    if not has_screen():
        raise Refusal("the bench needs a screen; nn-tutor run trains a set-up and prints what happens")
    make_ready()
    from tutor.app import run_app

    return run_app(Record.open(), open_catalog(args), bench=bench)


def _bench(args: argparse.Namespace) -> Bench:
    """The bench with the set-up of the line, or with the table of the file."""
    from tutor.bench import Bench

    reading = {"drop_missing": args.drop_missing, "as_category": args.as_category, "decimal": args.decimal}
    if args.line and "data:" not in args.line and names_a_file(args.line):
        settings = {"data": args.line} | ({"target": args.target} if args.target else {})
        return Bench.of_table(open_own_data(settings, **reading))
    if args.target or any(reading.values()):
        raise Refusal("--target and the like are for data of your own, as in nn-tutor bench FILE.csv --target COLUMN")
    return Bench.of_line(args.line) if args.line else Bench.of_line()
