"""What can be wrong between the last layer, the loss and the truths: numbers that cannot be said or compared.
No training mends any of it, so the doctor asks here first."""

from math import isfinite, nan

import numpy as np

from engine.doctor.diagnosis import WITH_LOGS
from engine.doctor.findings import Cause, Finding, text
from engine.doctor.reach import Reach, reach_of, says
from engine.doctor.signs import HeadSigns, Signs
from engine.objective import LongWay

BEYOND = 0.15
"""A truth counts as out of reach when it lies this share of the truths' standard deviation outside: closer ones
cost less than 2 % of the loss that a constant would have, no more than ordinary noise."""
SHARE_BEYOND = 0.015
"""So large a share of the truths must be out of reach: a single odd one says nothing about the output."""
NEAR_CHANCE = 0.25
"""A chance that cannot come this near to its truth of 0 or 1 is out of reach; a learner would call it unsure."""
SWAMPED = 50.0
"""From this ratio of the terms' gradients in the trunk on, the smaller one drowns: in batches of some 30 examples
the larger one's own noise, about 1/√30 of it, is ten times as large."""
EARLY = 5
"""Gradients are compared before the first step and in so many epochs, as long as both terms still have to learn."""


def non_finite(signs: Signs) -> Finding | None:
    """A loss with a logarithm that was asked for one of zero or of a negative number."""
    if not signs.diverged or not np.isfinite(signs.at_work.output.z).all():
        return None
    broken_heads = [not np.isfinite(term.train_loss + term.test_loss) for term in signs.last.terms]
    terms = signs.run.trainer.passes[min(signs.run.trainer.passes)].terms
    for head, term, is_broken in zip(signs.heads, terms, broken_heads, strict=True):
        if any(broken_heads) and not is_broken:
            continue  # another head's logarithm it was
        if head.loss.name in WITH_LOGS and isinstance(term, LongWay) and len(head.y):
            low, high = float(head.answers.min()), float(head.answers.max())
            advice = "use an output that stays between 0 and 1, or the loss from logits"
            if head.y.min() < 0.0 or head.y.max() > 1.0:  # no output helps a loss that is for chances
                advice = f"and it compares chances, which the truths of {head.target.name} are not: use mse for amounts"
            sentence = (
                f"{_capital(signs.run.reason)}. {head.loss.name} takes logarithms of the answers, and "
                f"{head.spec.activation} answers from {text(low)} to {text(high)}; {advice}."
            )
            evidence = (("lowest answer", low), ("highest answer", high), ("epoch", float(signs.last.epoch)))
            return Finding(Cause.NON_FINITE, sentence, evidence)
    return None


def broken(signs: Signs) -> Finding:
    """Numbers that broke for a reason that none of the other questions has found."""
    sentence = f"{_capital(signs.run.reason)}. Try a smaller learning rate and smaller first weights."
    evidence = (("loss at the start", signs.first.train_loss), ("epoch", float(signs.last.epoch)))
    return Finding(Cause.NON_FINITE, sentence, evidence)


def no_floor(signs: Signs) -> Finding | None:
    """A cross-entropy whose truths are no chances, or whose answers may pass 1: it can fall for ever."""
    for place, head in enumerate(signs.heads):
        if head.loss.name.startswith(("bce", "cce")) and len(head.y):
            low, high = float(head.y.min()), float(head.y.max())
            own = [frame.terms[place].train_loss for frame in signs.frames]
            lowest = min(filter(isfinite, own), default=nan)
            evidence = (("lowest truth", low), ("highest truth", high), ("lowest loss", lowest))
            if low < 0.0 or high > 1.0:
                sentence = (
                    f"The truths of {head.target.name} go from {text(low)} to {text(high)}, and {head.loss.name} "
                    "compares chances between 0 and 1: its value says nothing, and may fall without end. "
                    "For amounts use mse, mae or huber."
                )
                return Finding(Cause.NO_FLOOR, sentence, evidence)
            if lowest < 0.0:
                sentence = (
                    f"The loss fell below zero, to {text(lowest)}: {head.spec.activation} answers above 1, and "
                    f"{head.loss.name} rewards that without end. Use an output whose answers are shares of 1."
                )
                return Finding(Cause.NO_FLOOR, sentence, evidence)
    return None


def out_of_reach(signs: Signs) -> Finding | None:
    """Truths that the output cannot say, whatever its weights."""
    for head in signs.heads:
        reach = reach_of(head.spec, head.loss.name)
        share, distance = share_beyond(head, reach)
        if share < SHARE_BEYOND:
            continue
        low, high = float(head.y.min()), float(head.y.max())
        through = f" through {head.loss.name}" if reach.twice else ""
        advice = "take an output that reaches them all"
        if low >= reach.low:  # a unit makes amounts smaller, but never turns a sign
            advice += ", or another unit for the target"
        if head.target.classes or head.target.is_labels:
            advice = "leave the last layer linear, for the loss bends it once more" if reach.twice else "use a sigmoid"
        sentence = (
            f"The output {head.spec.activation}{through} can say {says(reach)}, but the truths of {head.target.name} "
            f"go from {text(low)} to {text(high)}: {share:.0%} of them are out of reach. "
            f"No training mends that; {advice}."
        )
        evidence = (
            ("share out of reach", share),
            ("farthest distance", distance),
            ("lowest answer possible", reach.low),
            ("highest answer possible", reach.high),
            ("lowest truth", low),
            ("highest truth", high),
        )
        return Finding(Cause.OUT_OF_REACH, sentence, evidence)
    return None


def share_beyond(head: HeadSigns, reach: Reach) -> tuple[float, float]:
    """The share of the head's truths that its output cannot say, and the farthest one's distance."""
    if not len(head.y):
        return 0.0, 0.0
    distance = reach.distance(head.y)
    tolerance = BEYOND * float(head.y.std()) if head.target.is_number else NEAR_CHANCE
    return float(np.mean(distance > tolerance)), float(distance.max())


def swamped_term(signs: Signs) -> Finding | None:
    """One term's gradient so long that the trunk hardly hears the other."""
    if len(signs.heads) < 2 or not signs.first.dead or signs.diverged:
        return None  # without hidden layers nothing is shared, and numbers that broke drown everything
    calm = [frame for frame in signs.frames[: EARLY + 1] if frame.train_loss <= signs.first.train_loss]
    norms = np.array([[term.trunk_norm for term in frame.terms] for frame in calm])  # no rate has thrown it about
    if len(calm) < 2 or not np.isfinite(norms).all():
        return None  # before the first step a gradient may happen to be short
    strength = np.median(norms, axis=0)
    loud, quiet = int(strength.argmax()), int(strength.argmin())
    if strength[quiet] == 0.0 or strength[loud] < SWAMPED * strength[quiet]:
        return None
    ratio = float(strength[loud] / strength[quiet])
    names = [head.target.name for head in signs.heads]
    advice = "Weigh the terms so that both are heard."
    if signs.heads[loud].target.is_number:
        advice = f"Bring {names[loud]} to a scale of about 1 (setting unit), or weigh the terms."
    sentence = (
        f"In the shared layers the gradient of {names[loud]} is {text(ratio)} times as long as that of {names[quiet]}, "
        f"which hardly counts there. {advice}"
    )
    evidence = (
        ("ratio of the gradients", ratio),
        (f"gradient of {names[loud]}", float(strength[loud])),
        (f"gradient of {names[quiet]}", float(strength[quiet])),
    )
    return Finding(Cause.SWAMPED_TERM, sentence, evidence)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
