"""A chain in line mode: forward, then backward factor by factor, each one read or filled in."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from tutor.course import chain_told as told
from tutor.course.chain import Chain
from tutor.course.filling import Filling
from tutor.course.formulas import FormulaError
from tutor.plain.replies import Wish, read_wish
from tutor.plain.turns import go_on
from tutor.plain.voice import Voice
from tutor.record import Record, answer_to, is_settled

SHOW = "show"

HELP = {
    SHOW: "show this factor, and go on to the next (or h)",
    "back": "back one page",
    "next": "on to the next page, filled in or not",
    "help": "this list (or ?)",
    "quit": "leave; every factor you found is already saved",
}


@dataclass
class Linking:
    """A chain being gone through."""

    lesson: str
    chain: Chain
    voice: Voice
    record: Record | None

    def __call__(self) -> Wish:
        """Go through the chain until the learner goes on; return where to (go on, back or quit)."""
        before = answer_to(self.record.state, self.lesson, self.chain) if self.record else None
        filling = Filling(self.chain)
        if before is not None:
            filling = filling.restored(before.response, before.verdict)
        while True:
            self._put(filling)
            gone = self._fill(filling)
            if isinstance(gone, Wish):
                return gone
            self._end(gone)
            wish = self._after()
            if wish is not Wish.AGAIN:
                return wish
            filling = gone.again()

    def _put(self, filling: Filling) -> None:
        """Say the forward pass, the rule, and the factors before the first blank."""
        voice, chain = self.voice, self.chain
        voice.say(Text(chain.title or f"The chain rule, for {chain.find}", "bold"))
        voice.say()
        voice.say(f"Given: {', '.join(told.given(chain))}")
        voice.say("Forward:")
        for row in told.forward(chain):
            voice.say(f"  {row.name} = {row.formula} = {row.number.strip()}")
        voice.say("Backward:")
        voice.say(f"  {told.rule(chain)}")
        self._rows(filling, 0)

    def _rows(self, filling: Filling, first: int) -> None:
        """Say the factors from `first` up to the blank that the learner is at."""
        at = len(self.chain.factors) if filling.at is None else filling.at
        for row in told.backward(filling)[first:at]:
            so_far = f"   so far {row.so_far.strip()}" if row.so_far.strip() != row.number.strip() else ""
            self.voice.say(f"  {row.name} = {row.formula} = {row.number.strip()}{so_far}")

    def _fill(self, filling: Filling) -> Filling | Wish:
        """Ask for one factor after the other; return the filling when it is done, or the wish to be elsewhere."""
        voice = self.voice
        if not filling.done:
            voice.say()
            voice.say("Fill in the factors: type a formula, or its number here.  (? for help)")
        while filling.factor is not None:
            voice.say()
            voice.say(told.asked(filling))
            answered = self._factor(filling)
            if isinstance(answered, Wish):
                return answered
            self._save(answered)
            assert answered.judged is not None
            assert filling.at is not None
            voice.say(answered.judged.said)
            self._rows(answered, filling.at)
            filling = answered
        return filling

    def _factor(self, filling: Filling) -> Filling | Wish:
        """Ask until the factor is right or shown; return the filling with it, or the wish to be elsewhere."""
        voice, factor = self.voice, filling.factor
        assert factor is not None
        while True:
            line = voice.ask(factor.name)
            match self._wish(line):
                case Wish.HINT:
                    return filling.reveal()
                case Wish.HELP:
                    for word, meaning in HELP.items():
                        voice.say(f"  {word:<5}  {meaning}")
                    continue
                case Wish.GO_ON | Wish.AGAIN:
                    voice.say("Type a formula or a number; show shows the factor, next leaves the chain.")
                    continue
                case Wish.NEXT:
                    return Wish.GO_ON
                case Wish.BACK | Wish.QUIT as wish:
                    return wish
            typed = filling.read(line)
            if isinstance(typed, FormulaError):
                voice.say(f"  {line}\n  {' ' * typed.offset}^\n{told.complaint(typed)}")
                continue
            voice.say(f"Read as {typed.spelled}.")
            judged = filling.enter(line)
            if len(judged.filled) > len(filling.filled):
                return judged
            if judged.missed and not filling.missed:
                self._save(judged)
            filling = judged
            if filling.judged is not None:
                voice.say(f"Not so. {filling.judged.said}")

    def _wish(self, line: str) -> Wish | None:
        """What is wished for; a letter that is a name of this chain is a formula."""
        if line == SHOW:
            return Wish.HINT
        return None if line in self.chain.names else read_wish(line)

    def _save(self, filling: Filling) -> None:
        """Record how far the learner is, unless the chain was once filled in to its end and is not again yet."""
        if self.record is None:
            return  # a chain of an explorer
        if filling.done or not is_settled(self.record.state, self.lesson, self.chain):
            self.record.answered(self.lesson, self.chain.id, filling.response, filling.verdict, "")

    def _end(self, filling: Filling) -> None:
        voice = self.voice
        voice.say()
        voice.say(Text(told.outcome(self.chain), "bold"))
        voice.say(told.measured(self.chain))
        if ended := told.ended(filling):
            voice.say(Text(ended, "bold"))
        voice.say()

    def _after(self) -> Wish:
        if not self.chain.blanks:
            return go_on(self.voice, "enter goes on")
        return go_on(self.voice, "enter goes on, a fills it in again", also=(Wish.AGAIN,))
