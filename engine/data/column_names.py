"""Turns the headers of a file into names that settings can hold: small letters, digits and underscores.
Settings put names between commas, plus signs and spaces, so none of these may be part of a name."""

import unicodedata
from collections.abc import Iterable, Sequence

LONGEST_NAME = 40
"""Characters; a longer header is cut."""


def column_names(headers: Sequence[str]) -> tuple[str, ...]:
    """One name per header, all different: "Living Area (m²)" becomes living_area_m2, a second price price_2."""
    names: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, start=1):
        plain = setting_name(header) or f"column_{place}"
        name = plain if plain not in taken else _unused(plain, taken)
        names.append(name)
        taken.add(name)
    return tuple(names)


def setting_name(header: str) -> str:
    """The header as a name, empty when it has no letters or digits."""
    # NFKD takes "é" apart into a letter and its accent, and makes a 2 of "²".
    signs = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", header[:200]).casefold())
    kept = (sign if sign.isalnum() else " " for sign in signs if not unicodedata.combining(sign))
    name = "_".join("".join(kept).split())[:LONGEST_NAME].strip("_")
    return f"column_{name}" if name[:1].isnumeric() else name


def _unused(plain: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{plain}_{number}" in taken:
        number += 1
    return f"{plain}_{number}"
