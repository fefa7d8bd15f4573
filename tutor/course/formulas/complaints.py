"""What is said where the tokens of a formula do not fit together: what is missing, left over, or has two meanings.

Every sentence says what to do, and the place is that of the first token that does not fit.
"""

from __future__ import annotations

from tutor.course.formulas.errors import FormulaError
from tutor.course.formulas.tokens import CLOSING, Token

_LONGEST_READING = 24


def _at(token: Token, message: str) -> FormulaError:
    return token.trouble or FormulaError(message, token.start, max(1, token.stop - token.start))


def unfinished(before: Token | None, now: Token) -> FormulaError:
    """A number or a name is needed, and `now` is none."""
    if before is None:
        if now.kind == "end":
            return _at(now, "nothing is typed yet; type a formula")
        return _at(now, "something is missing before this sign; begin with a number or a name")
    if now.kind == "end" and before.kind == "bar":
        return _at(before, "this bar has no partner; write abs(…)")
    if now.kind == "end":
        return _at(now, "the formula breaks off here; add a number or a name")
    if now.text == CLOSING.get(before.text):
        return _at(now, "nothing stands in these brackets; put a number or a name in them")
    if now.kind == "comma":
        return _at(now, "a comma stands between the two inputs of max or min; write a number such as 0.25 with a point")
    return _at(now, "something is missing before this; put a number or a name here")


def unexpected(before: Token, now: Token, bars: int) -> FormulaError:
    """A value has ended with `before`, and `now` cannot go on from there; `bars` of them are in the text."""
    if bars > 2 and "bar" in (before.kind, now.kind):
        return _at(now, "it is not clear which two bars belong together; write abs(…)")
    match now.kind:
        case "close":
            return _at(now, f"no bracket is open for this '{now.text}'; leave it out or open one")
        case "number":
            return _at(now, "a sign is missing before this number; write * to multiply or ^ for a power")
        case "comma":
            return _at(now, "a comma cannot stand here; write a number such as 0.25 with a point")
        case "raised":
            return _at(now, "two powers follow each other here; use brackets")
    return _at(now, "this does not go on from what stands before it; put a sign such as * between")


def unclosed(opening: Token, before: Token, now: Token, bars: int) -> FormulaError:
    """What `opening` opened should close where `now` stands."""
    if now.kind == "end":
        return _at(opening, f"this '{opening.text}' is never closed; add a '{CLOSING[opening.text]}'")
    if now.kind == "close":
        return _at(now, f"the bracket open here is a '{opening.text}'; close it with '{CLOSING[opening.text]}'")
    return unexpected(before, now, bars)


def two_ways(text: str, tokens: list[Token], start: int, sign: int, factor: int) -> FormulaError:
    """`1/2a` and `e^2x`: the product from token `start`, whose `sign` may or may not reach over `factor` as well."""
    signed, part, stop = tokens[sign], tokens[sign + 1].start, _stop(tokens, factor)
    whole = _short(text[tokens[start].start : signed.start]) + signed.kind
    far = f"{whole}({_short(text[part:stop])})"
    near = f"({whole}{_short(text[part : tokens[factor - 1].stop])}){_short(text[tokens[factor].start : stop])}"
    return FormulaError(f"this could mean {far} or {near}; write the brackets", part, stop - part)


def _short(typed: str) -> str:
    typed = " ".join(typed.split())
    return typed if len(typed) <= _LONGEST_READING else typed[: _LONGEST_READING - 1] + "…"


def _stop(tokens: list[Token], at: int) -> int:
    """Where the factor that begins with the token `at` ends, its brackets included."""
    if tokens[at].kind == "function" and tokens[at + 1].kind == "open":
        at += 1
    depth = 0
    for token in tokens[at:]:
        if token.kind in ("stray", "end"):
            return token.start
        depth += (token.kind == "open") - (token.kind == "close")
        if depth <= 0:
            break
    return token.stop
