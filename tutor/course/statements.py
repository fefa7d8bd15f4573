"""Reads a claims block: each line states something about runs that training must bear out.

Only the notation is judged here; whether a claim is true is for `check --train` to find out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.data.datasets import SOURCES
from engine.experiment import Experiment
from tutor.course.expression import Call, ExpressionError, read_expression
from tutor.course.fences import Block
from tutor.course.model import Claim, Place
from tutor.course.problems import Report, Where, brief
from tutor.course.settings import Setting, check_id, read_settings

QUANTIFIERS = ("all", "most", "some")
DEFAULT_SEEDS = (1, 2, 3)
MOST_SEEDS = 20

_SEEDS = re.compile(r"seeds=(\S+)")
_SPAN = re.compile(r"([0-9]{1,9})\.\.([0-9]{1,9})")
_LIST = re.compile(r"[0-9]{1,9}(?:,[0-9]{1,9})*")
_OPERATOR = re.compile(r"<=|>=|==|!=|=>|=<|<|>")
_EQUALS = re.compile(r"(?<=\s)=(?=\s)")
_KNOWN_OPERATORS = ("<", "<=", ">", ">=")


def read_seeds(block: Block, report: Report) -> tuple[int, ...]:
    """The seeds after `claims`, as in `seeds=1..5` or `seeds=1,4,9`."""
    text = " ".join(filter(None, (block.name, block.rest)))
    if not text:
        return DEFAULT_SEEDS
    match = _SEEDS.fullmatch(text)
    span = _SPAN.fullmatch(match[1]) if match else None
    if span and int(span[1]) <= int(span[2]):
        first, last = int(span[1]), int(span[2])
        if last - first < MOST_SEEDS:
            return tuple(range(first, last + 1))
    elif match and _LIST.fullmatch(match[1]):
        seeds = tuple(dict.fromkeys(int(seed) for seed in match[1].split(",")))
        if len(seeds) <= MOST_SEEDS:
            return seeds
    else:
        report.add("value", f"expected seeds such as seeds=1..5, found {brief(text)}", block.name_at)
        return DEFAULT_SEEDS
    report.add("too-large", f"claims are tried over {MOST_SEEDS} seeds at most", block.name_at)
    return DEFAULT_SEEDS


def read_claims(
    block: Block,
    lines: Sequence[str],
    ids: Mapping[str, object],
    experiments: Mapping[str, Experiment],
    claims: dict[str, Claim],
    report: Report,
) -> None:
    """Add the claims of this block to `claims`; `ids` are all the lesson's experiments, sound or not.

    A claim that is broken is added all the same, so that citing it is not a mistake of its own.
    """
    for setting in read_settings(lines, block.start, block.stop, report):
        if not check_id(setting.key, setting.key_at, report):
            continue
        if setting.key in claims:
            line = claims[setting.key].place.line
            report.add("repeated-id", f"claim '{setting.key}' is already stated on line {line}", setting.key_at)
            continue
        claims[setting.key] = _read_claim(setting, ids, experiments, report)


def _read_claim(
    setting: Setting, ids: Mapping[str, object], experiments: Mapping[str, Experiment], report: Report
) -> Claim:
    text = setting.value
    start = 0
    quantifier = "all"
    if first := re.match(r"([A-Za-z]+)\s+(?=[\w(.+-])", text):
        if first[1] in QUANTIFIERS:
            quantifier, start = first[1], first.end()
        elif text[first.end()].isalpha():
            start = first.end()
            hint = report.hint(first[1], QUANTIFIERS)
            report.add("claim", f"expected all, most or some, found {brief(first[1])}{hint}", setting.at())
    operators = list(_OPERATOR.finditer(text, start))
    place = Place(setting.line, setting.column)
    if len(operators) != 1 or operators[0].group() not in _KNOWN_OPERATORS:
        wrong = operators[1] if len(operators) > 1 else operators[0] if operators else _EQUALS.search(text)
        where = setting.at(wrong.start() if wrong else len(text))
        report.add("claim", "a claim compares two sides once, with <, <=, > or >=", where)
        return Claim(setting.key, quantifier, text[start:], "<", "0", place)
    operator = operators[0]
    sides = ((start, text[start : operator.start()]), (operator.end(), text[operator.end() :]))
    calls: list[Call] = []
    sound = True
    for offset, side in sides:
        lead = len(side) - len(side.lstrip())
        try:
            expression = read_expression(side.strip())
        except ExpressionError as error:
            hint = report.hint(error.word, error.known) if error.word else ""
            report.add("claim", f"{error}{hint}", setting.at(offset + lead + error.offset))
            sound = False
            continue
        for call in expression.calls:
            calls.append(call)
            _check_call(call, setting, offset + lead, ids, experiments, report)
    if sound and not calls:
        report.add("claim", "a claim measures at least one run, as in train_loss(run) < 0.1", setting.at())
    return Claim(setting.key, quantifier, sides[0][1].strip(), operator.group(), sides[1][1].strip(), place)


def _check_call(
    call: Call,
    setting: Setting,
    offset: int,
    ids: Mapping[str, object],
    experiments: Mapping[str, Experiment],
    report: Report,
) -> None:
    def at(place: int) -> Where:
        return setting.at(offset + place)

    if call.run not in ids:
        hint = report.hint(call.run, ids)
        report.add("unknown-id", f"no experiment {brief(call.run)} in this lesson{hint}", at(call.run_at))
    experiment = experiments.get(call.run)
    if experiment is None:
        return
    if mismatch := wrong_metric(call.measure, experiment):
        report.add("claim", mismatch.format(run=call.run), at(call.start))
    net = experiment.net
    layers = len(net.hidden if call.measure == "dead_share" else net.layers)
    if call.layer and (call.layer > layers or layers == 0):
        which = "hidden layers" if call.measure == "dead_share" else "layers"
        report.add("claim", f"{brief(call.run)} has {layers} {which}", at(call.layer_at))
    if call.epoch is not None and call.epoch > experiment.epochs:
        message = f"{brief(call.run)} is trained for {experiment.epochs} epochs"
        report.add("claim", message, at(call.epoch_at))


def wrong_metric(measure: str, experiment: Experiment) -> str:
    """Why this experiment has no such measure, or nothing when it has; `{run}` stands for its id."""
    source = SOURCES[experiment.data]
    classes = all(source.column(name).classes for name in experiment.target[0])
    if measure == "accuracy" and not classes:
        return "'{run}' answers with a number, so it has no accuracy; use test_rmse"
    if measure == "test_rmse" and classes:
        return "'{run}' answers with a class, so it has no test_rmse; use accuracy"
    return ""
