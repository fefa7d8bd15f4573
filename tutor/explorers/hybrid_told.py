"""What a network with several heads has learned after an epoch, term by term: its loss, its gradient and its errors.

Every number is of the engine's own frame, or computed with its formulas from the answers that the frame keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.activations import ACTIVATIONS, Array
from engine.data.datasets import Target
from engine.doctor.examine import examine
from engine.frames import Frame
from engine.losses import FROM_LOGITS, LOSSES
from engine.metrics import measure
from engine.run import Run, Status
from tutor.numbers import amount, short

CURVE = 200
"""So many points make a curve; of longer runs every so many epochs are left out."""


@dataclass(frozen=True, slots=True)
class Part:
    """One term after an epoch: its test loss before the weight, the length of its gradient in the shared layers,
    the share of that among all lengths (NaN where all are 0), and the errors of its head in words."""

    name: str
    weight: float
    loss: float
    length: float
    share: float
    errors: tuple[str, ...]

    @property
    def product(self) -> str:
        """For example "0.5 × 0.21"."""
        return f"{self.weight:g} × {short(self.loss)}"

    @property
    def percent(self) -> str:
        """The share as it is read."""
        if not np.isfinite(self.share):
            return "NaN" if self.length else "none"
        return f"{100 * self.share:.0f} %" if self.share >= 0.01 or not self.share else "< 1 %"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a test example is asked: its truth, the answer, and whether it counts.

    Without `real`, it has no truth: what stands there fills the table.
    """

    name: str
    truth: str
    said: str
    counts: bool
    real: bool


def parts(run: Run, epoch: int, counted: Array | None) -> tuple[Part, ...]:
    """All terms after an epoch. `counted` (test examples, heads) is 1 where the errors are measured; None: always."""
    frame = run.history.at(epoch)
    lengths = [term.trunk_norm for term in frame.terms]
    whole = sum(lengths)
    with np.errstate(all="ignore"):  # a run may have broken
        return tuple(
            Part(
                target.name,
                run.experiment.loss[place].weight,
                own_loss(run, frame, place),
                lengths[place],
                lengths[place] / whole if whole else np.nan,
                tuple(_errors(run, frame, place, counted)),
            )
            for place, target in enumerate(run.data.targets)
        )


def own_loss(run: Run, frame: Frame, place: int) -> float:
    """The test loss of a term before its weight: of a term without weight, over the answers that are kept."""
    weight = run.experiment.loss[place].weight
    if weight:
        return frame.terms[place].test_loss / weight
    terms = _costs(run, frame.predictions, place)
    return float(terms.sum()) / len(terms)


def losses(run: Run, place: int) -> tuple[list[int], list[float]]:
    """The epochs of a curve, and the test loss of a term before its weight after each."""
    frames = run.frames[:: -(-len(run.frames) // CURVE)]
    frames += [run.frame] if frames[-1] is not run.frame else []
    return [frame.epoch for frame in frames], [own_loss(run, frame, place) for frame in frames]


def example_costs(run: Run, epoch: int, example: int) -> list[float]:
    """What one test example, counted from 0, costs in each term before its weight; 0 where it is masked."""
    said = run.history.at(epoch).predictions
    return [float(_costs(run, said, place)[example]) for place in range(len(run.data.targets))]


def answers(run: Run, epoch: int, example: int) -> Array:
    """What the network said to one test example after an epoch, (outputs,); logits are turned into chances."""
    said: Array = run.history.at(epoch).predictions[example].copy()
    for target, term in zip(run.data.targets, run.experiment.loss, strict=True):
        if term.name in FROM_LOGITS:
            own = slice(target.left, target.right)
            with np.errstate(all="ignore"):
                said[own] = ACTIVATIONS[FROM_LOGITS[term.name]].function(said[None, own])[0]
    return said


def asked(run: Run, epoch: int, example: int, counted: Array | None) -> list[Asked]:
    """Every target of one test example, counted from 0, with what the network said after an epoch.

    `counted` (test examples, heads) is 1 where there is a truth; None: everywhere.
    """
    said, truth = answers(run, epoch, example), run.data.y_test[example]
    found = []
    for place, target in enumerate(run.data.targets):
        counts, real = (masks is None or bool(masks[example, place]) for masks in (run.data.masks_test, counted))
        own = slice(target.left, target.right)
        found += [
            Asked(name, true, told, counts, real)
            for name, true, told in _in_words(target, truth[own], said[own], run.data.unit)
        ]
    return found


@lru_cache(maxsize=8)
def doctor(run: Run) -> tuple[str, ...]:
    """What the doctor says of a run that is over."""
    found = examine(run)
    return tuple(f"Doctor: {finding.sentence}" for finding in found) or ("The doctor finds nothing wrong.",)


def diagnosis(run: Run) -> tuple[str, ...]:
    """The same, and nothing while it trains: the doctor looks at whole runs."""
    return doctor(run) if run.status is not Status.TRAINING else ()


def _costs(run: Run, said: Array, place: int) -> Array:
    """What each of the test examples whose answers are kept costs in a term, before its weight, (examples,)."""
    target, masks = run.data.targets[place], run.data.masks_test
    truths = target.of(run.data.y_test[: len(said)])
    with np.errstate(all="ignore"):
        costs = LOSSES[run.experiment.loss[place].name].terms(target.of(said), truths).sum(axis=1)
    return costs if masks is None else np.where(masks[: len(said), place] == 1.0, costs, 0.0)


def _errors(run: Run, frame: Frame, place: int, counted: Array | None) -> Iterator[str]:
    """How far off a head is on the test examples that count, each number of it in its own unit."""
    target, unit, said = run.data.targets[place], run.data.unit, frame.predictions
    truths = run.data.y_test[: len(said)]
    mask = None if counted is None else counted[: len(said), place]
    edge = 0.0 if run.experiment.loss[place].name in FROM_LOGITS else 0.5
    if not target.is_number:
        right = measure(target, target.of(said), target.of(truths), mask, unit, edge)
        yield f"{100 * right:.1f} % right" if np.isfinite(right) else "no number"
        return
    for left, column in enumerate(target.columns, start=target.left):
        one = Target((column,), left, left + 1)
        off = measure(one, one.of(said), one.of(truths), mask, unit, edge)
        several = len(target.columns) > 1
        yield f"{column.name} {amount(off, column.unit)}" if several else amount(off, column.unit)


def _in_words(target: Target, truth: Array, said: Array, unit: float) -> Iterator[tuple[str, str, str]]:
    """Name, truth and answer of every column, or of the one category."""
    if target.is_number:
        for column, true, told in zip(target.columns, truth, said, strict=True):
            yield column.name, amount(true * unit, column.unit), amount(told * unit, column.unit)
    elif target.is_labels:
        for column, true, told in zip(target.columns, truth, said, strict=True):
            yield column.name, _class(column.classes, true), _class(column.classes, told)
    elif len(said) == 1:
        yield target.name, target.classes[int(truth[0])], _class(target.classes, said[0])
    else:
        place = int(said.argmax())
        yield target.name, target.classes[int(truth.argmax())], _sure(target.classes[place], said[place])


def _class(classes: Sequence[str], chance: float) -> str:
    """The likelier of two classes; a truth of 0 or 1 is sure."""
    name = classes[int(chance > 0.5)]
    return name if chance in (0.0, 1.0) else _sure(name, max(chance, 1.0 - chance))


def _sure(name: str, chance: float) -> str:
    return f"{name}, {100 * chance:.0f} %" if np.isfinite(chance) else "no number"
