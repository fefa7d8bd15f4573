"""The fields of the bench with what there is to say of the set-up below them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.bench import Bench, Field
from tutor.bindings import bindings
from tutor.verbs import BENCH_FIELDS
from tutor.widgets.field_list import FieldList, in_order


class Fields(VerticalScroll, can_focus=True):
    """The fields, which keys choose and turn."""

    BINDINGS = bindings(BENCH_FIELDS)


class BenchSide(Vertical):
    """Draws the fields of a bench as they stand; `name_chosen` is the field that the keys turn."""

    DEFAULT_CSS = """
    BenchSide { width: 46; height: 100%; border: round $border; }
    BenchSide:focus-within { border: heavy $accent; }
    BenchSide Fields { height: 1fr; border-bottom: solid $border; }
    BenchSide FieldList { height: auto; width: 100%; }
    BenchSide #told { height: auto; max-height: 12; margin: 0 1; }
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._name = bench.fields[0].name

    def compose(self) -> ComposeResult:
        with Fields():
            yield FieldList()
        yield Static(id="told", markup=False)

    @property
    def chosen(self) -> Field:
        """The field that the keys turn; the first one when the chosen one has gone."""
        fields = self._bench.fields
        return next((field for field in fields if field.name == self._name), fields[0])

    def choose(self, name: str) -> None:
        """Choose a field by its name."""
        self._name = name
        self.draw()

    def move(self, by: int) -> None:
        """Choose the field so many further down."""
        names = [field.name for field in in_order(self._bench.fields, self._width)]
        self.choose(names[(names.index(self.chosen.name) + by) % len(names)])

    def show(self, bench: Bench) -> None:
        """Show another bench."""
        self._bench = bench
        self.draw()

    def draw(self) -> None:
        if not self.query(FieldList) or not self._width:
            return  # not built yet, or left
        holder, listed = self.query_one(Fields), self.query_one(FieldList)
        fields = in_order(self._bench.fields, self._width)
        listed.show(fields, self.chosen.name, self._width, active=holder.has_focus)
        holder.scroll_to_region(listed.place_of(self.chosen.name), animate=False)

    def tell(self, words: Content) -> None:
        """Say something below the fields."""
        self.query_one("#told", Static).update(words)

    def take_focus(self) -> None:
        """Put the keys here."""
        self.query_one(Fields).focus()

    @property
    def _width(self) -> int:
        return self.query_one(Fields).scrollable_content_region.width
