"""A lesson as values: what the parser makes, and everything else only reads.

A lesson is a row of steps. A step is something to read, something to answer or something to explore;
the screens and plain mode walk the same row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeGuard

from engine.experiment import Experiment
from tutor.course.chain import Chain
from tutor.course.formulas import Formula
from tutor.course.front import FrontMatter as FrontMatter
from tutor.course.place import Place as Place


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    FORMULA = "formula"
    ORDER = "order"
    PREDICT = "predict"

    @property
    def typed(self) -> bool:
        """Whether the answer is typed; elsewhere it is picked, or arranged."""
        return self in (Kind.NUMBER, Kind.FORMULA)


class Mark(StrEnum):
    """What stands between the brackets of an answer."""

    RIGHT = "x"
    WRONG = " "
    ACCEPTABLE = "~"
    TRAINED = "?"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The numbers that a number answer accepts: `value` give or take `margin`."""

    value: float
    margin: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One option, one line to put in order, or one number or formula that may be typed.

    `text` is Markdown for what is picked or arranged, and the author's own notation for what is typed.
    `run` names the experiment that is trained for it. `number` or `formula` is what a typed answer is held
    against; the `*` that stands for anything else has neither.
    """

    mark: Mark
    text: str
    feedback: str
    run: str | None
    place: Place
    number: Tolerance | None = None
    formula: Formula | None = None

    @property
    def anything(self) -> bool:
        """Whether this is the `*` of a question with a typed answer."""
        return self.text == "*" and self.number is None and self.formula is None


@dataclass(frozen=True, slots=True)
class Winner:
    """How training decides a prediction: the run with the lowest (or highest) `measure` wins."""

    lowest: bool
    measure: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to answer. The answers of an `order` question stand in the right order.

    `variables` are the names that a formula may use, each with the range over which formulas are compared.
    """

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
    variables: Mapping[str, tuple[float, float]] = field(default_factory=dict)
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
    """An explorer inside a lesson: its `kind`, and how it opens, dial by dial, in the author's own words.

    `functions` are the lines it shows, of those it has, and `span` is the stretch of z that it draws.
    """

    id: str
    kind: str
    opening: Mapping[str, str]
    tries: tuple[str, ...]
    place: Place
    functions: tuple[str, ...] = ()
    span: tuple[float, float] = (-8.0, 8.0)


Step = Reading | Question | Explore | Chain

Task = Question | Chain
"""What a learner's answer is recorded of."""


def is_task(step: Step) -> TypeGuard[Task]:
    """Whether a learner's answer to this step is recorded."""
    return isinstance(step, Question) or (isinstance(step, Chain) and bool(step.blanks))


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

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that counts as answered or not: the questions, and the chains with blanks to fill in."""
        return tuple(step for step in self.steps if is_task(step))

    def page_of(self, step: Step) -> Page:
        return next(page for page in self.pages if step in page.steps)
