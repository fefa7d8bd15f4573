"""Turns a lesson's experiment blocks into experiments: `like:` is filled in, the engine judges.

A setting that is wrong is reported where it was written, once, however many experiments inherit it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.experiment import SETTINGS, Experiment, Problem, SettingsError
from tutor.course.fences import Block
from tutor.course.problems import Report, Where, brief
from tutor.course.settings import Settings, collect, read_settings

KNOWN = (*SETTINGS, "like", "was")
_OWN = ("like", "was")
_NOT_INHERITED = (*_OWN, "title")

MAX_EPOCHS = 2_000
"""So many are all kept, and a claim may ask for any of them; a longer run keeps only some (`engine.history`)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An experiment block as written."""

    block: Block
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Settings with what they inherit, each with its place, and what was already reported of them."""

    values: Mapping[str, str]
    places: Mapping[str, Where]
    given: frozenset[str]
    reported: frozenset[tuple[str, str]]
    whole: bool
    experiment: Experiment | None = None


def read_draft(block: Block, lines: Sequence[str], report: Report) -> Draft:
    """Read one experiment block; its values are typed later, when all blocks are known."""
    found = read_settings(lines, block.start, block.stop, report)
    return Draft(block, collect(found, KNOWN, f"experiment {brief(block.name)}", report))


def resolve(drafts: Mapping[str, Draft], report: Report) -> dict[str, Experiment]:
    """The experiments that are sound, by id. `like:` may point forward or backward, but not in a circle."""
    done: dict[str, _Resolved] = {}
    for name in drafts:
        line = [name]
        while (parent := _parent(drafts, line[-1])) and parent not in done and parent not in line:
            line.append(parent)
        if parent and parent in line:
            _report_circle(drafts, line[line.index(parent) :], report)
        for each in reversed(line):
            if each not in done:
                done[each] = _resolve(each, drafts[each], done, drafts, report)
    return {name: done[name].experiment for name in drafts if done[name].experiment}  # type: ignore[misc]


def _parent(drafts: Mapping[str, Draft], name: str) -> str | None:
    like = drafts[name].settings.get("like")
    return like.value if like and like.value in drafts else None


def _report_circle(drafts: Mapping[str, Draft], names: Sequence[str], report: Report) -> None:
    first = min(names, key=lambda name: drafts[name].block.line)
    like = drafts[first].settings.get("like")
    if like:
        chain = f"{brief(first)} inherits from itself"
        if len(names) > 1:
            chain += f" through {brief(next(name for name in names if name != first))}"
        report.add("value", f"like: {chain}", like.at())


def _resolve(
    name: str, draft: Draft, done: Mapping[str, _Resolved], drafts: Mapping[str, Draft], report: Report
) -> _Resolved:
    settings = draft.settings
    like = settings.get("like")
    parent = done.get(like.value) if like else None
    if like and like.value not in drafts:
        hint = report.hint(like.value, drafts)
        report.add("unknown-id", f"like: no experiment {brief(like.value)} in this lesson{hint}", like.at())
    whole = draft.block.closed and "like" not in settings.given if parent is None else draft.block.closed
    values: dict[str, str] = {}
    places: dict[str, Where] = {}
    given = set(settings.given)
    reported: set[tuple[str, str]] = set()
    if parent:
        whole = whole and parent.whole
        values = {key: value for key, value in parent.values.items() if key not in _NOT_INHERITED}
        places = {key: place for key, place in parent.places.items() if key in values}
        given |= parent.given
        reported = set(parent.reported)
    own = {key: setting for key, setting in settings.items.items() if key not in _OWN}
    values |= {key: setting.value for key, setting in own.items()}
    places |= {key: setting.at() for key, setting in own.items()}
    experiment = None
    try:
        experiment = _kept_whole(Experiment.from_settings(values))
    except SettingsError as error:
        for problem in error.problems:
            key = (problem.field, problem.code)
            known = problem.field not in own and key in reported
            reported.add(key)
            if known or (problem.code == "missing-key" and (problem.field in given or not whole)):
                continue
            said = _too_long(values["epochs"]) if key == ("epochs", "too-large") else problem.message
            if problem.field in own:
                where = own[problem.field].at(problem.offset)
                report.add(problem.code, said, where)
            else:
                message = f"experiment {brief(name)}: {said}"
                if problem.field in places:
                    message += f" ({problem.field} is inherited from line {places[problem.field].line})"
                report.add(problem.code, message, draft.block.at)
    return _Resolved(values, places, frozenset(given), frozenset(reported), whole, experiment)


def _kept_whole(experiment: Experiment) -> Experiment:
    """The experiment, if every epoch of it is kept; SettingsError if it is too long for that."""
    if experiment.epochs > MAX_EPOCHS:
        raise SettingsError([Problem("epochs", "too-large", _too_long(str(experiment.epochs)))])
    return experiment


def _too_long(epochs: str) -> str:
    return f"epochs: {epochs} is more than the {MAX_EPOCHS} allowed in a lesson"
