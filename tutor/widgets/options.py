"""The options of a question, each with its number, its marker in its own color, and after the race its verdict."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tutor import palette
from tutor.course.attempt import Attempt, Phase
from tutor.course.feedback import OUTCOMES, SAID, word_for
from tutor.course.model import Mark
from tutor.prose import Prose


class Option(Static):
    """One line to pick: says that it was clicked, and draws what the attempt says of it."""

    DEFAULT_CSS = """
    Option { padding: 0 1; height: auto; }
    Option.-at { background: $block-cursor-background; }
    """

    class Clicked(Message):
        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self.place))

    def draw(self, attempt: Attempt, dark: bool, winner: int | None) -> None:
        """Show the option as the attempt has it; `winner` is the place that training decided for."""
        answer = attempt.question.answers[attempt.order[self.place]]
        picked = self.place in attempt.picked
        asking = attempt.phase is Phase.ASKING
        self.set_class(asking and self.place == attempt.at, "-at")
        look = series_of(attempt, answer.run)
        held = attempt.held and asking and self.place == attempt.at
        box = ("☑" if picked else "☐") if attempt.many else ("▶" if picked else "↕" if held else " ")
        here = "›" if asking and self.place == attempt.at else " "
        mark = (palette.marker(look), palette.color(look, dark)) if look is not None else " "
        grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
        grid.add_column(width=6, no_wrap=True)
        grid.add_column(ratio=1)
        head = Text.assemble(here, (box, "bold"), (f" {self.place + 1} ", "bold" if picked else ""), mark)
        grid.add_row(head, Prose(answer.text))
        note = self._note(attempt, answer.mark, picked, winner)
        if note:
            grid.add_row("", Text(note, "bold" if picked else "dim"))
        self.update(grid)

    def _note(self, attempt: Attempt, mark: Mark, picked: bool, winner: int | None) -> str:
        mine = f"your pick, {SAID.get(attempt.confidence, '')}" if picked and attempt.confidence else ""
        verdict = ""
        if attempt.phase is Phase.EXPLAINED and attempt.ordering:
            return (
                "" if self.place == attempt.order[self.place] else f"✘ belongs in place {attempt.order[self.place] + 1}"
            )
        if attempt.phase is Phase.EXPLAINED:
            verdict = word_for(mark, attempt.many, picked)
            if mark is Mark.TRAINED and winner is not None:
                verdict = OUTCOMES[self.place == winner]
        return " · ".join(filter(None, (mine, verdict)))


def series_of(attempt: Attempt, run: str | None) -> int | None:
    """The color and marker of the curve that `run` draws; none where there is only one curve to tell apart."""
    return attempt.place_of(run) if len(attempt.question.runs) > 1 else None


class Options(Vertical):
    """All options of one question, in the order in which this learner sees them."""

    DEFAULT_CSS = """
    Options { height: auto; }
    """

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self._attempt = attempt

    def compose(self) -> ComposeResult:
        for place in range(len(self._attempt.order)):
            yield Option(place)

    def draw(self, attempt: Attempt, dark: bool, winner: int | None = None) -> None:
        """Draw every option anew."""
        for option in self.query(Option):
            option.draw(attempt, dark, winner)
