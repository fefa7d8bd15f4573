"""`nn-tutor run`: trains one experiment, of a lesson or of one's own, and prints what happened.

With --json, one object for each epoch and a summary; the same seed prints the very same bytes.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from engine.experiment import SETTINGS, Experiment, Problem, SettingsError
from engine.frames import Status
from engine.notation import READERS
from engine.run import Run
from tutor.commands.common import find, is_terminal, open_catalog
from tutor.commands.epochs import json_lines
from tutor.commands.refusal import Refusal, suggestion
from tutor.course.problems import printable

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = {
    "data": "houses_ames",
    "samples": "400",
    "noise": "0.1",
    "inputs": "'living_area, quality'",
    "target": "price",
    "unit": "100000",
    "split": "0.8",
    "net": "'2 -> 16 tanh -> 1 linear'",
    "start": "he",
    "loss": "mse",
    "optimizer": "'adam 0.01'",
    "epochs": "60",
    "batch": "32",
    "seed": "1",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `run` takes: an experiment of a lesson, or every setting of one's own."""
    parser.usage = (
        "nn-tutor run LESSON#EXPERIMENT [--seed N] [--json]\n"
        "       nn-tutor run --data NAME --net NET --loss LOSS --optimizer OPTIMIZER … [--json]"
    )
    parser.add_argument("experiment", nargs="?", metavar="LESSON#EXPERIMENT", help="an experiment of a lesson")
    parser.add_argument("--json", action="store_true", help="print one JSON object per epoch, then a summary")
    own = parser.add_argument_group("an experiment of your own", "The settings are those of a lesson file.")
    for name in SETTINGS:
        example = f"for example {EXAMPLES[name]}" if name in EXAMPLES else ""
        own.add_argument(f"--{name}", dest=f"set_{name}", metavar=name.upper(), help=example)


def run(args: argparse.Namespace) -> int:
    """Train, print, and return the exit code. A run that diverges has run: that is no error."""
    trained = Run(_experiment(args))
    if args.json:
        for line in json_lines(trained):
            print(line)
        return 0
    _train(trained)
    _print_result(trained)
    return 0


def _experiment(args: argparse.Namespace) -> Experiment:
    settings = {name: value for name in SETTINGS if (value := getattr(args, f"set_{name}")) is not None}
    if args.experiment is None:
        if not settings:
            raise Refusal("run needs LESSON#EXPERIMENT or settings such as --data (see nn-tutor run --help)")
        return Experiment.from_settings(settings)
    seed = settings.pop("seed", None)
    if settings:
        raise Refusal(f"--{next(iter(settings))} is for an experiment of your own; leave out {args.experiment}")
    experiment = _of_lesson(args)
    if seed is None:
        return experiment
    problems: list[Problem] = []

    def complain(message: str, offset: int = 0, code: str = "value") -> None:
        problems.append(Problem("seed", code, f"seed: {message}", offset))

    number = READERS["seed"](seed, complain)
    if problems:
        raise SettingsError(problems)
    return experiment.with_seed(number)


def _of_lesson(args: argparse.Namespace) -> Experiment:
    from tutor.course.parse import load

    name, _, wanted = args.experiment.rpartition("#") if "#" in args.experiment else (args.experiment, "", "")
    lesson = load(find(open_catalog(args), name).path)
    if wanted in lesson.experiments:
        return lesson.experiments[wanted]
    known = tuple(lesson.experiments)
    if not wanted:
        raise Refusal(f"say which experiment: {', '.join(f'{name}#{one}' for one in known) or 'it has none'}")
    hint = suggestion(wanted, known) or f"; it has {', '.join(known)}"
    raise Refusal(f"no experiment '{wanted}' in lesson '{lesson.id}'{hint}")


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


def _print_result(trained: Run) -> None:
    from tutor import plot
    from tutor.paper import paper, put_picture

    console = paper()
    frames = trained.frames
    print(printable(trained.experiment.text))
    print()
    curves = [
        plot.Curve("train", 1, [frame.train_loss for frame in frames]),
        plot.Curve("test", 0, [frame.test_loss for frame in frames]),
    ]
    width, height = min(console.width, 100), 16
    put_picture(console, plot.loss_curves(curves, width, height, last=trained.experiment.epochs, what="Loss"))
    _print_summary(console, trained)


def _print_summary(console: Console, trained: Run) -> None:
    from rich.table import Table

    from tutor.numbers import metric, short
    from tutor.paper import put

    first, last = trained.frames[0], trained.frame
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_row("", "before", f"epoch {last.epoch}")
    table.add_row("train loss", short(first.train_loss), short(last.train_loss))
    table.add_row("test loss", short(first.test_loss), short(last.test_loss))
    table.add_row(f"test {trained.metric_name}", metric(first.metric, trained), metric(last.metric, trained))
    table.add_row("predictions", *(f"{short(f.min_prediction)} … {short(f.max_prediction)}" for f in (first, last)))
    for number, norms in enumerate(zip(first.grad_norms, last.grad_norms, strict=True), 1):
        table.add_row(f"gradient norm, layer {number}", *map(short, norms))
    put(console, table)
    if trained.status is Status.DIVERGED:
        print(f"\nThis run diverged: {last.reason}")
