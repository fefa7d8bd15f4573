"""A gradient can be lost on its way back from the loss to the first layer, which then hardly learns.
Either the first weights are too small, or each layer's slope takes its share: the frames tell which."""

from dataclasses import replace

import numpy as np

from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import Signs, late
from engine.run import Run
from engine.specs import StartSpec

FADED = 0.02
"""A first layer's gradient below this share of what it could be has vanished. Four layers of sigmoid left less than
that in nearly nine of ten fresh networks, four of relu or tanh in none."""
DEEP = 2
"""Fading layer by layer takes at least so many hidden layers."""


def too_small_start(signs: Signs) -> Finding | None:
    """First weights so small that hardly any gradient reaches the first layer, which `start: auto` would reach."""
    start = signs.run.experiment.start
    if start.name == "auto" or not signs.first.dead or not signs.stalls:
        return None
    usual = Run(replace(signs.run.experiment, start=StartSpec()), signs.run.sources).frame.grad_norms[0]
    at_best = _first_gradient(signs)
    if not at_best < FADED * usual:
        return None
    sentence = (
        f"The gradient vanishes because the first weights (start: {start.text}) are too small: in the first layer it "
        f"began with a length of {text(signs.first.grad_norms[0])}, where start: auto begins with {text(usual)}. Use "
        "start: auto, which takes he for relu and glorot for the others."
    )
    evidence = (
        ("first gradient at the start", signs.first.grad_norms[0]),
        ("the same with start: auto", usual),
        ("first gradient", signs.last.grad_norms[0]),
        ("loss", signs.late),
        ("loss of a constant", signs.constant),
    )
    return Finding(Cause.VANISHING, sentence, evidence)


def vanishing(signs: Signs) -> Finding | None:
    """A gradient that fades on its way back through the layers, in a run that learns little.

    It is measured against the last layer's gradient at the start: later that one is short too, because the
    last layer alone has learned what it can, which makes the first layer's no longer.
    """
    last = signs.first.grad_norms[-1]
    at_best = _first_gradient(signs)
    if len(signs.first.dead) < DEEP or not signs.stalls or not 0.0 < at_best < FADED * last:
        return None
    sentence = (
        f"The gradient vanishes on its way back: before the first step it is {text(signs.first.grad_norms[0] / last)} "
        "as long in the first layer as in the last, and it stays so short that the first layers hardly learn. "
        "Use relu or tanh with start: auto, fewer layers, or norm: batch."
    )
    evidence = (
        ("first over last gradient at the start", signs.first.grad_norms[0] / last),
        ("first gradient at the start", signs.first.grad_norms[0]),
        ("last gradient at the start", last),
        ("first gradient", signs.last.grad_norms[0]),
        ("hidden layers", float(len(signs.first.dead))),
    )
    return Finding(Cause.VANISHING, sentence, evidence)


def _first_gradient(signs: Signs) -> float:
    """How long the first layer's gradient was at the start, or is in late epochs, whichever is more."""
    lengths = np.array([frame.grad_norms[0] for frame in signs.frames])
    return max(float(lengths[0]), late(lengths))
