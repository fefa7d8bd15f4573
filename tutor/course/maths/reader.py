"""Reads a formula in our part of LaTeX and says it in one line of Unicode, or what is wrong and where.

`translate` is all that others need; docs/maths.md lists what it knows.
"""

from __future__ import annotations

import re

from tutor.course.maths.atoms import Atom, Level, enclose, join, level_of
from tutor.course.maths.bars import paired
from tutor.course.maths.error import MathsError
from tutor.course.maths.letters import accented, in_font, literal
from tutor.course.maths.scripts import Scripts, attach, spell
from tutor.course.maths.signs import read_sign
from tutor.course.maths.symbols import (
    ACCENTS,
    BARS,
    BLANKS,
    COMMANDS,
    DROPPED,
    FONTS,
    FRACTIONS,
    REFUSED,
    ROOTS,
    SUPERSCRIPTS,
    SYMBOLS,
    WORDS,
    Kind,
)
from tutor.course.problems import brief

DEEPEST = 20
"""So many braces and commands may stand within one another."""

KNOWN = tuple(f"\\{name}" for name in COMMANDS if name.isalpha())

_BLANKS = re.compile(r"[ \t\r\n]*")
_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])")
_BRACE = re.compile(r"\}")
_SQUARE = re.compile(r"\]")
_RIGHT = re.compile(r"\\right(?![A-Za-z])")
_LIMITS = re.compile(r"\\(?:no)?limits(?![A-Za-z])")
_UNBRACED = re.compile(r"[0-9]{2,}|[-+−][0-9A-Za-z]+")


def translate(source: str) -> str:
    """Return what stands between two dollars as one line of Unicode.

    Raises MathsError, with its place in `source`, for what our part of LaTeX does not know.
    """
    text = join(_Reader(source).sequence(None, 0)).strip()
    if not text:
        raise MathsError("no formula stands between these dollars", 0)
    return text


