"""Raises and lowers: x², wᵢⱼ, W⁽²⁾ᵀ, and where Unicode has no such letter, y_b and e^(zᵢ).

A script that must stand on the line is put after those that Unicode can spell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tutor.course.maths.atoms import Atom, Level, bracketed, join, level_of
from tutor.course.maths.error import MathsError
from tutor.course.maths.symbols import SUBSCRIPTS, SUPERSCRIPTS, Kind

_BRACKETS = {"[": "]", "{": "}"}  # Unicode cannot raise these: a^[l]


@dataclass(slots=True)
class Scripts:
    """What hangs on one piece; a script's offset is that of its ^ or _."""

    marks: str = ""  # primes and factorials
    found: dict[str, tuple[list[Atom], int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Spelled:
    raised: str  # what joins the letter directly
    plain: str = ""  # what stands on the line, after a ^ or _
    deep: bool = False


def attach(base: Atom, scripts: Scripts) -> Atom:
    """`base` with its scripts.

    Raises MathsError where a script cannot be read on one line.
    """
    if not scripts.found and not scripts.marks:
        return base
    if base.level > Level.INDEXED and base.kind in (Kind.ORDINARY, Kind.RATIO):
        base = Atom(bracketed(base.text), deep=base.deep)
    if base.kind is Kind.OPERATOR and (limits := _range(scripts)):
        return replace(base, text=base.text + scripts.marks + limits, deep=True)
    lower = _spelled("_", scripts, SUBSCRIPTS)
    upper = _spelled("^", scripts, SUPERSCRIPTS)
    text = base.text + scripts.marks + lower.raised + upper.raised + lower.plain + upper.plain
    ragged = bool(lower.plain or upper.plain)
    level = Level.POWER if "^" in scripts.found or scripts.marks else Level.INDEXED
    return replace(
        base,
        text=text,
        level=max(base.level, level),
        ragged=ragged,
        deep=base.deep or lower.deep or upper.deep,
    )


def spell(atoms: Sequence[Atom], table: Mapping[str, str]) -> str | None:
    """The pieces in raised or lowered letters, or None where there are none for them; words stay words."""
    if any(atom.word or atom.kind is Kind.FUNCTION for atom in atoms):
        return None
    letters = [table.get(letter) for letter in join(atoms, tight=True)]
    return "".join(letter for letter in letters if letter) if all(letters) else None


def _spelled(mark: str, scripts: Scripts, table: Mapping[str, str]) -> _Spelled:
    if mark not in scripts.found:
        return _Spelled("")
    atoms, offset = scripts.found[mark]
    if (raised := spell(atoms, table)) is not None:
        return _Spelled(raised)
    if mark == "^" and (stop := _heads(atoms)):
        rest = spell(atoms[stop:], table)
        if rest is not None:
            return _Spelled("", mark + join(atoms[:stop], tight=True) + rest, any(atom.deep for atom in atoms))
    if (len(atoms) == 1 and atoms[0].level is Level.ATOM) or all(map(_is_simple, atoms)):
        return _Spelled("", mark + join(atoms), any(atom.deep for atom in atoms))
    _refuse_deep(atoms, offset)
    text = join(atoms)
    return _Spelled("", mark + (text if level_of(atoms) is Level.ATOM else bracketed(text)), deep=True)


def _range(scripts: Scripts) -> str:
    """Both limits of a sum as `_(c=1…C)` where Unicode cannot spell one of them."""
    if len(scripts.found) < 2:
        return ""
    (lower, below), (upper, above) = scripts.found["_"], scripts.found["^"]
    if spell(lower, SUBSCRIPTS) is not None and spell(upper, SUPERSCRIPTS) is not None:
        return ""
    _refuse_deep(lower, below)
    _refuse_deep(upper, above)
    return f"_({join(lower, tight=True)}…{join(upper, tight=True)})"


def _heads(atoms: Sequence[Atom]) -> int:
    """Where the square and curly brackets end that a superscript begins with: [l] of [l](i)."""
    stop = 0
    while stop < len(atoms) and atoms[stop].kind is Kind.OPEN and atoms[stop].text in _BRACKETS:
        closing = _BRACKETS[atoms[stop].text]
        after = stop + 1
        while after < len(atoms) and atoms[after].kind not in (Kind.OPEN, Kind.CLOSE):
            after += 1
        if after == len(atoms) or atoms[after].text != closing:
            break
        stop = after + 1
    return stop


def _is_simple(atom: Atom) -> bool:
    return atom.kind is Kind.ORDINARY and atom.level is Level.ATOM and not atom.word


def _refuse_deep(atoms: Sequence[Atom], offset: int) -> None:
    if any(atom.deep for atom in atoms):
        message = "a script within a script within a script cannot be read on one line; give the inner part a name"
        raise MathsError(message, offset)
