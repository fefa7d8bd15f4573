"""Reads the answers of a question and holds them to the rules of its kind.

Every kind writes its answers alike, `- [x] text {run=id}` with the feedback quoted below; the rules differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tutor.course.fences import Block
from tutor.course.formulas import Formula, FormulaError, read_formula, same
from tutor.course.maths import translated
from tutor.course.model import Answer, Kind, Mark, Place, Tolerance
from tutor.course.numbers import read_number
from tutor.course.problems import START, Report, Where, brief
from tutor.course.variables import Ranges

ANSWER = re.compile(r"([ \t]*)(?:([-*+])([ \t]*)|(?=\[[xX ~?]\][ \t]))\[([^\]]{0,3})\](?![(\w\[])([ \t]*)(.*)")
RUN = re.compile(r"\{[ \t]*run[ \t]*=([^{}]*)\}[ \t]*$")

ALMOST_RUN = re.compile(
    r"[{(\[]?(?<![\w.])(?:run|runs)[ \t]*=[ \t]*([a-z]\w*)[ \t]*(?:[})\]][ \t]*)?$"
    r"|\{[ \t]*(?:run|runs)(?:[ \t]*:[ \t]*|[ \t]+)([a-z]\w*)[ \t]*\}[ \t]*$",
    re.IGNORECASE,
)
"""What an author may write at an option's end in place of `{run=id}`."""
_AMBIGUOUS = re.compile(r"(?<![\w.,])[1-9][0-9]{0,2},[0-9]{3}(?![\w.,])")
_CLAIM = re.compile(r"\{[ \t]*claim[ \t]*:")

MOST_ANSWERS = 9
"""As many as there are digits to pick with."""

_ALLOWED = {
    Kind.CHOICE: (Mark.RIGHT, Mark.WRONG, Mark.ACCEPTABLE),
    Kind.MULTI: (Mark.RIGHT, Mark.WRONG, Mark.ACCEPTABLE),
    Kind.NUMBER: (Mark.RIGHT, Mark.WRONG, Mark.ACCEPTABLE),
    Kind.FORMULA: (Mark.RIGHT, Mark.WRONG, Mark.ACCEPTABLE),
    Kind.ORDER: (Mark.RIGHT,),
    Kind.PREDICT: (Mark.TRAINED,),
}


ONLY_SHOWN = "{claim:…} is only shown in prose, prompts, feedback and why"


@dataclass(slots=True)
class Draft:
    """An answer while its lines are being read. `mark` is None when the brackets hold something else."""

    line: int
    mark: Mark | None
    text: str
    text_at: Where
    feedback: list[str] = field(default_factory=list)
    run: str | None = None
    run_at: Where = START
    more_at: Where | None = None


def begin(match: re.Match[str], line: int, report: Report) -> Draft:
    """The answer that this line begins."""
    indent, bullet, gap, inside, space, _ = match.groups()
    mark = next((mark for mark in Mark if mark.value == inside), None)
    if mark is None:
        message = f"expected x, ~, ? or a space between the brackets, found {brief(inside)}"
        report.add("answers", message, Where(line, match.start(4) + 1))
    if indent or bullet != "-" or gap != " " or not space:
        report.add("answers", "write an answer as '- [x] text', from the first column", Where(line, len(indent) + 1))
    draft = Draft(line, mark, "", Where(line, match.start(6) + 1))
    extend(draft, match[6], Where(line, match.start(6) + 1), report)
    return draft


def begin_line(match: re.Match[str], line: int, report: Report) -> Draft:
    """The line to be put in order that `1. …` begins."""
    where = Where(line, match.start(1) + 1 if match[1] else 1)
    draft = Draft(line, Mark.RIGHT, "", where)
    extend(draft, match[1] or "", where, report)
    return draft


