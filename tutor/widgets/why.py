"""Why: the verdict, the feedback of the option taken, then every other option's, then the general reason."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.run import Run
from tutor import palette
from tutor.course.attempt import Attempt
from tutor.course.feedback import SAID, VERDICTS, Explained, explain, fill
from tutor.course.grade import Grade
from tutor.course.model import Lesson
from tutor.prose import Prose
from tutor.widgets.options import series_of


def why(
    lesson: Lesson, attempt: Attempt, result: Grade, runs: Mapping[str, Run], color: str, dark: bool
) -> RenderableType:
    """All that is said after the race; `color` is the verdict's, and what is cited is measured on `runs`."""
    said = SAID.get(attempt.confidence, "")
    head = VERDICTS[result.verdict] + (f" — you said: {said}." if said else ".")
    blocks: list[RenderableType] = [Text(head, f"bold {color}")]
    if result.summary:
        blocks.append(Text(result.summary, "dim"))
    told = explain(attempt.question, result, runs, lesson.claims, attempt.order, attempt.typed.strip())
    for place, one in enumerate(told):
        if attempt.typing and not one.taken and (place == 0 or told[place - 1].taken):
            blocks += [Text(""), Text("Other answers that people give", "dim")]
        if not attempt.ordering:
            blocks.append(Text(""))
        blocks.append(_heading(attempt, one, dark))
        if one.text:
            blocks.append(Padding(Prose(one.text), (0, 0, 0, 5 if attempt.ordering else 0)))
    if attempt.ordering and told:
        blocks.insert(1 + bool(result.summary), Text("\nIn order", "bold"))
    if attempt.question.why:
        blocks += [Text(""), Text("Why", "bold"), Prose(fill(attempt.question.why, runs, lesson.claims))]
    return Group(*blocks)


def _heading(attempt: Attempt, one: Explained, dark: bool) -> RenderableType:
    """An option's sign, number and text above its feedback, in the colors it has everywhere."""
    sign, _, word = one.word.partition(" ")
    look = series_of(attempt, attempt.question.answers[one.index].run) if one.number else None
    mark = (palette.marker(look), palette.color(look, dark)) if look is not None else ""
    head = Text.assemble((f"{one.number or ''} ".lstrip(), "bold"), mark)
    grid = Table.grid(padding=(0, 1, 0, 0))
    title = Text(one.title, "bold") if attempt.typing else Prose(f"**{one.title}**")  # 2*a*b is no Markdown
    grid.add_row(Text(sign, "bold"), head, title)
    mine = "your answer" if attempt.typing else "your pick"
    note = " · ".join(filter(None, (word, mine if one.taken else "")))
    if note:
        grid.add_row("", "", Text(note, "dim"))
    return grid
