"""Sets the pieces of a formula on one line, with the blanks and brackets that make it read as it was meant.

Blanks follow what a sign does, as in TeX: `a-b` is a difference, `(-b)` is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from tutor.course.maths.symbols import Kind

_JOINS_NOTHING_AFTER = frozenset(
    {Kind.BINARY, Kind.RELATION, Kind.OPERATOR, Kind.FUNCTION, Kind.OPEN, Kind.PUNCTUATION, Kind.SIGN, Kind.SLASH}
)
_JOINS_NOTHING_BEFORE = (Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION)
_NAMES_OF_FUNCTIONS = tuple("fghpqPσ")
_CHANGES = ("d", "∂", "Δ")


class Level(IntEnum):
    """How firmly a piece holds together: the higher, the sooner it needs brackets."""

    ATOM = 0  # a letter, a number, anything in brackets
    INDEXED = 1  # a letter with a subscript
    POWER = 2  # with a superscript; f(x); ∂w
    PRODUCT = 3
    RATIO = 4
    APPLIED = 5  # log x, Σ x
    SUM = 6  # and everything looser


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece of a formula, already spelled.

    `word` is set for upright words, `ragged` when it ends in a script that stands on the line,
    `deep` when a script inside needed brackets, and `operator` for d/dx.
    """

    text: str
    kind: Kind = Kind.ORDINARY
    level: Level = Level.ATOM
    word: bool = False
    ragged: bool = False
    deep: bool = False
    operator: bool = False


def bracketed(text: str) -> str:
    return f"({text})"


def join(atoms: Sequence[Atom], tight: bool = False) -> str:
    """The pieces on one line; `tight`, as scripts are set, without blanks around + and =."""
    parts: list[str] = []
    settled = _settled(atoms)
    for i, atom in enumerate(settled):
        if i:
            gap = _gap(settled[i - 1], atom, tight)
            before, after = parts[-1][-1:].isspace(), atom.text[:1].isspace()
            parts.append("" if gap == " " and (before or after) else gap)
        text = atom.text
        if atom.kind is Kind.RATIO and _clings(settled, i):
            text = bracketed(text)
        parts.append(text)
    return "".join(parts)


def level_of(atoms: Sequence[Atom]) -> Level:
    """How firmly these pieces hold together."""
    settled = _settled(atoms)
    if len(settled) < 2:
        return settled[0].level if settled else Level.ATOM
    depths, closed = _depths(settled)
    top = [atom for atom, depth in zip(settled, depths, strict=True) if depth == 0]
    kinds = {atom.kind for atom in top}
    loosest = max((atom.level for atom in top), default=Level.ATOM)
    if not closed or loosest is Level.SUM or kinds & {Kind.BINARY, Kind.RELATION, Kind.PUNCTUATION, Kind.BLANK}:
        return Level.SUM
    if loosest is Level.APPLIED or Kind.OPERATOR in kinds or _applies(settled, depths):
        return Level.APPLIED
    if loosest is Level.RATIO or Kind.SLASH in kinds:
        return Level.RATIO
    return _level_of_product(settled, depths)


def enclose(atoms: Sequence[Atom], most: Level) -> str:
    """The pieces on one line, in brackets when they hold together less firmly than `most`."""
    text = join(atoms)
    return text if level_of(atoms) <= most else bracketed(text)


def _settled(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces, with every plus or minus that joins nothing marked as a sign."""
    settled: list[Atom] = []
    before = Kind.OPEN
    for i, atom in enumerate(atoms):
        if atom.kind is Kind.BINARY:
            after = atoms[i + 1].kind if i + 1 < len(atoms) else Kind.CLOSE
            if before in _JOINS_NOTHING_AFTER or after in _JOINS_NOTHING_BEFORE:
                atom = replace(atom, kind=Kind.SIGN)
        if atom.kind is not Kind.BLANK:
            before = atom.kind
        settled.append(atom)
    return settled


def _gap(left: Atom, right: Atom, tight: bool) -> str:
    """What stands between two neighbors."""
    kinds = (left.kind, right.kind)
    if Kind.BLANK in kinds:
        return ""
    if Kind.BINARY in kinds or Kind.RELATION in kinds:
        return "" if tight or kinds == (Kind.RELATION, Kind.RELATION) else " "
    if left.kind is Kind.PUNCTUATION:
        return "" if tight else " "
    if right.kind in (Kind.PUNCTUATION, Kind.CLOSE) or left.kind in (Kind.OPEN, Kind.SIGN) or Kind.SLASH in kinds:
        return ""
    if left.kind is Kind.FUNCTION:
        return "" if right.kind is Kind.OPEN or (right.kind is Kind.RATIO and not left.ragged) else " "
    if left.kind is Kind.OPERATOR:
        return " "
    if Kind.RATIO in kinds and right.kind is not Kind.SIGN:
        return " " if left.operator else " · "
    if right.kind in (Kind.FUNCTION, Kind.OPERATOR):
        return " "
    if left.ragged and right.kind is not Kind.OPEN:
        return " "
    between_numbers = left.text[-1:].isdigit() and "0" <= right.text[:1] <= "9"
    return " " if between_numbers else ""


def _clings(atoms: Sequence[Atom], i: int) -> bool:
    """Whether the fraction at `i` would be misread without brackets: log a/b, a/b/c."""
    before = atoms[i - 1].kind if i else Kind.OPEN
    after = atoms[i + 1].kind if i + 1 < len(atoms) else Kind.CLOSE
    return before in (Kind.FUNCTION, Kind.SLASH) or after is Kind.SLASH


def _depths(atoms: Sequence[Atom]) -> tuple[list[int], bool]:
    """How many brackets stand around each piece (0 for the outermost brackets), and whether they match."""
    depths: list[int] = []
    depth = 0
    for atom in atoms:
        if atom.kind is Kind.CLOSE:
            depth -= 1
            if depth < 0:
                return [0] * len(atoms), False
        depths.append(depth)
        depth += atom.kind is Kind.OPEN
    return depths, depth == 0


def _applies(atoms: Sequence[Atom], depths: Sequence[int]) -> bool:
    """Whether a function outside all brackets is applied without any of its own."""
    followers = [atom.kind for atom in atoms[1:]] + [Kind.ORDINARY]
    return any(
        depth == 0 and atom.kind is Kind.FUNCTION and follower is not Kind.OPEN
        for atom, depth, follower in zip(atoms, depths, followers, strict=True)
    )


def _level_of_product(atoms: Sequence[Atom], depths: Sequence[int]) -> Level:
    """The level of pieces that stand side by side."""
    first = atoms[0]
    brackets = [i for i, depth in enumerate(depths) if depth == 0 and atoms[i].kind in (Kind.OPEN, Kind.CLOSE)]
    if len(brackets) == 2 and brackets[1] == len(atoms) - 1:
        if brackets[0] == 0:
            return atoms[-1].level
        if brackets[0] == 1 and (first.kind is Kind.FUNCTION or first.text[:1] in _NAMES_OF_FUNCTIONS):
            return Level.POWER
    if len(atoms) == 2 and first.text[:1] in _CHANGES and not first.word and atoms[1].level <= Level.POWER:
        return Level.POWER
    return Level.PRODUCT
