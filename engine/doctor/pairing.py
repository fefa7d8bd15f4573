"""Output activation, loss and kind of target go together, or they do not: here is the verdict on the three.
Each verdict comes with what a run has shown, in numbers, rather than with a rule to be believed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.activations import Array
from engine.doctor.drawbacks import DISTANCES, drawback
from engine.doctor.findings import text
from engine.doctor.reach import reach_of, says
from engine.doctor.signs import HeadSigns, Signs, take_signs
from engine.doctor.symptoms_pair import SHARE_BEYOND, share_beyond
from engine.doctor.symptoms_units import output_is_dead
from engine.losses import FROM_LOGITS, LOSSES
from engine.run import Run


class Kind(StrEnum):
    """How an output, a loss and a target suit each other."""

    MATCHED = "matched"
    RUNS_BUT = "runs, but…"
    UNDEFINED = "undefined"


@dataclass(frozen=True)
class Pairing:
    """The verdict, and the reason that was seen in the run, one or two plain sentences with its numbers."""

    kind: Kind
    reason: str


def pairing(run: Run) -> Pairing:
    """The verdict on a run's output, loss and target; of several heads, on the worst."""
    verdicts = pairings(run)
    worst = max(range(len(verdicts)), key=lambda place: list(Kind).index(verdicts[place].kind))
    if len(verdicts) == 1:
        return verdicts[0]
    return Pairing(verdicts[worst].kind, f"{run.data.targets[worst].name}: {verdicts[worst].reason}")


def pairings(run: Run) -> tuple[Pairing, ...]:
    """The verdict on each head's output, loss and target, in order, from the frames there are.

    MATCHED: made for each other. RUNS_BUT: it trains, with a drawback. UNDEFINED: the loss is no finite number or
    has no meaning for these truths. For amounts that are never negative linear, softplus and relu all match: the
    first may say negative ones, the last may fall silent, which the reason tells.
    """
    with np.errstate(all="ignore"):
        signs = take_signs(run)
        return tuple(_judge(signs, head) for head in signs.heads)


def _judge(signs: Signs, head: HeadSigns) -> Pairing:
    """Ask one rule after the other; the first that has something to say decides."""
    for rule in RULES:
        verdict = rule(signs, head)
        if verdict is not None:
            return verdict
    return _runs_but(drawback(head, _now(signs, head)))


def _undefined(reason: str) -> Pairing:
    return Pairing(Kind.UNDEFINED, reason)


def _runs_but(reason: str) -> Pairing:
    return Pairing(Kind.RUNS_BUT, reason)


def _without_truths(_signs: Signs, head: HeadSigns) -> Pairing | None:
    """No training example counts for the head."""
    return None if len(head.y) else _runs_but("no training example counts for it, so nothing was seen")


def _no_chances(signs: Signs, head: HeadSigns) -> Pairing | None:
    """Cross-entropy for truths that are no chances."""
    low, high = float(head.y.min()), float(head.y.max())
    if head.loss.name in DISTANCES or (low >= 0.0 and high <= 1.0):
        return None
    seen = f"the truths go from {text(low)} to {text(high)}, and {head.loss.name} compares chances from 0 to 1"
    losses = _losses(signs, head)
    if not len(losses):
        return _undefined(f"{seen}; {signs.run.reason or 'its value is no finite number'}")
    if losses.min() < 0.0:
        return _undefined(f"{seen}: its value fell to {text(float(losses.min()))}, below the 0 of being right")
    return _undefined(f"{seen}: its value, {text(float(losses[-1]))}, says nothing about how far off the answers are")


def _broken_loss(signs: Signs, head: HeadSigns) -> Pairing | None:
    """A logarithm of zero or of a negative number, or a loss that falls without end."""
    if head.loss.name not in ("bce", "cce") or head.spec.activation == LOSSES[head.loss.name].matched:
        return None
    low, high = float(head.answers.min()), float(head.answers.max())
    terms = LOSSES[head.loss.name].terms(head.answers, head.y)
    if not np.isfinite(terms).all() and np.isfinite(head.at_work.z).all():
        return _undefined(
            f"the answers go from {text(low)} to {text(high)} where {head.loss.name} takes logarithms of "
            f"{'the true class' if head.loss.name == 'cce' else 'a and 1 - a'}: the loss is {_called(terms)}"
        )
    if head.loss.name == "cce" and high > 1.0:
        return _undefined(
            f"an answer reached {text(high)}; above 1 each true class earns a loss below 0 (now "
            f"{text(float(terms.sum()) / len(head.y))} in all), and there is no lowest one"
        )
    if not np.isfinite(head.at_work.z).all():
        return _undefined(f"numbers broke: {signs.run.reason}")
    reach = reach_of(head.spec, head.loss.name)
    if reach.low < 0.0 or reach.high > 1.0:
        return _runs_but(
            f"so far the answers stay from {text(low)} to {text(high)}, but nothing keeps them between 0 and 1, and "
            f"outside {head.loss.name} asks for the logarithm of a negative number or falls without end"
        )
    return None


