"""Whether the steps have the right length: too large ones overshoot, jump or kill, too small ones get nowhere.
The curve of the loss shows which, measured against what a constant answer costs."""

import numpy as np

from engine.activations import Array
from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import ACHIEVED, FEW, WORSE, Signs
from engine.doctor.symptoms_data import far_truths
from engine.doctor.symptoms_units import flat_share, is_gate, output_is_dead, saturated_place

JUMPY = 0.05
"""A loss that, averaged over later epochs, rises by this share of the constant's loss from each to the next, jumps:
sound runs were seen to stay below 0.03, with batches of a single example too."""
OFTEN = 0.15
"""One leap is no jumping: in so large a share of the epochs the loss has to rise by that much."""
SHOT_UP = 100.0
"""A loss that was so many times as high as at the start, and as a constant's, was thrown there by its steps."""
UNLEARNED = 0.3
"""Jumps matter only while the loss is at least this share of the constant's: with less left to learn, a tenth of the
rate was seen to gain next to nothing."""
FALLING = 0.8
"""A loss that falls in so large a share of the epochs falls steadily: the steps do not overshoot."""
UNDER_WAY = 0.25
"""When the second half of the run gains at least this share of what the first half gained, the end is not near."""
CLIMBED = 0.2
"""A training loss that was lower by so much of a constant's in the first half was thrown out of there again."""
STILL = 0.01
"""A rate that a schedule has brought below this share of the one that was set hardly moves anything any more."""


def rate_too_large(signs: Signs) -> Finding | None:
    """Overflow, a layer killed on the way, a loss that shot up or jumps, or one that stays above a constant's."""
    signs_of_it = (_overflow, _killed, _shot_up, _jumps, _stays_above, _climbed)
    told = next(filter(None, (look(signs) for look in signs_of_it)), None)
    if told is None:
        return None
    rate, far = signs.run.base_rate, far_truths(signs)
    advice = f": use a learning rate of a tenth, {text(rate / 10.0)}, or less"
    if far:
        advice = (
            f", because the truths of {far.name} lie {text(far.distance)} away from the first answers: {far.advice}, "
            "and only then look at the rate"
        )
    sentence = f"{told} The steps are too large{advice}."
    evidence = (
        ("rate", rate),
        ("loss at the start", signs.first.train_loss),
        ("lowest loss", float(signs.losses.min()) if len(signs.losses) else float("nan")),
        ("late loss", signs.late),
        ("loss of a constant", signs.constant),
        ("mean rise per epoch", _rise(signs)),
        ("largest weight norm", max(signs.last.weight_norms)),
    )
    return Finding(Cause.RATE_TOO_LARGE, sentence, evidence)


def rate_too_small(signs: Signs) -> Finding | None:
    """A loss that falls steadily, has hardly come down by the end, and would have gone on."""
    losses = signs.losses
    if not signs.half_done or not signs.learned < ACHIEVED:
        return None
    middle = len(losses) // 2
    before, after = losses[0] - losses[middle], losses[middle] - losses[-1]
    on_its_way = after >= UNDER_WAY * before or signs.learned < -WORSE  # a constant's loss is within everybody's reach
    steady = _falling(losses) >= FALLING and _rise(signs) <= JUMPY * signs.constant
    if not steady or not on_its_way or not before > 0.0:
        return None
    rate = signs.run.base_rate
    sentence = (
        f"The loss falls steadily, but in {signs.last.epoch} epochs it came only from {text(losses[0])} to "
        f"{text(losses[-1])}, where a constant answer costs {text(signs.constant)}, and it is still on its way: the "
        f"steps are too small. Take a rate up to ten times as large, {text(10.0 * rate)}, or more epochs."
    )
    evidence = (
        ("rate", rate),
        ("loss at the start", float(losses[0])),
        ("loss now", float(losses[-1])),
        ("loss of a constant", signs.constant),
        ("second half's gain over the first's", float(after / before)),
    )
    return Finding(Cause.RATE_TOO_SMALL, sentence, evidence)


