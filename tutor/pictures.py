"""Which pictures belong to the runs of a question, and how to draw each from the frames of one moment.

The screens and plain mode both draw from here, so an option looks the same wherever it is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.activations import Array
from engine.frames import Frame, Status
from engine.run import Run
from tutor import plot
from tutor.course.model import Lesson, Question

Draw = Callable[[int, int], plot.Picture]
"""Makes the picture for a width and a height in cells."""

Entrants = Mapping[str, "Entrant"]
"""The runs of a race by the names of their experiments."""

CAPTIONS = {
    "predictions": "said against true",
    "fit": "what each network has learned",
    "gates": "gates of the first layer: open where the slope is not 0",
    "gradients": "gradient norm in each layer",
}


@dataclass(frozen=True, slots=True)
class Entrant:
    """One run of a race: the place of its option on the screen, which gives color and marker, and its name."""

    place: int
    label: str
    run: Run


def entrants(lesson: Lesson, question: Question, order: Sequence[int], runs: Mapping[str, Run]) -> dict[str, Entrant]:
    """Every run of the question once, in the order shown, at the place of its first option."""
    places: dict[str, int] = {}
    for place, index in enumerate(order):
        name = question.answers[index].run
        if name is not None:
            places.setdefault(name, place)
    for name in question.runs:  # the run of a typed answer's `*` has no place of its own
        places.setdefault(name, max(places.values(), default=-1) + 1)
    return {name: Entrant(place, lesson.experiments[name].title or name, runs[name]) for name, place in places.items()}


def kinds(runs: Iterable[Run]) -> tuple[str, ...]:
    """The pictures beside the loss that the experiments ask for with `show`, or the one that suits a number."""
    runs = tuple(runs)
    asked = dict.fromkeys(kind for run in runs for kind in run.experiment.show if kind != "loss")
    if asked or any(run.data.classes for run in runs):
        return tuple(asked)
    return ("predictions",)


TEST, TRAIN = "test loss", "training loss"
"""Which of a run's two losses the curves are of."""


def losses_of(question: Question) -> str:
    """The loss that a question is about: a prediction of the training loss shows that one, all others the test loss."""
    return TRAIN if question.winner and question.winner.measure == "train_loss" else TEST


def loss_caption(
    entrants: Entrants, *, which: str = TEST, pinned: Entrants | None = None, log: bool = False, recent: bool = False
) -> str:
    """What the loss plot shows, and whether its curves may be compared at all."""
    together = [*entrants.values(), *(pinned or {}).values()]
    measured = {(one.run.experiment.loss, one.run.experiment.unit) for one in together}
    warning = "" if len(measured) == 1 else ": of different kinds, not to be compared"
    asides = (", the latest quarter" * recent, ", dotted: pinned" * bool(pinned))
    return f"{which}{' (log)' if log else ''}{warning}{''.join(asides)}"


def caption(kind: str, chosen: Entrants) -> str:
    """What a picture shows, and of which network where it is only one."""
    first = next(iter(chosen.values()))
    unit = first.run.metric_unit
    about = f", {unit}" if unit and kind == "predictions" else ""
    whose = f" · {first.label}" if len(chosen) == 1 or kind == "gates" else ""
    return f"{CAPTIONS[kind]}{about}{whose}"


def losses(
    entrants: Entrants,
    pick: int | None,
    *,
    which: str = TEST,
    until: int | None = None,
    pinned: Entrants | None = None,
    **look: Any,
) -> Draw:
    """One loss of every run up to an epoch, and all that of the pinned ones; `look` goes on to the plot."""
    curves = [_curve(one, which, until) for one in entrants.values()]
    behind = [_curve(one, which) for one in (pinned or {}).values()]
    last = max(one.run.experiment.epochs for one in entrants.values())
    what = which.capitalize()
    return lambda width, height: plot.loss_curves(
        curves, width, height, pinned=behind, last=last, mark=pick, what=what, **look
    )


def _curve(one: Entrant, which: str, until: int | None = None) -> plot.Curve:
    epochs, train, test = one.run.history.losses(until)
    values = train if which == TRAIN else test
    broke = one.run.status is Status.DIVERGED and (until is None or until >= one.run.frame.epoch)
    return plot.Curve(one.label, one.place, values, broke, epochs)


def draw(kind: str, chosen: Entrants, now: Mapping[str, Frame], pick: int | None, dark: bool = True) -> Draw:
    """The picture `kind` of the chosen entrants with their frames `now`; gates are those of the first only."""
    match kind:
        case "gates":
            return _gates(chosen, now, dark)
        case "fit":
            return _fit(chosen, now, pick, dark)
        case "gradients":
            norms = [plot.Curve(one.label, one.place, now[name].grad_norms) for name, one in chosen.items()]
            return lambda width, height: plot.norms(norms, width, height, mark=pick, dark=dark)
        case _:
            return _predictions(chosen, now, pick, dark)


def _gates(chosen: Entrants, now: Mapping[str, Frame], dark: bool) -> Draw:
    name, one = next(iter(chosen.items()))
    found, probe = now[name].gates, one.run.probe
    opened = found if found is not None else np.zeros((0, 0), dtype=bool)
    label, low, high = one.run.data.inputs[0].label, float(probe[0]), float(probe[-1])
    return lambda width, height: plot.gates(opened, width, height, label=label, low=low, high=high, dark=dark)


def _fit(chosen: Entrants, now: Mapping[str, Frame], pick: int | None, dark: bool) -> Draw:
    first = next(iter(chosen.values())).run
    data = first.data
    curves = [
        plot.Curve(one.label, one.place, _of_first_head(one.run, curve)[:, 0] * data.unit)
        for name, one in chosen.items()
        if (curve := now[name].curve) is not None
    ]
    x, y, label = data.raw_test[:, 0], data.y_test[:, 0] * data.unit, data.inputs[0].label
    return lambda width, height: plot.fit(
        x, y, first.probe, curves, width, height, label=label, unit=first.metric_unit, mark=pick, dark=dark
    )


def _predictions(chosen: Entrants, now: Mapping[str, Frame], pick: int | None, dark: bool) -> Draw:
    clouds = []
    for name, one in chosen.items():
        unit = one.run.data.unit if one.run.data.targets[0].is_number else 1.0
        truth, said = (
            _of_first_head(one.run, array).ravel() * unit for array in (one.run.truth, now[name].predictions)
        )
        clouds.append(plot.Scatter(one.label, one.place, truth, said))
    unit_name = next(iter(chosen.values())).run.metric_unit
    return lambda width, height: plot.predictions(clouds, width, height, unit=unit_name, mark=pick, dark=dark)


def _of_first_head(run: Run, answers: Array) -> Array:
    """(n, outputs of the first head) out of answers (n,) or (n, all outputs); a picture shows one head."""
    return run.data.targets[0].of(answers.reshape(len(answers), -1))
