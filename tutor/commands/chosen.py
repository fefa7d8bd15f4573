"""Which experiment a command is about: one of a lesson, or one of one's own, given setting by setting."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.data.sources import Source
from engine.experiment import SETTINGS, Experiment, Problem, SettingsError
from engine.losses import LOSSES
from engine.notation.settings import READERS, SHOWS
from engine.optimizers import OPTIMIZERS
from engine.schedules import FORMS
from engine.starts import STARTS
from tutor.commands.common import find, open_catalog
from tutor.commands.own_options import told_with_options
from tutor.commands.refusal import Refusal, suggestion
from tutor.own.data import names_a_file, open_own_data
from tutor.own.file import DECIMALS

EXAMPLES = {
    "data": "houses_ames",
    "samples": "400",
    "noise": "0.1",
    "inputs": "'living_area, quality'",
    "target": "price",
    "unit": "100000",
    "split": "0.8",
    "net": "'2 -> 16 tanh -> 1 linear'",
    "start": "'normal 0.1'",
    "output_bias": "1.5",
    "norm": "batch",
    "loss": "mse",
    "optimizer": "'momentum 0.05 beta 0.9'",
    "schedule": "'warmup 5, cosine'",
    "l1": "0.001",
    "l2": "0.01",
    "dropout": "0.2",
    "patience": "10",
    "epochs": "60",
    "batch": "32",
    "seed": "1",
}

NAMES: dict[str, tuple[str, Iterable[str]]] = {
    "data": ("data sets", SOURCES),
    "net": ("activations", ACTIVATIONS),
    "start": ("starts", ("auto", *STARTS)),
    "loss": ("losses", LOSSES),
    "optimizer": ("optimizers", OPTIMIZERS),
    "schedule": ("schedules", FORMS),
    "show": ("pictures", SHOWS),
}
"""What a setting's names are called, and which there are."""
OF_LESSONS = ("epochs", "seed")
"""The settings that may be other ones for an experiment of a lesson too; it remains the same experiment."""


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Declare how an experiment is chosen: by its name, or by every setting of one's own."""
    parser.add_argument("experiment", nargs="?", metavar="LESSON#EXPERIMENT", help="an experiment of a lesson")
    own = parser.add_argument_group("an experiment of your own", "The settings are those of a lesson file.")
    for name in SETTINGS:
        own.add_argument(f"--{name}", dest=f"set_{name}", metavar=name.upper(), help=_help(name))
    file = parser.add_argument_group(
        "data of your own",
        "--data also takes a file: a line of column names, then rows, separated by commas, semicolons or tabs. "
        "Settings that are left out are suggested, with the reason.",
    )
    add_reading(file)


def add_reading(file: argparse._ActionsContainer) -> None:
    """Declare how a file of one's own can be read."""
    file.add_argument("--drop-missing", action="store_true", help="drop the rows in which a value is missing")
    file.add_argument("--as-category", metavar="COLUMN[,COLUMN]", help="read these columns of numbers as classes")
    file.add_argument("--decimal", choices=DECIMALS, help="how the numbers of the file are written")


def _help(setting: str) -> str:
    """An example of a setting, and the names that it can be made of."""
    parts = [f"for example {EXAMPLES[setting]}"] if setting in EXAMPLES else []
    if setting in NAMES:
        what, names = NAMES[setting]
        parts.append(f"{what}: {', '.join(names)}")
    return "; ".join(parts)


@dataclass(frozen=True)
class Chosen:
    """An experiment, the sources that it may name, and what to say of it beforehand."""

    experiment: Experiment
    sources: Mapping[str, Source] = field(default_factory=lambda: SOURCES)
    told: tuple[str, ...] = ()


def choose(args: argparse.Namespace, command: str) -> Chosen:
    """The experiment asked for, over the data that come with nn-tutor or over a file."""
    settings = {name: value for name in SETTINGS if (value := getattr(args, f"set_{name}")) is not None}
    if args.experiment is None and "data" in settings and names_a_file(settings["data"]):
        own = open_own_data(
            settings, drop_missing=args.drop_missing, as_category=args.as_category, decimal=args.decimal
        )
        return Chosen(Experiment.from_settings(own.settings, own.sources), own.sources, told_with_options(own))
    reading = {"--drop-missing": args.drop_missing, "--as-category": args.as_category, "--decimal": args.decimal}
    for option, used in reading.items():
        if used:
            raise Refusal(f"{option} is for data of your own, as in --data FILE.csv")
    if args.experiment is not None:
        return _changed(_of_lesson(args, settings), settings)
    if not settings:
        raise Refusal(f"{command} needs LESSON#EXPERIMENT or settings such as --data (see nn-tutor {command} --help)")
    return Chosen(Experiment.from_settings(settings))


def _changed(experiment: Experiment, settings: Mapping[str, str]) -> Chosen:
    """An experiment of a lesson with other epochs or another seed; only the former makes it another training."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, text in settings.items():

        def complain(message: str, offset: int = 0, code: str = "value", name: str = name) -> None:
            problems.append(Problem(name, code, f"{name}: {message}", offset))

        values[name] = READERS[name](text, complain)
    if problems:
        raise SettingsError(problems)
    # Reading it back checks what hangs together: a warm-up needs its epochs, and a run has to end some day.
    changed = Experiment.from_text(replace(experiment, **values).text)
    if changed.epochs == experiment.epochs:
        return Chosen(changed)
    told = f"The lesson trains this experiment for {experiment.epochs} epochs; here it is {changed.epochs}."
    if changed.schedule.shape == "cosine":
        told += f" Its rate falls to 0 over these {changed.epochs}."
    return Chosen(changed, told=(told,))


def _of_lesson(args: argparse.Namespace, settings: Mapping[str, str]) -> Experiment:
    """The experiment that is named; Refusal when there is none, or when settings are given that are not its own."""
    from tutor.course.parse import load

    for setting in settings:
        if setting not in OF_LESSONS:
            raise Refusal(f"--{setting} is for an experiment of your own; leave out {args.experiment}")
    name, _, wanted = args.experiment.rpartition("#") if "#" in args.experiment else (args.experiment, "", "")
    lesson = load(find(open_catalog(args), name).path)
    if wanted in lesson.experiments:
        return lesson.experiments[wanted]
    known = tuple(lesson.experiments)
    if not wanted:
        raise Refusal(f"say which experiment: {', '.join(f'{name}#{one}' for one in known) or 'it has none'}")
    hint = suggestion(wanted, known) or f"; it has {', '.join(known)}"
    raise Refusal(f"no experiment '{wanted}' in lesson '{lesson.id}'{hint}")
