"""What the scripts of all frameworks have in common: how they open, what they set, and how they end.
Besides, the few facts about an experiment that decide how a script has to be written."""

from collections.abc import Mapping
from dataclasses import replace

from engine.data.datasets import training_rows
from engine.data.sources import Source
from engine.experiment import DEFAULTS, SEPARATOR, Experiment
from engine.export.writing import decimal, within_quotes
from engine.losses import FROM_LOGITS

DICE = """\
    # Four generators from one seed, as in the tutor: so shuffles, weights and batches are the same.
    seeds = np.random.SeedSequence(SEED).spawn(4)
    data_dice, weight_dice, batch_dice, dropout_dice = (np.random.default_rng(seed) for seed in seeds)"""

BROKEN = """\
                print(f"Step {len(losses)}: the loss is {losses[-1]}, which teaches nothing. The run has diverged.")
                return losses"""

PRINTED = """\
        print(f"epoch {epoch:4}   training loss {loss_over(x, y):.6g}   test loss {test:.6g}")"""

STOPPING = """\
        if test < best:
            best, best_epoch = test, epoch
        if epoch - best_epoch >= PATIENCE:
            break  # no better for so long: stop early"""

MAIN = """\
if __name__ == "__main__":
    LOSSES = train()"""

BY_HAND = {
    "bce": '''\
def binary_cross_entropy(a, y):
    """The surprise at each yes or no. Unlike {library}'s own it clips nothing: an impossible answer costs infinity."""
    return -(times_log(y, a) + times_log(1.0 - y, 1.0 - a))''',
    "cce": '''\
def cross_entropy(a, y):
    """The surprise at the true class, from shares rather than from logits. Nothing is clipped."""
    return -times_log(y, a)''',
}
"""The losses that no framework has without clipping, by name; arrays in, one number for each answer out."""


def opening(experiment: Experiment, sources: Mapping[str, Source], framework: str, needs: str) -> str:
    """The docstring of a script: its title, and every setting that matters on a line of its own."""
    title = experiment.title or "An experiment of nn-tutor"
    plain = replace(experiment, title=DEFAULTS["title"], show=DEFAULTS["show"])
    told = "\n".join(f"    {setting}" for setting in plain.text_over(sources).split(SEPARATOR))
    return f'''\
"""{within_quotes(title)}

One run of nn-tutor in {framework}: the same data, first weights and batches, so the same losses. {needs}

{within_quotes(told)}
"""'''


def imports(by_reference: bool) -> str:
    """What a script needs from the standard library."""
    return "import csv\nimport math\nfrom pathlib import Path" if by_reference else "import csv\nimport io\nimport math"


def numbers(experiment: Experiment) -> list[str]:
    """The settings that are numbers, a line each."""
    batch = experiment.batch or training_rows(experiment.samples, experiment.split)
    lines = [
        f"SEED = {experiment.seed}",
        f"EPOCHS = {experiment.epochs}",
        f"BATCH = {batch}" + ("" if experiment.batch else "  # all training examples at once"),
        f"RATE = {decimal(experiment.optimizer.rate)}",
    ]
    if experiment.l1 or experiment.l2:
        lines.append(f"L1, L2 = {decimal(experiment.l1)}, {decimal(experiment.l2)}")
    if experiment.dropout:
        lines.append(f"DROPOUT = {decimal(experiment.dropout)}")
    if experiment.patience:
        lines.append(f"PATIENCE = {experiment.patience}")
    return lines


def from_logits(experiment: Experiment, source: Source) -> list[str | None]:
    """For each head the loss that has the head's activation inside it, computed from logits; None when none has.

    Such a pair simplifies, and cannot overflow. Softmax with cce does so for one-hot truths alone.
    """
    found: list[str | None] = []
    for head, loss, group in zip(experiment.net.heads, experiment.loss, experiment.target, strict=True):
        one_hot = head.units > 1 and len(group) == 1 and bool(source.column(group[0]).classes)
        match head.activation, loss.name:
            case _, name if name in FROM_LOGITS:
                found.append(name)
            case "sigmoid", "bce":
                found.append("bce_logits")
            case "softmax", "cce" if one_hot:
                found.append("cce_logits")
            case _:
                found.append(None)
    return found


def inside(experiment: Experiment, source: Source) -> list[bool]:
    """For each head whether the script leaves its activation to the loss."""
    pairs = zip(from_logits(experiment, source), experiment.loss, strict=True)
    return [found is not None and term.name not in FROM_LOGITS for found, term in pairs]


def by_hand(experiment: Experiment, source: Source) -> list[str]:
    """The names of the losses that have to be written out."""
    used = zip(from_logits(experiment, source), experiment.loss, strict=True)
    return list(dict.fromkeys(term.name for found, term in used if found is None and term.name in BY_HAND))


def loss_text(experiment: Experiment) -> str:
    """The loss as it is written in settings."""
    return " + ".join(term.text for term in experiment.loss)


def weighed(weight: float, code: str) -> str:
    """A term of the loss times its weight."""
    return code if weight == 1.0 else f"{decimal(weight)} * {code}"
