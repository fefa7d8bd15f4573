"""The bench at one moment: the set-up, the changes that led to it, and the set-ups that are pinned beside it.

It is a frozen value: every change makes the next one, and undoing gives the very same set-up back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Self

from engine.data.datasets import SOURCES
from engine.data.sources import Source
from engine.experiment import Experiment
from tutor.bench.changes import changed
from tutor.bench.field import Field
from tutor.bench.fields import fields_of
from tutor.bench.own import is_table, read_table, tables_of
from tutor.bench.setup import Setup
from tutor.own.data import OwnData

RACERS = 6
"""How many set-ups race together: as many as there are colors and markers."""

FIRST = (
    "data: moons · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.03 · epochs: 200 · batch: 32 · seed: 1"
)
"""What the bench begins with: a net just large enough for its data. The spiral, three turns on, asks for more."""


class Racer(NamedTuple):
    """A set-up in the race, at the place that gives its color and marker."""

    place: int
    experiment: Experiment


@dataclass(frozen=True)
class Bench:
    """`pins` are the set-ups pinned, at their places; `own` are tables of the learner's, by their files."""

    setup: Setup
    past: tuple[Setup, ...] = ()
    future: tuple[Setup, ...] = ()
    pins: tuple[Racer, ...] = ()
    own: Mapping[str, Source] = field(default_factory=dict)

    @classmethod
    def of_line(cls, line: str = FIRST) -> Self:
        """The bench with the set-up of a line; SettingsError says what is wrong with it."""
        own = tables_of(line, SOURCES)
        return cls(Setup(Experiment.from_text(line, {**SOURCES, **own})), own=own)

    @classmethod
    def of_table(cls, own: OwnData) -> Self:
        """The bench with a table of the learner's, and what was suggested for it; SettingsError as above."""
        return cls(_setup(own), own=_table(own))

    @classmethod
    def of_race(cls, experiments: tuple[Experiment, ...], chosen: int = 0) -> Self:
        """The bench with several experiments pinned and one of them as the set-up."""
        different = tuple(dict.fromkeys(experiments))[:RACERS]
        pins = tuple(Racer(place, each) for place, each in enumerate(different))
        return cls(Setup(experiments[chosen]), pins=pins)

    # What there is

    @property
    def sources(self) -> Mapping[str, Source]:
        """The data that may be named."""
        return {**SOURCES, **self.own}

    @property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.setup, self.sources)

    @property
    def line(self) -> str:
        """The set-up as one line of text."""
        return self.setup.line(self.sources)

    @property
    def problem(self) -> str:
        """What is in the way of an experiment; empty when nothing is."""
        return self.setup.problem(self.sources)

    @property
    def racers(self) -> tuple[Racer, ...]:
        """What races: the pinned set-ups, and the present one at the first place that is free.

        Where all places are taken it has that of the set-up pinned last.
        """
        experiment = self.setup.experiment(self.sources)
        if experiment is None or any(pin.experiment == experiment for pin in self.pins):
            return self.pins
        taken = {pin.place for pin in self.pins}
        free = [place for place in range(RACERS) if place not in taken]
        pins = self.pins if free else self.pins[:-1]
        return (*pins, Racer(free[0] if free else self.pins[-1].place, experiment))

    @property
    def present(self) -> Racer | None:
        """The present set-up among the racers; None while something is in its way."""
        experiment = self.setup.experiment(self.sources)
        return next((each for each in self.racers if each.experiment == experiment), None)

    # What can be done

    def changed(self, name: str, text: str) -> Self:
        """After a field got a value; SettingsError says why it cannot have it."""
        if name == "data" and is_table(text, self.sources):
            own = read_table(text)
            return replace(self, own={**self.own, **_table(own)}).going_on(_setup(own))
        return self.going_on(changed(self.setup, name, text, self.sources))

    def turned(self, name: str, by: int) -> Self:
        """After a field was turned on by so many values, or back."""
        turned = next(each for each in self.fields if each.name == name)
        return self.changed(name, turned.turned(by))

    def opened(self, line: str) -> Self:
        """After another set-up was opened from its line."""
        bench = replace(self, own={**self.own, **tables_of(line, self.sources)})
        return bench.going_on(Setup(Experiment.from_text(line, bench.sources)))

    def going_on(self, setup: Setup) -> Self:
        """With another set-up; the same when nothing has changed but, perhaps, its title."""
        if replace(setup.draft, title="") == replace(self.setup.draft, title=""):
            return self
        return replace(self, setup=setup, past=(*self.past, self.setup), future=())

    def undone(self) -> Self:
        """One change back; the same at the beginning."""
        if not self.past:
            return self
        *past, setup = self.past
        return replace(self, setup=setup, past=tuple(past), future=(self.setup, *self.future))

    def redone(self) -> Self:
        """One change that was undone on again."""
        if not self.future:
            return self
        setup, *future = self.future
        return replace(self, setup=setup, past=(*self.past, self.setup), future=tuple(future))

    def pinned(self) -> Self:
        """With the present set-up pinned; one place is kept free for the next."""
        present = self.present
        if present is None or present in self.pins or len(self.pins) >= RACERS:
            return self
        return replace(self, pins=(*self.pins, present))

    def unpinned(self) -> Self:
        """With the present set-up no longer pinned or, where it is not, the one pinned last."""
        gone = self.present if self.present in self.pins else (self.pins[-1] if self.pins else None)
        return replace(self, pins=tuple(pin for pin in self.pins if pin != gone))


def _table(own: OwnData) -> Mapping[str, Source]:
    """The table alone, without the sets that come with nn-tutor."""
    return {own.settings["data"]: own.sources[own.settings["data"]]}


def _setup(own: OwnData) -> Setup:
    return Setup(Experiment.from_settings(own.settings, own.sources), told=" ".join(map(_sentence, own.told)))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
