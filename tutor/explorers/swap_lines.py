"""What is the same and what is not when one hidden activation is swapped: every line with the numbers of both runs.

Nothing is the same by decree: each line says so only when what was measured in the two runs is equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.losses import FROM_LOGITS, LOSSES
from engine.network import length
from engine.probes.slope_formulas import LOSS_SLOPE_TEXTS, SLOPE_TEXTS
from engine.run import Run, Status
from tutor.explorers.kept_run import KeptRun
from tutor.explorers.swap_looks import Look, look
from tutor.numbers import metric, short

Two = tuple[KeptRun, KeptRun]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured in both runs: its name, what it is in each, whether that is equal, and a sentence."""

    name: str
    values: tuple[str, str]
    same: bool
    told: str


def lines(runs: Two, epoch: int, layer: int) -> tuple[Line, ...]:
    """Everything that is compared after a kept epoch, what is the same first."""
    looks = look(runs[0], epoch, layer), look(runs[1], epoch, layer)
    found = (
        *_given(runs, looks, layer),
        *_formulas(runs, looks),
        *_functions(runs, looks, layer),
        *_numbers(runs, looks, epoch),
        *_outcome(runs),
    )
    return tuple(sorted(found, key=lambda line: not line.same))


def _given(runs: Two, looks: tuple[Look, Look], layer: int) -> list[Line]:
    """Data, batches, shapes and first weights."""
    one, other = runs
    first = [_first_batch(run) for run in runs]
    data = all(np.array_equal(a, b) for a, b in zip(_arrays(one), _arrays(other), strict=True))
    same = data and np.array_equal(first[0], first[1])
    begins = ", ".join(short(float(value)) for value in first[0][:-1, 0])
    told = f"{len(one.data.x_train)} examples in {one.batches} mini-batches an epoch"
    told += f"; the very first is ({begins}) in both runs." if same else "."
    batches = Line("data, batches", (_size(one), _size(other)), same, told)
    weights = [run.network.layers[layer - 1].weights.shape for run in runs]
    told = f"All {len(looks[0].shapes)} arrays of a pass have the shapes they had: g works number by number."
    form = Line(f"shapes, W[{layer}]", (str(weights[0]), str(weights[1])), looks[0].shapes == looks[1].shapes, told)
    begun = [run.first_weights() for run in runs]
    same = np.array_equal(begun[0], begun[1])
    told = (
        f"All {len(begun[0])} weights and biases, {short(length(begun[0]))} long in all, begin equal to the last digit."
        if same
        else "The start auto draws other weights for other activations; one start by name would keep them equal."
    )
    return [batches, form, Line("first weights", (short(length(begun[0])), short(length(begun[1]))), same, told)]


def _formulas(runs: Two, looks: tuple[Look, Look]) -> list[Line]:
    """The loss of one and the same answer, and how dZ of the output is made."""
    names = [" + ".join(term.text for term in run.experiment.loss) for run in runs]
    values = [_loss_of(run, looks[0]) for run in runs]
    said, truth = _vector(looks[0].answers), _truth(looks[0])
    told = (
        f"{names[0]}: for the answer {said} and the truth {truth} both get {short(values[0])}. No g is in this formula."
    )
    cost = Line("formula of the loss", (names[0], names[1]), names[0] == names[1] and values[0] == values[1], told)
    last = len(runs[0].network.layers)
    formulas = _output_formula(runs[0], looks), _output_formula(runs[1], looks)
    apart = [max(each.apart) for each in looks]
    simple = all(looks[0].times) and looks[0].times == looks[1].times
    proof = f": over all examples the two sides differ by at most {_both(apart)}." if simple else "."
    told = f"dZ[{last}] = {formulas[0]}{proof} No g′ of a hidden layer is in it."
    return [cost, Line(f"formula of dZ[{last}]", formulas, formulas[0] == formulas[1], told)]


def _output_formula(run: Run, looks: tuple[Look, Look]) -> str:
    """How dZ of the output is made: A − Y where the numbers of both runs bear it out, otherwise the product."""
    last, texts = len(run.network.layers), []
    for place, (head, term) in enumerate(zip(run.experiment.net.heads, run.experiment.loss, strict=True)):
        one, other = (each.times[place] for each in looks)
        if not one or one != other:
            texts.append(f"dA ∘ {head.activation}′(Z), dA = {LOSS_SLOPE_TEXTS[term.name]}")
        else:
            off = "P − Y" if term.name in FROM_LOGITS else f"A[{last}] − Y"
            texts.append(off if one == 1.0 else f"{one:g} · ({off})")
    return " beside ".join(texts)


