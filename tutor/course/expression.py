"""Reads one side of a claim, such as `3 * test_rmse(linear_out)`, so that it can be evaluated safely.

Only numbers, + - * /, brackets and the measures below get through; the rest is refused with its place.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

SIMPLE = ("train_loss", "test_loss", "test_rmse", "accuracy", "min_prediction", "max_prediction", "diverged")
"""Measures of a run alone."""
LAYERED = ("grad_norm", "dead_share")
"""Measures of a run and a layer: first, last, or its number counted from 1."""
MEASURES = (*SIMPLE, *LAYERED, "epochs_to")

_LONGEST = 200
_NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w.])"
_TOKEN = re.compile(rf"\s*(?:{_NUMBER}|[A-Za-z_][A-Za-z0-9_]*|[-+*/(),=])")
_LEADING_ZERO = re.compile(r"(?<![\w.])0+(?=[0-9])")


class ExpressionError(ValueError):
    """What is wrong, and `offset` characters into the text; `word` and `known` allow a suggestion."""

    def __init__(self, message: str, offset: int, word: str = "", known: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.offset = offset
        self.word = word
        self.known = known


@dataclass(frozen=True, slots=True)
class Call:
    """One measure of one run, with the offsets in the text of itself and of its parts.

    `layer` counts from 1, -1 is the last; `target` is the loss of `epochs_to`; without `epoch` it is measured
    at the end of the run.
    """

    measure: str
    run: str
    start: int
    stop: int
    run_at: int
    layer: int = 0
    layer_at: int = 0
    target: float = 0.0
    epoch: int | None = None
    epoch_at: int = 0


@dataclass(frozen=True, slots=True)
class Expression:
    """One side of a claim."""

    text: str
    tree: ast.expr = field(repr=False, compare=False)
    calls: tuple[Call, ...] = ()

    def value(self, measure: Callable[[Call], float]) -> float:
        """The number this side comes to; NaN where it divides by zero."""
        by_start = {call.start: call for call in self.calls}
        return _value(self.tree, lambda start: measure(by_start[start]))

    @property
    def shifted(self) -> bool:
        """Whether a plain number is added to a measure or taken from it, and that makes a measure of its kind."""
        degree, shifted = _degree(self.tree)
        return shifted and degree == 1

    def spelled(self, spell: Callable[[Call], str]) -> str:
        """The text with every measure replaced by what `spell` makes of it."""
        text = self.text
        for call in sorted(self.calls, key=lambda call: -call.start):
            text = text[: call.start] + spell(call) + text[call.stop :]
        return text


@lru_cache(maxsize=512)
def read_expression(text: str) -> Expression:
    """Read one side of a claim, without blanks around it.

    Raises ExpressionError with the place of the first thing that does not fit.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"one side of a claim may have {_LONGEST} characters at most", 0)
    _check_tokens(text)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or len(text)  # 0 is the end
        offset = min(column - 1, len(text) - 1)
        raise ExpressionError("this is not a number, a measure or a calculation with them", offset) from None
    calls: list[Call] = []
    _check(tree, calls)
    return Expression(text, tree, tuple(calls))


def _check_tokens(text: str) -> None:
    """Let only the characters through that a claim can be made of, so that the parser meets no surprises."""
    at = 0
    stop = len(text.rstrip())
    if not stop:
        raise ExpressionError("one side of the comparison is empty", 0)
    while at < stop:
        token = _TOKEN.match(text, at)
        if token is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionError(f"unexpected {text[at]!r} in a claim", at)
        at = token.end()
    if zeros := _LEADING_ZERO.search(text):
        raise ExpressionError("a number may not begin with 0 and another digit", zeros.start())


def _check(node: ast.expr, calls: list[Call]) -> None:
    at = node.col_offset
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if not math.isfinite(_number(value)):
                raise ExpressionError("this number is too large", at)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, calls)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, calls)
            _check(right, calls)
        case ast.Call(func=ast.Name(id=name)):
            calls.append(_read_call(node, name))
        case ast.Name(id=name):
            usage = f"; write {name}(run)" if name in MEASURES else ""
            raise ExpressionError(f"'{name}' is no number and no measure of a run{usage}", at)
        case _:
            raise ExpressionError("only numbers, + - * / and measures can stand here", at)


def _read_call(node: ast.Call, name: str) -> Call:
    start, stop = node.col_offset, (node.end_col_offset or 0)
    if name not in MEASURES:
        raise ExpressionError(f"unknown measure '{name}'", start, name, MEASURES)
    wanted = 1 if name in SIMPLE else 2
    if len(node.args) != wanted:
        usage = {"epochs_to": "(run, loss)"}.get(name, "(run, layer)" if name in LAYERED else "(run)")
        raise ExpressionError(f"write {name}{usage}", start)
    run = node.args[0]
    if not isinstance(run, ast.Name):
        raise ExpressionError(f"{name} starts with the id of an experiment", run.col_offset)
    epoch, epoch_at = _read_epoch(node)
    call = Call(name, run.id, start, stop, run.col_offset, epoch=epoch, epoch_at=epoch_at)
    if wanted == 1:
        return call
    second = node.args[1]
    second_at = second.col_offset
    layer, target = 0, 0.0
    match second:
        case ast.Name(id="first" | "last" as word) if name in LAYERED:
            layer = 1 if word == "first" else -1
        case ast.Constant(value=int() as number) if name in LAYERED and not isinstance(number, bool):
            layer = number
            if not 1 <= number <= 1000:
                raise ExpressionError("layers are counted from 1", second_at)
        case ast.Constant(value=int() | float() as number) if name == "epochs_to":
            target = _number(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)) if name == "epochs_to":
            target = -_number(number)
        case _:
            expected = "a loss" if name == "epochs_to" else "first, last or a layer's number"
            raise ExpressionError(f"{name} takes {expected} here", second_at)
    return Call(name, run.id, start, stop, call.run_at, layer, second_at, target, epoch, epoch_at)


def _read_epoch(node: ast.Call) -> tuple[int | None, int]:
    epoch: int | None = None
    at = node.col_offset
    for keyword in node.keywords:
        at = keyword.value.col_offset
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg != "epoch" or epoch is not None:
            raise ExpressionError("only 'epoch=' with a whole number can be named here", keyword.col_offset)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ExpressionError("epoch= takes a whole number", at)
        epoch = value
    return epoch, at


def _number(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _degree(node: ast.expr) -> tuple[int | None, bool]:
    """How many measures are multiplied here (None for a plain number), and whether a number joins a measure."""
    match node:
        case ast.Call():
            return 1, False
        case ast.UnaryOp(operand=operand):
            return _degree(operand)
        case ast.BinOp(left=left, op=operator, right=right):
            (a, one), (b, two) = _degree(left), _degree(right)
            if a is None and b is None:
                return None, False
            if isinstance(operator, ast.Mult | ast.Div):
                return (a or 0) + (b or 0) * (1 if isinstance(operator, ast.Mult) else -1), one or two
            if a is not None and b is not None and a != b:
                return 0, True
            return (b if a is None else a), one or two or a is None or b is None
    return None, False


def _value(node: ast.expr, measured: Callable[[int], float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return _number(number)
        case ast.UnaryOp(op=sign, operand=operand):
            value = _value(operand, measured)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=operator, right=right):
            a, b = _value(left, measured), _value(right, measured)
            match operator:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
            return a / b if b else math.nan
    return measured(node.col_offset)
