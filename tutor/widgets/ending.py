"""The end of a lesson: how each question went, and what deserves another look."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.course.chain import Chain
from tutor.course.chain_told import rule
from tutor.course.model import Lesson, Task
from tutor.prose import WIDTH
from tutor.record import Answered, State
from tutor.record.progress import answer_to, progress
from tutor.verbs import READING

SIGNS = {"right": "✔", "acceptable": "◐", "wrong": "✘"}

FILLED = {"right": "at the first try", "acceptable": "after another try", "wrong": "with a factor shown"}
"""How a chain was filled in."""

KNOWN = "You know this lesson. Go on with the next one, or play it for its races."
UNKNOWN = "Not everything yet: play the lesson, it begins where you left it."


class EndingView(VerticalScroll, can_focus=True):
    """Sums the lesson up from the record."""

    BINDINGS = bindings(READING)

    DEFAULT_CSS = f"""
    EndingView {{ align-horizontal: center; padding: 1 2; }}
    EndingView > Static {{ width: 100%; max-width: {WIDTH}; height: auto; }}
    """

    def __init__(self, lesson: Lesson, state: State, *, testing: bool = False) -> None:
        super().__init__()
        self._lesson, self._state, self._testing = lesson, state, testing

    def compose(self) -> ComposeResult:
        yield Static(summary(self._lesson, self._state, testing=self._testing), markup=False)

    def on_mount(self) -> None:
        self.focus()


def summary(lesson: Lesson, state: State, *, testing: bool = False) -> RenderableType:
    """One line per question, then what to come back to; of a test also whether the lesson is known."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column(no_wrap=True)
    again: list[str] = []
    for number, task in enumerate(lesson.tasks, 1):
        answer = answer_to(state, lesson.id, task)
        sign = SIGNS.get(answer.verdict, "·") if answer else "·"
        table.add_row(Text(f"{sign} {number}", "bold" if answer else "dim"), Text(_line(task)), _said(task, answer))
        if answer and answer.verdict == "wrong" and answer.confidence == "sure":
            again.append(str(number))
    done = progress(state, lesson.id, lesson.tasks)
    blocks: list[RenderableType] = [
        Text(lesson.meta.title, "bold"),
        Text(f"The end. {done.answered} of {done.total} answered, {done.verdicts}."),
    ]
    if testing:
        known = done.right + done.acceptable == done.total
        blocks.append(Text(KNOWN if known else UNKNOWN, "bold"))
    if again:
        blocks += [Text(""), Text(_worth_a_second_look(again), "bold")]
    return Group(*blocks, Text(""), table, Text(""), Text("enter returns to the map; b goes back.", "dim"))


def _worth_a_second_look(numbers: list[str]) -> str:
    *most, last = numbers
    if not most:
        return f"Sure, and wrong: question {last}. It is worth a second look."
    return f"Sure, and wrong: questions {', '.join(most)} and {last}. They are worth a second look."


def _line(task: Task) -> str:
    """The prompt on one line, without its Markdown; a chain by its title or its rule."""
    if isinstance(task, Chain):
        return task.title or rule(task)
    return " ".join(task.prompt.split()).replace("*", "").replace("`", "")


def _said(task: Task, answer: Answered | None) -> Text:
    if answer is None:
        return Text("not answered", "dim")
    if isinstance(task, Chain):
        return Text(FILLED.get(answer.verdict, "begun"), "dim")
    said = {"guess": "a guess", "think": "thought so", "sure": "sure"}.get(answer.confidence, "")
    hints = f", {answer.hints} hint{'s' if answer.hints > 1 else ''}" if answer.hints else ""
    return Text(said + hints, "dim")
