"""The words that may stand in a formula: the declared names, the functions, e and π, and their look-alikes.

ŷ and yhat mean a declared y_hat, α means alpha, w₁ means w1; a word that means nothing is refused with a way out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from tutor.course.formulas.errors import FormulaError, quoted
from tutor.course.formulas.operations import FUNCTIONS

_SUPERSCRIPTS = "⁰¹²³⁴-⁹ⁿ"
_LETTER = rf"(?:[^\W\d{_SUPERSCRIPTS}]|∂)"
_MORE = rf"(?:[^\W{_SUPERSCRIPTS}]|[\u0300-\u036f'′’])"
WORD = re.compile(f"{_LETTER}{_MORE}*")
RATIO = re.compile(rf"[d∂]{_MORE}*\s*[/÷∕⁄]\s*[d∂]{_MORE}+")
_SUBSCRIPT = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_WITH_NUMBER = re.compile(r"(.*[^\d])(\d+)")

_ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot", "′": "'", "’": "'"}
_FUNCTIONS = FUNCTIONS | {"sigma": "sigmoid"}
_CONSTANTS = {"e": "e", "pi": "π"}
_LONGEST_PRODUCT = 8
_MOST_LISTED = 6


class Word(NamedTuple):
    """A word read: a `name`, a `function` or a `constant`, what it means, and where it stands."""

    kind: str
    meaning: str
    start: int
    stop: int


class Vocabulary:
    """The declared names of one formula, and what can be said beside them."""

    def __init__(self, names: Collection[str]) -> None:
        """Raises ValueError for names that cannot be used."""
        self.names = tuple(names)
        self._by_look: dict[str, str] = {}
        for name in self.names:
            look = _look(name)
            if not WORD.fullmatch(name) or not name[0].isalpha():
                raise ValueError(f"{name!r} cannot be a name in a formula; use letters, then also digits and _")
            if look.lower() in FUNCTIONS:
                raise ValueError(f"{name!r} is a function here; choose another name")
            other = self._by_look.setdefault(look, name)
            if other != name:
                raise ValueError(f"the names {other!r} and {name!r} cannot be told apart")

    def read(self, match: re.Match[str]) -> list[Word]:
        """What a match of WORD means: one word, or the names that `ab` multiplies; raises FormulaError."""
        word, text, (start, stop) = match[0], match.string, match.span()
        if whole := self.whole(word):
            return [Word(*whole, start, stop)]
        if ratio := RATIO.match(text, start):
            advice = "is a derivative and not read as a fraction; write what it comes to"
            raise FormulaError(f"{quoted(ratio[0])} {advice}", start, len(ratio[0]))
        products = list(islice(self._products(word), 2))
        if len(products) == 1:
            return [Word(kind, meaning, start + a, start + b) for kind, meaning, a, b in products[0]]
        raise self._unknown(word, start, called=text[stop:].lstrip().startswith("("))

    def whole(self, word: str) -> tuple[str, str] | None:
        """The kind and the meaning of a word that is not a product."""
        look = _look(word)
        if look in self._by_look:
            return "name", self._by_look[look]
        if "_" in word:
            return None
        if function := _FUNCTIONS.get(look.lower()):
            return "function", function
        return ("constant", _CONSTANTS[look]) if look in _CONSTANTS else None

    def _products(self, word: str) -> Iterator[list[Word]]:
        """Every way to see a short word as names side by side; π may stand among them, e may not."""
        if len(word) > _LONGEST_PRODUCT:
            return
        for cut in range(1, len(word) + 1):
            look = _look(word[:cut])
            kind = "name" if look in self._by_look else "constant"
            if kind == "constant" and word[:cut] != "π":
                continue
            first = Word(kind, self._by_look.get(look, "π"), 0, cut)
            if cut == len(word):
                yield [first]
            for rest in self._products(word[cut:]):
                yield [first, *(Word(k, m, cut + a, cut + b) for k, m, a, b in rest)]

    def _unknown(self, word: str, start: int, called: bool) -> FormulaError:
        typed = quoted(word)
        for index, letter in enumerate(word):
            if alphabet := _foreign(letter):
                message = f"'{letter}' is a letter of another alphabet ({alphabet}); type the Latin one"
                return FormulaError(message, start + index)
        for name in (*self.names, *_CONSTANTS):
            if _look(word).lower() == _look(name).lower():
                return FormulaError(f"{typed} is not known here; did you mean '{name}'?", start, len(word))
        numbered = _WITH_NUMBER.fullmatch(word)
        if numbered and _look(numbered[1]) in self._by_look:
            name, number = numbered.groups()
            ways = f"write {number}{name} for the product or {name}^{number} for the power"
            return FormulaError(f"{typed} is not known here; {ways}", start, len(word))
        bare = re.sub("['′’]", "", word)
        if bare != word and self.whole(bare):
            return FormulaError(f"{typed} is not known here; write out what it comes to", start, len(word))
        known = (*self.names, *FUNCTIONS)
        if called:
            message = f"{typed} is no function here; use one such as exp, ln or tanh"
            return FormulaError(message, start, len(word), word, known)
        return FormulaError(f"{typed} is not known here; {self._usable()}", start, len(word), word, known)

    def _usable(self) -> str:
        """`use a, b and numbers`."""
        more = ["…"] if len(self.names) > _MOST_LISTED else []
        listed = ", ".join([*self.names[:_MOST_LISTED], *more])
        return f"use {listed} and numbers" if listed else "use numbers"


@lru_cache(maxsize=512)
def _look(word: str) -> str:
    """What words that look alike have in common: `ŷ`, `yhat` and `y_hat` are all "yhat"."""
    letters = unicodedata.normalize("NFKD", _SUBSCRIPT.sub("", word))
    return "".join(_ACCENTS.get(letter) or _latin(letter) for letter in letters)


def _latin(letter: str) -> str:
    """A Greek letter's name, with a capital for a capital; any other letter as it stands."""
    if not "Ͱ" <= letter <= "Ͽ":
        return letter
    words = unicodedata.name(letter, "").split()
    if words[:1] != ["GREEK"] or words[2:3] != ["LETTER"]:
        return letter
    name = words[-1].replace("LAMDA", "LAMBDA")
    return name.capitalize() if words[1] == "CAPITAL" else name.lower()


def _foreign(letter: str) -> str:
    """The full name of a letter that is neither Latin nor Greek, such as "cyrillic small letter a"."""
    if not letter.isalpha():
        return ""
    name = unicodedata.name(unicodedata.normalize("NFKD", letter)[0], "unknown")
    return "" if name.startswith(("LATIN", "GREEK")) else name.lower()
