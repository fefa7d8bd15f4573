"""Reads a question block: its settings, the prompt, the answers, the ladder of hints and the general why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.experiment import Experiment
from tutor.course import options
from tutor.course.expression import SIMPLE
from tutor.course.fences import Block
from tutor.course.maths import translated
from tutor.course.model import Kind, Place, Question, Winner
from tutor.course.problems import Report, Where, brief
from tutor.course.settings import (
    Setting,
    Settings,
    collect,
    read_id,
    read_ids,
    read_setting,
    read_yes_no,
)
from tutor.course.statements import wrong_metric
from tutor.course.variables import read_variables

KNOWN = {
    Kind.CHOICE: ("skills", "shuffle", "was"),
    Kind.MULTI: ("skills", "shuffle", "was"),
    Kind.NUMBER: ("skills", "unit", "was"),
    Kind.FORMULA: ("skills", "variables", "was"),
    Kind.ORDER: ("skills", "was"),
    Kind.PREDICT: ("skills", "shuffle", "was", "winner", "expect"),
}
MOST_RUNS = 6
MOST_HINTS = 3
LOSSES = ("train_loss", "test_loss", "epochs_to")

_SECTION = re.compile(r"(#{1,6})[ \t]+(.*)")
_NUMBERED = re.compile(r"[0-9]{1,3}[.)](?:[ \t]+(.*))?")
_BULLET = re.compile(r"[-*+][ \t]+(.*)")
_WINNER = re.compile(r"(\S+)(?:\s+(\S+))?")


@dataclass(slots=True)
class _Body:
    """What stands in the block, before any of it is judged."""

    settings: list[Setting] = field(default_factory=list)
    prompt: list[str] = field(default_factory=list)
    answers: list[options.Draft] = field(default_factory=list)
    hints: list[list[str]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


class _Reader:
    """Goes through the lines once; `state` is the part of the question that is being read."""

    def __init__(self, block: Block, kind: Kind, lines: Sequence[str], code: Sequence[bool], report: Report) -> None:
        self.block = block
        self.kind = kind
        self.lines = lines
        self.code = code
        self.report = report
        self.body = _Body()
        self.state = "settings"
        self.sections: dict[str, int] = {}
        self.quoted = False
        self.complained = False

    def read(self) -> _Body:
        index = self.block.start
        holes = dict(self.block.holes)
        while index < self.block.stop:
            if index in holes:
                index = holes[index]
                continue
            self._line(self.lines[index], index + 1, self.code[index])
            index += 1
        if self.state == "hints" and not self.body.hints and self.block.closed:
            self._no_hints()
        return self.body

    def _line(self, line: str, number: int, code: bool) -> None:
        if self.state == "settings" and self._setting(line, number):
            return
        if not code:
            if (section := _SECTION.fullmatch(line)) and self._section(section, number):
                return
            if self.state in ("prompt", "answers") and (answer := self._answer(line, number)):
                self.state, self.quoted, self.complained = "answers", False, False
                self.body.answers.append(answer)
                return
        match self.state:
            case "prompt":
                self.body.prompt.append(line)
            case "answers":
                self._under_answer(line, number)
            case "hints":
                self._hint(line, number)
            case "why":
                self.body.why.append(line)

    def _answer(self, line: str, number: int) -> options.Draft | None:
        """The answer that this line begins, if it does: `- [x] …`, or `1. …` among lines to be put in order."""
        if match := options.ANSWER.fullmatch(line):
            if self.kind is Kind.ORDER:
                message = "lines to be put in order are a numbered list, as in '1. Run forward'"
                self.report.add("answers", message, Where(number))
            return options.begin(match, number, self.report)
        if self.kind is Kind.ORDER and (match := _NUMBERED.fullmatch(line)):
            return options.begin_line(match, number, self.report)
        return None

    def _setting(self, line: str, number: int) -> bool:
        """Whether the line was one of the settings, or the blank line that ends them."""
        if not line.strip():
            self.state = "prompt"
            return True
        if line.lstrip().startswith("#") and not line.startswith("####"):
            return True
        if setting := read_setting(line, number):
            self.body.settings.append(setting)
            return True
        self.state = "prompt"
        word = line.split(maxsplit=1)[0]
        if word in KNOWN[self.kind] and self.block.closed:
            self.report.add("unexpected", f"a colon is missing; write '{word}: …'", Where(number, len(word) + 1))
        elif self.body.settings and not self._begins_answer(line) and self.block.closed:
            message = "expected 'key: value'; put a blank line before the prompt"
            self.report.add("unexpected", message, Where(number))
        return False

    def _begins_answer(self, line: str) -> bool:
        ordered = self.kind is Kind.ORDER and _NUMBERED.fullmatch(line)
        return bool(options.ANSWER.fullmatch(line) or ordered)

    def _section(self, section: re.Match[str], number: int) -> bool:
        level, title = section[1], section[2].rstrip(" \t#")
        name = title.capitalize()
        if name not in ("Hints", "Why"):
            near = self.report.nearest(title, ("hints", "why")) if self.state != "prompt" else None
            if near is None and (self.state in ("prompt", "why") or not self.block.closed):
                return False
            hint = f"; did you mean '#### {near.capitalize()}'?" if near else "; there are '#### Hints' and '#### Why'"
            self.report.add("unexpected", f"unknown section {brief(title)}{hint}", Where(number))
            name = near.capitalize() if near else ""
        elif (level, title) != ("####", name):
            self.report.add("unexpected", f"write this section as '#### {name}'", Where(number))
        elif name in self.sections:
            message = f"'#### {name}' already stands on line {self.sections[name]}"
            self.report.add("repeated-key", message, Where(number))
        self.sections.setdefault(name, number)
        if self.state == "hints" and not self.body.hints:
            self._no_hints()
        self.state = name.lower() or "why"
        return True

    def _no_hints(self) -> None:
        message = "'#### Hints' is followed by no hint"
        self.report.add("unexpected", message, Where(self.sections["Hints"]))

    def _under_answer(self, line: str, number: int) -> None:
        """A line below an answer: its feedback, more of its text, or something out of place."""
        answer = self.body.answers[-1]
        text = line.strip()
        if (bullet := _BULLET.match(line)) and self.block.closed:
            message = f"an answer begins with its brackets, as in '- [ ] {brief(bullet[1], 20)[1:-1]}'"
            advice = "a list in feedback has '>' before each line"
            self.report.add("answers", f"{message}; {advice}", Where(number))
        elif text.startswith(">"):
            if not self.kind.typed and self.kind is not Kind.ORDER:
                options.joined(answer, self.report)
            self.quoted = True
            answer.feedback.append(text[1:].removeprefix(" "))
        elif not text:
            self.quoted = False
            if answer.feedback:
                answer.feedback.append("")
        elif self.quoted:
            answer.feedback.append(text)
        elif line[0] in " \t" and not answer.feedback:
            options.extend(answer, text, Where(number, len(line) - len(line.lstrip()) + 1), self.report)
        elif not self.complained and self.block.closed:
            self.complained = True
            message = "this text belongs to no answer; feedback begins with '>'"
            self.report.add("unexpected", message, Where(number, len(line) - len(line.lstrip()) + 1))

    def _hint(self, line: str, number: int) -> None:
        hints = self.body.hints
        if match := _NUMBERED.fullmatch(line):
            hints.append([match[1] or ""])
            if len(hints) == MOST_HINTS + 1:
                self.report.add("unexpected", f"a question has {MOST_HINTS} hints at most", Where(number))
            if not match[1] and self.block.closed:
                self.report.add("value", "this hint is empty", Where(number))
        elif hints and (match := _BULLET.match(line)):
            hints.append([match[1]])
            self.report.add("unexpected", "hints are a numbered list, as in '1. Look at …'", Where(number))
        elif hints:
            hints[-1].append(line.strip())
        elif line.strip():
            hints.append([line.strip()])
            self.report.add("unexpected", "hints are a numbered list, as in '1. Look at …'", Where(number))


def read_question(
    block: Block,
    kind: Kind,
    lines: Sequence[str],
    code: Sequence[bool],
    experiments: Mapping[str, Experiment],
    ids: Mapping[str, object],
    report: Report,
) -> Question:
    """The question of this block, as far as it is sound; `ids` are all experiments, sound or not."""
    body = _Reader(block, kind, lines, code, report).read()
    known = KNOWN[kind]
    settings = collect(body.settings, known, f"question {brief(block.name)}", report)
    prompt = translated("\n".join(body.prompt).strip())
    if not prompt and block.closed:
        report.add("unexpected", f"question {brief(block.name)} asks nothing; write its prompt", block.at)
    variables = read_variables(settings, report)
    if kind is Kind.FORMULA and "variables" not in settings.given and block.closed:
        message = f"formula {brief(block.name)} names no 'variables', as in 'variables: a in 0.01 .. 0.99'"
        report.add("missing-key", message, block.at)
    answers = options.judge(body.answers, kind, block, ids, variables, report)
    hints = tuple(translated("\n".join(hint).strip()) for hint in body.hints)
    question = Question(
        id=block.name,
        kind=kind,
        prompt=prompt,
        answers=answers,
        place=Place(block.line),
        hints=hints[:MOST_HINTS],
        why=translated("\n".join(body.why).strip()),
        skills=read_ids(settings, "skills", report),
        shuffle=read_yes_no(settings, "shuffle", report),
        unit=settings.text("unit"),
        variables=variables or {},
        winner=_winner(settings, report),
        expect=settings.text("expect") or None,
        was=read_id(settings, "was", report),
    )
    if len(question.runs) > MOST_RUNS:
        message = f"a race has {MOST_RUNS} networks at most, so that each has a color and a marker of its own"
        report.add("answers", f"{message}; this one has {len(question.runs)}", block.at)
    if kind is Kind.PREDICT:
        _check_prediction(question, settings, block, experiments, report)
    return question


def _winner(settings: Settings, report: Report) -> Winner | None:
    """`lowest train_loss` or `highest accuracy`."""
    setting = settings.get("winner")
    if setting is None:
        return None
    match = _WINNER.match(setting.value)
    if match is None or match.end() != len(setting.value) or not match[2]:
        message = f"winner: expected 'lowest' or 'highest' and a measure, found {brief(setting.value)}"
        report.add("value", message, setting.at())
        return None
    sides, measures = ("lowest", "highest"), SIMPLE
    for word, known, at in ((match[1], sides, 0), (match[2], measures, match.start(2))):
        if word not in known:
            what = "measure" if at else "winner"
            report.add("value", f"winner: unknown {what} {brief(word)}{report.hint(word, known)}", setting.at(at))
    return Winner(match[1] != "highest", match[2])


def _check_prediction(
    question: Question,
    settings: Settings,
    block: Block,
    experiments: Mapping[str, Experiment],
    report: Report,
) -> None:
    for key in ("winner", "expect"):
        if key not in settings.given and block.closed:
            report.add("missing-key", f"prediction {brief(block.name)} has no '{key}'", block.at)
    expect, winner = settings.get("expect"), settings.get("winner")
    if expect and question.runs and expect.value not in question.runs:
        hint = report.hint(expect.value, question.runs)
        message = f"expect: no option of this question runs {brief(expect.value)}{hint}"
        report.add("unknown-id", message, expect.at())
    if not (winner and question.winner):
        return
    for run in question.runs:
        mismatch = wrong_metric(question.winner.measure, experiments[run]) if run in experiments else ""
        if mismatch:
            report.add("value", f"winner: {mismatch.format(run=run)}", winner.at())
            break
    if question.winner.measure in LOSSES:
        first, *others = [run for run in question.runs if run in experiments] or [""]
        other = next((run for run in others if _loss_of(experiments[run]) != _loss_of(experiments[first])), None)
        if other:
            message = f"winner: {brief(first)} and {brief(other)} measure different losses"
            report.add("claim", f"{message}; choose accuracy or test_rmse", winner.at())


def _loss_of(experiment: Experiment) -> tuple[object, ...]:
    """What the number called loss is made of; only equal ones can be compared."""
    return (experiment.loss, experiment.unit)
