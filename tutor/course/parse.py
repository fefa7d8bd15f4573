"""Reads a lesson file into a Lesson, or says everything that is wrong with it, each thing at its place.

Prose stays as it stands, backtick fences hold settings, colon fences hold questions.
Reading never raises, whatever the text, and is done in linear time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.experiment import Experiment
from tutor.course.chain import Chain
from tutor.course.chain_reading import read_chain
from tutor.course.citations import check_citations, check_head
from tutor.course.experiments import Draft, read_draft, resolve
from tutor.course.explore import read_explore
from tutor.course.fences import Block, Cutter, Part
from tutor.course.front import Front, parse_front
from tutor.course.maths_check import check_maths
from tutor.course.model import Claim, Explore, Kind, Lesson, Question
from tutor.course.pages import make_pages
from tutor.course.problems import LessonError, Problem, Report, Where, brief
from tutor.course.questions import read_question
from tutor.course.scan import QUESTION_WORDS
from tutor.course.settings import Setting, check_id, read_setting
from tutor.course.source import lines_of, read_source
from tutor.course.statements import DEFAULT_SEEDS, read_claims, read_seeds

_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A lesson's text as read, with its front matter. `lesson` is None when any problem is an error."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]
    front: Front


@dataclass(slots=True)
class _Found:
    """What the blocks of one lesson hold."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    seeds: tuple[int, ...] | None = None
    steps: dict[int, Question | Explore | Chain] = field(default_factory=dict)


def parse(text: str, path: str) -> tuple[Lesson | None, tuple[Problem, ...]]:
    """The lesson in `text` and its problems; the lesson is None when any of them is an error.

    `path` is what the problems call the file.
    """
    parsed = parse_fully(text, path)
    return parsed.lesson, parsed.problems


def load(path: Path) -> Lesson:
    """The lesson in a file. Raises OSError when it cannot be read and LessonError when it has errors."""
    lesson, problems = parse(read_source(path), str(path))
    if lesson is None:
        raise LessonError(problems)
    return lesson


def parse_fully(text: str, path: str) -> Parsed:
    """Like `parse`, with the front matter as found."""
    report = Report(path)
    lines = lines_of(text)
    front = parse_front(lines, report)
    cutter = Cutter(lines, front.body, report)
    blocks = cutter.blocks()
    found = _Found()
    _check_ids(blocks, lines, report)
    for block in blocks:
        if block.part is Part.DATA and block.word == "experiment" and block.name:
            draft = read_draft(block, lines, report)
            found.drafts.setdefault(block.name, draft)
    experiments = resolve(found.drafts, report)
    for block in blocks:
        if block.part is Part.DATA:
            _read_data(block, lines, experiments, found, report)
        elif block.part is Part.QUESTION and (kind := _KINDS.get(_question_word(block, report))):
            code = cutter.code
            found.steps[block.line] = read_question(block, kind, lines, code, experiments, found.drafts, report)
    check_maths(blocks, lines, report)
    check_head(lines, front.body, report)
    check_citations(blocks, lines, cutter.code, found.claims, found.drafts, report)
    problems = report.result()
    if front.meta is None or report.failed:
        return Parsed(None, problems, front)
    pages = make_pages(front.meta.title, blocks, lines, found.steps)
    seeds = found.seeds or DEFAULT_SEEDS
    return Parsed(Lesson(front.meta, pages, experiments, found.claims, seeds), problems, front)


def _question_word(block: Block, report: Report) -> str:
    """The kind of this question; a misspelled one is read as what was meant."""
    if block.word in QUESTION_WORDS:
        return block.word
    nearest = report.nearest(block.word, QUESTION_WORDS)
    hint = f"; did you mean '{nearest}'?" if nearest else ""
    report.add("unexpected", f"unknown kind of question {brief(block.word)}{hint}", block.at)
    return nearest or ""


def _read_data(
    block: Block, lines: Sequence[str], experiments: Mapping[str, Experiment], found: _Found, report: Report
) -> None:
    match block.word:
        case "explore":
            if block.name and (explore := read_explore(block, lines, experiments, found.drafts, report)):
                found.steps[block.line] = explore
        case "chain":
            if block.name and (chain := read_chain(block, lines, report)):
                found.steps[block.line] = chain
        case "claims":
            seeds = read_seeds(block, report)
            if found.seeds is not None and seeds != found.seeds and block.name:
                report.add("value", "all claims of a lesson are tried over the same seeds", block.name_at)
            found.seeds = found.seeds or seeds
            read_claims(block, lines, found.drafts, experiments, found.claims, report)


def _check_ids(blocks: Sequence[Block], lines: Sequence[str], report: Report) -> None:
    """Every block has an id of its own; the old ids that `was:` names are nobody's any more."""
    seen: dict[str, int] = {}
    renamed: list[Setting] = []
    for block in blocks:
        if block.part not in (Part.DATA, Part.QUESTION) or block.word == "claims":
            continue
        if not block.name:
            mark = ":::" if block.part is Part.QUESTION else "```"
            space = " " if block.part is Part.QUESTION else ""
            message = f"this {block.word} has no id; write it as in '{mark}{space}{block.word} my_id'"
            report.add("missing-key", message, block.at)
            continue
        if block.rest:
            where = Where(block.line, len(lines[block.line - 1].rstrip()) - len(block.rest) + 1)
            report.add("unexpected", f"expected nothing after the id, found {brief(block.rest)}", where)
        check_id(block.name, block.name_at, report)
        if block.name in seen:
            message = f"id {brief(block.name)} is already used on line {seen[block.name]}"
            report.add("repeated-id", message, block.name_at)
        seen.setdefault(block.name, block.line)
        renamed += _renamed(block, lines)
    for setting in renamed:
        if setting.value in seen:
            message = f"was: {brief(setting.value)} is still in use on line {seen[setting.value]}"
            report.add("repeated-id", message, setting.at())
        seen.setdefault(setting.value, setting.line)


def _renamed(block: Block, lines: Sequence[str]) -> list[Setting]:
    found = []
    for index in range(block.start, block.stop):
        if not lines[index].strip() and block.part is Part.QUESTION:
            break
        setting = read_setting(lines[index], index + 1) if "was" in lines[index] else None
        if setting and setting.key == "was" and setting.value:
            found.append(setting)
    return found
