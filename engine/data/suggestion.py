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
WHY_LOSS = {
    "bce": "The loss of a probability is bce.",
    "cce": "The loss of such probabilities is cce.",
    "mse": "Squared error (mse) is the usual loss for amounts.",
}


@dataclass(frozen=True)
class Suggestion:
    """An output layer as settings write it ("1 sigmoid"), a loss by its name, and the unit that divides the target.

    The reasons are plain sentences with the target's own numbers: what the target is like, why this output, why
    this loss, why this unit (empty when it is 1), and whether the numbers may be classes (empty when not).
    """

    head: str
    loss: str
    unit: float
    target: str
    why_output: str
    why_loss: str
    why_unit: str = ""
    maybe_classes: str = ""

    @property
    def reason(self) -> str:
        """All the reasons."""
        reasons = (self.target, self.why_output, self.why_loss, self.why_unit, self.maybe_classes)
        return " ".join(filter(None, reasons))


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
    total, kinds = len(values), len(column.classes)
    most = int(counts.argmax())
    told = [f"{each} ({count:,})" for each, count in zip(column.classes, counts.tolist(), strict=True)]
    if kinds == 2:
        target = f"{column.label} has two classes, {column.classes[0]} ({counts[0]:,} rows) and {told[1]}"
    else:
        target = f"{column.label} has {kinds} classes, {', '.join(told[:FEW])}{', …' if kinds > FEW else ''}"
    target += f"; always answering {column.classes[most]} would be right in {counts[most] / total:.0%} of the rows."
    if kinds == 2:
        output = f"One sigmoid says the probability of {column.classes[1]}."
        return Suggestion("1 sigmoid", "bce", 1.0, target, output, WHY_LOSS["bce"])
    output = "A softmax says one probability for each, which together make 1."
    return Suggestion(f"{kinds} softmax", "cce", 1.0, target, output, WHY_LOSS["cce"])


def _for_numbers(column: Column, values: Array) -> Suggestion:
    low, high = float(values.min()), float(values.max())
    deviation, mean = float(values.std()), float(values.mean())
    unit = round_unit(deviation)
    target = f"{column.label} goes from {_text(low)} to {_text(high)}"
    if low >= 0.0:
        head, target = "1 softplus", f"{target} and is never negative."
        output = "Softplus can say every number above zero and no other"
        output += "." if low > 0.0 else ", and comes as near to zero as it must."
    else:
        head, negative = "1 linear", _text(int((values < 0.0).sum()))
        target = f"{target}, and {negative} of {_text(len(values))} values are negative."
        output = "A linear output can say any number."
    loss = WHY_LOSS["mse"]
    if outliers := _outliers(values):
        loss = f"{loss[:-1]}, but {outliers}, and squares would let few rows decide; huber or mae mind them less."
    scale = []
    if unit != 1.0:
        scale.append(f"Its standard deviation is {_text(deviation)}, so in units of {_text(unit)} it is of order 1.")
    if abs(mean) > FAR_AWAY * deviation > 0.0:
        away = f"{_text(mean)}, is {_text(round(abs(mean) / deviation))} standard deviations from zero"
        scale.append(f"Its mean, {away}: the last bias has a long way to go, so allow it many steps.")
    return Suggestion(head, "mse", unit, target, output, loss, " ".join(scale), _maybe_classes(values))


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
    """The sentence for numbers that look like the names of classes, or nothing."""
    distinct = np.unique(values)
    if len(distinct) > MAX_LEVELS or not bool(np.all(distinct == np.round(distinct))):
        return ""
    reason = f"It has only {len(distinct)} different values, all whole numbers: if these are classes rather than "
    return reason + "amounts, have the column read as a category."


def _text(number: float) -> str:
    """Six digits at most; large amounts in groups of three, but a year such as 1995 as it is."""
    if number != 0.0 and not 1e-4 <= abs(number) < 1e15:
        return f"{number:.3g}"
    return f"{number:,.6g}" if abs(number) >= 10_000 else f"{number:.6g}"
