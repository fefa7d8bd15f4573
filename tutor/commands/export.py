"""`nn-tutor export`: writes one experiment, of a lesson or of one's own, as a PyTorch or Keras script.

A table that is too large to stand in the script becomes a CSV file beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export.keras import keras_script
from engine.export.pytorch import pytorch_script
from engine.export.tables import DataFile, data_file
from tutor.commands.chosen import add_choice, choose
from tutor.commands.refusal import FILES, Refusal
from tutor.course.problems import printable

OPENING = b"One run of nn-tutor in "
"""What every exported script begins with, below its title."""
WRITERS = {"pytorch": pytorch_script, "keras": keras_script}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `export` takes: an experiment as `run` does, the framework, and where to write."""
    parser.usage = (
        "nn-tutor export LESSON#EXPERIMENT --to pytorch|keras [--output FILE.py] [--epochs N] [--seed N]\n"
        "       nn-tutor export --data NAME --net NET --loss LOSS --optimizer OPTIMIZER … --to pytorch|keras"
    )
    parser.add_argument("--to", required=True, choices=tuple(WRITERS), help="the framework of the script")
    parser.add_argument("--output", metavar="FILE", help="write the script there, and beside it the data if large")
    add_choice(parser)


def run(args: argparse.Namespace) -> int:
    """Print the script, or write it and say so; return the exit code."""
    chosen = choose(args, "export")
    for sentence in chosen.told:
        print(printable(sentence), file=sys.stderr)
    if args.output is None:
        sys.stdout.write(WRITERS[args.to](chosen.experiment, chosen.sources))
        if data := data_file(chosen.experiment, chosen.sources):
            print(f"nn-tutor: this script reads {data.name}; with --output FILE it is written too", file=sys.stderr)
        return 0
    for path, what in write(chosen.experiment, chosen.sources, args.to, Path(args.output), args.set_data):
        print(f"Wrote {printable(str(path))}{what}")
    return 0


def write(
    experiment: Experiment, sources: Mapping[str, Source], to: str, output: Path, own: str | None = None
) -> list[tuple[Path, str]]:
    """Write the script and, if they are many, the data beside it; say which files, the script first.

    `own` is the learner's own file of data, which is never written over. Refusal says what is in the way.
    """
    script, data = WRITERS[to](experiment, sources), data_file(experiment, sources)
    written = [(output, "")]
    beside = output.with_name(data.name) if data and output.name else None
    _check_output(output, beside, own)
    if data and beside:
        _check(beside, data)
        if not beside.exists():
            written.append((beside, ", the data that it reads"))
        _write(beside, data.text)
    _write(output, script)
    return written


def _check_output(output: Path, beside: Path | None, source: str | None) -> None:
    """Refuse to write over the learner's data, over the script's own, or over a file that is no such script."""
    if not output.name or output.is_dir():
        raise Refusal("--output needs the name of a file, such as script.py", FILES)
    if beside == output:
        raise Refusal(f"{printable(output.name)} is where the data goes; give the script another name", FILES)
    if not output.exists():
        return
    if source and Path(source).exists() and output.samefile(source):
        raise Refusal(f"{printable(str(output))} is the data itself; give the script another name", FILES)
    if OPENING not in output.read_bytes()[:2000]:
        message = f"{printable(str(output))} exists and is no script of nn-tutor's; move it, or write elsewhere"
        raise Refusal(message, FILES)


def _check(path: Path, data: DataFile) -> None:
    """Refuse to go on when a file of that name holds something else: neither would it do, nor is it ours to replace."""
    if path.exists() and path.read_bytes() != data.text.encode():
        message = (
            f"{printable(str(path))} exists and holds other data than the script needs; move it, or write elsewhere"
        )
        raise Refusal(message, FILES)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())  # the same bytes on every system
