"""Reads a chain block: the numbers it starts from, its forward pass, and the factors of the way back.

Names are checked here, numbers in chain_checks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from tutor.course.chain import Chain, Factor, Let
from tutor.course.chain_checks import check_links, check_values
from tutor.course.fences import Block
from tutor.course.formulas import Formula, FormulaError, read_formula
from tutor.course.numbers import read_number
from tutor.course.place import Place
from tutor.course.problems import Report, Where, brief
from tutor.course.settings import Setting, Settings, collect, parts, read_id, read_ids, read_settings
from tutor.course.variables import NAME, unusable

KNOWN = ("title", "given", "let", "find", "step", "blanks", "skills", "was")
BLANKS = ("none", "last", "all")
MOST_STEPS = 9

_EQUATION = re.compile(r"([^=]*[^=<>!\s])\s*=(?!=)\s*(.*)")
_NAMED = re.compile(r"(\w+)\s*=")
_SLOPE = re.compile(r"[d∂](\S+?)\s*/\s*[d∂](\S+)")


@dataclass(slots=True)
class _Draft:
    """What has been read of a chain so far. `broken` names are known, and what is wrong with them is reported."""

    given: dict[str, float] = field(default_factory=dict)
    lets: dict[str, Let] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.given, *self.lets, *self.broken)


def read_chain(block: Block, lines: Sequence[str], report: Report) -> Chain | None:
    """The chain of this block, or None when it is broken."""
    before = len(report.problems)
    found = read_settings(lines, block.start, block.stop, report)
    settings = collect(found, KNOWN, f"chain {brief(block.name)}", report, repeatable=("let", "step"))
    draft = _Draft()
    for setting in found:
        if setting.key not in KNOWN:  # meant as a 'let', perhaps: what it names is not missing besides
            draft.broken.update(name for name in _NAMED.findall(setting.value) if not unusable(name, draft.names))
    _read_given(settings, draft, report)
    for setting in settings.repeated.get("let", ()):
        _read_let(setting, draft, report)
    if block.closed:
        for key, example in (
            ("given", "x = 1.5, w = 0.8"),
            ("let", "z = w*x"),
            ("find", "dL/dw"),
            ("step", "dz/dw = x"),
        ):
            if key not in settings.given:
                report.add(
                    "missing-key", f"chain {brief(block.name)} has no '{key}', as in '{key}: {example}'", block.at
                )
    find = _read_find(settings, draft, report)
    factors = [_read_step(setting, draft, report) for setting in settings.repeated.get("step", ())]
    blanks = _read_blanks(settings, len(factors), report)
    _check_sizes(settings, report)
    if len(report.problems) > before or find is None:
        return None
    sound = tuple(factor for factor in factors if factor is not None)
    if not check_links(sound, find, settings, report):
        return None
    chain = Chain(
        id=block.name,
        title=settings.text("title"),
        given=draft.given,
        lets=tuple(draft.lets.values()),
        cost=find[0],
        weight=find[1],
        factors=sound,
        place=Place(block.line),
        sign=settings.text("find")[0],
        blanks=blanks,
        skills=read_ids(settings, "skills", report),
        was=read_id(settings, "was", report),
    )
    chain = replace(chain, values=chain.forward())
    check_values(chain, settings, report)
    return chain if len(report.problems) == before else None


def _check_sizes(settings: Settings, report: Report) -> None:
    for key in ("let", "step"):
        for extra in settings.repeated.get(key, ())[MOST_STEPS : MOST_STEPS + 1]:
            report.add("too-large", f"a chain has {MOST_STEPS} '{key}' lines at most", extra.key_at)


def _read_given(settings: Settings, draft: _Draft, report: Report) -> None:
    setting = settings.get("given")
    for text, where in parts(setting) if setting else ():
        match = _EQUATION.fullmatch(text)
        value = read_number(match[2]) if match else None
        if match is None or value is None:
            comma = "; a decimal has a point, as in 0.5" if text.isdecimal() else ""
            message = f"given: expected numbers such as 'x = 1.5, w = 0.8', found {brief(text)}{comma}"
            report.add("value", message, where)
            draft.broken.update(name for name in _NAMED.findall(text) if not unusable(name, draft.names))
        elif _is_new_name(match[1], where, draft, "given", report):
            draft.given[match[1]] = value


def _is_new_name(name: str, where: Where, draft: _Draft, key: str, report: Report) -> bool:
    if not NAME.fullmatch(name):
        report.add("value", f"{key}: {brief(name)} is no name; begin with a letter", where)
        return False
    if trouble := name not in draft.names and unusable(name, draft.names):
        report.add("value", f"{key}: {trouble}", where)
        return False
    if name in draft.names:
        report.add("repeated-id", f"{key}: {brief(name)} has a value already", where)
        return False
    return True


def _read_let(setting: Setting, draft: _Draft, report: Report) -> None:
    match = _EQUATION.fullmatch(setting.value)
    if match is None:
        message = f"let: expected a name and a formula, as in 'z = w*x + b', found {brief(setting.value)}"
        report.add("value", message, setting.at())
        return
    name = match[1]
    formula = _read_formula(setting, match.start(2), match[2], draft.names, report)
    if not _is_new_name(name, setting.at(), draft, "let", report):
        return
    if formula is None:
        draft.broken.add(name)
    else:
        draft.lets[name] = Let(name, formula, Place(*setting.at(match.start(2))))


def _read_formula(setting: Setting, offset: int, text: str, names: Collection[str], report: Report) -> Formula | None:
    try:
        return read_formula(text, names)
    except FormulaError as error:
        report.add("formula", f"{setting.key}: {error}", setting.at(offset + error.offset))
        return None


def _read_find(settings: Settings, draft: _Draft, report: Report) -> tuple[str, str] | None:
    setting = settings.get("find")
    if setting is None:
        return None
    match = _SLOPE.fullmatch(setting.value)
    if match is None:
        message = f"find: expected a slope such as dL/dw, found {brief(setting.value)}"
        report.add("value", message, setting.at())
        return None
    return (match[1], match[2]) if _check_slope(match, setting, draft, report) else None


def _check_slope(match: re.Match[str], setting: Setting, draft: _Draft, report: Report) -> bool:
    """Whether both names of `dL/da` have values, and the upper one comes from a `let`."""
    sound = True
    for group in (1, 2):
        name, where = match[group], setting.at(match.start(group))
        if name not in draft.names:
            hint = report.hint(name, draft.names) or f"; there are {', '.join(draft.names)}" * bool(draft.names)
            report.add("unknown-id", f"{setting.key}: {brief(name)} has no value here{hint}", where)
            sound = False
        elif group == 1 and name in draft.given:
            message = f"{setting.key}: {brief(name)} is given and depends on nothing; a slope is of a 'let'"
            report.add("value", message, where)
            sound = False
    return sound


def _read_step(setting: Setting, draft: _Draft, report: Report) -> Factor | None:
    match = _EQUATION.fullmatch(setting.value)
    slope = _SLOPE.fullmatch(match[1]) if match else None
    if match is None or slope is None:
        message = f"step: expected a slope and a formula, as in 'da/dz = a*(1 - a)', found {brief(setting.value)}"
        report.add("value", message, setting.at())
        return None
    formula = _read_formula(setting, match.start(2), match[2], draft.names, report)
    above, below = slope[1], slope[2]
    if not _check_slope(slope, setting, draft, report) or formula is None:
        return None
    let = draft.lets.get(above)
    if let and below not in let.formula.names:
        direct = ", ".join(let.formula.names) or "nothing"
        message = f"step: the formula of {brief(above)} does not have {brief(below)} in it, but {direct}"
        report.add("value", message, setting.at(slope.start(2)))
        return None
    return Factor(above, below, formula, Place(*setting.at(match.start(2))), sign=match[1][0])


def _read_blanks(settings: Settings, count: int, report: Report) -> tuple[int, ...]:
    setting = settings.get("blanks")
    match setting.value if setting else "none":
        case "none":
            return ()
        case "last":
            return (count - 1,) if count else ()
        case "all":
            return tuple(range(count))
    assert setting
    hint = report.hint(setting.value, BLANKS)
    report.add("value", f"blanks: expected none, last or all, found {brief(setting.value)}{hint}", setting.at())
    return ()
