"""Letters in other clothes: with a hat, bold, or upright as in a word.

Only what stays one cell wide, so that a line of a formula is as long as it looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tutor.course.maths.atoms import Atom, Level, join, level_of
from tutor.course.maths.error import MathsError
from tutor.course.maths.symbols import ACCENTS, FONTS, SUBSCRIPTS, SUPERSCRIPTS, Kind

_SCRIPTS = frozenset(SUPERSCRIPTS.values()) | frozenset(SUBSCRIPTS.values())
_LITERAL = re.compile(r"\{((?:[^{}\\]|\\[{}%$#&_ ])*+)(\}?)")
_ESCAPE = re.compile(r"\\(.)")


def accented(command: str, atoms: Sequence[Atom], offset: int) -> Atom:
    """The one letter of `atoms` with the mark of `command` on it; scripts that it has stay behind it.

    Raises MathsError for anything but one letter.
    """
    atom = atoms[0] if len(atoms) == 1 else Atom("")
    plain = unicodedata.normalize("NFD", atom.text)
    letter = plain[:1]
    marks = len(plain[1:]) - len(plain[1:].lstrip("".join(ACCENTS.values())))
    rest = plain[1 + marks :]
    if not letter.isalpha() or atom.word or atom.kind is not Kind.ORDINARY or not _SCRIPTS.issuperset(rest):
        raise MathsError(rf"'\{command}' stands on one letter, as in \{command}{{y}}_i", offset)
    text = unicodedata.normalize("NFC", plain[: 1 + marks] + ACCENTS[command])
    return Atom(text + rest, level=atom.level)


def in_font(command: str, atoms: Sequence[Atom], offset: int) -> Atom:
    """`atoms` with their letters and digits in the alphabet of `command`.

    Raises MathsError for a letter that this alphabet lacks.
    """
    table = FONTS[command]
    plain = unicodedata.normalize("NFD", join(atoms))
    missing = next((c for c in plain if c.isalnum() and c not in table and c not in _SCRIPTS), None)
    if missing:
        raise MathsError(rf"'\{command}' has no letter '{missing}'", offset)
    text = unicodedata.normalize("NFC", "".join(table.get(c, c) for c in plain))
    return Atom(text, level=level_of(atoms), deep=any(atom.deep for atom in atoms))


def literal(command: str, source: str, at: int) -> tuple[Atom, int]:
    """The words in the braces at `at`, taken as they are, and where they end.

    Raises MathsError when there are no braces, or more than words in them.
    """
    found = _LITERAL.match(source, at)
    if found is None:
        raise MathsError(rf"'\{command}' takes its words in braces: \{command}{{…}}", at)
    if not found[2]:
        if found.end() == len(source):
            raise MathsError("this '{' is never closed", at)
        raise MathsError(rf"only plain words can stand in \{command}{{…}}", found.end())
    text = " ".join(re.split(r"[\t\r\n]+", _ESCAPE.sub(r"\1", found[1])))
    if not text.isprintable():
        wrong = next(i for i, c in enumerate(text) if not c.isprintable())
        raise MathsError("this character cannot be shown", found.start(1) + wrong)
    level = Level.SUM if " " in text.strip() else Level.ATOM
    return Atom(text, level=level, word=len(text) > 1), found.end()
