"""A lesson while it is being written: each time its file is saved, the page that was changed is shown anew.

What the checker has to say stands below; while there are mistakes, the last version without any stays usable.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tutor.bindings import bindings
from tutor.course.model import FrontMatter, Lesson, Step
from tutor.course.problems import Problem, printable
from tutor.course.watch import Version, Watch, place_after
from tutor.record import Record
from tutor.screens.lesson import LessonScreen
from tutor.verbs import WATCH
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.reading import ReadingView

LOOKS = 5
"""Looks at the file in a second."""

MOST_PROBLEMS = 20
"""Problems listed at once; when these are mended, there is room for the others."""


class Told(VerticalScroll, can_focus=False):
    """What the checker says of the version that was saved last."""

    DEFAULT_CSS = """
    Told { height: auto; max-height: 40%; padding: 0 1; border-top: solid $border; }
    Told > Static { height: auto; }
    """

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def say(self, words: Content) -> None:
        """Replace what is said, and show its beginning."""
        self.query_one(Static).update(words)
        self.scroll_home(animate=False)


class WatchScreen(LessonScreen):
    """Plays the file of a watch. `record` is thrown away at the end: trying a lesson out is no progress."""

    BINDINGS = bindings(WATCH)

    def __init__(self, watch: Watch, record: Record) -> None:
        super().__init__(watch.version.lesson or _blank(watch.path), record)
        self.file = watch

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Container(id="step")
        yield Told()
        yield KeyBar()

    async def on_mount(self) -> None:  # beside that of LessonScreen, which Textual calls too
        self._tell()
        self.set_interval(1 / LOOKS, self.look)

    async def look(self) -> None:
        """Look whether the file was saved; called a few times a second."""
        if not self.is_current or not self.file.look():
            return
        lesson = self.file.version.lesson
        if lesson is not None:
            await self._replay(lesson)
        self._tell()

    async def _replay(self, lesson: Lesson) -> None:
        """Go on in a new version of the lesson, at the step that its author is working on."""
        before = self.step
        self._index, anew = place_after(self.lesson, lesson, self._index)
        self.lesson = lesson
        if not anew:
            self._say_where(self.step)
            return
        read = [view.scroll_y for view in self.query(ReadingView)]
        await self._show()
        if before and self.step and before.id == self.step.id and read:
            for view in self.query(ReadingView):
                view.call_after_refresh(view.scroll_to, y=read[0], animate=False)

    async def action_next(self) -> None:
        if self.step is not None:
            await super().action_next()
        elif self.lesson.steps:
            self.notify("Here a learner returns to the map. esc stops watching.")

    def action_stop(self) -> None:
        self.app.exit(return_code=0)

    def action_scroll_told(self, by: int) -> None:
        self.query_one(Told).scroll_relative(y=by, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "scroll_told":
            return bool(self.query_one(Told).max_scroll_y)
        return super().check_action(action, parameters)

    def _view(self, step: Step | None) -> Widget:
        return super()._view(step) if self.lesson.steps else Static("There is nothing to play yet.", classes="waiting")

    def _tell(self) -> None:
        self.query_one(Told).say(told(self.file.path.name, self.file.version, bool(self.lesson.steps)))


def told(name: str, version: Version, playable: bool) -> Content:
    """What to say of a version of the file called `name`; `playable` if there is a lesson on the screen."""
    name = printable(name)
    if not version.problems:
        fine = f"no mistakes in {name}; what you answer here is not recorded"
        return Content.assemble(("✔ ", "bold $success"), (fine, "dim"))
    errors = [problem for problem in version.problems if problem.severity == "error"]
    shown = sorted(version.problems, key=lambda problem: problem.severity != "error")
    above = "; above is the last version without any" if playable else ""
    if errors and errors[0].code == "unreadable":
        return Content.assemble(("✘ ", "bold $error"), (f"{name}: {printable(errors[0].message)}", "bold"))
    if errors:
        head = Content.assemble(("✘ ", "bold $error"), (f"{_count(len(errors), 'mistake')} in {name}{above}", "bold"))
    else:
        head = Content.assemble(("! ", "bold $warning"), (f"{_count(len(shown), 'warning')} in {name}", "bold"))
    more = [Content.styled(f"and {len(shown) - MOST_PROBLEMS} more", "dim")] if len(shown) > MOST_PROBLEMS else []
    return Content("\n").join([head, *map(_line, shown[:MOST_PROBLEMS]), *more])


def _line(problem: Problem) -> Content:
    return Content.assemble((f"{problem.line}:{problem.column}  ", "$accent"), printable(problem.message))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number > 1)}"


def _blank(path: Path) -> Lesson:
    """What is on the screen until the file holds a lesson."""
    return Lesson(FrontMatter("new", printable(path.name)), (), {})
