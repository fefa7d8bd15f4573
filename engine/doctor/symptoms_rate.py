"""Whether the steps have the right length: too large ones overshoot, jump or kill, too small ones get nowhere.
The curve of the loss shows which, measured against what a constant answer costs."""

import numpy as np

from engine.activations import Array
from engine.doctor.findings import Cause, Finding, text
from engine.doctor.signs import Signs
from engine.doctor.symptoms_units import ACHIEVED, flat_share, output_is_dead, saturated_place

JUMPY = 0.05
"""A loss that, averaged over the epochs, rises by this share of the constant's loss from each to the next, jumps:
sound runs were seen to stay below 0.03, with batches of a single example too."""
UNLEARNED = 0.2
"""Jumps matter only while the loss is at least this share of the constant's: four fifths learned is learning."""
WORSE = 0.1
"""A loss so much above a constant's is worse than no network at all."""
FALLING = 0.8
"""A loss that falls in so large a share of the epochs falls steadily: the steps do not overshoot."""
STRAIGHT = 0.5
"""When the second half of the run gains at least this share of what the first half gained, the end is not near."""
STILL = 0.01
"""A rate that a schedule has brought below this share of the one that was set hardly moves anything any more."""
FEW = 8
"""So few epochs show no course: the first ones are rough in sound runs too."""


def rate_too_large(signs: Signs) -> Finding | None:
    """Overflow, a layer killed on the way, jumps, or a loss that is worse than a constant's and stays so."""
    told = _overflow(signs) or _killed(signs) or _jumps(signs)
    if told is None:
        return None
    rate = signs.run.base_rate
    sentence = f"{told} The steps are too large: use a learning rate of a tenth, {text(rate / 10.0)}, or less."
    if signs.diverged and signs.run.data.unit == 1.0 and _largest_truth(signs) > 1e3:
        sentence += f" The truths reach {text(_largest_truth(signs))}: divide them by a unit of that size, too."
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
    """A loss that falls steadily, in nearly a straight line, and has hardly come down by the end."""
    losses = signs.losses
    if not signs.half_done or len(losses) <= FEW or not signs.learned < ACHIEVED:
        return None
    middle = len(losses) // 2
    before, after = losses[0] - losses[middle], losses[middle] - losses[-1]
    fell = float(1.0 - losses[-1] / losses[0])
    if _falling(losses) < FALLING or fell > ACHIEVED or not after >= STRAIGHT * before > 0.0:
        return None
    rate = signs.run.base_rate
    sentence = (
        f"The loss falls steadily but only by {fell:.2g} of its value in {signs.last.epoch} epochs, and no slower at "
        f"the end: the steps are too small. Take a rate ten times as large, {text(10.0 * rate)}, or more epochs."
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
        if share >= 1.0 > signs.first.dead[place]:
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


def _jumps(signs: Signs) -> str | None:
    if len(signs.losses) <= FEW or not signs.constant > 0.0:
        return None
    rise = _rise(signs)
    if rise > JUMPY * signs.constant and signs.late > UNLEARNED * signs.constant:
        share = rise / signs.constant
        return (
            f"The loss jumps: from epoch to epoch it rises by {share:.0%} of what a constant answer costs, on average."
        )
    if signs.last.rate < STILL * signs.run.base_rate:
        return None  # its schedule has brought it to rest: where it stands says nothing of the size of its steps
    if signs.learned < -WORSE and _falling(signs.losses) < FALLING:
        return f"The loss, {text(signs.late)}, stays above {text(signs.constant)}, which a constant answer costs."
    return None


def _rise(signs: Signs) -> float:
    """How much the loss rises from one epoch to the next, averaged over all epochs; a fall counts as 0."""
    steps = np.diff(signs.losses)
    return float(np.maximum(steps, 0.0).mean()) if len(steps) else float("nan")


def _falling(losses: Array) -> float:
    """The share of the later half's epochs in which the loss fell."""
    steps = np.diff(losses[len(losses) // 2 :])
    return float(np.mean(steps < 0.0)) if len(steps) else 0.0


def _largest_truth(signs: Signs) -> float:
    return max(float(np.abs(head.y).max(initial=0.0)) for head in signs.heads)