def extend(draft: Draft, text: str, where: Where, report: Report) -> None:
    """Add one line of text to an answer, taking `{run=…}` off its end."""
    if match := RUN.search(text):
        run = match[1].strip()
        at = Where(where.line, where.column + match.start(1) + len(match[1]) - len(match[1].lstrip()))
        if draft.run is not None:
            report.add("answers", f"this answer already runs {brief(draft.run)}", at)
        draft.run, draft.run_at = run, at
        text = text[: match.start()]
    elif match := ALMOST_RUN.search(text):
        draft.run = draft.run or match[1] or match[2]
        draft.run_at = Where(where.line, where.column + match.start(1 if match[1] else 2))
        text = text[: match.start()]
    elif draft.text and draft.more_at is None:
        draft.more_at = where
    if draft.more_at is None and (claim := _CLAIM.search(text)):
        report.add("claim", ONLY_SHOWN, Where(where.line, where.column + claim.start()))
    draft.text = " ".join(filter(None, (draft.text, text.strip())))


def joined(draft: Draft, report: Report) -> None:
    """Feedback follows: a line between it and the option's own was meant to belong to it."""
    if draft.more_at is not None and not draft.feedback:
        message = "this line joins the option's text; feedback begins with '>' on its first line too"
        report.add("feedback", message, draft.more_at)


def judge(
    drafts: list[Draft],
    kind: Kind,
    block: Block,
    experiments: Mapping[str, object],
    variables: Ranges | None,
    report: Report,
) -> tuple[Answer, ...]:
    """The answers as values; everything that breaks the rules of `kind` is reported.

    `variables` are those of a formula question, None where they could not be read.
    """
    answers = []
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.mark is not None and draft.mark not in _ALLOWED[kind] and kind is not Kind.ORDER:
            marks = " or ".join(f"[{mark.value}]" for mark in _ALLOWED[kind])
            report.add("answers", f"an answer to a {kind} question begins with {marks}", Where(draft.line))
        if not draft.text:
            report.add("answers", "this answer has no text", Where(draft.line))
        elif draft.text in seen and not kind.typed:
            report.add("same-answer", f"this answer equals the one on line {seen[draft.text]}", draft.text_at)
        seen.setdefault(draft.text, draft.line)
        feedback = "\n".join(draft.feedback).strip("\n")
        if feedback.strip() or not block.closed or _explains_itself(kind, draft.mark):
            pass
        elif draft.more_at is not None:
            report.add("feedback", "this option has no feedback; begin this line with '>' if it is", draft.more_at)
        else:
            message = f"option {brief(draft.text)} has no feedback; write a line with '>' below it"
            report.add("feedback", message, Where(draft.line))
        if draft.run is not None and draft.run not in experiments:
            hint = report.hint(draft.run, experiments)
            message = f"no experiment {brief(draft.run)} in this lesson{hint}"
            report.add("unknown-id", message, draft.run_at)
        if (kind.typed or kind is Kind.ORDER) and draft.more_at is not None:
            what = "line to be put in order" if kind is Kind.ORDER else kind
            report.add("answers", f"a {what} stands on one line; feedback below it begins with '>'", draft.more_at)
            draft.text = ""
        number = _tolerance(draft, report) if kind is Kind.NUMBER and draft.text else None
        formula = _formula(draft, variables, report) if kind is Kind.FORMULA and draft.text else None
        mark = draft.mark or Mark.WRONG
        text = draft.text if kind.typed else translated(draft.text)
        answers.append(Answer(mark, text, translated(feedback), draft.run, Place(draft.line), number, formula))
    if block.closed:
        _judge_together(drafts, answers, kind, block, report)
        if kind.typed:
            _judge_typed(answers, variables or {}, report)
    return tuple(answers)


def _explains_itself(kind: Kind, mark: Mark | None) -> bool:
    """Whether an answer may go without feedback: the right formula, and a line that is in its place."""
    return kind is Kind.ORDER or (kind is Kind.FORMULA and mark is Mark.RIGHT)


def _judge_together(drafts: list[Draft], answers: list[Answer], kind: Kind, block: Block, report: Report) -> None:
    name = brief(block.name)
    if not answers:
        form = "'1. text'" if kind is Kind.ORDER else "'- [x] text'"
        report.add("answers", f"question {name} has no answers; write them as {form}", block.at)
        return
    for answer in answers[MOST_ANSWERS : MOST_ANSWERS + 1]:
        report.add("answers", f"a question has {MOST_ANSWERS} answers at most", (answer.place.line, 1))
    if len(answers) == 1 and not kind.typed:
        report.add("answers", f"question {name} has one answer only", block.at)
    right = [answer for answer in answers if answer.mark is Mark.RIGHT]
    if kind is Kind.PREDICT:
        _judge_runs(drafts, report)
    elif not right and all(draft.mark for draft in drafts):
        report.add("answers", f"question {name} has no right answer; mark it '- [x]'", block.at)
    if kind is Kind.CHOICE:
        for answer in right[1:]:
            message = f"a choice has one right answer, and line {right[0].place.line} is right already"
            report.add("answers", message, (answer.place.line, 1))


