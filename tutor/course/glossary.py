"""The glossary: what the words of the course mean, and which lesson teaches them. Its text is lessons/glossary.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tutor.course.catalog import Catalog, shipped
from tutor.course.chain import Chain
from tutor.course.model import Explore, Question, Reading, Step
from tutor.course.settings import read_setting

FILE = "glossary.md"


@dataclass(frozen=True, slots=True)
class Term:
    """One word: what it is `also` called, its formula and shape where there are some, and the lesson that teaches it.

    `plot` is an activation that shows it best; `text` is Markdown.
    """

    name: str
    also: tuple[str, ...]
    formula: str
    shape: str
    plot: str
    lesson: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.name, *self.also)


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, in the order of the alphabet."""
    text = (shipped() / FILE).read_text(encoding="utf-8")
    terms = [_term(part) for part in re.split(r"^## ", text, flags=re.M)[1:]]
    return tuple(sorted(terms, key=lambda term: term.name.lower()))


@cache
def titles() -> dict[str, str]:
    """The titles of the lessons of the course, by their ids."""
    return {entry.meta.id: entry.meta.title for entry in Catalog().entries if entry.meta}


def terms_in(text: str, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that a text uses, in the order in which they come up."""
    found: dict[Term, int] = {}
    for term in terms:
        words = "|".join(re.escape(word) for word in sorted(term.words, key=len, reverse=True))
        if match := re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text, re.IGNORECASE):
            found[term] = match.start()
    return tuple(sorted(found, key=lambda term: found[term]))


def said_in(step: Step | None) -> str:
    """All the words of a step that a learner meets before answering."""
    match step:
        case Reading():
            return step.text
        case Question():
            return "\n".join((step.prompt, *(answer.text for answer in step.answers)))
        case Explore():
            return "\n".join((step.kind, *step.tries))
        case Chain():
            return "chain rule\n" + "\n".join(let.formula.text for let in step.lets)
    return ""


def _term(part: str) -> Term:
    name, *lines = part.splitlines()
    settings: dict[str, str] = {}
    place = 0
    while place < len(lines) and (setting := read_setting(lines[place], place)):
        settings[setting.key] = setting.value
        place += 1
    also = tuple(word.strip() for word in settings.get("also", "").split(",") if word.strip())
    text = "\n".join(lines[place:]).strip()
    formula, shape, plot, lesson = (settings.get(key, "") for key in ("formula", "shape", "plot", "lesson"))
    return Term(name.strip(), also, formula, shape, plot, lesson, text)
