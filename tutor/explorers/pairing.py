"""The pairing bench: every output with every loss on one task, impossible pairs included, each judged by its run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar, Self

from rich.console import Group, RenderableType
from rich.text import Text

from engine.doctor.pairing import Kind, Pairing, pairing
from engine.experiment import Experiment
from engine.run import Run, Status
from tutor import plot
from tutor.course.openings import LOSSES, OUTPUTS
from tutor.explorers.runs import run_of
from tutor.explorers.scene import Panel, Scene
from tutor.numbers import metric

SETTINGS = {
    "two classes": "data: moons · net: 2 -> 8 tanh -> {units} {output} · epochs: 40",
    "several classes": "data: iris · net: 4 -> 8 tanh -> 3 {output} · epochs: 40",
    "several labels": "data: tags · target: right, top, near_center · net: 2 -> 8 tanh -> 3 {output} · epochs: 40",
    "price": "data: houses_ames · inputs: living_area, quality, year_built · unit: 100000"
    " · net: 3 -> 8 tanh -> 1 {output} · batch: 64 · epochs: 30",
    "temperature": "data: noon_jfk_2013 · inputs: day_of_year, humid, pressure · unit: 10"
    " · net: 3 -> 8 tanh -> 1 {output} · epochs: 60",
}
"""By task; of two classes a softmax needs both units."""

SIGNS = {Kind.MATCHED: plot.Sign("✔", 2), Kind.RUNS_BUT: plot.Sign("~", 0), Kind.UNDEFINED: plot.Sign("✘", 3)}
UNKNOWN, TRAINING = plot.Sign("·", None), plot.Sign("…", None)
LEGEND = "✔ matched   ~ runs, but…   ✘ undefined   · not run yet"


@dataclass(frozen=True)
class PairingScene(Scene):
    """A table of verdicts; a pair is unknown until it has run. `ran` holds task, output and loss of those that have."""

    kind: ClassVar[str] = "pairing"
    title: ClassVar[str] = "Which loss goes with which output"
    about: ClassVar[str] = (
        "Output units against losses on five tasks. Run a pair, and see whether the two are made for each other, "
        "train with a drawback, or mean nothing together; the reason comes from the run."
    )
    presses: ClassVar[tuple[str, ...]] = ("run", "all")
    prompts: ClassVar[tuple[str, ...]] = (
        "Two classes: find the pairs that are made for each other before you press a.",
        "Put mse behind a sigmoid. It runs. What is the drawback?",
        "Turn the task to *price*. Which outputs can say every price, and which losses make no sense at all?",
    )

    ran: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def pair(self) -> tuple[str, str, str]:
        """The task, the output and the loss that the dials stand at."""
        return self["task"].value, self["output"].value, self["loss"].value

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(run_of(experiment_of(pair)) for pair in sorted(self.ran) if pair[0] == self.pair[0])

    def can(self, verb: str) -> bool:
        return self.pair not in self.ran if verb == "run" else super().can(verb)

    def pressed(self, verb: str) -> Self:
        match verb:
            case "run":
                return replace(self, ran=self.ran | {self.pair})
            case "all":
                task = self.pair[0]
                return replace(self, ran=self.ran | {(task, output, loss) for output in OUTPUTS for loss in LOSSES})
        return super().pressed(verb)

    def panels(self, dark: bool) -> tuple[Panel, ...]:
        task, output, loss = self.pair
        signs = [[self._sign((task, row, column)) for column in LOSSES] for row in OUTPUTS]
        chosen = (OUTPUTS.index(output), LOSSES.index(loss))
        words = self._told()

        def table(width: int, height: int) -> plot.Picture:
            return plot.verdicts(OUTPUTS, LOSSES, signs, chosen, width, height, legend=LEGEND, words=words, dark=dark)

        grid = Panel(f"{task}: output unit against loss", table)
        if self.pair not in self.ran:
            return (grid,)
        run = run_of(experiment_of(self.pair))
        broke = run.status is Status.DIVERGED
        curves = [
            plot.Curve("train", 1, [frame.train_loss for frame in run.frames], broke=broke),
            plot.Curve("test", 0, [frame.test_loss for frame in run.frames], broke=broke),
        ]
        last = run.experiment.epochs

        def losses(width: int, height: int) -> plot.Picture:
            return plot.loss_curves(curves, width, height, last=last, what="Loss", dark=dark)

        return (grid, Panel(f"{loss} of {output} on {task}", losses))

    def readout(self, dark: bool) -> RenderableType:
        return Group(*(Text(line) for line in self._told().split("\n")))

    def _sign(self, pair: tuple[str, str, str]) -> plot.Sign:
        if pair not in self.ran:
            return UNKNOWN
        return SIGNS[verdict(pair).kind] if run_of(experiment_of(pair)).status is not Status.TRAINING else TRAINING

    def _told(self) -> str:
        """What is known of the chosen pair."""
        task, output, loss = self.pair
        pair = f"{output} and {loss} on {task}"
        if self.pair not in self.ran:
            return f"{pair}: not run yet. Matched, runs but…, or undefined? Say it to yourself, then run it."
        run = run_of(experiment_of(self.pair))
        if run.status is Status.TRAINING:
            return f"{pair}: training, epoch {run.frame.epoch} of {run.experiment.epochs}."
        found = verdict(self.pair)
        link = " " if found.kind is Kind.RUNS_BUT else ": "
        done = f"After epoch {run.frame.epoch}: test {run.metric_name} {metric(run.frame.metric, run)}."
        return f"{pair}: {found.kind}{link}{found.reason}." + (f"\n{done}" if run.status is Status.DONE else "")


@cache
def experiment_of(pair: tuple[str, str, str]) -> Experiment:
    """The experiment that tries a pair on its task."""
    task, output, loss = pair
    settings = SETTINGS[task].format(output=output, units=2 if output == "softmax" else 1)
    return Experiment.from_text(f"{settings} · loss: {loss} · optimizer: adam 0.02")


@cache
def verdict(pair: tuple[str, str, str]) -> Pairing:
    """What is to be said of a pair whose run has ended."""
    return pairing(run_of(experiment_of(pair)))
