"""What can become of units while they train: dead ones never speak again, saturated ones hardly listen.
A layer in which all units share that fate lets nothing through to the layers before it."""

from functools import cache

import numpy as np

from engine.activations import ACTIVATIONS
from engine.doctor.findings import Cause, Finding
from engine.doctor.signs import ACHIEVED, FEW, HeadSigns, Signs
from engine.passes import HeadPass, LayerPass
from engine.probes.units import FLAT

GATES = frozenset({"linear", "relu", "leaky_relu", "step"})
"""Made of straight pieces, they have no bend to run out of: such a unit is open or shut, but never saturated. A
smooth one whose slope is so small that it counts as 0 is saturated, and only calls for smaller numbers."""

NEARLY_ALL = 0.9
"""So large a share of a layer's units, dead or saturated, leaves too few for the layer's work."""


def dead_layer(signs: Signs) -> Finding | None:
    """A layer or output without a living unit, or with hardly one in a run that learns little.

    Units of a run that broke are no complaint: whatever broke it has thrown them about.
    """
    if signs.diverged:
        return None
    little = signs.half_done and signs.learned < ACHIEVED
    for place, share in enumerate(signs.last.dead):
        if is_gate(signs, place) and (share >= 1.0 or (share >= NEARLY_ALL and little)):
            return dead_finding(signs, place, since(signs, place))
    for head in signs.heads:
        if output_is_dead(head.at_work):
            return dead_finding(signs, None, "now", head)
    return None


def saturated_layer(signs: Signs) -> Finding | None:
    """A hidden layer that has run into its limits in a run that learns little."""
    place = None if signs.diverged else saturated_place(signs)
    return None if place is None else saturated_finding(signs, place, "by now")


def saturated_place(signs: Signs) -> int | None:
    """The first hidden layer of smooth units nearly all of which are saturated, in a run that learns little."""
    if len(signs.frames) <= FEW or not signs.learned < ACHIEVED:
        return None
    for place, layer in enumerate(signs.at_work.layers[:-1]):
        if flat_share(layer) >= NEARLY_ALL:
            return place
    return None


def is_gate(signs: Signs, place: int) -> bool:
    """Whether a hidden layer's units can only be open or shut."""
    return signs.run.network.layers[place].activation in GATES


def flat_share(layer: LayerPass | HeadPass) -> float:
    """The share of a layer's activations, over units and examples, that sit where their curve is flat.

    0 for an activation made of straight pieces, which is open or shut instead, and for softmax, whose slopes
    are no matter of single units.
    """
    name = layer.activation.name
    if name in GATES or not layer.activation.elementwise or not np.isfinite(layer.z).all():
        return 0.0
    return float(np.mean(np.abs(layer.activation.slope(layer.z)) < FLAT * _steepest(name)))


@cache
def _steepest(activation: str) -> float:
    return float(np.abs(ACTIVATIONS[activation].slope(np.linspace(-10.0, 10.0, 2001))).max())


def output_is_dead(head: HeadPass) -> bool:
    """Whether no example gets a slope back through the head's own activation of straight pieces."""
    name = head.activation.name
    return name in GATES and bool(np.isfinite(head.z).all()) and not ACTIVATIONS[name].slope(head.z).any()


def since(signs: Signs, place: int) -> str:
    """Since when a layer has been as dead as it is now, in words."""
    share = signs.last.dead[place]
    began = next(frame.epoch for frame in signs.frames if frame.dead[place] >= share)
    return f"since epoch {began}" if began else "from the start"


def dead_finding(signs: Signs, place: int | None, when: str, head: HeadSigns | None = None) -> Finding:
    """The finding for a hidden layer by its place, or for a head."""
    layer = signs.run.network.layers[-1 if place is None else place]
    activation = head.spec.activation if head else layer.activation
    who = "The output" if place is None else f"Layer {place + 1}"
    share = 1.0 if place is None else signs.last.dead[place]
    advice = "Use leaky_relu there (at an output, softplus or linear), a start nearer to zero, or a smaller rate."
    if activation == "step":
        advice = "A step is flat on both sides, so no slope ever comes back: use a sigmoid or a relu instead."
    sentence = f"{who} is dead {when}: the slope of {share:.0%} of its units ({activation}) is 0 on every example, so "
    sentence += f"they learn nothing more, nor do layers before them. {advice}"
    number = float(len(signs.run.network.layers) if place is None else place + 1)
    evidence = (("layer", number), ("dead share", share), ("loss", signs.late), ("loss of a constant", signs.constant))
    return Finding(Cause.DEAD_LAYER, sentence, evidence)


def saturated_finding(signs: Signs, place: int, when: str) -> Finding:
    """The finding for a hidden layer by its place."""
    activation = signs.run.network.layers[place].activation
    share, begun = flat_share(signs.at_work.layers[place]), flat_share(signs.begun.layers[place])
    sentence = (
        f"Layer {place + 1} is saturated {when}: {share:.0%} of what its {activation} units say lies where their curve "
        f"is flat, and passes hardly any gradient. Use smaller first weights (start: auto) or a smaller rate."
    )
    evidence = (
        ("layer", float(place + 1)),
        ("saturated share", share),
        ("saturated share at the start", begun),
        ("weight norm", signs.last.weight_norms[place]),
        ("loss", signs.late),
        ("loss of a constant", signs.constant),
    )
    return Finding(Cause.SATURATED_LAYER, sentence, evidence)
