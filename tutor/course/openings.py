"""How each explorer may open: its dials with all their values, and what else a lesson can ask of it.

Lessons are checked against this table, and the explorers turn the very same dials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import losses
from engine.activations import ACTIVATIONS
from engine.notation.settings import MAX_EPOCHS, MAX_LAYERS, MAX_UNITS
from tutor.course.dials import Dial


@dataclass(frozen=True, slots=True)
class Opening:
    """`lines` can be named after `functions:`, and `experiment` says whether a lesson's experiment can be explored.

    With `hidden`, that experiment must have hidden layers; with `several`, several heads. `made` are the dials that
    such an experiment stands in for.
    """

    dials: tuple[Dial, ...]
    lines: tuple[str, ...] = ()
    experiment: bool = False
    hidden: bool = False
    several: bool = False
    made: tuple[str, ...] = ()


ELEMENTWISE = tuple(name for name, each in ACTIVATIONS.items() if each.elementwise)

TASKS = ("two classes", "several classes", "several labels", "price", "temperature")
OUTPUTS = ("linear", "sigmoid", "tanh", "relu", "softplus", "softmax")
LOSSES = ("mse", "mae", "huber", "bce", "cce", "bce_logits", "cce_logits")
"""What the pairing bench puts together; half_mse is mse in another unit."""

EVERY_LOSS = tuple(losses.LOSSES)
NONE = "none"

SWAPS = ("moons", "circles", "xor", "iris", "houses_ames")
"""The data that the swap explorer has networks for."""

CHAINS = ("moons", "moons, deep", "houses", "iris")
"""The networks of the chain explorer."""

BIAS, ONE = "bias", "one example"
"""Where a bias comes from, and the view of the chain explorer that follows a single example."""

STARTS = ("glorot", "he", "lecun", "normal 0.01", "normal 0.1", "normal 1", "normal 2", "zeros", "constant 0.5")
"""The first weights that the gradient explorer turns through."""

HYBRIDS = ("penguins", "detector")
"""The data that the hybrid explorer has networks with several heads for."""

WEIGHTS = ("0", "0.01", "0.1", "0.5", "1", "2", "5", "10", "100")
MOST_TERMS = 6
"""So many terms have a weight that can be turned: as many as there are colors."""

OPENINGS: Mapping[str, Opening] = {
    "activation": Opening(
        (Dial.numbers("cursor", "z", -8, 8, 0.25, 0), Dial.numbers("depth", "layers", 1, 10, 1, 1)),
        lines=ELEMENTWISE,
    ),
    "loss": Opening(
        (
            Dial.numbers("cursor", "z", -8, 8, 0.25, 0),
            Dial("truth", "truth y", ("-2", "-1", "0", "0.5", "1", "2", "3", "5"), 4, 4),
            Dial.names("output", "output", OUTPUTS, "sigmoid"),
            Dial.names("loss", "loss", EVERY_LOSS, "bce"),
            Dial.names("beside", "beside it", (NONE, *EVERY_LOSS), "mse"),
        )
    ),
    "pairing": Opening(
        (
            Dial.names("task", "task", TASKS, TASKS[0]),
            Dial.names("output", "output", OUTPUTS, "sigmoid"),
            Dial.names("loss", "loss", LOSSES, "bce"),
        )
    ),
    "swap": Opening(
        (
            Dial.names("from", "from", ELEMENTWISE, "sigmoid"),
            Dial.names("to", "to", ELEMENTWISE, "relu"),
            Dial.numbers("layer", "hidden layer", 1, MAX_LAYERS, 1, 1),
            Dial.names("data", "data", SWAPS, SWAPS[0]),
            Dial("epoch", "epoch", ("0", str(MAX_EPOCHS))),
            Dial.numbers("line", "line", 1, 99, 1, 1),
        ),
        experiment=True,
        made=("data", "from"),
        hidden=True,
    ),
    "chain": Opening(
        (
            Dial.names("network", "network", CHAINS, CHAINS[0]),
            Dial("epoch", "epoch", ("0", str(MAX_EPOCHS))),
            Dial.numbers("layer", "layer", 1, MAX_LAYERS, 1, 1),
            Dial.names("from", "from", (*map(str, range(MAX_UNITS)), BIAS), "0"),
            Dial.numbers("to", "to unit", 0, MAX_UNITS - 1, 1, 0),
            Dial.numbers("example", "example", 1, 99, 1, 1),
            Dial.names("view", "view", (ONE, "all in rows", "all in columns"), ONE),
            Dial.names("blanks", "blanks", ("last", "all"), "last"),
        ),
        experiment=True,
        made=("network",),
    ),
    "gradients": Opening(
        (
            Dial.names("activation", "activation", ELEMENTWISE, "sigmoid"),
            Dial.numbers("depth", "layers", 1, 8, 1, 6),
            Dial.names("start", "start", STARTS, "glorot"),
            Dial("rate", "rate", ("0.01", "0.03", "0.1", "0.3", "1", "3", "10"), 3, 3),
            Dial("epoch", "epoch", ("0", str(MAX_EPOCHS))),
            Dial.numbers("layer", "look at layer", 1, MAX_LAYERS, 1, 1),
        ),
        experiment=True,
        hidden=True,
    ),
    "hybrid": Opening(
        (
            Dial.names("data", "data", HYBRIDS, HYBRIDS[0]),
            *(Dial.names(f"weight_{term}", f"weight {term}", WEIGHTS, "1") for term in range(1, MOST_TERMS + 1)),
            Dial.names("mask", "mask", ("on", "off"), "on"),
            Dial("epoch", "epoch", ("0", str(MAX_EPOCHS)), 1, 1),
            Dial.numbers("example", "example", 1, 512, 1, 1),
        ),
        experiment=True,
        made=("data",),
        hidden=True,
        several=True,
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
        made=("inputs", "layers", "units", "outputs"),
    ),
}
"""By kind."""
