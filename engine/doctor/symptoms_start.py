"""What can be wrong before the first step: copies, units that are silent or at their limit, numbers too large.
Frame 0 shows it; a fault that training has overcome is none."""

import numpy as np

from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import ACHIEVED, Signs
from engine.doctor.symptoms_units import dead_finding, flat_share, is_gate, output_is_dead, saturated_finding

SAME = 1e-6
"""Two units are copies when their weights differ by less than this share of the largest: rounding, not learning."""
MANY = 0.75
"""A layer is called saturated from the start when so much of what its units say is flat, then and now: with the
usual starts it was less than a sixth."""
FAR = 30.0
"""Sums z at the output, spread so many times as wide as the largest truth (or 1), are no answers yet: those of the
usual starts were seen to spread by 10 at most."""
OVERCOME = 0.8
"""A run that has removed so much of what a constant costs has come down from wherever it began."""
STEEP = 1_000.0
"""A first layer's gradient so many times as long as the last one's is beyond what any one rate can serve."""


def copies(signs: Signs) -> Finding | None:
    """Hidden units with the same weights: they compute the same, and so they learn the same."""
    for number, layer in enumerate(signs.run.network.layers[:-1], 1):
        matrix = layer.matrix
        largest = float(np.abs(matrix).max())
        if layer.units < 2 or not np.isfinite(largest):
            continue
        apart = float((matrix.max(axis=1) - matrix.min(axis=1)).max())
        if apart <= SAME * largest:
            sentence = (
                f"All {layer.units} units of layer {number} have the same weights: they say the same, get the same "
                "gradient, and remain copies for ever. Start from small random weights (start: auto)."
            )
            evidence = (("layer", float(number)), ("units", float(layer.units)), ("largest difference", apart))
            return Finding(Cause.COPIES, sentence, evidence)
    return None


def saturated_start(signs: Signs) -> Finding | None:
    """A hidden layer or the output on the flat part of its activation from the start, and still there."""
    for place, layers in enumerate(zip(signs.begun.layers[:-1], signs.at_work.layers[:-1], strict=True)):
        if min(map(flat_share, layers)) >= MANY:
            return saturated_finding(signs, place, "from the start, because the first weights are too large")
    for begun, head in zip(signs.begun.heads, signs.heads, strict=True):
        cancels = (head.spec.activation, head.loss.name) == ("sigmoid", "bce")
        if not cancels and min(flat_share(begun), flat_share(head.at_work)) >= MANY and head.learned < ACHIEVED:
            answer = float(begun.a.mean())
            sentence = (
                f"From the start the output {head.spec.activation} stands at {text(answer)}, where it is flat: it is "
                f"sure and wrong, and {head.loss.name} gets hardly a slope back through it. Use the loss made for this "
                "output, in which that slope cancels, or a smaller output_bias."
            )
            evidence = (
                ("mean answer at the start", answer),
                ("saturated share", flat_share(head.at_work)),
                ("loss", signs.late),
                ("loss of a constant", signs.constant),
            )
            return Finding(Cause.SATURATED_LAYER, sentence, evidence)
    return None


def dead_start(signs: Signs) -> Finding | None:
    """A hidden layer or the output that was silent for every example before the first step, and still is."""
    for place in range(len(signs.first.dead)):
        if is_gate(signs, place) and min(signs.first.dead[place], signs.last.dead[place]) >= 1.0:
            return dead_finding(signs, place, "from the start")
    for begun, head in zip(signs.begun.heads, signs.heads, strict=True):
        if output_is_dead(begun) and output_is_dead(head.at_work):
            return dead_finding(signs, None, "from the start", head)
    return None


def exploding(signs: Signs) -> Finding | None:
    """Signals or gradients that grow from layer to layer before any step was made."""
    if signs.learned > OVERCOME and not signs.diverged:
        return None
    z = signs.begun.output.z
    spread = float(np.abs(z - z.mean(axis=1, keepdims=True)).max())
    truths = max((float(np.abs(head.y).max(initial=0.0)) for head in signs.heads), default=0.0)
    first, last = signs.first.grad_norms[0], signs.first.grad_norms[-1]
    evidence = (
        ("spread of the output's sums at the start", spread),
        ("largest truth", truths),
        ("first gradient", first),
        ("last gradient", last),
        ("largest weight norm at the start", max(signs.first.weight_norms)),
    )
    advice = "The first weights are too large: use start: auto, or he for ReLUs and glorot for tanh."
    if not spread <= FAR * max(truths, 1.0):
        sentence = f"Before the first step the sums of the output spread by {text(spread)}, the truths go up to "
        sentence += f"{text(truths)}: the signal grows from layer to layer. {advice}"
        return Finding(Cause.EXPLODING, sentence, evidence)
    if len(signs.first.grad_norms) > 2 and first > STEEP * last > 0.0:
        sentence = f"Before the first step the gradient is {text(first / last)} times as long in the first layer as in "
        sentence += f"the last: it grows on its way back. {advice}"
        return Finding(Cause.EXPLODING, sentence, evidence)
    return None
