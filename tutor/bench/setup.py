"""A set-up is what the fields of the bench stand at: an experiment, or what is still in the way of one.

Each field is right by itself; together they may ask for too much, and then a message names the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.data.sources import Source
from engine.experiment import Experiment, SettingsError

Sources = Mapping[str, Source]


@dataclass(frozen=True)
class Setup:
    """`draft` has every setting, unchecked. `chosen` are those of "output", "loss" and "unit" that the learner set.

    `told` says what followed from the change that led here.
    """

    draft: Experiment
    chosen: frozenset[str] = frozenset()
    told: str = ""

    def line(self, sources: Sources) -> str:
        """The set-up as one line of text."""
        return self.draft.text_over(sources)

    def experiment(self, sources: Sources) -> Experiment | None:
        """The experiment; None where something is in its way."""
        try:
            return Experiment.from_text(self.line(sources), sources)
        except SettingsError:
            return None

    def problem(self, sources: Sources) -> str:
        """What is in the way of an experiment, and what to do; empty when nothing is."""
        try:
            Experiment.from_text(self.line(sources), sources)
        except SettingsError as error:
            return error.problems[0].message
        return ""
