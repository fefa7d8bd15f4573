"""A question on the screen: ask, commit, watch, say why.

The left half holds the words, the right half the race; on a narrow screen they are two tabs with the same keys.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from engine.run import Run
from tutor.bindings import bindings
from tutor.course.attempt import Attempt, Phase, race_of
from tutor.course.claims import winner as decide
from tutor.course.grade import Grade, grade
from tutor.course.model import Kind, Lesson, Question
from tutor.course.shuffle import shown_order
from tutor.pictures import Entrant, entrants
from tutor.prose import Prose
from tutor.record import PENDING, Answered
from tutor.theme import VERDICTS
from tutor.verbs import PICKING, QUESTION
from tutor.widgets.asked import asked, ladder
from tutor.widgets.formula_input import FormulaInput
from tutor.widgets.locked import locked
from tutor.widgets.number_input import NumberInput
from tutor.widgets.options import Option, Options
from tutor.widgets.race import Race
from tutor.widgets.typed_line import TypedLine
from tutor.widgets.why import why

Save = Callable[[Question, Attempt, str], bool]
"""Records an attempt with its verdict; False when that failed, which the learner has then been told."""


class Words(VerticalScroll, can_focus=True):
    """The words of the question; while it is asked, digits and arrows pick in it."""

    BINDINGS = bindings(PICKING)

    DEFAULT_CSS = """
    Words { border: round $border; padding: 0 1; scrollbar-gutter: stable; }
    Words:focus, Words:focus-within { border: heavy $accent; }
    Words > Static, Words > Options, Words > Input { margin: 0 1 1 0; max-width: 76; }
    Words > Input { margin-bottom: 0; }
    Words > NumberInput { max-width: 40; }
    """

    @property
    def view(self) -> QuestionView:
        parent = self.parent
        assert isinstance(parent, QuestionView)
        return parent

    # Keys act at once, never by message: the key after them must meet what they have done.

    def action_pick_key(self, key: str) -> None:
        self.view.pick(int(key) - 1)

    def action_move(self, by: int) -> None:
        self.view.move(by)

    def action_tick(self) -> None:
        self.view.pick(self.view.attempt.at)

    def action_put_key(self, key: str) -> None:
        self.view.put(int(key) - 1)

    def action_hold(self) -> None:
        self.view.hold()

    def action_carry(self, by: int) -> None:
        self.view.carry(by)

    def action_commit(self, confidence: str) -> None:
        self.view.commit(confidence)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        attempt = self.view.attempt
        asking = attempt.phase is Phase.ASKING
        match action:
            case "commit":
                return asking and attempt.ready
            case "pick_key" | "tick":
                return asking and not attempt.typing and not attempt.ordering
            case "hold" | "carry" | "put_key":
                return asking and attempt.ordering
        return True


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

    def compose(self) -> ComposeResult:
        with Words():
            yield Static(Prose(self.question.prompt), id="prompt")
            match self.question.kind:
                case Kind.NUMBER:
                    yield NumberInput(self.attempt.typed, self.question.unit, self.type)
                case Kind.FORMULA:
                    yield FormulaInput(self.attempt.typed, self.question.variables, self.type)
                case _:
                    yield Options(self.attempt)
            yield Static(id="ask", markup=False)
            yield Static(id="hints", markup=False)
            yield Static(id="why", markup=False)
        with Vertical(id="stand"):
            if self.question.runs:
                yield Static(locked(self._entrants, self.app.current_theme.dark), id="locked", markup=False)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self._redraw())
        for line in self.query(TypedLine):
            line.entered = self.enter
        self._draw()
        self.focus_words()
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
            self.query_one(Words).focus()

    # What the learner does

    def pick(self, place: int) -> None:
        """Pick the option at `place`; tick it where several may be right."""
        self._change(self.attempt.pick(place))

    def move(self, by: int) -> None:
        """Move among the options, or through the words once there is nothing to pick."""
        if self.attempt.phase is Phase.ASKING and not self.attempt.typing:
            self._change(self.attempt.move(by))
        else:
            self.query_one(Words).scroll_relative(y=by, animate=False)

    def hold(self) -> None:
        """Take the line that the learner is on along, or put it down."""
        self._change(self.attempt.hold())

    def put(self, place: int) -> None:
        """Move the line that the learner is on to a place among those to put in order."""
        self._change(self.attempt.put(place))

    def carry(self, by: int) -> None:
        """Move the line that the learner is on among those to put in order."""
        self._change(self.attempt.carry(by))

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

    def type(self, text: str) -> None:
        """Take over what stands in the input line."""
        if self.attempt.phase is Phase.ASKING:
            self._change(self.attempt.type(text))

    def on_option_clicked(self, clicked: Option.Clicked) -> None:
        self.pick(clicked.place)

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
        self.screen.set_focus(self.query_one(Words))
        self._draw()

    def on_race_lifted(self, lifted: Race.Lifted) -> None:
        self.query_one(Words).scroll_relative(y=lifted.by, animate=False)

    def on_race_over(self) -> None:
        if self.attempt.phase is Phase.RACING:
            self._change(self.attempt.explain())
        self._explain()

    def action_proceed(self) -> None:
        if self.attempt.phase is Phase.EXPLAINED:
            words = self.query_one(Words)
            if self.screen.has_class("-narrow") and self.has_class("-watching"):
                self.focus_words()
                self._show_why()
            elif words.scroll_offset.y < words.max_scroll_y:
                self.action_page(1)  # there is more to read
            elif not self._left:
                self._left = True  # a second press must not skip what comes next
                self.post_message(self.Done())

    def action_hint(self) -> None:
        self._change(self.attempt.hint())
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
        self.query_one("#why", Static).update("")
        if self.question.runs:
            self.query_one("#locked").display = True
        for line in self.query(Input):
            line.value, line.disabled = "", False
        self._change(self.attempt.again())
        self.query_one(Words).scroll_home(animate=False)
        self.focus_words()

    def action_switch(self) -> None:
        race = self.query(Race)
        if self._typing_now and isinstance(self.app.focused, Input):
            self._leave_line()
        elif self.has_class("-watching") or self.query_one(Words).has_focus_within is False:
            self.focus_words()
        elif self._typing_now:
            self.action_edit()
        elif race:
            self.add_class("-watching")
            race.first().focus()

    def action_page(self, by: int) -> None:
        words = self.query_one(Words)
        words.scroll_relative(y=by * max(words.size.height - 2, 1), animate=False)

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
    def _typing_now(self) -> bool:
        return self.attempt.typing and self.attempt.phase is Phase.ASKING

    def _new_runs(self) -> dict[str, Entrant]:
        runs = {name: Run(self.lesson.experiments[name]) for name in self.question.runs}
        return entrants(self.lesson, self.question, self.attempt.order, runs)

    # What follows from it

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def _change(self, attempt: Attempt) -> None:
        if attempt != self.attempt:
            self.attempt = attempt
            self._draw()

    def _begin(self, attempt: Attempt) -> None:
        """Go on after the answer has been saved: unlock the race, or explain at once."""
        self._change(attempt)
        self.query_one(Words).focus()
        for line in self.query(Input):
            line.disabled = True
        if self.question.runs:
            race = self._race()
            race.start()
            self.add_class("-watching")
            race.focus()
        else:
            self._explain()

    def _race(self) -> Race:
        """Build the race in place of the locked door."""
        race = Race(self._entrants, self.attempt.backed)
        self.query_one("#locked").display = False
        self.query_one("#stand").mount(race)
        if self.screen.has_class("-narrow"):
            race.call_after_refresh(race.only_losses)
        return race

    # Drawing

    def _draw(self) -> None:
        dark = self.app.current_theme.dark
        for options in self.query(Options):
            options.draw(self.attempt, dark, self._winner_place())
        ask = self.query_one("#ask", Static)
        ask.display = self.attempt.phase is not Phase.EXPLAINED
        ask.update(asked(self.attempt, spelling=any(line.spells_verbs for line in self.query(TypedLine))))
        hints = self.query_one("#hints", Static)
        hints.display = bool(self.attempt.hints)
        hints.update(ladder(self.attempt))
        self.refresh_bindings()

    def _redraw(self) -> None:
        """Draw everything in the colors of another theme."""
        for door in self.query("#locked").results(Static):
            door.update(locked(self._entrants, self.app.current_theme.dark))
        if self.attempt.phase is Phase.EXPLAINED and (not self.question.runs or self.query_one(Race).settled):
            self._explain()
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
        races = self.query(Race)
        runs = races.first().runs if races else {}
        color = self.app.theme_variables[VERDICTS[result.verdict]]
        told = why(self.lesson, self.attempt, result, runs, color, self.app.current_theme.dark)
        self.query_one("#why", Static).update(told)
        self._draw()
        self._show_why()

    def _show_why(self) -> None:
        words = self.query_one(Words)
        words.call_after_refresh(words.scroll_to_widget, self.query_one("#why"), top=True, animate=False)
