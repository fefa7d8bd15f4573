"""The bench: every field of a set-up on one side, its race and its pictures on the other.

A small window shows one side at a time, with the same keys.
"""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer

from engine.experiment import SettingsError
from tutor.bench import Bench
from tutor.bench.lesson import lesson_block
from tutor.bench.runs import Shelf
from tutor.bindings import bindings
from tutor.verbs import BENCH
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.bench_entries import bench_entry, script_entry, weight_entry
from tutor.widgets.bench_race import BenchRace
from tutor.widgets.bench_side import BenchSide, Fields
from tutor.widgets.entry import Entry
from tutor.widgets.field_list import FieldList

SETTLE = 0.12
"""Seconds without another key after which a changed set-up is trained: held keys train nothing on their way."""

EDITED = "A weight was edited by hand, which the line does not say; r begins without that."


class BenchScreen(Screen[None]):
    """Shows a bench; every key makes the next one of it."""

    BINDINGS = bindings(BENCH)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    BenchScreen #body { height: 1fr; }
    BenchScreen BenchRace { width: 1fr; height: 100%; }
    """

    def __init__(self, bench: Bench, title: str = "The bench") -> None:
        super().__init__()
        self.bench, self._title = bench, title
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar(self._title)
        with Horizontal(id="body"):
            yield BenchSide(self.bench)
            yield BenchRace(Shelf(), self.bench)
        yield KeyBar()

    @property
    def race(self) -> BenchRace:
        return self.query_one(BenchRace)

    @property
    def side(self) -> BenchSide:
        return self.query_one(BenchSide)

    @property
    def is_first(self) -> bool:
        """Whether the program began with the bench, so that there is nothing to go back to."""
        return len(self.app.screen_stack) <= 2  # Textual's own empty screen lies under the first

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.side.draw())
        self.side.take_focus()
        self.race.start()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Once the size is known: a narrow screen begins with the pictures."""
        if self.has_class("-narrow"):
            self.action_sides()
        self.tell(self.bench.setup.told)

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.race.fit(self.has_class("-narrow"))
        self.side.draw()

    def on_screen_suspend(self) -> None:
        self.race.hold(True)

    def on_screen_resume(self) -> None:
        for race in self.query(BenchRace):
            race.hold(False)

    def on_descendant_focus(self) -> None:
        self.side.draw()

    # What the keys do

    def action_choose(self, by: int) -> None:
        self.side.move(by)

    def action_turn(self, by: int) -> None:
        try:
            self.go_on(self.bench.turned(self.side.chosen.name, by))
        except SettingsError as error:
            self.tell(error.problems[0].message)

    def action_type(self) -> None:
        field = self.side.chosen
        if field.is_switch:
            self.action_turn(1)
        else:
            self._ask(bench_entry(field.title, field.value, partial(self.bench.changed, field.name), self._take))

    def action_undo(self) -> None:
        self.go_on(self.bench.undone())

    def action_redo(self) -> None:
        self.go_on(self.bench.redone())

    def action_pin_this(self) -> None:
        self.go_on(self.bench.pinned())

    def action_unpin(self) -> None:
        self.go_on(self.bench.unpinned())

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.bench.line)
        self.tell(f"Copied: {self.bench.line}")

    def action_copy_lesson(self) -> None:
        self.app.copy_to_clipboard(lesson_block(self.bench.setup.draft, self.bench.sources))
        self.tell("Copied as an ```experiment block: paste it into a lesson file.")

    def action_open(self) -> None:
        self._ask(bench_entry("a set-up, as one line", self.bench.line, self.bench.opened, self._take))

    def action_export(self, to: str) -> None:
        def written(words: str) -> None:
            self._close()
            self.tell(words)

        self._ask(script_entry(self.bench, to, written))

    def on_bench_race_edit(self, edit: BenchRace.Edit) -> None:
        def put(value: float) -> None:
            self._close()
            self.race.shelf.put_weight(edit.run, edit.chosen, value)
            self._race()
            self.tell()

        self._ask(weight_entry(edit.run, edit.chosen, put))

    def action_sides(self) -> None:
        if self.query_one(Fields).has_focus:
            self.add_class("-watching")
            self.race.focus()
        else:
            self.remove_class("-watching")
            self.side.take_focus()

    def action_go_back(self) -> None:
        if self.query(Entry):
            self._close()
        elif self.is_first:
            self.app.exit(return_code=0)
        else:
            self.dismiss(None)

    async def action_on_race(self, action: str) -> None:
        """A key of the race while the fields have the keys."""
        await self.app.run_action(action, default_namespace=self.race)

    def on_field_list_chosen(self, event: FieldList.Chosen) -> None:
        self.side.take_focus()
        self.side.choose(event.name)
        if event.by:
            self.action_turn(event.by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "go_back":
            return True
        if self.query(Entry):
            return False
        match action:
            case "undo":
                return bool(self.bench.past)
            case "redo":
                return bool(self.bench.future)
            case "unpin":
                return bool(self.bench.pins)
            case "export" | "copy_lesson" | "pin_this":
                return not self.bench.problem
            case "on_race":
                return self.race.check_action(str(parameters[0]).partition("(")[0], ())
        return True

    # What follows

    def go_on(self, bench: Bench) -> None:
        """Show another bench at once, and race it when no key has followed for a moment."""
        if bench == self.bench:
            return
        before, self.bench = self.bench, bench
        self.side.show(bench)
        self.tell(bench.problem or bench.setup.told)
        self.refresh_bindings()
        if bench.racers != before.racers:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(SETTLE, self._race)

    def tell(self, words: str = "") -> None:
        """Say something below the fields; the line of the set-up where there is nothing else to say."""
        edited = self.race.shelf.is_edited(self.race.run)
        line = Content.styled(f"{self.bench.line}{f'  {EDITED}' * edited}", "dim")
        self.side.tell(Content(words) if words else line)

    def _race(self) -> None:
        self.race.enter(self.bench)

    def _take(self, bench: Bench) -> None:
        self._close()
        self.go_on(bench)

    def _ask(self, entry: Entry) -> None:
        self.mount(entry)
        self.call_after_refresh(self.refresh_bindings)

    def _close(self) -> None:
        for entry in self.query(Entry):
            entry.remove()
        self.call_after_refresh(self.refresh_bindings)
        if self.has_class("-watching"):
            self.race.focus()
        else:
            self.side.take_focus()
