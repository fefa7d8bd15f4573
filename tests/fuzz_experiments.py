"""Builds random experiments from the vocabulary, sound and unsound ones, and runs ten steps of each.

    python tests/fuzz_experiments.py 100000 --seed 1

Each has to be refused with messages that name the setting, or to run without a warning: every loss is then
finite, or the run has diverged and says why. The first one that does neither is printed, and ends the program.
"""

import argparse
import math
import random
import sys
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.data.encoding import input_width
from engine.experiment import SETTINGS, Experiment, SettingsError
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.run import Run
from engine.schedules import FORMS
from engine.starts import STARTS, WITH_VALUE

STEPS = 10
NUMBERS = ("0", "1", "0.5", "1e-3", "1e-300", "1e6", "1e308", "-1", "nan", "inf", "1e-9", "0.99", "12", "two", "")


def settings(dice: random.Random) -> dict[str, str]:
    """A random experiment: mostly one that fits together, and sometimes with something wrong in it."""
    source = SOURCES[dice.choice(tuple(SOURCES))]
    targets = dice.sample(source.names, dice.choice((1, 1, 1, 2, 3)) if len(source.names) > 4 else 1)
    inputs = dice.sample([name for name in source.names if name not in targets], 1)
    inputs = dice.sample(source.names, dice.randint(1, min(4, len(source.names)))) if dice.random() < 0.2 else inputs
    width = sum(input_width(source.column(name)) for name in inputs)
    heads, terms = [], []
    for name in targets:
        classes = len(source.column(name).classes)
        units = classes if classes > 2 else dice.choice((1, 1, 2)) if classes == 2 else 1
        heads.append(f"{units} {dice.choice(tuple(ACTIVATIONS))}")
        weight = dice.choice(("", "", "0.5 ", "100 ", "1e6 "))
        pairs = [column.name for column in source.columns if len(column.classes) == 2]
        where = f" where {dice.choice(pairs)}" if pairs and dice.random() < 0.2 else ""
        terms.append(f"{weight}{dice.choice(tuple(LOSSES))}{where}")
    hidden = [
        f"{dice.choice((1, 2, 5))} {dice.choice(tuple(ACTIVATIONS))}" for _ in range(dice.choice((0, 1, 1, 2, 4)))
    ]
    optimizer = dice.choice(tuple(OPTIMIZERS))
    start = dice.choice(("auto", *STARTS))
    found = {
        "data": source.name,
        "inputs": ", ".join(inputs),
        "target": " + ".join(targets),
        "net": " -> ".join([str(width), *hidden, " + ".join(heads)]),
        "loss": " + ".join(terms),
        "optimizer": f"{optimizer} {dice.choice(('0.01', '0.1', '1', '100', '1e6', '1e-6'))}",
        "start": f"{start} {dice.choice(('0', '1', '0.01', '100', '1e6'))}" if start in WITH_VALUE else start,
        "samples": str(dice.choice((10, 20, 50, 100))),
        "batch": dice.choice(("1", "3", "32", "full")),
        "epochs": str(dice.choice((1, 5, 20))),
        "seed": str(dice.randrange(1000)),
    }
    extras = {
        "unit": lambda: dice.choice(("1", "1000", "1e-12", "1e12")),
        "split": lambda: dice.choice(("0.5", "0.9", "0.01", "0.99")),
        "noise": lambda: dice.choice(("0", "0.1", "10")),
        "output_bias": lambda: dice.choice(("8", "-1000")),
        "norm": lambda: dice.choice(("none", "batch")),
        "schedule": lambda: dice.choice((*FORMS.values(), "warmup 2, cosine", "warmup 2")),
        "l1": lambda: dice.choice(("0.001", "10")),
        "l2": lambda: dice.choice(("0.001", "10")),
        "dropout": lambda: dice.choice(("0.1", "0.9", "0.999999")),
        "patience": lambda: dice.choice(("1", "5")),
    }
    for name in dice.sample(tuple(extras), dice.choice((0, 0, 1, 2, 4))):
        found[name] = extras[name]()
    if dice.random() < 0.3:
        _spoil(found, dice)
    return found


def _spoil(found: dict[str, str], dice: random.Random) -> None:
    """Something a tired author might write."""
    name = dice.choice(tuple(found))
    match dice.randrange(5):
        case 0:
            del found[name]
        case 1:
            found[name] = dice.choice(NUMBERS)
        case 2:
            words = found[name].split(" ")
            words[dice.randrange(len(words))] = dice.choice((*NUMBERS, *ACTIVATIONS, *LOSSES, "+", "->", "where", ","))
            found[name] = " ".join(words)
        case 3:
            found[dice.choice((*SETTINGS, "learning_rate"))] = dice.choice(NUMBERS)
        case _:
            found[name] = found[name][: dice.randrange(len(found[name]) + 1)]


def verdict(found: dict[str, str]) -> str:
    """What became of it: "refused", "ran" or "diverged"; AssertionError when it is none of them."""
    try:
        experiment = Experiment.from_settings(found)
    except SettingsError as error:
        check_refusal(error, found)
        return "refused"
    assert Experiment.from_text(experiment.text) == experiment, "its text reads back as another one"
    run = Run(experiment)
    for _ in range(STEPS):
        run.step()
    run.epoch()
    last = run.frame
    if run.status == "diverged":
        assert run.reason, "diverged without a reason"
        return "diverged"
    losses = (last.train_loss, last.test_loss, *last.grad_norms, *last.weight_norms)
    assert all(map(math.isfinite, losses)), "a number is not finite, and nobody says so"
    return "ran"


def check_refusal(error: SettingsError, found: dict[str, str]) -> None:
    """A refusal says what is wrong, and where."""
    assert error.problems, "refused without a reason"
    for problem in error.problems:
        assert problem.field in problem.message, f"'{problem.message}' does not name {problem.field}"
        assert 0 <= problem.offset <= len(found.get(problem.field, "")), f"'{problem.message}' points nowhere"


def main() -> int:
    """Try as many as were asked for; 1 when one of them fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    warnings.simplefilter("error")
    counts: Counter[str] = Counter()
    for number in range(args.count):
        found = settings(random.Random(f"{args.seed}/{number}"))
        try:
            counts[verdict(found)] += 1
        except Exception as error:
            print(f"number {number}: {type(error).__name__}: {error}\n{found}")
            return 1
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