def _functions(runs: Two, looks: tuple[Look, Look], layer: int) -> list[Line]:
    """The sums of the swapped layer, its function and slope."""
    names = [run.experiment.net.hidden[layer - 1].activation for run in runs]
    means = [float(np.abs(each.z).mean()) for each in looks]
    same = np.array_equal(looks[0].z, looks[1].z)
    why = "the same weights on the same inputs" if same else "the weights up to here are not"
    told = f"Z[{layer}] is {'the same' if same else 'not the same'} in both: {why}. The mean of |z| is {_both(means)}."
    shown = [Line(f"|Z[{layer}]|, mean", _shorts(means), same, told)]
    told = " ".join(f"{name}: {ACTIVATIONS[name].sentence}" for name in dict.fromkeys(names))
    shown.append(Line("formula of g", (names[0], names[1]), names[0] == names[1], told))
    told = " ".join(f"{name}′ is {SLOPE_TEXTS[name]}." for name in dict.fromkeys(names))
    shown.append(Line("formula of g′", (f"{names[0]}′", f"{names[1]}′"), names[0] == names[1], told))
    for name, arrays, what in (
        (f"g′(Z[{layer}])", [each.slope for each in looks], "This factor is in every gradient of this layer and below"),
        (f"A[{layer}]", [each.a for each in looks], "What this layer says, and the next one hears"),
    ):
        means = [float(array.mean()) for array in arrays]
        ranges = " and ".join(f"{short(float(array.min()))} to {short(float(array.max()))}" for array in arrays)
        told = f"{what}: on average {_both(means)}, from {ranges}."
        shown.append(Line(f"{name}, mean", _shorts(means), np.array_equal(arrays[0], arrays[1]), told))
    return shown


def _numbers(runs: Two, looks: tuple[Look, Look], epoch: int) -> list[Line]:
    """One example's answer and dZ, the gradients, and the losses, after this epoch."""
    last = len(runs[0].network.layers)
    answers, slopes = ([_vector(getattr(each, name)) for each in looks] for name in ("answers", "dz"))
    truth = _truth(looks[0])
    told = f"To the first example the networks say {_both(answers)}; the truth is {truth}."
    shown = [Line("ŷ of example 1", (answers[0], answers[1]), np.array_equal(looks[0].answers, looks[1].answers), told)]
    told = f"By its formula, dZ[{last}] of the first example is {_both(slopes)}."
    shown.append(Line(f"dZ[{last}] of it", (slopes[0], slopes[1]), np.array_equal(looks[0].dz, looks[1].dz), told))
    for number, pair in enumerate(zip(looks[0].gradients, looks[1].gradients, strict=True), start=1):
        told = f"The gradient of the weights of layer {number} is {_both(pair)} long."
        shown.append(Line(f"‖dW[{number}]‖", _shorts(pair), pair[0] == pair[1], told))
    frames = [run.history.at(epoch) for run in runs]
    for part in ("train", "test"):
        losses = [frame.train_loss if part == "train" else frame.test_loss for frame in frames]
        told = f"The {part} loss after epoch {epoch} is {_both(losses)}."
        shown.append(Line(f"{part} loss", _shorts(losses), losses[0] == losses[1], told))
    return shown


def _outcome(runs: Two) -> list[Line]:
    """How the runs have ended, or how far they have come."""
    names = "test loss, end", f"{runs[0].metric_name}, end"
    if any(run.status is Status.TRAINING for run in runs):
        far = " and ".join(str(run.frame.epoch) for run in runs)
        told = f"Still training: they are at epochs {far} of {runs[0].experiment.epochs}."
        return [Line(name, ("…", "…"), False, told) for name in names]
    losses = [run.frame.test_loss for run in runs]
    metrics = [metric(run.frame.metric, run) for run in runs]
    broke = " ".join(run.reason for run in runs if run.status is Status.DIVERGED)
    told = f"At the end the test loss is {_both(losses)}, and the test {runs[0].metric_name} {_both(metrics)}. {broke}"
    return [
        Line(names[0], _shorts(losses), losses[0] == losses[1], told.strip()),
        Line(names[1], (metrics[0], metrics[1]), metrics[0] == metrics[1], told.strip()),
    ]


def _loss_of(run: Run, seen: Look) -> float:
    """What the first example costs, with the answer of this look."""
    total, left = 0.0, 0
    for head, term in zip(run.experiment.net.heads, run.experiment.loss, strict=True):
        own = slice(left, left + head.units)
        left = own.stop
        answer, truth = (array[own, :1].T for array in (seen.answers, seen.truths))
        total += term.weight * LOSSES[term.name].value(answer, truth)
    return total


@lru_cache(maxsize=16)
def _first_batch(run: KeptRun) -> Array:
    """The inputs of the first mini-batch (inputs + 1, rows), shuffled by a twin so that the run stays as it is."""
    return Run(run.experiment).trainer.batches.shuffle()[0].x.copy()


def _arrays(run: Run) -> tuple[Array, Array, Array, Array]:
    return run.data.x_train, run.data.y_train, run.data.x_test, run.data.y_test


def _size(run: Run) -> str:
    return f"{len(run.data.x_train)} in {run.batches}"


def _vector(array: Array) -> str:
    """The first example's numbers."""
    texts = [short(float(value)) for value in array[:, 0]]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def _truth(seen: Look) -> str:
    texts = [f"{value:.3g}" for value in seen.truths[:, 0]]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def _shorts(pair: Sequence[float]) -> tuple[str, str]:
    return short(pair[0]), short(pair[1])


def _both(pair: Sequence[float] | Sequence[str]) -> str:
    one, other = (value if isinstance(value, str) else short(value) for value in pair)
    return f"{one} in both" if one == other else f"{one} against {other}"
