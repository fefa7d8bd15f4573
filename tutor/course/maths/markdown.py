"""Puts formulas into Markdown: as Unicode for those who read, as a list of mistakes for those who write.

What stands around a formula is left as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.course.maths.error import MathsError
from tutor.course.maths.reader import translate
from tutor.course.maths.spans import Span, spans

_SPECIAL = frozenset("\\*_[]<>~&#$-")
_STRONGER = frozenset("`|")  # end code, or a cell of a table, even behind a backslash
_GLUE_BEFORE = tuple("*_~&#</!=]")
_GLUE_AFTER = tuple("*_~[")
_LINE_START = re.compile(r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*+\Z")
_BLOCK = re.compile(r"[-+=:]|[0-9]{1,9}[.)]")


def translated(markdown: str) -> str:
    """Return the text with every formula in Unicode, escaped where Markdown would read something else into it.

    A formula that cannot be read stays as it was typed.
    """
    parts: list[str] = []
    end = 0
    for span, formula in _formulas(markdown):
        before, after = markdown[end : span.start], markdown[span.stop : span.stop + 1]
        parts += [before, _escaped(formula, before, after, first=end == 0)]
        end = span.stop
    return "".join([*parts, markdown[end:]])


def plain(text: str) -> str:
    r"""Return a text that is no Markdown, such as a title, with every formula in Unicode, and \$ as a dollar."""
    parts: list[str] = []
    end = 0
    for span, formula in _formulas(text):
        parts += [_unescaped(text[end : span.start]), formula]
        end = span.stop
    return "".join([*parts, _unescaped(text[end:])])


def problems_in(text: str) -> Iterator[tuple[int, MathsError]]:
    """Yield every formula's mistake with its offset in `text`."""
    for span in spans(text):
        try:
            translate(span.source)
        except MathsError as error:
            yield span.start + 1 + error.offset, error


def _formulas(text: str) -> Iterator[tuple[Span, str]]:
    """The formulas that can be read, with what they are in Unicode."""
    for span in spans(text):
        try:
            yield span, translate(span.source)
        except MathsError:
            continue


def _escaped(formula: str, before: str, after: str, first: bool) -> str:
    """The formula so that Markdown shows it as it is between the text `before` it and the character `after` it.

    A dollar is punctuation, which keeps a star beside it a star and a `<` from beginning a tag; so is the
    `&#120;` that stands for a letter there.
    """
    letters = [_safe(letter) for letter in formula]
    begins_block = _BLOCK.match(formula + after) and _begins_line(before, first)
    if before.endswith(_GLUE_BEFORE) or begins_block or ("<" in before and formula.isascii()):
        letters[0] = _numeric(formula[0])
    if after in _GLUE_AFTER:
        letters[-1] = _numeric(formula[-1])
    return "".join(letters)


def _unescaped(text: str) -> str:
    return text.replace(r"\$", "$")


def _safe(letter: str) -> str:
    if letter in _STRONGER:
        return _numeric(letter)
    return f"\\{letter}" if letter in _SPECIAL else letter


def _numeric(letter: str) -> str:
    return f"&#{ord(letter)};"


def _begins_line(before: str, first: bool) -> bool:
    """Whether only quote and list marks stand before a formula on its line; `first`: no other one was before."""
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    return (first or len(line) < len(before)) and _LINE_START.match(line) is not None
