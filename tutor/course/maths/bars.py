"""Finds out which bars of a formula belong together: |x| is a size, and P(y|x) is a chance given x.

A bar looks the same whether it opens or closes, so only its neighbors can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tutor.course.maths.atoms import Atom
from tutor.course.maths.symbols import Kind


def paired(atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces, with every bar made to open, to close, or, left alone between its brackets, to relate."""
    found = list(atoms)
    waiting: list[int] = []  # brackets and bars still open
    for i, atom in enumerate(found):
        if atom.kind is Kind.OPEN:
            waiting.append(i)
        elif atom.kind is Kind.CLOSE:
            while waiting and found[waiting.pop()].kind is Kind.BAR:
                pass
        elif atom.kind is Kind.BAR:
            if waiting and found[waiting[-1]].kind is Kind.BAR and found[waiting[-1]].text[0] == atom.text[0]:
                opening = waiting.pop()
                found[opening] = replace(found[opening], kind=Kind.OPEN)
                found[i] = replace(atom, kind=Kind.CLOSE)
            else:
                waiting.append(i)
    return [replace(atom, kind=Kind.RELATION) if atom.kind is Kind.BAR else atom for atom in found]
