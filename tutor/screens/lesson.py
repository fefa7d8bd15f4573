"""A lesson, one step at a time: something to read, to answer or to explore, and at the end a summary."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from tutor.bindings import bindings
from tutor.course.attempt import Attempt
from tutor.course.chain import Chain
from tutor.course.filling import Filling
from tutor.course.grade import Response
from tutor.course.model import Explore, Lesson, Question, Reading, Step, Task, is_task
from tutor.explorers import scene_of
from tutor.record import Record, RecordError
from tutor.record.progress import answer_to, is_settled, resume
from tutor.verbs import LESSON
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.chain import ChainView
from tutor.widgets.ending import EndingView
from tutor.widgets.explorer import ExplorerView
from tutor.widgets.question import QuestionView
from tutor.widgets.race import Race
from tutor.widgets.reading import ReadingView


class LessonScreen(Screen[None]):
    """Walks the steps of one lesson and tells the record where the learner is and what they answered."""

    BINDINGS = bindings(LESSON)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    DEFAULT_CSS = """
    LessonScreen #step { height: 1fr; }
    LessonScreen #step > * { height: 100%; }
    """

    def __init__(self, lesson: Lesson, record: Record, *, testing: bool = False) -> None:
        """With `testing` it is a lesson's test, which begins at its beginning and leaves the place in the lesson."""
        super().__init__()
        self.lesson, self.record, self._testing = lesson, record, testing
        self._index = 0 if testing else resume(record.state, lesson.id, lesson.steps)
        self._left: dict[str, Attempt] = {}

    @property
    def step(self) -> Step | None:
        """Where the learner is; None at the end."""
        steps = self.lesson.steps
        return steps[self._index] if self._index < len(steps) else None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Container(id="step")
        yield KeyBar()

    async def on_mount(self) -> None:
        await self._show()

    def on_screen_suspend(self) -> None:
        for race in self.query(Race):
            race.hold(True)

    def on_screen_resume(self) -> None:
        for race in self.query(Race):
            race.hold(False)

    async def action_next(self) -> None:
        if self.step is None:
            self.action_leave()
            return
        self._index += 1
        await self._show()

    async def action_back(self) -> None:
        if self._index:
            self._index -= 1
            await self._show()

    def action_glossary(self) -> None:
        from tutor.course.glossary import glossary, said_in, terms_in
        from tutor.screens.glossary import GlossaryScreen

        self.app.push_screen(GlossaryScreen(terms_in(said_in(self.step), glossary())))

    def action_leave(self) -> None:
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "back" or self._index > 0

    async def on_question_view_done(self) -> None:
        await self.action_next()

    async def on_explorer_view_done(self) -> None:
        await self.action_next()

    async def on_chain_view_done(self) -> None:
        await self.action_next()

    def _save(self, question: Question, attempt: Attempt, verdict: str) -> bool:
        return self._keep(question, attempt.response, verdict, attempt.confidence, attempt.hints)

    def _save_filling(self, chain: Chain, filling: Filling) -> bool:
        """Record how far the learner is in a chain, unless it was once filled in to its end and is not again yet."""
        if not filling.done and is_settled(self.record.state, self.lesson.id, chain):
            return True
        return self._keep(chain, filling.response, filling.verdict)

    def _keep(self, task: Task, response: Response, verdict: str | None, confidence: str = "", hints: int = 0) -> bool:
        """Record an answer; tell the learner when that fails."""
        try:
            self.record.answered(self.lesson.id, task.id, response, verdict, confidence, hints)
        except RecordError as error:
            self.notify(str(error), title="Not saved", severity="error", markup=False)
            return False
        return True

    async def _show(self) -> None:
        step = self.step
        holder = self.query_one("#step")
        for view in holder.query(QuestionView):
            self._left[view.question.id] = view.attempt  # hints seen and half an answer are there on the way back
        async with self.batch():
            await holder.remove_children()
            await holder.mount(self._view(step))
        self._say_where(step)
        self.refresh_bindings()
        if self._testing:
            return
        try:
            self.record.reached(self.lesson.id, step.id if step else "")
        except RecordError as error:
            self.notify(str(error), title="Not saved", severity="error", markup=False)

    def _view(self, step: Step | None) -> Widget:
        match step:
            case Reading():
                return ReadingView(self.lesson, step)
            case Question():
                before = answer_to(self.record.state, self.lesson.id, step)
                left = None if before else self._left.get(step.id)
                return QuestionView(self.lesson, step, before, self._save, left)
            case Chain():
                before = answer_to(self.record.state, self.lesson.id, step)
                return ChainView(step, before, self._save_filling)
            case Explore():
                return ExplorerView(scene_of(step, self.lesson), in_lesson=True)
        return EndingView(self.lesson, self.record.state, testing=self._testing)

    def _say_where(self, step: Step | None) -> None:
        lesson, tasks = self.lesson, self.lesson.tasks
        page = f" › {lesson.page_of(step).title}" if step and lesson.page_of(step).title != lesson.meta.title else ""
        left = f"{lesson.meta.title}{page}"
        passed = sum(is_task(each) for each in lesson.steps[: self._index])
        bar = "▰" * passed + "▱" * (len(tasks) - passed)
        where = f"question {passed + 1} of {len(tasks)}" if step and is_task(step) else ""
        self.query_one(TitleBar).say(left, f"{where}  {bar}".strip())
