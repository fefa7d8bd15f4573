"""The explorers outside lessons: a list of all of them, and each on a screen of its own."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.bindings import bindings
from tutor.course.chain import Chain
from tutor.explorers import SCENES, Scene
from tutor.verbs import EXPLORERS, LESSON
from tutor.widgets.bars import KeyBar, TitleBar
from tutor.widgets.chain import ChainView
from tutor.widgets.explorer import ExplorerView

LEAVE = tuple(verb for verb in LESSON if verb.action == "leave")


class Instruments(OptionList):
    """The explorers by their titles."""

    BINDINGS = bindings(verb for verb in EXPLORERS if verb.action == "select")

    DEFAULT_CSS = """
    Instruments { width: 1fr; height: 100%; border: round $border; background: $background; padding: 0 1; }
    Instruments:focus { border: heavy $accent; background-tint: transparent; }
    """


class ExplorersScreen(Screen[None]):
    """Lists the explorers beside a sentence on each; opens one, and comes back to the list."""

    BINDINGS = bindings(LEAVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    ExplorersScreen #body { height: 1fr; }
    ExplorersScreen #about { width: 1fr; height: 100%; padding: 1 2; }
    ExplorersScreen #about > Static { max-width: 72; height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._away = False

    def compose(self) -> ComposeResult:
        yield TitleBar("Explorers")
        with Horizontal(id="body"):
            yield Instruments(*(Option(scene.title, id=kind) for kind, scene in SCENES.items()), markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Instruments).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        scene = SCENES[str(event.option.id)]
        self.query_one("#about Static", Static).update(Content.assemble((scene.title, "bold"), f"\n\n{scene.about}"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if not self._away:
            self._away = True
            self.app.push_screen(ExplorerScreen(SCENES[str(event.option.id)].free()), self._return)

    def _return(self, _: object = None) -> None:
        self._away = False

    def action_leave(self) -> None:
        self.dismiss(None)


class ExplorerScreen(Screen[None]):
    """One explorer, to be left with escape."""

    BINDINGS = bindings(LEAVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    ExplorerScreen > ExplorerView { height: 1fr; }
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def compose(self) -> ComposeResult:
        yield TitleBar(self._scene.title)
        yield ExplorerView(self._scene)
        yield KeyBar()

    def action_leave(self) -> None:
        self.dismiss(None)


class FillScreen(Screen[None]):
    """A chain to fill in, over the explorer that it comes from."""

    BINDINGS = bindings(LEAVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    DEFAULT_CSS = """
    FillScreen > ChainView { height: 1fr; }
    """

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        self._chain = chain

    def compose(self) -> ComposeResult:
        yield TitleBar("Fill the chain in")
        yield ChainView(self._chain, None, lambda *_: True)  # nothing to be recorded
        yield KeyBar()

    def on_chain_view_done(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        self.dismiss(None)
