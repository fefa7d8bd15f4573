"""Suggests an output layer and a loss for a target, and says why with the target's own numbers.
It is a place to start from: the settings may always say something else."""

import math
from dataclasses import dataclass

import numpy as np

from engine.activations import Array
from engine.data.category_reading import MAX_LEVELS
from engine.data.sources import Column, Source

MAX_UNIT, MIN_UNIT = 1e12, 1e-12
FEW = 5
"""At most so many classes are told one by one."""
FAR_OUT = 8.0
"""A value so many interquartile ranges beyond the quartiles is called an outlier."""
HEAVY = 10.0
"""From this kurtosis on the tails are called heavy; a normal distribution has 3."""
FAR_AWAY = 10.0
"""A mean so many standard deviations from zero takes the last bias long to reach."""
GENERATED_ROWS = 1000


@dataclass(frozen=True)
class Suggestion:
    """An output layer as settings write it ("1 sigmoid"), a loss by its name, the unit that divides the
    target, the reason in plain sentences, and whether the numbers may be classes."""

    head: str
    loss: str
    unit: float
    reason: str
    maybe_classes: bool = False


def suggest_output(source: Source, target: str) -> Suggestion:
    """Suggest an output and a loss for the column; KeyError when the source has no such column."""
    column = source.column(target)
    made = source.make(np.random.default_rng(0), source.rows or GENERATED_ROWS, 0.0)
    values = made[target]
    return _for_classes(column, values) if column.classes else _for_numbers(column, values)


def round_unit(deviation: float) -> float:
    """The number 1, 2 or 5 times a power of ten that is nearest to the deviation in ratio; 1 for 0."""
    if not deviation > 0.0:
        return 1.0
    power = math.floor(math.log10(min(max(deviation, MIN_UNIT), MAX_UNIT)))
    # Written as text, because 5 * 10.0**-5 is not the float nearest to 0.00005.
    rounds = [float(f"{digit}e{exponent}") for exponent in (power, power + 1) for digit in (1, 2, 5)]
    allowed = [each for each in rounds if MIN_UNIT <= each <= MAX_UNIT]
    return min(allowed, key=lambda each: abs(math.log(each / deviation)))


def _for_classes(column: Column, values: Array) -> Suggestion:
    counts = np.bincount(values.astype(int), minlength=len(column.classes))
    total = len(values)
    most = int(counts.argmax())
    share = f"always answering {column.classes[most]} would be right in {counts[most] / total:.0%} of the rows"
    if len(column.classes) == 2:
        no, yes = column.classes
        reason = f"{column.label} has two classes, {no} ({counts[0]:,} rows) and {yes} ({counts[1]:,}): one sigmoid "
        reason += f"says the probability of {yes}, and bce is the loss of a probability; {share}."
        return Suggestion("1 sigmoid", "bce", 1.0, reason)
    told = [f"{each} ({count:,})" for each, count in zip(column.classes, counts.tolist(), strict=True)]
    listed = ", ".join(told[:FEW]) + (", …" if len(told) > FEW else "")
    reason = f"{column.label} has {len(told)} classes, {listed}: a softmax says one probability for each, which "
    reason += f"together make 1, and cce is the loss of that; {share}."
    return Suggestion(f"{len(told)} softmax", "cce", 1.0, reason)


def _for_numbers(column: Column, values: Array) -> Suggestion:
    low, high = float(values.min()), float(values.max())
    deviation = float(values.std())
    unit = round_unit(deviation)
    goes = f"{column.label} goes from {_text(low)} to {_text(high)}"
    if low >= 0.0:
        reason = f"{goes} and is never negative: softplus can say every number above zero and no other"
        reason += "." if low > 0.0 else ", and comes as near to zero as it must."
    else:
        reason = f"{goes}, and {_text(int((values < 0.0).sum()))} of {_text(len(values))} values are negative: "
        reason += "a linear output can say any number."
    outliers = _outliers(values)
    reason += " Squared error (mse) is the usual loss for amounts"
    reason += (
        f", but {outliers}, and squares would let few rows decide; huber or mae mind them less." if outliers else "."
    )
    if unit != 1.0:
        reason += f" Its standard deviation is {_text(deviation)}, so in units of {_text(unit)} it is of order 1."
    mean = float(values.mean())
    if abs(mean) > FAR_AWAY * deviation > 0.0:
        reason += f" Its mean, {_text(mean)}, is {_text(round(abs(mean) / deviation))} standard deviations from zero: "
        reason += "the last bias has a long way to go, so allow it many steps."
    classes = _maybe_classes(values)
    head = "1 softplus" if low >= 0.0 else "1 linear"
    return Suggestion(head, "mse", unit, reason + classes, maybe_classes=bool(classes))


def _outliers(values: Array) -> str:
    """The evidence that some values lie far from the others, or nothing."""
    first, third = np.quantile(values, (0.25, 0.75)).tolist()
    low, high = float(values.min()), float(values.max())
    reach = max(first - low, high - third)
    farthest = high if high - third >= first - low else low
    if third > first and reach > FAR_OUT * (third - first):
        ratio = reach / (third - first)
        times = _text(round(ratio)) if math.isfinite(ratio) else "countless"
        return f"{_text(farthest)} lies {times} times the width of the middle half of all values beyond it"
    deviation = float(values.std())
    kurtosis = float(np.mean(((values - values.mean()) / deviation) ** 4)) if deviation > 0.0 else 0.0
    return f"its tails are heavy (kurtosis {kurtosis:.0f}; a bell curve has 3)" if kurtosis > HEAVY else ""


def _maybe_classes(values: Array) -> str:
    distinct = np.unique(values)
    if len(distinct) > MAX_LEVELS or not bool(np.all(distinct == np.round(distinct))):
        return ""
    reason = f" It has only {len(distinct)} different values, all whole numbers: if these are classes rather than "
    return reason + "amounts, have the column read as a category."


def _text(number: float) -> str:
    """Six digits at most; large amounts in groups of three, but a year such as 1995 as it is."""
    if number != 0.0 and not 1e-4 <= abs(number) < 1e15:
        return f"{number:.3g}"
    return f"{number:,.6g}" if abs(number) >= 10_000 else f"{number:.6g}"
