"""The glossary on the screen: the words of the page first, then all of them; each with its formula and a plot."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor import plot
from tutor.bindings import bindings
from tutor.course.glossary import Term, glossary, titles
from tutor.prose import Prose
from tutor.verbs import GLOSSARY
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.plot_view import PlotView

HERE, ALL = "On this page", "All words"


class Words(OptionList):
    """The terms, those of the page first."""

    DEFAULT_CSS = """
    Words { width: 30; height: 100%; border: round $border; background: $background; padding: 0 1; }
    Words:focus { border: heavy $accent; background-tint: transparent; }
    """


class GlossaryScreen(Screen[None]):
    """Lists the terms beside what the chosen one means."""

    BINDINGS = bindings(GLOSSARY)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    GlossaryScreen #body { height: 1fr; }
    GlossaryScreen #meaning { width: 1fr; height: 100%; padding: 1 2; }
    GlossaryScreen #meaning > Static { max-width: 72; height: auto; margin-bottom: 1; }
    GlossaryScreen PlotView { height: 1fr; max-height: 16; max-width: 72; }
    """

    def __init__(self, here: Sequence[Term] = ()) -> None:
        super().__init__()
        self._here = tuple(here)

    def compose(self) -> ComposeResult:
        yield TitleBar("Glossary")
        with Horizontal(id="body"):
            yield Words(markup=False)
            with Vertical(id="meaning"):
                yield Static(markup=False)
                yield PlotView()
        yield KeyBar()

    def on_mount(self) -> None:
        words = self.query_one(Words)
        terms = glossary()
        if self._here:
            words.add_option(Option(Content.styled(HERE, "bold"), disabled=True))
            words.add_options(Option(term.name, id=f"here {terms.index(term)}") for term in self._here)
            words.add_option(Option(Content.styled(ALL, "bold"), disabled=True))
        words.add_options(Option(term.name, id=f"all {place}") for place, term in enumerate(terms))
        words.highlighted = 1 if self._here else 0
        words.focus()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show(self._chosen))

    def on_unmount(self) -> None:
        self.app.theme_changed_signal.unsubscribe(self)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show(_term(event.option))

    def action_leave(self) -> None:
        self.dismiss(None)

    @property
    def _chosen(self) -> Term:
        words = self.query_one(Words)
        return _term(words.get_option_at_index(words.highlighted or 0))

    def _show(self, term: Term) -> None:
        self.query_one("#meaning > Static", Static).update(self._told(term))
        view = self.query_one(PlotView)
        view.display = bool(term.plot)
        if term.plot:
            dark = self.app.current_theme.dark

            def draw(width: int, height: int) -> plot.Picture:
                return plot.activation([term.plot], -6.0, 6.0, 0.0, width, height, dark=dark)

            view.show(draw)

    def _told(self, term: Term) -> RenderableType:
        parts: list[RenderableType] = [Text(term.name, "bold")]
        if term.also:
            parts.append(Text(f"also: {', '.join(term.also)}", "dim"))
        parts += [Text(""), Prose(term.text)]
        facts = {"formula": term.formula, "shape": term.shape, "taught in": titles().get(term.lesson, "")}
        parts += [Text("")] * any(facts.values())
        parts += [Text.assemble((f"{name}  ", "dim"), value) for name, value in facts.items() if value]
        return Group(*parts)


def _term(option: Option) -> Term:
    return glossary()[int(str(option.id).split()[1])]
