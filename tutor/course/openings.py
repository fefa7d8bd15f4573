"""How each explorer may open: its dials with all their values, and what else a lesson can ask of it.

Lessons are checked against this table, and the explorers turn the very same dials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.activations import ACTIVATIONS
from tutor.course.dials import Dial


@dataclass(frozen=True, slots=True)
class Opening:
    """`lines` can be named after `functions:`, and `experiment` says whether a lesson's experiment can be explored."""

    dials: tuple[Dial, ...]
    lines: tuple[str, ...] = ()
    experiment: bool = False


ELEMENTWISE = tuple(name for name, each in ACTIVATIONS.items() if each.elementwise)

TASKS = ("two classes", "several classes", "several labels", "price", "temperature")
OUTPUTS = ("linear", "sigmoid", "tanh", "relu", "softplus", "softmax")
LOSSES = ("mse", "mae", "huber", "bce", "cce", "bce_logits", "cce_logits")
"""What the pairing bench puts together; half_mse is mse in another unit."""

OPENINGS: Mapping[str, Opening] = {
    "activation": Opening(
        (Dial.numbers("cursor", "z", -8, 8, 0.25, 0), Dial.numbers("depth", "layers", 1, 10, 1, 1)),
        lines=ELEMENTWISE,
    ),
    "pairing": Opening(
        (
            Dial.names("task", "task", TASKS, TASKS[0]),
            Dial.names("output", "output", OUTPUTS, "sigmoid"),
            Dial.names("loss", "loss", LOSSES, "bce"),
        )
    ),
    "shapes": Opening(
        (
            Dial.numbers("at", "step", 1, 99, 1, 1),
            Dial.names("order", "examples in", ("rows", "columns"), "rows"),
            Dial.numbers("examples", "examples, m", 1, 64, 1, 32),
            Dial.numbers("inputs", "inputs", 1, 12, 1, 2),
            Dial.numbers("layers", "hidden layers", 0, 4, 1, 1),
            Dial.numbers("units", "units in each", 1, 32, 1, 8),
            Dial.numbers("outputs", "outputs", 1, 10, 1, 1),
        ),
        experiment=True,
    ),
}
"""By kind."""