class _Reader:
    """Walks over the formula once; `at` is where it stands."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.depth = 0

    def sequence(self, closer: re.Pattern[str] | None, opened: int) -> list[Atom]:
        """The pieces up to `closer`, which is stepped over, or to the end; `opened` is where it began."""
        self._deeper(opened)
        found: list[Atom] = []
        while True:
            self._skip_blanks()
            if closer and (end := closer.match(self.source, self.at)):
                self.at = end.end()
                break
            if self.at == len(self.source):
                if closer:
                    what = r"\left" if closer is _RIGHT else self.source[opened]
                    raise MathsError(f"this '{what}' is never closed", opened)
                break
            found += self._piece()
        self.depth -= 1
        return paired(found)

    def _deeper(self, offset: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise MathsError("too much stands within one another here; give an inner part a name", offset)

    def _skip_blanks(self) -> None:
        found = _BLANKS.match(self.source, self.at)
        self.at = found.end() if found else self.at

    def _next(self) -> str:
        self._skip_blanks()
        return self.source[self.at : self.at + 1]

    def _piece(self) -> list[Atom]:
        """What stands here, with all its scripts."""
        atoms = self._nucleus()
        scripts = self._scripts()
        if not scripts.marks and not scripts.found:
            return atoms
        base = atoms[-1] if atoms else Atom("")
        return [*atoms[:-1], attach(base, scripts)]

    def _scripts(self) -> Scripts:
        scripts = Scripts()
        while True:
            mark = self._next()
            if mark in ("^", "_"):
                if mark in scripts.found:
                    raise MathsError(f"a second '{mark}' on the same letter; put both in one {mark}{{…}}", self.at)
                offset = self.at
                scripts.found[mark] = (self._script(mark), offset)
            elif mark in ("'", "!") and not self.source.startswith("!=", self.at):
                scripts.marks += mark
                self.at += 1
            elif limits := _LIMITS.match(self.source, self.at):
                self.at = limits.end()
            else:
                return scripts

    def _script(self, mark: str) -> list[Atom]:
        offset = self.at
        self.at += 1
        self._skip_blanks()
        if unbraced := _UNBRACED.match(self.source, self.at):
            raise MathsError(f"braces say how far a '{mark}' reaches: {mark}{{{brief(unbraced[0])[1:-1]}}}", offset)
        return self._argument(mark, offset)

    def _argument(self, owner: str, offset: int) -> list[Atom]:
        """What a command or a script takes, never nothing: braces, or the one sign that follows."""
        here = self._next()
        self._deeper(self.at)
        if here == "{":
            self.at += 1
            atoms = self.sequence(_BRACE, self.at - 1)
        elif here.isdigit():
            self.at += 1
            atoms = [Atom(here)]
        else:
            atoms = self._nucleus() if here not in ("", "}", "^", "_", "'") else []
        self.depth -= 1
        if not atoms:
            raise MathsError(f"something is missing after '{owner}', in braces", offset)
        return atoms

    def _nucleus(self) -> list[Atom]:
        """What stands here, without its scripts: mostly one piece, nothing for \\big, several for \\left(…\\right)."""
        start = self.at
        here = self.source[start]
        if here == "{":
            self.at += 1
            return _group(self.sequence(_BRACE, start))
        if here == "\\":
            return self._command()
        atom, self.at = read_sign(self.source, start)
        return [atom]

    def _command(self) -> list[Atom]:
        start = self.at
        found = _COMMAND.match(self.source, start)
        if found is None:
            raise MathsError(r"nothing stands after this backslash", start)
        name = found[1]
        self.at = found.end()
        if name in SYMBOLS:
            return [Atom(*SYMBOLS[name])]
        if found[0] in BARS:
            return [Atom(BARS[found[0]], Kind.BAR)]
        if name in BLANKS:
            return [Atom(BLANKS[name], Kind.BLANK)] if BLANKS[name] else []
        if name in DROPPED:
            return []
        if name in REFUSED:
            raise MathsError(REFUSED[name], start)
        return self._with_arguments(name, start)

    def _with_arguments(self, name: str, start: int) -> list[Atom]:
        """What a command makes of what follows it."""
        command = f"\\{name}"
        if name in FRACTIONS:
            return [_fraction(self._argument(command, self.at), self._argument(command, self.at))]
        if name in ACCENTS:
            return [accented(name, self._argument(command, self.at), start)]
        if name in FONTS:
            return [in_font(name, self._argument(command, self.at), start)]
        if name in (*WORDS, "operatorname"):
            return [self._words(name)]
        if name == "sqrt":
            return [self._root(start)]
        if name == "left":
            return self._left(start)
        if name == "right":
            raise MathsError(r"this '\right' has no '\left'", start)
        raise MathsError(f"unknown command {brief(command)}", start, command, KNOWN)

    def _words(self, name: str) -> Atom:
        if name == "operatorname" and self._next() == "*":
            self.at += 1
        self._skip_blanks()
        atom, self.at = literal(name, self.source, self.at)
        return Atom(atom.text, Kind.FUNCTION) if name == "operatorname" else atom

    def _root(self, start: int) -> Atom:
        index: list[Atom] = []
        if self._next() == "[":
            self.at += 1
            index = self.sequence(_SQUARE, self.at - 1)
        name = join(index)
        inside = self._argument(r"\sqrt", self.at)
        raised = spell(index, SUPERSCRIPTS)
        if raised is None:
            raise MathsError(f"the root {brief(name)} cannot be written on one line; use a power", start)
        sign = ROOTS.get(name) or raised + ROOTS[""]
        return Atom(sign + enclose(inside, Level.INDEXED), level=Level.POWER, deep=_is_deep(inside))

    def _left(self, start: int) -> list[Atom]:
        opening = self._delimiter(Kind.OPEN)
        inside = self.sequence(_RIGHT, start)
        return [opening, *inside, self._delimiter(Kind.CLOSE)]

    def _delimiter(self, kind: Kind) -> Atom:
        r"""The bracket after \left or \right; a dot stands for none."""
        start = self.at
        if self._next() == ".":
            self.at += 1
            return Atom("", kind)
        atoms = self._nucleus() if self.at < len(self.source) else []
        if len(atoms) != 1 or atoms[0].kind not in (Kind.OPEN, Kind.CLOSE, Kind.BAR):
            raise MathsError(r"a bracket must follow '\left' and '\right'", start)
        return Atom(atoms[0].text, kind)


def _group(atoms: list[Atom]) -> list[Atom]:
    """What stands in braces, as one piece."""
    if len(atoms) < 2:
        return atoms
    return [Atom(join(atoms), level=level_of(atoms), ragged=atoms[-1].ragged, deep=_is_deep(atoms))]


def _fraction(top: list[Atom], bottom: list[Atom]) -> Atom:
    text = f"{enclose(top, Level.PRODUCT)}/{enclose(bottom, Level.POWER)}"
    operator = len(top) == 1 and top[0].text[:1] in ("d", "∂") and bottom[0].text == top[0].text[:1]
    return Atom(text, Kind.RATIO, Level.RATIO, deep=_is_deep(top + bottom), operator=operator)


def _is_deep(atoms: list[Atom]) -> bool:
    return any(atom.deep for atom in atoms)
