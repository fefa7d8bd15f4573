"""A scene is what an explorer shows at one moment; a key makes the next one of it.

It is a frozen value that knows no screen: the same scene is drawn by the app and told by plain mode.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from rich.console import RenderableType

from engine.experiment import Experiment
from engine.run import Run
from tutor.course.chain import Chain
from tutor.course.dials import Dial
from tutor.course.model import Explore
from tutor.course.openings import OPENINGS
from tutor.plot import Picture

Draw = Callable[[int, int], Picture]
"""Makes a picture for a width and a height in cells."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Something to look at under a caption: a picture that fits any size, or words and tables that can be scrolled."""

    caption: str
    shows: Draw | RenderableType

    @property
    def draw(self) -> Draw | None:
        """How the picture is drawn; None for words."""
        return self.shows if callable(self.shows) else None


@dataclass(frozen=True)
class Scene(ABC):
    """What every explorer has: dials to turn, and things to try.

    `switched` are the lines that are switched on; `base` is the experiment that a lesson has it explore.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    presses: ClassVar[tuple[str, ...]] = ()
    """The verbs of this explorer alone: arguments of the action `press` in tutor/verbs.py."""

    prompts: ClassVar[tuple[str, ...]] = ()
    """Three things to try outside lessons."""

    dials: tuple[Dial, ...]
    tries: tuple[str, ...] = ()
    switched: frozenset[int] = frozenset()
    base: Experiment | None = None

    @classmethod
    def free(cls) -> Self:
        """The explorer outside lessons."""
        return cls(OPENINGS[cls.kind].dials, cls.prompts).fitted()

    @classmethod
    def opened(cls, explore: Explore, experiment: Experiment | None = None) -> Self:
        """The explorer as a lesson's block opens it; `experiment` is the one that the block names."""
        return cls(opened(OPENINGS[cls.kind].dials, explore), explore.tries, base=experiment).fitted()

    def __getitem__(self, name: str) -> Dial:
        return next(dial for dial in self.dials if dial.name == name)

    def turned(self, name: str, by: int) -> Self:
        """After turning one dial."""
        return self.with_dial(self[name].turned(by))

    def homed(self, name: str) -> Self:
        """After turning one dial back to where it began."""
        dial = self[name]
        return self.with_dial(replace(dial, at=dial.home))

    def with_dial(self, dial: Dial) -> Self:
        """With this dial in place of the one of its name, and the others fitted to it."""
        dials = tuple(dial if each.name == dial.name else each for each in self.dials)
        return replace(self, dials=dials).fitted()

    def fitted(self) -> Self:
        """With dials that depend on others brought in line with them."""
        return self

    @property
    def switches(self) -> tuple[str, ...]:
        """What the keys 1 to 9 switch on and off, in order."""
        return ()

    def toggled(self, place: int) -> Self:
        """After switching one line on or off; the last one that is on stays."""
        switched = self.switched ^ {place}
        return replace(self, switched=switched) if place < len(self.switches) and switched else self

    def can(self, verb: str) -> bool:
        """Whether one of the verbs of this explorer does something now."""
        return verb in self.presses

    def pressed(self, verb: str) -> Self:
        """After one of the verbs of this explorer alone."""
        raise ValueError(f"{self.kind}: no verb {verb}")

    @property
    def chain(self) -> Chain | None:
        """The chain of factors that can be filled in now."""
        return None

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs it shows; whoever shows the scene trains them, a little at a time."""
        return ()

    @abstractmethod
    def panels(self, dark: bool) -> tuple[Panel, ...]:
        """What there is to look at, the most telling first."""

    @abstractmethod
    def readout(self, dark: bool) -> RenderableType:
        """The numbers and the sentences beside the panels."""


def opened(dials: tuple[Dial, ...], explore: Explore) -> tuple[Dial, ...]:
    """The dials as a lesson's block has them stand; there is also where they begin."""
    return tuple((dial.set(explore.opening.get(dial.name, "")) or dial).settled() for dial in dials)
