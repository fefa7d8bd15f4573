"""Trains all the options of a question, and draws what came out.

The same engine and the same plots as on the screens; only nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from engine.frames import Status
from engine.race import Race
from engine.run import Run
from tutor import palette, plot
from tutor.course.attempt import Attempt
from tutor.course.model import Lesson, Question
from tutor.numbers import metric, short
from tutor.pictures import TRAIN, Entrants, draw, entrants, kinds, losses, losses_of
from tutor.plain.voice import Voice
from tutor.player import Player

HEIGHT = 16
WIDEST = 100
BUDGET = 0.05
"""Seconds of training between two lines of progress."""


def train(lesson: Lesson, question: Question, attempt: Attempt, voice: Voice) -> Mapping[str, Run]:
    """Train every option's experiment to its end and say how each ended, in the order of the options."""
    runs = {name: Run(lesson.experiments[name]) for name in question.runs}
    count = f"{len(runs)} networks" if len(runs) > 1 else "the network"
    voice.say(f"Training {count} …")
    player = Player(runs, race=Race())
    player.finish()
    told = -10
    while not player.over:
        player.advance(BUDGET)
        if player.head >= told + 10:
            told = player.head
            voice.working(f"epoch {told} of {player.last}")
    voice.working("")
    for one in entrants(lesson, question, attempt.order, runs).values():
        run = one.run
        which = losses_of(question)
        loss = run.frame.train_loss if which == TRAIN else run.frame.test_loss
        score = f"{which} {short(loss)}, {run.metric_name} {metric(run.frame.metric, run)}"
        if run.status is Status.DIVERGED:
            score = f"diverged: {run.frame.reason}"
        voice.say(Text.assemble((palette.marker(one.place), palette.color(one.place)), f" {one.label}: {score}"))
    voice.say()
    return runs


def pictures(
    lesson: Lesson, question: Question, attempt: Attempt, runs: Mapping[str, Run], width: int
) -> Iterator[plot.Picture]:
    """The loss of every run, then the pictures that the experiments ask for with `show`."""
    width = min(width, WIDEST)
    racing = entrants(lesson, question, attempt.order, runs)
    pick = attempt.backed
    yield losses(racing, pick, which=losses_of(question))(width, HEIGHT)
    now = {name: run.frame for name, run in runs.items()}
    for kind in kinds(runs.values()):
        asking = {name: one for name, one in racing.items() if kind in one.run.experiment.show} or racing
        for chosen in one_by_one(asking) if kind == "gates" else [asking]:
            picture = draw(kind, chosen, now, pick)(width, HEIGHT)
            whose = f"{next(iter(chosen.values())).label}: " if kind == "gates" else ""
            yield plot.Picture(picture.rows, whose + picture.words)


def one_by_one(racing: Entrants) -> list[Entrants]:
    """Each network alone, for pictures that have room for only one."""
    return [{name: one} for name, one in racing.items()]
