"""Walks a learner through one lesson in line mode, from where they left it to its end."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from engine.run import Run
from tutor.course.chain import Chain
from tutor.course.feedback import also_cited, fill, runs_cited
from tutor.course.model import Explore, Lesson, Question, Reading, Step, is_task
from tutor.explorers import scene_of
from tutor.plain.ask import Asking
from tutor.plain.chain import Linking
from tutor.plain.explore import explore
from tutor.plain.replies import Wish
from tutor.plain.turns import go_on
from tutor.plain.voice import Voice
from tutor.record import Record, progress, resume


class Walk:
    """One learner in one lesson."""

    def __init__(self, lesson: Lesson, record: Record, voice: Voice) -> None:
        self._lesson, self._record, self._voice = lesson, record, voice
        self._runs: dict[str, Run] = {}
        self._index = resume(record.state, lesson.id, lesson.steps)
        self._heading = lesson.meta.title

    def play(self) -> None:
        """Go on until the lesson ends or the learner leaves. What they answered is saved at once."""
        steps, voice = self._lesson.steps, self._voice
        voice.say(Text(self._lesson.meta.title, "bold"))
        if self._index:
            voice.say("You go on where you left. b goes back, ? shows what can be typed.")
        try:
            while self._index < len(steps):
                step = steps[self._index]
                self._record.reached(self._lesson.id, step.id)
                wish = self._take(step)
                if wish is Wish.QUIT:
                    voice.say(f"You stopped at {self._where()}. Every answer is saved.")
                    return
                self._index = max(self._index + (-1 if wish is Wish.BACK else 1), 0)
        except EOFError:
            voice.say(f"The input ended at {self._where()}. Every answer is saved.")
            return
        self._record.reached(self._lesson.id, "")
        done = progress(self._record.state, self._lesson.id, self._lesson.tasks)
        voice.say(f"That was the lesson: {done.answered} of {done.total} questions answered, {done.verdicts}.")

    def _take(self, step: Step) -> Wish:
        voice = self._voice
        voice.say()
        self._head(self._lesson.page_of(step).title)
        match step:
            case Reading():
                self._measure(runs_cited(step.text, self._lesson.claims))
                voice.prose(fill(step.text, self._runs, self._lesson.claims))
                voice.say()
                return go_on(voice, "enter goes on")
            case Explore():
                return explore(scene_of(step, self._lesson), voice)
            case Chain():
                if is_task(step):
                    voice.say(Text(self._where().capitalize(), "bold"))
                    voice.say()
                return Linking(self._lesson.id, step, voice, self._record)()
            case Question():
                self._measure(also_cited(step, self._lesson.claims))
                voice.say(Text(self._where().capitalize(), "bold"))
                voice.say()
                return Asking(self._lesson, step, voice, self._record, self._runs)()

    def _head(self, title: str) -> None:
        """Say the heading of a page, once."""
        if title != self._heading:
            self._voice.say(Text(title, "bold underline"))
            self._voice.say()
        self._heading = title

    def _measure(self, cited: Iterable[str]) -> None:
        """Train the experiments that are cited, as far as that has not been done."""
        missing = [name for name in cited if name not in self._runs]
        for count, name in enumerate(missing, 1):
            self._voice.working(f"Measuring what this page cites: network {count} of {len(missing)} …")
            self._runs[name] = Run(self._lesson.experiments[name])
            self._runs[name].finish()
        if missing:
            self._voice.working("")

    def _where(self) -> str:
        """The present step in words, such as "question 2 of 7"."""
        step = self._lesson.steps[self._index]
        if is_task(step):
            tasks = self._lesson.tasks
            return f"question {tasks.index(step) + 1} of {len(tasks)}"
        title = self._lesson.page_of(step).title
        return f"“{title}”" if title != self._lesson.meta.title else "the beginning"
