"""Home: the map of the course, with what has been done and where to go on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.bindings import bindings
from tutor.course.catalog import Catalog, Entry
from tutor.course.problems import printable
from tutor.record import Record
from tutor.record.progress import Progress, progress
from tutor.verbs import MAP
from tutor.widgets.bars import KeyBar, TitleBar

LONGEST_TITLE, LONGEST_BAR = 44, 40
"""Cells: a title in the list is cut, and a bar that would be longer is left out."""


class Lessons(OptionList):
    """The lessons of the course under the names of its parts."""

    BINDINGS = bindings(verb for verb in MAP if verb.action == "select")

    DEFAULT_CSS = """
    Lessons { width: 1fr; height: 100%; border: round $border; background: $background; padding: 0 1; }
    Lessons:focus { border: heavy $accent; background-tint: transparent; }
    """


class MapScreen(Screen[None]):
    """Shows the catalog beside the record; opens a lesson, and comes back to it."""

    BINDINGS = bindings(verb for verb in MAP if verb.action != "select")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    MapScreen #body { height: 1fr; }
    MapScreen #about { width: 1fr; height: 100%; padding: 1 2; }
    MapScreen #about > Static { max-width: 72; height: auto; }
    """

    def __init__(self, record: Record, catalog: Catalog, first: str | None = None) -> None:
        super().__init__()
        self.record, self.catalog, self._first = record, catalog, first
        self._away = False

    def compose(self) -> ComposeResult:
        yield TitleBar("nn-tutor")
        with Horizontal(id="body"):
            yield Lessons(markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(Lessons).focus()
        first = self.catalog.find(self._first) if self._first is not None else None
        if first is not None:
            self._open(first)
        else:
            self.set_timer(0.3, warm_up)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#about Static", Static).update(self._about(self._entry(event.option.id)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._open(self._entry(event.option.id))

    def action_explorers(self) -> None:
        from tutor.screens.explorer import ExplorersScreen

        if not self._away:
            self._away = True
            self.app.push_screen(ExplorersScreen(), self._return)

    def action_bench(self) -> None:
        from tutor.bench import Bench
        from tutor.screens.bench import BenchScreen

        if not self._away:
            self._away = True
            self.app.push_screen(BenchScreen(Bench.of_line()), self._return)

    def action_test(self) -> None:
        lessons = self.query_one(Lessons)
        if lessons.highlighted is not None:
            self._open(self._entry(lessons.get_option_at_index(lessons.highlighted).id), testing=True)

    def action_glossary(self) -> None:
        from tutor.screens.glossary import GlossaryScreen

        if not self._away:
            self._away = True
            self.app.push_screen(GlossaryScreen(), self._return)

    def _return(self, _: object = None) -> None:
        """Take the learner back, with what they have done meanwhile."""
        self._away = False
        self._fill()

    def _open(self, entry: Entry, *, testing: bool = False) -> None:
        from tutor.course.parse import load
        from tutor.course.problems import LessonError
        from tutor.course.testing import shortened
        from tutor.screens.lesson import LessonScreen

        if self._away:
            return
        try:
            if entry.problem and entry.problem.code == "unreadable":
                raise LessonError([entry.problem])  # a link, say: it stays unread
            lesson = load(entry.path)  # one with mistakes may have been mended by now
        except (LessonError, OSError) as error:
            first, *more = str(error).splitlines() or ["it cannot be read"]
            rest = f"\nand {len(more)} more: nn-tutor check {printable(str(entry.path))}" if more else ""
            self.notify(first + rest, title="This lesson cannot be opened", severity="error", markup=False)
            return
        if clash := self.catalog.clash(entry):
            self.notify(clash, title="Which lesson?", severity="warning", timeout=12, markup=False)
        self._away = True
        shown = LessonScreen(shortened(lesson) if testing else lesson, self.record, testing=testing)
        self.app.push_screen(shown, self._return)

    def _entry(self, id: str | None) -> Entry:
        return next(entry for entry in self.catalog.entries if str(entry.path) == id)

    def _fill(self) -> None:
        """List the lessons anew, with the cursor where the learner goes on: the last lesson, or the next to do."""
        done = {entry: self._progress(entry) for entry in self.catalog.entries}
        lessons = self.query_one(Lessons)
        lessons.clear_options()
        part, at, options = None, None, []
        latest = self.record.state.lesson
        resting = any(entry.meta and entry.meta.id == latest and not done[entry].done for entry in done)
        for number, entry in enumerate(done, 1):
            if _part(entry) != part:
                part = _part(entry)
                options.append(Option(Content.styled(part, "bold"), disabled=True))
            here = entry.meta is not None and (entry.meta.id == latest if resting else not done[entry].done)
            if at is None and here:
                at = len(options)
            options.append(Option(_line(number, entry, done[entry]), id=str(entry.path)))
        lessons.add_options(options)
        lessons.highlighted = at if at is not None else 1

    def _progress(self, entry: Entry) -> Progress:
        return progress(self.record.state, entry.meta.id if entry.meta else "", self.catalog.asked(entry))

    def _about(self, entry: Entry) -> Content:
        problem = self.catalog.problem(entry)
        if problem or entry.meta is None:
            return Content.assemble(("This lesson cannot be opened.\n\n", "bold"), str(problem))
        meta, done = entry.meta, self._progress(entry)
        clash = self.catalog.clash(entry)
        facts = [f"{meta.minutes} min"] if meta.minutes else []
        if meta.needs:
            titles = {other.meta.id: other.meta.title for other in self.catalog.entries if other.meta}
            facts.append("builds on " + ", ".join(titles.get(need, need) for need in meta.needs))
        bar = "▰" * done.answered + "▱" * (done.total - done.answered) + "  " if done.total <= LONGEST_BAR else ""
        return Content.assemble(
            (meta.title, "bold"),
            f"\n\n{clash}" if clash else "",
            f"\n\n{meta.summary}\n\n",
            f"{bar}{done.answered} of {done.total} answered, {done.verdicts}\n",
            ("  ·  ".join(facts), "dim"),
            (f"\nskills: {', '.join(skill.replace('_', ' ') for skill in meta.skills)}" if meta.skills else "", "dim"),
        )


def _part(entry: Entry) -> str:
    """The heading under which a lesson stands on the map."""
    if entry.meta is None:
        return "Cannot be opened"
    course = Content(entry.meta.course.capitalize()).truncate(LONGEST_TITLE, ellipsis=True).plain
    return " · ".join(filter(None, ("Your own lessons", course))) if entry.own else course


def _line(number: int, entry: Entry, done: Progress) -> Content:
    if entry.meta is None:
        return Content(f"✕ {printable(entry.path.name)}")
    sign = "✔" if done.done else "▶" if done.answered else " "
    title = Content(entry.meta.title).truncate(LONGEST_TITLE, ellipsis=True)
    return Content.assemble(f"{sign} {number:>2}  ", title, "  ", (f"{done.answered}/{done.total}", "dim"))


def warm_up() -> None:
    """Load what a lesson needs while the learner looks at the map."""
    import tutor.course.parse
    import tutor.screens.lesson  # noqa: F401
