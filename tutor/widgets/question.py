"""A question on the screen: ask, commit, watch, say why.

The left half holds the words, the right half the race; on a narrow screen they are two tabs with the same keys.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from engine.run import Run
from tutor.bindings import bindings
from tutor.course.attempt import Attempt, Phase, race_of
from tutor.course.claims import winner as decide
from tutor.course.feedback import also_cited, fill
from tutor.course.grade import Grade, grade
from tutor.course.model import Kind, Lesson, Question
from tutor.course.shuffle import shown_order
from tutor.pictures import Entrant, entrants, losses_of
from tutor.record import PENDING, Answered
from tutor.theme import VERDICTS
from tutor.verbs import QUESTION
from tutor.widgets.locked import locked
from tutor.widgets.measured import Measured
from tutor.widgets.question_words import Words
from tutor.widgets.race import Race
from tutor.widgets.typed_line import TypedLine
from tutor.widgets.why import why

Save = Callable[[Question, Attempt, str], bool]
"""Records an attempt with its verdict; False when that failed, which the learner has then been told."""


class QuestionView(Horizontal):
    """Owns one attempt: every key changes the attempt, and the attempt is drawn."""

    BINDINGS = bindings(QUESTION)

    DEFAULT_CSS = """
    QuestionView > * { width: 1fr; height: 100%; }
    QuestionView #stand { width: 1fr; height: 100%; }
    QuestionView #locked { height: 1fr; border: round $border; padding: 1 2; }
    QuestionView.-alone { align-horizontal: center; }
    QuestionView.-alone #stand { display: none; }
    QuestionView.-alone > Words { max-width: 100; }
    """

    class Done(Message):
        """The learner has read the why and goes on."""

    def __init__(
        self, lesson: Lesson, question: Question, before: Answered | None, save: Save, left: Attempt | None = None
    ) -> None:
        """`before` is the answer on record, `left` an attempt that was left before its answer was committed."""
        super().__init__(classes="" if question.runs else "-alone")
        self._save, self._left = save, False
        self.lesson, self.question = lesson, question
        self.attempt = left or Attempt(question, shown_order(lesson.id, question))
        self._recorded = before.verdict if before else PENDING
        if before is not None:
            self.attempt = self.attempt.restored(before.response, before.confidence, before.hints, before.judged)
        self._entrants = self._new_runs()
        self._measured = Measured(lesson, also_cited(question, lesson.claims))

    def compose(self) -> ComposeResult:
        yield Words(self)
        with Vertical(id="stand"):
            if self.question.runs:
                yield Static(locked(self._entrants, self.app.current_theme.dark), id="locked", markup=False)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._redraw())
        self._draw()
        self.focus_words()
        self._measured.begin(self, self._redraw)
        if self.attempt.phase is Phase.ASKING:
            return
        if self.question.runs:
            self._race().finish()
        else:
            self._explain()

    def focus_words(self) -> None:
        """Put the keys where the learner needs them: the input line, else the options."""
        self.remove_class("-watching")
        if self.attempt.typing and self.attempt.phase is Phase.ASKING:
            self.screen.set_focus(self.query_one(Input))
        else:
            self.words.focus()

    # What the learner does

    def commit(self, confidence: str) -> None:
        """Save the answer; only what is on the disk is acknowledged, unlocks the race or is explained."""
        committed = self.attempt.commit(confidence)
        if committed is self.attempt:
            return
        predict = self.question.kind is Kind.PREDICT
        verdict = PENDING if predict else grade(self.question, committed.response).verdict
        if self._save(self.question, committed, verdict):
            self._recorded = verdict
            self._begin(committed)

    def enter(self) -> None:
        """From the line to the verbs: the letters now say how sure the learner is."""
        if self.attempt.phase is not Phase.ASKING:
            self.action_proceed()
        elif self.attempt.ready or (not self.attempt.typed.strip() and self.query_one(TypedLine).spells_verbs):
            self._leave_line()

    def action_edit(self) -> None:
        self.focus_words()
        self._draw()

    def _leave_line(self) -> None:
        """From the input line to the verbs, at once: the very next letter is a key again."""
        self.screen.set_focus(self.words)
        self._draw()

    def on_race_lifted(self, lifted: Race.Lifted) -> None:
        self.words.scroll_relative(y=lifted.by, animate=False)

    def on_race_over(self) -> None:
        if self.attempt.phase is Phase.RACING:
            self.change(self.attempt.explain())
        self._explain()

    def action_proceed(self) -> None:
        if self.attempt.phase is Phase.EXPLAINED:
            words = self.words
            if self.screen.has_class("-narrow") and self.has_class("-watching"):
                self.focus_words()
                self.words.show_why()
            elif words.scroll_offset.y < words.max_scroll_y:
                self.action_page(1)  # there is more to read
            elif not self._left:
                self._left = True  # a second press must not skip what comes next
                self.post_message(self.Done())

    def action_hint(self) -> None:
        self.change(self.attempt.hint())
        self.query_one("#hints").scroll_visible(animate=False)

    def action_to_bench(self) -> None:
        from tutor.bench import Bench
        from tutor.screens.bench import BenchScreen

        bench = Bench.of_race(*race_of(self.lesson, self.attempt))
        self.app.push_screen(BenchScreen(bench, f"The bench · {self.lesson.meta.title}"))

    async def action_again(self) -> None:
        for race in self.query(Race):
            await race.remove()
        self._entrants = self._new_runs()
        if self.question.runs:
            self.query_one("#locked").display = True
        self.words.reopen()
        self.change(self.attempt.again())
        self.focus_words()

    def action_switch(self) -> None:
        race = self.query(Race)
        if self._typing_now and isinstance(self.app.focused, Input):
            self._leave_line()
        elif self.has_class("-watching") or self.words.has_focus_within is False:
            self.focus_words()
        elif self._typing_now:
            self.action_edit()
        elif race:
            self.add_class("-watching")
            race.first().focus()

    def action_page(self, by: int) -> None:
        self.words.page(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "hint":
                return self.attempt.more_hints
            case "edit":
                return self._typing_now
            case "again":
                return self.attempt.phase is Phase.EXPLAINED
            case "to_bench":
                return self.attempt.phase is Phase.EXPLAINED and bool(self.question.runs)
            case "switch":
                return bool(self.query(Race)) or self._typing_now
            case "proceed":
                return self.attempt.phase is Phase.EXPLAINED
        return True

    @property
    def words(self) -> Words:
        return self.query_one(Words)

    @property
    def _typing_now(self) -> bool:
        return self.attempt.typing and self.attempt.phase is Phase.ASKING

    def _new_runs(self) -> dict[str, Entrant]:
        runs = {name: Run(self.lesson.experiments[name]) for name in self.question.runs}
        return entrants(self.lesson, self.question, self.attempt.order, runs)

    # What follows from it

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def change(self, attempt: Attempt) -> None:
        """Go on with this attempt, and draw it."""
        if attempt != self.attempt:
            self.attempt = attempt
            self._draw()

    def _begin(self, attempt: Attempt) -> None:
        """Go on after the answer has been saved: unlock the race, or explain at once."""
        self.change(attempt)
        self.words.focus()
        self.words.close()
        if self.question.runs:
            race = self._race()
            race.start()
            self.add_class("-watching")
            race.focus()
        else:
            self._explain()

    def _race(self) -> Race:
        """Build the race in place of the locked door."""
        race = Race(self._entrants, self.attempt.backed, which=losses_of(self.question))
        self.query_one("#locked").display = False
        self.query_one("#stand").mount(race)
        if self.screen.has_class("-narrow"):
            race.call_after_refresh(race.only_losses)
        return race

    # Drawing

    def _draw(self) -> None:
        prompt = fill(self.question.prompt, self._measured.runs, self.lesson.claims)
        self.words.draw(self.attempt, prompt, self.app.current_theme.dark, self._winner_place())
        self.refresh_bindings()

    def _redraw(self) -> None:
        """Draw everything in the colors of another theme, or with the numbers that have been measured."""
        for door in self.query("#locked").results(Static):
            door.update(locked(self._entrants, self.app.current_theme.dark))
        if self.attempt.phase is Phase.EXPLAINED and (not self.question.runs or self.query_one(Race).settled):
            self._tell()
        self._draw()

    def _winner_place(self) -> int | None:
        if self.question.kind is not Kind.PREDICT or self.attempt.phase is not Phase.EXPLAINED:
            return None
        races = self.query(Race)
        if not races or not races.first().settled:
            return None
        return self.attempt.order.index(decide(self.question, races.first().runs))

    def grade(self) -> Grade:
        """Grade the attempt; a prediction by the runs that have just been trained."""
        if self.question.kind is Kind.PREDICT:
            return grade(self.question, self.attempt.response, winner=decide(self.question, self.query_one(Race).runs))
        return grade(self.question, self.attempt.response)

    def _explain(self) -> None:
        result = self.grade()
        if result.verdict != self._recorded and self._save(self.question, self.attempt, result.verdict):
            self._recorded = result.verdict  # training has decided, or another author's numbers have
        self._tell()
        self._draw()
        self.words.show_why()

    def _tell(self) -> None:
        """Say why, with the numbers that there are by now."""
        result = self.grade()
        races = self.query(Race)
        runs = {**self._measured.runs, **(races.first().runs if races else {})}
        color = self.app.theme_variables[VERDICTS[result.verdict]]
        told = why(self.lesson, self.attempt, result, runs, color, self.app.current_theme.dark)
        self.words.explain(told)
