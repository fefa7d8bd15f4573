"""The runs of the bench, kept for a while: turning a field back shows at once what was trained before."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.run import Run
from tutor.bench.bench import Bench, Racer
from tutor.bench.chosen import Chosen
from tutor.bench.labels import labels
from tutor.pictures import Entrant

EDITED = " ✎"
"""Behind the name of a run of which a weight was edited by hand."""

KEPT = 24
"""Runs that are kept, those of the race among them."""


class Shelf:
    """Runs by their experiments, the latest used last."""

    def __init__(self) -> None:
        self._runs: dict[Experiment, Run] = {}
        self._edited: list[Run] = []

    def entrants(self, bench: Bench) -> dict[str, Entrant]:
        """Everything that races on the bench, each with a name that tells it from the others."""
        racers = sorted(bench.racers)
        named = labels([racer.experiment for racer in racers], bench.sources)
        return {
            str(racer.place): Entrant(racer.place, f"{label}{EDITED * self.is_edited(run)}", run)
            for racer, label in zip(racers, named, strict=True)
            for run in (self._run(racer, bench),)
        }

    def put_weight(self, run: Run, chosen: Chosen, value: float) -> None:
        """Give a weight of a run another value by hand, and remember that: no line says so."""
        run.put_weight(chosen.layer, chosen.source, chosen.unit, value)
        self._edited.append(run)

    def is_edited(self, run: Run) -> bool:
        """Whether a weight of this run was edited by hand."""
        return any(run is each for each in self._edited)

    def forget_edited(self, run: Run) -> None:
        """Take a run off if it was edited: whoever asks for its experiment again gets one that begins anew."""
        if self.is_edited(run):
            self._runs = {experiment: each for experiment, each in self._runs.items() if each is not run}

    def _run(self, racer: Racer, bench: Bench) -> Run:
        run = self._runs.pop(racer.experiment, None) or Run(racer.experiment, bench.sources)
        self._runs[racer.experiment] = run
        for old in list(self._runs)[: -KEPT or None]:
            del self._runs[old]
        return run
