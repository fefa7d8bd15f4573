"""What the gallery shows: each picture's name, the screen it is taken of, and the keys that lead there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tutor.explorers import SCENES

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "lessons"
# A lesson in which every kind of question and block occurs, and one of chains.
EXAMPLE = ROOT / "tests" / "lessons" / "example.md"
CHAINS = ROOT / "tests" / "lessons" / "chains.md"


@dataclass(frozen=True)
class Shot:
    """A picture called `name`, taken in a lesson that was left at `place`, after `keys`.

    `race` is how far through its race the picture is taken, as a share. `fold` are keys for narrow screens only,
    where the plots and the words lie behind each other.
    """

    name: str
    caption: str
    lesson: Path
    id: str
    place: str
    keys: str = ""
    race: float | None = None
    fold: str = ""


def _course(name: str, caption: str, keys: str = "", race: float | None = None, fold: str = "") -> Shot:
    return Shot(name, caption, COURSE, "last_layer", "price_output", keys, race, fold)


def _example(name: str, caption: str, place: str, keys: str, race: float | None = None, fold: str = "") -> Shot:
    return Shot(name, caption, EXAMPLE, "last_layer", place, keys, race, fold)


def _explorer(kind: str, caption: str, keys: str = "") -> Shot:
    downs = "down " * list(SCENES).index(kind)
    return Shot(f"explorer-{kind}", caption, COURSE, "", "", f"e {downs}enter {keys}")


def _bench(name: str, caption: str, keys: str = "") -> Shot:
    return Shot(name, caption, COURSE, "", "", f"b {keys}", race=1.0)


SEED = "down " * 8
"""From the first field of the bench to its seed."""

FACTORS = "2 asterisk left_parenthesis p minus y right_parenthesis enter h enter"

SHOTS = (
    Shot("map", "The map of lessons.", COURSE, "", ""),
    _course("question", "A question, before an answer is committed."),
    _course("race", "Every option trains at once; here on a logarithmic axis, paused.", "2 s", race=0.5),
    _course("feedback", "The why, in words for the option taken.", "2 s", race=1.0, fold="enter"),
    _example("multi", "Tick all that apply.", "below_zero", "1 2"),
    _example("explore", "An explorer inside a lesson.", "sigmoid_explorer", "right right right right"),
    _example("number", "A number, with how it was understood.", "slope_at_zero", "1 slash 4"),
    _example("formula", "A formula that breaks off, pointed at.", "sigmoid_prime", "a left_parenthesis 1 minus"),
    Shot("chain", "A chain rule, filled in link by link.", CHAINS, "chains", "all_links", FACTORS),
    _example("order", "Lines that are put in order.", "one_step", "down 2"),
    _example("predict", "A prediction, and its race.", "deep_race", "2 s", race=0.6),
    _explorer("activation", "An activation and its slope, with a tangent at the cursor.", "right right right right"),
    _explorer("loss", "A loss over z, through an output unit: where its slope is lost, and where it is not.", "m"),
    _explorer("chain", "Every factor from the cost down to a weight, beside backprop and a measured slope."),
    _explorer("swap", "One hidden activation swapped: what is the same, and what is not."),
    _explorer("pairing", "Every output with every loss on one task.", "a"),
    _explorer("gradients", "How much of the gradient comes through, layer by layer."),
    _explorer("hybrid", "A loss of several terms, and who is heard in the shared layers."),
    _explorer("shapes", "Every array's shape, step by step.", "down right"),
    _bench("bench", "The bench: fields, losses, and what the network says over the plane."),
    _bench("bench-race", "Set-ups pinned and raced; the weights of the present one.", f"p {SEED}right p right p v v"),
)