def _flat(_signs: Signs, head: HeadSigns) -> Pairing | None:
    """An output through which no slope comes back."""
    if head.spec.activation == "step":
        distinct = ", ".join(text(float(each)) for each in np.unique(head.answers)[:3])
        return _runs_but(f"the step's slope is 0 everywhere, so no weight learns anything: it says {distinct}")
    if head.spec.activation == "softmax" and head.spec.units == 1:
        return _runs_but(
            "softmax over one unit says 1 to every example, whatever the weights: there is nothing to learn"
        )
    if output_is_dead(head.at_work):
        return _runs_but(f"the {head.spec.activation} says 0 to every example, and where it is 0 its slope is 0 too")
    return None


def _beyond(signs: Signs, head: HeadSigns) -> Pairing | None:
    """An output that cannot say the truths."""
    reach = reach_of(head.spec, head.loss.name)
    share, _ = share_beyond(head, reach)
    if reach.twice and FROM_LOGITS[head.loss.name] == head.spec.activation:
        return _runs_but(
            f"the {head.spec.activation} is applied twice, for {head.loss.name} has one of its own: a chance can only "
            f"be from {text(reach.low)} to {text(reach.high)}, and the loss is {_now(signs, head)}"
        )
    if share < SHARE_BEYOND:
        return None
    low, high = float(head.answers.min()), float(head.answers.max())
    seen = f"it answered from {text(low)} to {text(high)} where the truths go from {text(float(head.y.min()))} to "
    seen += f"{text(float(head.y.max()))}"
    return _runs_but(
        f"{share:.0%} of the truths are out of reach: {seen}; {'as a chance it' if reach.twice else 'it'} can say "
        f"{says(reach)}"
    )


def _made_for(signs: Signs, head: HeadSigns) -> Pairing | None:
    """The pairs that are made for the target."""
    activation, loss = head.spec.activation, head.loss.name
    low, high = float(head.answers.min()), float(head.answers.max())
    answers = f"answers from {text(low)} to {text(high)}"
    truths = f"truths from {text(float(head.y.min()))} to {text(float(head.y.max()))}"
    if head.target.is_number:
        positive = float(head.y.min()) >= 0.0
        fits = activation == "linear" or (positive and activation in ("softplus", "relu"))
        if loss not in DISTANCES or not fits:
            return None
        reason = f"{activation} reaches every amount there is: {answers}, {truths}"
        if activation == "linear" and positive and low < 0.0:
            reason += f"; it also says {float(np.mean(head.answers < 0.0)):.1%} negative ones, which softplus would not"
        elif activation == "relu":
            reason += f"; where it says 0, as to {float(np.mean(head.answers == 0.0)):.1%} of the examples, it is flat"
        return _matched(signs, reason)
    one_of_many = bool(head.target.classes) and head.spec.units > 1
    own, from_logits = ("cce", "cce_logits") if one_of_many else ("bce", "bce_logits")
    chance = "softmax" if one_of_many else "sigmoid"
    if (activation, loss) in ((chance, own), ("linear", from_logits)):
        what = "shares that add up to 1" if one_of_many else "chances between 0 and 1"
        inside = "" if loss == own else f", made by the {chance} inside the loss"
        return _matched(signs, f"{what}{inside}, and a slope that is just A - Y: {answers}, loss {_now(signs, head)}")
    return None


RULES: tuple[Callable[[Signs, HeadSigns], Pairing | None], ...] = (
    _without_truths,
    _no_chances,
    _broken_loss,
    _flat,
    _beyond,
    _made_for,
)
"""What decides, the gravest first."""


def _matched(signs: Signs, reason: str) -> Pairing:
    if signs.diverged:
        reason += f". This run broke for another reason: {signs.run.reason}"
    return Pairing(Kind.MATCHED, reason)


def _called(terms: Array) -> str:
    return "NaN" if np.isnan(terms).any() else "infinite"


def _losses(signs: Signs, head: HeadSigns) -> Array:
    """The finite training losses of the head's own term, by epoch."""
    place = next(at for at, each in enumerate(signs.heads) if each is head)
    losses: Array = np.array([frame.terms[place].train_loss for frame in signs.frames])
    finite: Array = losses[np.isfinite(losses)]
    return finite


def _now(signs: Signs, head: HeadSigns) -> str:
    losses = _losses(signs, head)
    return text(float(losses[-1])) if len(losses) else "no finite number"
