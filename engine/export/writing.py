"""Small helpers for writing Python: text as a literal, a list over several lines, a docstring that stays one.
A script is a text made of sections, so all that a section needs is strings."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from engine.specs import number_text

WIDTH = 100
"""How long a line of a script may become, where it can be helped."""


def quoted(text: str) -> str:
    """The text as a Python literal in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def within_quotes(text: str) -> str:
    """The text as it stands between triple quotes, with nothing in it that could end or change them."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return "".join(each if each == "\n" or each.isprintable() else _escaped(each) for each in safe)


def listed(items: Iterable[str], indent: int = 0, first: int = 0) -> str:
    """Code for a list of these items, on one line if it fits, otherwise packed into several.

    `indent` is how far its closing bracket stands in, `first` how much stands before it on its first line.
    """
    items = list(items)
    line = f"[{', '.join(items)}]"
    if first + len(line) <= WIDTH:
        return line
    inner, lines = " " * (indent + 4), [""]
    for item in items:
        if lines[-1] and len(inner) + len(lines[-1]) + len(item) + 2 > WIDTH:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{item},"
    return "\n".join(["[", *(inner + line for line in lines), " " * indent + "]"])


def decimal(number: float) -> str:
    """The number with a decimal point or an exponent, so that it is read as one that is not whole."""
    text = number_text(number)
    return text if set(text) & set(".en") else f"{text}.0"


def repeated(items: Sequence[str]) -> str:
    """Code for a list in which neighbors that are equal stand together: [he] * 6 + [glorot]."""
    groups = [(name, len(list(group))) for name, group in groupby(items)]
    return " + ".join(f"[{name}]" + (f" * {times}" if times > 1 else "") for name, times in groups)


def sections(*texts: str) -> str:
    """The texts one below the other, two empty lines apart; empty ones are left out."""
    return "\n\n\n".join(text.strip("\n") for text in texts if text.strip()) + "\n"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
