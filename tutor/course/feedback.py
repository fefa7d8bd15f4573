"""Why an answer is right or wrong: the option taken first, with the numbers that training has just measured.

Pure text: the screens and plain mode only choose how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.run import Run
from tutor.course.claims import cite, names, winner
from tutor.course.grade import Grade, Verdict
from tutor.course.maths import outside
from tutor.course.model import Answer, Claim, Kind, Mark, Question

VERDICTS = {Verdict.RIGHT: "✔ Right", Verdict.ACCEPTABLE: "◐ Acceptable", Verdict.WRONG: "✘ Not so"}
MARKS = {Mark.RIGHT: "✔ right", Mark.ACCEPTABLE: "◐ acceptable", Mark.WRONG: "✘ wrong", Mark.TRAINED: ""}

OUTCOMES = {True: "✔ it won", False: "✘ it did not win"}
"""What training has said of an option of a prediction."""

SAID = {"guess": "a guess", "think": "you think so", "sure": "sure"}
"""How sure the learner was, in words."""

_MARGIN = re.compile(r"\+-|±")
_CITATION = re.compile(r"\s*\{claim:([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Explained:
    """The feedback of one option. `index` is its place in the file and `number` the one on the screen.

    `number` is 0 for an answer that is typed. `word` is its verdict; `title` and `text` are Markdown.
    """

    index: int
    number: int
    taken: bool
    word: str
    title: str
    text: str

    @property
    def heading(self) -> str:
        """One line above the text: the option's number, its verdict, and whether the learner took it."""
        name, mine = (str(self.number), "your pick") if self.number else (self.title, "your answer")
        return " · ".join(filter(None, (name, self.word, mine if self.taken else "")))


def explain(
    question: Question,
    grade: Grade,
    runs: Mapping[str, Run],
    claims: Mapping[str, Claim],
    order: Sequence[int],
    typed: str = "",
) -> tuple[Explained, ...]:
    """Return every option's feedback, what was taken first, the others in the order shown.

    `typed` is the learner's own number or formula, which stands above the feedback of the answer that it comes under.
    """
    if question.kind is Kind.ORDER:
        return _places(question, order, runs, claims)
    taken = set(grade.chosen)
    shown = list(order) + [index for index in grade.chosen if index not in order]
    won = _winner(question, runs)
    explained = []
    for index in sorted(shown, key=lambda index: index not in taken):  # stable: the order shown is kept
        answer = question.answers[index]
        text = fill(answer.feedback, runs, claims)
        if not text and index not in taken and answer.mark is not Mark.RIGHT:
            continue
        word = word_for(answer.mark, question.kind is Kind.MULTI, index in taken)
        if won is not None and answer.mark is Mark.TRAINED:
            word = OUTCOMES[index == won]
        typing = question.kind.typed
        own = typed if index in taken else ""
        explained.append(
            Explained(
                index,
                number=0 if typing else shown.index(index) + 1,
                taken=index in taken,
                word=word,
                title=(own or _value(answer, question)) if typing else answer.text,
                text=text,
            )
        )
    return tuple(explained)


def _places(
    question: Question, order: Sequence[int], runs: Mapping[str, Run], claims: Mapping[str, Claim]
) -> tuple[Explained, ...]:
    """The lines in the right order, each with the place the learner gave it.

    When all of them were right, only those that something is said of.
    """
    told = []
    for index, answer in enumerate(question.answers):
        place = order.index(index)
        word = "✔" if place == index else f"✘ you had it in place {place + 1}"
        told.append(Explained(index, index + 1, False, word, answer.text, fill(answer.feedback, runs, claims)))
    right = list(order) == list(range(len(order)))
    return tuple(one for one in told if one.text or not right)


def word_for(mark: Mark, many: bool, ticked: bool) -> str:
    """The verdict on an option; where `many` may be right, on the tick or on its absence."""
    if not many or mark is Mark.ACCEPTABLE:
        return MARKS[mark]
    if mark is Mark.RIGHT:
        return "✔ right" if ticked else "✘ missed"
    return "✘ wrong" if ticked else "✔ rightly left out"


def fill(text: str, runs: Mapping[str, Run], claims: Mapping[str, Claim]) -> str:
    """Put the measured numbers in the place of `{claim:name}`, but in code; drop what cannot be measured yet."""
    parts: list[str] = []
    end = 0
    for match in _cited(text):
        claim = claims.get(match[1])
        try:
            told = f" ({cite(claim, runs)})" if claim else match[0]
        except LookupError:  # a run that this learner has not trained yet
            told = ""
        parts += [text[end : match.start()], told]
        end = match.end()
    return "".join([*parts, text[end:]])


def runs_cited(text: str, claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """The experiments that the claims cited in `text` are about, each once."""
    cited = (claims[match[1]] for match in _cited(text) if match[1] in claims)
    return tuple(dict.fromkeys(name for claim in cited for name in names(claim)))


def _cited(text: str) -> list[re.Match[str]]:
    """Where claims are cited outside of code."""
    return list(_CITATION.finditer(outside(text))) if "{claim:" in text else []


def also_cited(question: Question, claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """The experiments that a question cites numbers of and that do not run in its race."""
    text = "\n".join((question.prompt, question.why, *(answer.feedback for answer in question.answers)))
    return tuple(name for name in runs_cited(text, claims) if name not in question.runs)


def _winner(question: Question, runs: Mapping[str, Run]) -> int | None:
    if question.kind is not Kind.PREDICT or not all(name in runs for name in question.runs):
        return None
    return winner(question, runs)


def _value(answer: Answer, question: Question) -> str:
    """The number itself of an answer like `0.25 +- 0.005`, or the formula as it is read."""
    if answer.anything:
        return f"any other {question.kind}"
    if answer.formula is not None:
        return answer.formula.spelled
    return f"{_MARGIN.split(answer.text)[0].strip()} {question.unit}".rstrip()
