"""One question in line mode: ask, commit, watch, say why.

Nothing is trained before the answer is committed, and the answer is on the disk before training starts.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from engine.run import Run
from tutor import palette
from tutor.course.attempt import CHANGED, Attempt, Phase
from tutor.course.claims import winner
from tutor.course.feedback import SAID, VERDICTS, explain, fill
from tutor.course.formulas import Formula
from tutor.course.grade import Grade, grade
from tutor.course.model import Kind, Lesson, Question
from tutor.course.shuffle import shown_order
from tutor.plain.race import pictures, train
from tutor.plain.replies import Wish, read_answer, read_confidence, read_wish
from tutor.plain.turns import go_on, say_help
from tutor.plain.voice import Voice
from tutor.prose import Prose
from tutor.record import PENDING, Answered, Confidence, Record, answer_to

ASK = {
    Kind.CHOICE: "Type the number of an option.",
    Kind.MULTI: "Type the numbers of all that apply, such as 1 3.",
    Kind.NUMBER: "Type a number.",
    Kind.FORMULA: "Type a formula.",
    Kind.ORDER: "Type the numbers of the lines in the right order, such as 2 1 3.",
    Kind.PREDICT: "Predict: type the number of an option.",
}


@dataclass
class Asking:
    """A question being asked. `runs` holds everything this learner has trained so far, by experiment."""

    lesson: Lesson
    question: Question
    voice: Voice
    record: Record
    runs: dict[str, Run]

    def __call__(self) -> Wish:
        """Ask until the learner goes on; return where to (go on, back or quit)."""
        attempt = Attempt(self.question, shown_order(self.lesson.id, self.question))
        before = answer_to(self.record.state, self.lesson.id, self.question)
        if before is not None:
            back = attempt.restored(before.response, before.confidence, before.hints, before.judged)
            attempt, before = (back, None) if back.changed else (attempt, before)
        while True:
            answered = self._still_racing(attempt, before) or self._ask(attempt, before)
            if isinstance(answered, Wish):
                return answered
            self._explain(answered, self._train(answered))
            wish = self._after()
            if wish is not Wish.AGAIN:
                return wish
            attempt, before = answered.again(), None

    def _ask(self, attempt: Attempt, before: Answered | None) -> Attempt | Wish:
        """Ask, and save the answer that is committed; or return the wish to be elsewhere."""
        self._put(attempt, before)
        answered = self._answer(attempt, before)
        if isinstance(answered, Attempt):
            self._save(answered, self._grade(answered))
        return answered

    def _put(self, attempt: Attempt, before: Answered | None, asking: bool = True) -> None:
        voice = self.voice
        voice.prose(fill(self.question.prompt, self.runs, self.lesson.claims))
        voice.say()
        if not attempt.typing:
            voice.say(self._options(attempt))
            voice.say()
        if before is not None:
            voice.say(f"You answered this before: {_said(attempt, before)}. Enter goes on; or answer it again.")
        if attempt.changed:
            voice.say(CHANGED)
        if asking:
            unit = f" {self.question.unit}".rstrip()
            voice.say(ASK[self.question.kind].removesuffix(".") + f"{f', in{unit}' * bool(unit)}.  (? for help)")

    def _options(self, attempt: Attempt) -> Table:
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for place, index in enumerate(attempt.order):
            answer = self.question.answers[index]
            look = attempt.place_of(answer.run)
            mark = Text(" ") if look is None else Text(palette.marker(look), palette.color(look))
            table.add_row(str(place + 1), mark, Prose(answer.text))
        return table

    def _answer(self, attempt: Attempt, before: Answered | None) -> Attempt | Wish:
        """Return the committed attempt, or the wish to be elsewhere."""
        while True:
            line = self.voice.ask("answer")
            match None if line in self.question.variables else read_wish(line):
                case Wish.HINT:
                    attempt = self._hint(attempt)
                case Wish.HELP:
                    say_help(self.voice)
                case Wish.GO_ON | Wish.AGAIN if before is None:
                    self.voice.say(ASK[self.question.kind] + "  n skips the question.")
                case Wish.AGAIN:
                    self.voice.say(ASK[self.question.kind])
                case Wish.GO_ON | Wish.NEXT:
                    return Wish.GO_ON
                case Wish() as wish:
                    return wish
                case None:
                    picked = read_answer(attempt, line)
                    if isinstance(picked, str):
                        self.voice.say(picked)
                        continue
                    committed = self._confidence(picked)
                    if isinstance(committed, Wish | Attempt):
                        return committed

    def _hint(self, attempt: Attempt) -> Attempt:
        if not attempt.more_hints:
            self.voice.say("There are no more hints." if attempt.hints else "There is no hint here.")
            return attempt
        attempt = attempt.hint()
        self.voice.prose(f"*Hint {attempt.hints}.* {self.question.hints[attempt.hints - 1]}", indent=2)
        return attempt

    def _confidence(self, attempt: Attempt) -> Attempt | Wish | None:
        """Return the committed attempt; None to answer once more."""
        if attempt.typing and attempt.number is not None:
            self.voice.say(f"Read as {attempt.number:.6g}.")
        elif attempt.typing and isinstance(attempt.formula, Formula):
            self.voice.say(f"Read as {attempt.formula.spelled}.")
        self.voice.say("How sure are you?  g a guess, t think so, s sure.  This commits your answer; b changes it.")
        while True:
            line = self.voice.ask("how sure")
            confidence = read_confidence(line)
            if confidence:
                return attempt.commit(confidence)
            match read_wish(line):
                case Wish.BACK:
                    return None
                case Wish.QUIT:
                    return Wish.QUIT
            self.voice.say("Type g, t or s; or b to change your answer.")

    def _still_racing(self, attempt: Attempt, before: Answered | None) -> Attempt | None:
        """The prediction that was committed when the tutor stopped before its race was over."""
        if before is None or before.judged is not None:
            return None
        left = attempt.restored(before.response, before.confidence, before.hints, before.judged)
        if left.phase is not Phase.RACING:
            return None
        self._put(attempt, None, asking=False)
        self.voice.say(f"You predicted {_said(left, before)}. Training now decides.")
        return left

    def _grade(self, attempt: Attempt) -> Grade | None:
        """The verdict, as far as it can be known before training."""
        return None if self.question.kind is Kind.PREDICT else grade(self.question, attempt.response)

    def _train(self, attempt: Attempt) -> Grade:
        """Train what a saved answer is about, draw it, and grade it; what training decides is saved too."""
        self.voice.say()
        if self.question.runs:
            trained = train(self.lesson, self.question, attempt, self.voice)
            self.runs |= trained
            for picture in pictures(self.lesson, self.question, attempt, trained, self.voice.width):
                self.voice.show(picture)
        graded = self._grade(attempt)
        if graded is None:
            graded = grade(self.question, attempt.response, winner(self.question, self.runs))
            self._save(attempt, graded)
        return graded

    def _save(self, attempt: Attempt, graded: Grade | None) -> None:
        verdict = None if graded is None else str(graded.verdict)
        self.record.answered(
            self.lesson.id, self.question.id, attempt.response, verdict, attempt.confidence, attempt.hints
        )

    def _explain(self, attempt: Attempt, graded: Grade) -> None:
        voice = self.voice
        voice.say(Text(f"{VERDICTS[graded.verdict]} — you said: {SAID[Confidence(attempt.confidence)]}.", "bold"))
        if graded.summary:
            voice.say(graded.summary)
        told = explain(self.question, graded, self.runs, self.lesson.claims, attempt.order, attempt.typed.strip())
        for one in told:
            if attempt.ordering:
                voice.prose(f"{one.number}\\. {one.title}" + f" ({one.word})" * (one.word != "✔"), indent=2)
                if one.text:
                    voice.prose(one.text, indent=5)
                continue
            voice.say()
            voice.say(Text(one.heading, "bold"))
            if one.number:
                voice.prose(f"“{one.title}”" if "\n" not in one.title else one.title, indent=2)
            voice.prose(one.text, indent=2)
        if self.question.why:
            voice.say()
            voice.say(Text("Why", "bold"))
            voice.prose(fill(self.question.why, self.runs, self.lesson.claims), indent=2)
        voice.say()

    def _after(self) -> Wish:
        return go_on(self.voice, "enter goes on, a answers again", also=(Wish.AGAIN,))


def _said(attempt: Attempt, before: Answered) -> str:
    if isinstance(before.response, str):
        what = before.response
    else:
        chosen = [before.response] if isinstance(before.response, int) else list(before.response)
        if not attempt.ordering:
            chosen = [index for index in attempt.order if index in chosen]
        what = ", ".join(str(attempt.order.index(index) + 1) for index in chosen if index in attempt.order)
    verdict = "" if before.verdict == PENDING else f", {before.verdict}"
    return f"{what or 'something else'}{verdict}"
