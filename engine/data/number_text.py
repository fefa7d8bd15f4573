"""Reads one number as people write it: 1,234.50 or 1.234,50, $5, 12 %, (3) and −3 with a printer's minus.
Which of point and comma stands before the decimals is told from outside: one value alone need not show it."""

import re
from dataclasses import dataclass
from functools import cache

LONGEST_NUMBER = 400
"""Characters; no number that fits a float needs more."""
LARGEST = 1e100
"""Numbers beyond it are refused: their squares would leave the range of floats."""
CURRENCIES = frozenset("$€£¥")
DECIMAL_SIGNS = {".": "point", ",": "comma"}

_BLANKS = " \u00a0\u2009\u202f"
_MARKS = "'’_" + _BLANKS
"""What separates thousands whatever the decimal sign is."""
_STARTS = frozenset("0123456789+-−–﹣－.,(") | CURRENCIES
"""With what a number begins; most texts are told from numbers by this alone, and fast."""
_MINUS = str.maketrans("−–﹣－", "----")


@dataclass(frozen=True)
class NumberText:
    """A number as float() reads it, its sign of money or percent (or nothing), and whether more was taken
    away than a decimal comma or a printer's minus: a thousands separator, a sign, brackets for below zero."""

    plain: str
    unit: str
    changed: bool


def read_number(text: str, decimal: str) -> NumberText | None:
    """The number that a text without blanks around it holds, if its decimal sign is "." or ","; None if none."""
    if text[:1] not in _STARTS or len(text) > LONGEST_NUMBER:
        return None
    tidy = text.translate(_MINUS)
    if tidy.startswith("(") and tidy.endswith(")"):  # so accountants write what is below zero
        tidy = "-" + tidy[1:-1]
    found = _pattern(decimal).fullmatch(tidy)
    if not found or (found["sign"] and found["inner"]) or (found["before"] and found["after"]):
        return None
    unit = found["before"] or found["after"]
    digits = "".join(sign for sign in found["whole"] if "0" <= sign <= "9")
    decimals = f".{found['decimals']}" if found["decimals"] else ""
    plain = f"{found['sign']}{found['inner']}{digits}{decimals}{found['power'] or ''}"
    return NumberText(plain, unit, bool(unit or found["mark"] or text.startswith("(")))


def other_sign(decimal: str) -> str:
    """The decimal sign that it is not."""
    return "," if decimal == "." else "."


@cache
def _pattern(decimal: str) -> re.Pattern[str]:
    money, mark, point = "".join(CURRENCIES), f"[{other_sign(decimal)}{_MARKS}]", re.escape(decimal)
    grouped = rf"[1-9][0-9]{{0,2}}(?P<mark>{mark})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*"
    return re.compile(
        rf"(?P<sign>[+-]?)(?P<before>[{money}]?)[{_BLANKS}]*(?P<inner>[+-]?)(?={point}?[0-9])"
        rf"(?P<whole>{grouped}|[0-9]*)(?:{point}(?P<decimals>[0-9]*))?(?P<power>[eE][+-]?[0-9]+)?"
        rf"[{_BLANKS}]*(?P<after>[{money}%]?)"
    )
