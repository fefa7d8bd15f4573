"""How the learner wants to see a race: which plots, which axes, which networks, and what stays pinned behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tutor.pictures import TEST, Entrant

Views = tuple[tuple[str, str], ...]
"""What to see in turn: a layout, and the kind of the picture below the loss."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a learner has chosen; `only` is the place of the one network shown below, `view` a place in the views.

    `which` loss is drawn is the question's choice.
    """

    which: str = TEST

    log: bool = False
    zoom: bool = False
    exact: bool = False
    words: bool = False
    only: int | None = None
    view: int = 0
    pinned: Mapping[str, Entrant] = field(default_factory=dict)

    @property
    def losses(self) -> object:
        """What of it the losses are drawn by."""
        return self.log, self.zoom, self.exact, self.pinned

    def next_only(self, entrants: Mapping[str, Entrant], pick: int | None) -> Look:
        """The next network alone, the learner's pick first, and after the last all of them together."""
        others = [one.place for one in entrants.values() if one.place != pick]
        mine = [one.place for one in entrants.values() if one.place == pick]
        places = [None, *mine, *others]
        return replace(self, only=places[(places.index(self.only) + 1) % len(places)])

    def shown_below(self, entrants: Mapping[str, Entrant]) -> Mapping[str, Entrant]:
        """The networks of the lower plot."""
        return _at(self.only, entrants)

    def pin(self, entrants: Mapping[str, Entrant], pick: int | None) -> Look:
        """Pin the network shown alone, else the learner's pick, else all; unpin them if they are pinned already."""
        meant = _at(pick if self.only is None else self.only, entrants)
        if meant.keys() <= self.pinned.keys():
            return replace(self, pinned={name: one for name, one in self.pinned.items() if name not in meant})
        return replace(self, pinned={**self.pinned, **meant})


def views(kinds: tuple[str, ...]) -> Views:
    """The loss and another picture, the loss alone, and each other picture alone."""
    return (*(("both", kind) for kind in kinds), ("loss", ""), *(("lower", kind) for kind in kinds))


def _at(place: int | None, entrants: Mapping[str, Entrant]) -> Mapping[str, Entrant]:
    """The entrant of this place; all of them where there is none."""
    return {name: one for name, one in entrants.items() if one.place == place} or entrants
