"""Reads a number the way people type it: 0.25, .25, 1/4, 25 %, 2.5e-1 or 0,25."""

from __future__ import annotations

import math
import re

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,400}(?:[.,][0-9]{0,400})?|[.,][0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{0,400}|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,100}")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_LONGEST = 1000


def read_number(text: str) -> float | None:
    """The finite number that `text` spells, or None.

    A comma is a decimal comma unless it can only group thousands, as in 1,234,567 or 1,234.5. What could be
    either, as 1,234, is not guessed: it is None, and `two_ways` says so.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip().replace("\u2212", "-")
    if text.endswith("%"):
        value = read_number(text[:-1]) if not text[:-1].rstrip().endswith("%") else None
        return None if value is None else value / 100
    above, slash, below = text.partition("/")
    if slash:
        top, bottom = _plain(above.strip()), _plain(below.strip())
        if top is None or not bottom:
            return None
        return _finite(top / bottom)
    return _plain(text)


def two_ways(text: str) -> str:
    """The two numbers that an ambiguous comma could mean, in words; empty when there is no doubt."""
    text = text.strip().replace("\u2212", "-")
    if not _AMBIGUOUS.fullmatch(text):
        return ""
    return f"{text} could mean {text.replace(',', '')} or {text.replace(',', '.')}; write one of these"


def _plain(text: str) -> float | None:
    if _AMBIGUOUS.fullmatch(text):
        return None
    if _GROUPED.fullmatch(text):
        return _finite(float(text.replace(",", "")))
    if not _PLAIN.fullmatch(text):
        return None
    return _finite(float(text.replace(",", ".")))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