def _overflow(signs: Signs) -> str | None:
    if not signs.diverged or len(signs.frames) < 2:
        return None
    return f"{signs.run.reason[:1].upper()}{signs.run.reason[1:]}."


def _killed(signs: Signs) -> str | None:
    for place, share in enumerate(signs.last.dead):
        if is_gate(signs, place) and share >= 1.0 > signs.first.dead[place]:
            epoch = next(frame.epoch for frame in signs.frames if frame.dead[place] >= 1.0)
            return (
                f"All units of layer {place + 1} died by epoch {epoch}, thrown to where they are off for every example."
            )
    if any(output_is_dead(head.at_work) for head in signs.heads):
        return "The output was alive at the start, and then thrown to where it says 0 to every example."
    full = saturated_place(signs)
    if full is not None:
        share = flat_share(signs.at_work.layers[full])
        return f"Layer {full + 1} was driven into saturation: {share:.0%} of what its units say lies where it is flat."
    return None


def _shot_up(signs: Signs) -> str | None:
    """A loss that was thrown far beyond where it began, and has left the training or the test set badly off."""
    highest, begun = float(signs.losses.max(initial=0.0)), max(signs.constant, signs.first.train_loss)
    badly = signs.learned < 1.0 - UNLEARNED or signs.understood < 1.0 - UNLEARNED
    if not badly or not highest > SHOT_UP * begun > 0.0:
        return None
    epoch = signs.frames[int(signs.losses.argmax())].epoch
    return f"The loss shot up from {text(signs.first.train_loss)} to {text(highest)} by epoch {epoch}."


def _jumps(signs: Signs) -> str | None:
    if len(signs.losses) <= FEW or not signs.learned < 1.0 - UNLEARNED:
        return None
    rises = np.maximum(_later_steps(signs.losses), 0.0) / signs.constant  # what early ones have calmed down is no fault
    high = rises[rises > JUMPY]
    if not rises.mean() > JUMPY or len(high) < OFTEN * len(rises):
        return None
    typical = text(float(np.median(high)))
    return (
        f"The loss jumps: in {len(high)} of the last {len(rises)} epochs it rose, typically by {typical} times what a "
        "constant answer costs."
    )


def _stays_above(signs: Signs) -> str | None:
    if len(signs.losses) <= FEW or not min(signs.late, signs.losses[-1]) > (1.0 + WORSE) * signs.constant:
        return None
    if signs.still_falls or _falling(signs.losses) >= FALLING:
        return None
    if signs.last.rate < STILL * signs.run.base_rate and signs.late <= signs.losses[0]:
        return None  # a schedule has brought it to rest on its way down: that says nothing of the size of its steps
    return f"The loss, {text(signs.late)}, stays above {text(signs.constant)}, which a constant answer costs."


def _climbed(signs: Signs) -> str | None:
    if len(signs.losses) <= FEW or not signs.learned < 1.0 - UNLEARNED:
        return None
    before = signs.losses[: len(signs.losses) // 2]
    if not signs.late - before.min() > CLIMBED * signs.constant:
        return None
    lowest = int(before.argmin())
    return (
        f"The training loss had come down to {text(before[lowest])} in epoch {signs.frames[lowest].epoch}, and "
        f"climbed back to {text(signs.late)}."
    )


def _rise(signs: Signs) -> float:
    """How much the loss rises from one epoch to the next, averaged over all epochs; a fall counts as 0."""
    steps = np.diff(signs.losses)
    return float(np.maximum(steps, 0.0).mean()) if len(steps) else float("nan")


def _falling(losses: Array) -> float:
    """The share of the later half's epochs in which the loss fell."""
    steps = _later_steps(losses)
    return float(np.mean(steps < 0.0)) if len(steps) else 0.0


def _later_steps(losses: Array) -> Array:
    """By how much the loss changed in each epoch of the later half."""
    return np.diff(losses[len(losses) // 2 :])
