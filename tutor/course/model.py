"""A lesson as values: what the parser makes, and everything else only reads.

A lesson is a row of steps. A step is something to read, something to answer or something to explore;
the screens and plain mode walk the same row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.experiment import Experiment
from tutor.course.front import FrontMatter as FrontMatter


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    PREDICT = "predict"


class Mark(StrEnum):
    """What stands between the brackets of an answer."""

    RIGHT = "x"
    WRONG = " "
    ACCEPTABLE = "~"
    TRAINED = "?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the lesson file, counted from 1."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The numbers that a number answer accepts: `value` give or take `margin`."""

    value: float
    margin: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One option, or one accepted number.

    `text` is Markdown for choice, multi and predict, and the author's own notation for number.
    `run` names the experiment that is trained for it. `number` is None for the `*` of a number question.
    """

    mark: Mark
    text: str
    feedback: str
    run: str | None
    place: Place
    number: Tolerance | None = None


@dataclass(frozen=True, slots=True)
class Winner:
    """How training decides a prediction: the run with the lowest (or highest) `measure` wins."""

    lowest: bool
    measure: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: Kind
    prompt: str
    answers: tuple[Answer, ...]
    place: Place
    hints: tuple[str, ...] = ()
    why: str = ""
    skills: tuple[str, ...] = ()
    shuffle: bool = False
    unit: str = ""
    winner: Winner | None = None
    expect: str | None = None
    was: str | None = None

    @property
    def runs(self) -> tuple[str, ...]:
        """The experiments that race for this question, in the order of its answers, each once."""
        return tuple(dict.fromkeys(answer.run for answer in self.answers if answer.run))


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of prose under a page's title. `id` is stable while the page's title is."""

    id: str
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Explore:
    """An explorer inside a lesson. `kind` is `activation` so far."""

    id: str
    kind: str
    functions: tuple[str, ...]
    low: float
    high: float
    cursor: float
    show: tuple[str, ...]
    tries: tuple[str, ...]
    place: Place


Step = Reading | Question | Explore


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about runs that training must bear out: `quantifier left operator right`.

    `left` and `right` are expressions over measures, as in `test_rmse(a) > 3 * test_rmse(b)`.
    """

    name: str
    quantifier: str
    left: str
    operator: str
    right: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """What stands under one `##`, or before the first."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    meta: FrontMatter
    pages: tuple[Page, ...]
    experiments: Mapping[str, Experiment]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    seeds: tuple[int, ...] = (1, 2, 3)

    @property
    def id(self) -> str:
        return self.meta.id

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for page in self.pages for step in page.steps)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(step for step in self.steps if isinstance(step, Question))

    def page_of(self, step: Step) -> Page:
        return next(page for page in self.pages if step in page.steps)
