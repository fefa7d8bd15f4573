"""Holds a chain against numbers: every factor against the slope that is really there, so that none can ship wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tutor.course.chain import Chain, Factor, alike, largest
from tutor.course.problems import START, Report
from tutor.course.settings import Settings

POINTS = 16
"""At how many forward passes a factor is compared with the slope, besides the given one."""

SHARE = 1e-5
"""How far a factor may be from the slope, as a share of it."""


def check_links(factors: Sequence[Factor], find: tuple[str, str], settings: Settings, report: Report) -> bool:
    """Whether the factors lead from the cost to the weight, each one going on where the last one ended."""
    steps = settings.repeated.get("step", ())
    at = find[0]
    for factor, setting in zip(factors, steps, strict=True):
        if factor.above != at:
            message = (
                f"step: this link should begin with d{at}, where the one before it ends, and not with d{factor.above}"
            )
            report.add("value", message, setting.at())
            return False
        at = factor.below
    if at != find[1]:
        message = f"step: the chain ends at d{at}; it has to go on to d{find[1]}, which 'find' asks for"
        report.add("value", message, steps[-1].at() if steps else START)
        return False
    return True


def check_values(chain: Chain, settings: Settings, report: Report) -> None:
    """Hold every value, every factor and the whole product against numbers."""
    for let in chain.lets:
        if not math.isfinite(chain.values[let.name]):
            message = f"let: {let.name} comes to no number at the given values"
            report.add("formula", message, (let.place.line, let.place.column))
            return
    passes = [chain.values, *(values for values in map(chain.nearby, range(1, POINTS + 1)) if _finite(values))]
    wrong = [_check_factor(chain, factor, passes, report) for factor in chain.factors]
    if any(wrong):
        return
    setting = settings.get("find")
    if message := _other_way(chain, passes) or _near_kink(chain):
        report.add("wrong-derivative", f"find: {message}", setting.at() if setting else (chain.place.line, 1))


def _other_way(chain: Chain, passes: Sequence[Mapping[str, float]]) -> str:
    """What is wrong when the factors are sound and still do not make up the whole slope."""
    totals = [chain.total(values) for values in passes]
    scale = largest(totals)
    for values, total in zip(passes, totals, strict=True):
        product = chain.product(values)
        if not math.isnan(total) and not alike(product, total, SHARE, scale):
            where = _where(chain, values, chain.weight)
            return (
                f"the factors multiply to {product:.5g}, but {chain.find} is {total:.5g} {where};"
                f" {chain.weight} reaches {chain.cost} by another way too"
            )
    return ""


def _near_kink(chain: Chain) -> str:
    """What is wrong when moving the weight a little, as the learner is shown, does not bear the product out."""
    if chain.borne_out:
        return ""
    return (
        f"moving {chain.weight} by a thousandth changes {chain.cost} by {chain.gradient():.5g} times as much, and not"
        f" by {chain.product():.5g}: a kink is too near; choose other given numbers"
    )


def _check_factor(chain: Chain, factor: Factor, passes: Sequence[Mapping[str, float]], report: Report) -> bool:
    """Report a factor that is not the slope, at the first pass that shows it; whether it was one."""
    at = factor.place.line, factor.place.column
    if math.isnan(chain.true_slope(factor, chain.values)):
        message = (
            f"{factor.above} has no slope at {factor.below} = {chain.values[factor.below]:.5g}, where its formula has"
            " a kink or an end; choose other given numbers"
        )
        report.add("value", f"step: {message}", at)
        return True
    slopes = [chain.true_slope(factor, values) for values in passes]
    scale = largest(slopes)
    for values, true in zip(passes, slopes, strict=True):
        said = factor.formula.value(values)
        if math.isnan(true) or alike(said, true, SHARE, scale):
            continue  # a kink there is no harm: only the given numbers are shown
        number = f"{said:.5g}" if math.isfinite(said) else "no number"
        gives = f"{factor.name} = {factor.formula.text} gives {number} {_where(chain, values, factor.below)}"
        report.add("wrong-derivative", f"{gives}, but the slope of {factor.above} is {true:.5g}", at)
        return True
    return False


def _where(chain: Chain, values: Mapping[str, float], name: str) -> str:
    return "here" if values is chain.values else f"at {name} = {values[name]:.5g}"


def _finite(values: Mapping[str, float]) -> bool:
    return all(map(math.isfinite, values.values()))