def _judge_runs(drafts: list[Draft], report: Report) -> None:
    """Every option of a prediction trains an experiment of its own."""
    seen: dict[str, int] = {}
    for draft in drafts:
        if draft.run is None:
            report.add("answers", "an option of a prediction ends with {run=experiment}", Where(draft.line))
        elif draft.run in seen:
            message = f"{brief(draft.run)} already runs for the option on line {seen[draft.run]}"
            report.add("answers", message, draft.run_at)
        else:
            seen[draft.run] = draft.line


def _tolerance(draft: Draft, report: Report) -> Tolerance | None:
    """`0.25 +- 0.005`, `5 +- 2%` or `3`; None for `*`, and for what cannot be read, which is reported."""
    if draft.text == "*":
        return None
    if comma := _AMBIGUOUS.search(draft.text):
        grouped, decimal = comma[0].replace(",", ""), comma[0].replace(",", ".").rstrip("0").rstrip(".")
        message = f"{brief(comma[0])} may be {grouped} or {decimal}; write one of these, without a comma"
        report.add("value", message, Where(draft.text_at.line, draft.text_at.column + comma.start()))
        return Tolerance(0.0, -1.0)
    value_text, sign, margin_text = draft.text.replace("±", "+-").partition("+-")
    value = read_number(value_text)
    margin = read_number(margin_text) if sign else 0.0
    if value is None or margin is None or margin < 0:
        message = f"expected a number such as 0.25 +- 0.005, or *, found {brief(draft.text)}"
        report.add("value", message, draft.text_at)
        return Tolerance(0.0, -1.0)
    share = margin_text.strip().endswith("%")
    if share and value == 0:
        report.add("value", f"{margin_text.strip()} of 0 is 0; write how far off it may be as a number", draft.text_at)
    return Tolerance(value, margin * abs(value) if share else margin)


def _formula(draft: Draft, variables: Ranges | None, report: Report) -> Formula | None:
    """The formula of an answer; None for `*`, and for what cannot be read, which is reported."""
    if draft.text == "*" or variables is None:
        return None
    try:
        return read_formula(draft.text, variables)
    except FormulaError as error:
        place = Where(draft.text_at.line, draft.text_at.column + error.offset)
        report.add("formula", str(error), place)
        return None


def _judge_typed(answers: list[Answer], variables: Ranges, report: Report) -> None:
    """An answer that an earlier one covers entirely can never be given."""
    for index, answer in enumerate(answers):
        place = (answer.place.line, 1)
        if answer.formula and not same(answer.formula, answer.formula, variables):
            message = "this formula has a value at hardly any point of the ranges in 'variables'"
            report.add("formula", message, place)
        if answer.text == "*" and answer.mark is not Mark.WRONG:
            report.add("answers", "'*' stands for every other answer and cannot be right", place)
        for earlier in answers[: min(index, MOST_ANSWERS)]:
            if earlier.text == "*":
                message = f"'*' on line {earlier.place.line} already stands for every other answer"
                report.add("answers", message, place)
            elif answer.number and earlier.number and _covers(earlier.number, answer.number):
                report.add("same-answer", f"line {earlier.place.line} already covers this number", place)
            elif answer.formula and earlier.formula and same(earlier.formula, answer.formula, variables):
                report.add("same-answer", f"this formula equals the one on line {earlier.place.line}", place)
            else:
                continue
            break


def _covers(outer: Tolerance, inner: Tolerance) -> bool:
    if outer.margin < 0 or inner.margin < 0:
        return False
    slack = 1e-9 * max(abs(outer.value), outer.margin)
    return abs(outer.value - inner.value) + inner.margin <= outer.margin + slack
