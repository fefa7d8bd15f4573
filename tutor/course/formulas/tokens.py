"""Cuts a typed text into tokens: numbers, names, functions, signs and brackets, each with its place.

What fits nowhere becomes a stray token that carries its own complaint, so that the first mistake is the one reported.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

from tutor.course.formulas.errors import FormulaError
from tutor.course.formulas.operations import OPERATIONS
from tutor.course.formulas.words import WORD, Vocabulary

CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}
"""What closes each bracket; the bars of |x| count as brackets."""

_SIGNS = {"+": "+", "/÷∕⁄": "/", "-−–‐‑": "-", "*·⋅∙×∗": "*", "^": "^", ",": "comma", "√": "function"}
_SIGN = {sign: kind for signs, kind in _SIGNS.items() for sign in signs}

_EXPONENT = r"(?:[eE][+\-−–]?[0-9]+)?"
_NUMBER = re.compile(rf"(?:[0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}")
_COMMA = re.compile(rf"[0-9]+(?:,[0-9]+)+(?:\.[0-9]*)?{_EXPONENT}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_RAISED = re.compile("[⁺⁻]?(?:[⁰¹²³⁴-⁹]+|ⁿ)")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")


class Token(NamedTuple):
    """One piece of the text, from `start` up to `stop`.

    `kind` is number, name, function, constant, raised (a superscript), open, close, bar, comma, one of + - * / ^,
    stray or end. `text` is what it means: × is *, ŷ may be y_hat. Only a stray one has a `trouble`.
    """

    kind: str
    text: str
    start: int
    stop: int
    trouble: FormulaError | None = None


def scan(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of `text`, the last of them an `end`, or a `stray` at which reading cannot go on."""
    tokens: list[Token] = []
    lists: list[bool] = []  # for each bracket that is open, whether it holds the two inputs of a function
    at = 0
    try:
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            found = _next(text, at, vocabulary, bool(lists and lists[-1]))
            if found[0].kind == "open":
                last = tokens[-1] if tokens else None
                lists.append(last is not None and last.kind == "function" and OPERATIONS[last.text].inputs == 2)
            elif found[0].kind == "close" and lists:
                lists.pop()
            tokens += found
            at = found[-1].stop
    except FormulaError as trouble:
        return [*tokens, Token("stray", "", trouble.offset, trouble.offset + trouble.length, trouble)]
    return [*tokens, Token("end", "", at, at)]


def _next(text: str, at: int, vocabulary: Vocabulary, listing: bool) -> list[Token]:
    """The token at `at`, or several for a word such as `ab`; raises FormulaError.

    While `listing`, a comma stands between two inputs; otherwise it is a decimal comma.
    """
    here = text[at]
    if not listing and (comma := _COMMA.match(text, at)):
        return [_number(_with_point(comma[0], at), at, comma.end())]
    if number := _NUMBER.match(text, at):
        return [_number(number[0], at, number.end())]
    if word := WORD.match(text, at):
        return [Token(*piece) for piece in vocabulary.read(word)]
    if raised := _RAISED.match(text, at):
        if raised[0][-1] == "ⁿ" and "n" not in vocabulary.names:
            raise FormulaError("'ⁿ' needs a name n, which is not known here; write the power as a number", at)
        return [Token("raised", raised[0].translate(_LOWERED), at, raised.end())]
    if text.startswith("**", at):
        return [Token("^", "^", at, at + 2)]
    if here in _SIGN:
        return [Token(_SIGN[here], "sqrt" if here == "√" else _SIGN[here], at, at + 1)]
    if here in "()[]{}|":
        kind = "bar" if here == "|" else "open" if here in CLOSING else "close"
        return [Token(kind, here, at, at + 1)]
    raise FormulaError(_complaint(here), at)


def _number(typed: str, start: int, stop: int) -> Token:
    plain = typed.replace("−", "-").replace("–", "-")
    if math.isinf(float(plain)):
        raise FormulaError("this number is too large; write a smaller one", start, stop - start)
    return Token("number", plain, start, stop)


def _with_point(typed: str, at: int) -> str:
    """`0.25` for `0,25`; refuses what could also be a comma between thousands."""
    if typed.count(",") > 1 or "." in typed:
        raise FormulaError("write this number with one point and without commas", at, len(typed))
    if _GROUPED.fullmatch(typed):
        ways = f"{typed.replace(',', '.')} or {typed.replace(',', '')}"
        raise FormulaError(f"{typed} could mean {ways}; write the one you mean", at, len(typed))
    return typed.replace(",", ".")


def _complaint(here: str) -> str:
    """Why a character that begins no token cannot stand in a formula."""
    if not here.isprintable() or unicodedata.category(here).startswith("M"):
        return f"there is a character here that cannot be seen (U+{ord(here):04X}); delete it"
    if here == "=":
        return "write only one formula; leave out the '=' and one of its sides"
    if here in "<>≤≥≠≈":
        return f"a formula comes to a number and compares nothing; leave out the '{here}'"
    if here == ".":
        return "a point can only stand in a number such as 0.25; leave it out"
    return f"'{here}' cannot stand in a formula; leave it out"
