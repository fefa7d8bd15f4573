"""Several runs side by side, played like one film: pause it, step it, wind it back, change its speed.

Every curve is always shown at the same epoch, so that what is compared is comparable.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from engine.frames import Frame
    from engine.run import Run

PACES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class Together(Protocol):
    """Takes several runs through an epoch at once; `engine.race.Race` does."""

    def ready(self, runs: Sequence[Run]) -> bool: ...

    def epoch(self) -> None: ...


class Player:
    """Shows runs from epoch 0 to the last one, training them just in time.

    At pace 1 the longest run takes `seconds`. The clock is passed in and only ever decides *when* an epoch is
    shown and how long a call may take, never what it contains: the frames are the same on every machine.
    With `race`, runs that can go together are trained together, which takes less time.
    """

    def __init__(
        self,
        runs: Mapping[str, Run],
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = 10.0,
        race: Together | None = None,
    ) -> None:
        if not seconds > 0:
            raise ValueError(f"a race takes more than 0 seconds, not {seconds}")
        self.runs = dict(runs)
        self._own = dict(runs)
        self.playing = False
        self.pace = 1.0
        self._clock = clock
        self._seconds = seconds
        self._race = race
        self._position = 0.0  # the epoch shown, with the part of the next one that has already passed
        self._goal = 0  # how far single steps asked to go
        self._finishing = False
        self._then = clock()
        self._told = 0  # the epoch shown when `advance` last answered

    # What is shown

    @property
    def epoch(self) -> int:
        """The epoch shown, one that every run has kept the frame of."""
        epoch = min(math.floor(self._position), self.head)
        return epoch if epoch == self.head and self._trained else epoch - epoch % self.apart

    @property
    def apart(self) -> int:
        """How far the epochs that can be shown lie apart: 1 until a run is so long that its history is thinned."""
        return max((run.history.apart for run in self.runs.values()), default=1)

    @property
    def head(self) -> int:
        """The furthest epoch that every run has reached, leaving aside the runs that ended before it."""
        behind = [run.frame.epoch for run in self.runs.values() if _training(run)]
        return min(behind) if behind else max((run.frame.epoch for run in self.runs.values()), default=0)

    @property
    def last(self) -> int:
        """The last epoch of the longest run, if nothing diverges."""
        return max((run.experiment.epochs for run in self.runs.values()), default=0)

    @property
    def over(self) -> bool:
        """Nothing is left to train and the end is on show."""
        return self._trained and self.epoch == self.head

    @property
    def finishing(self) -> bool:
        """Training runs on to the end, as fast as the budget allows."""
        return self._finishing

    def frame(self, name: str) -> Frame:
        """The frame of run `name` that is shown. A run that ended earlier keeps its last one."""
        return self.runs[name].history.at(self.epoch)

    # The buttons

    def play(self) -> None:
        """Go on from the epoch shown: what is recorded is replayed, then training goes on."""
        self._hold()
        self.playing = not self.over

    def pause(self) -> None:
        """Stand still, also when finishing or stepping."""
        self._hold()

    def toggle(self) -> None:
        """Pause what moves, play what stands."""
        if self.playing or self._finishing:
            self.pause()
        else:
            self.play()

    def step_epoch(self) -> None:
        """Pause, and go one epoch on. An epoch not yet trained is shown by the next calls of `advance`."""
        goal = max(self._goal, self.epoch) + self.apart
        self._hold()
        self._goal = min(goal, self.last)
        self._position = float(min(self._goal, self.head))

    def step_batch(self) -> None:
        """Pause at the latest epoch, and take one mini-batch more of the next one in every run that is not there."""
        self._hold()
        for run in self._behind(self.head):
            run.step()
        self._position = float(self.head)

    def scrub(self, delta: int) -> None:
        """Pause, and move `delta` epochs, of those that can be shown, within what is already trained."""
        self._hold()
        self._position = float(min(max(self.epoch + delta * self.apart, 0), self.head))

    def rewind(self) -> None:
        """Pause at epoch 0, keeping what is trained."""
        self._hold()
        self._position = 0.0

    def restart(self) -> None:
        """Train the runs that the player was given again, from their first weights, and play."""
        self._begin({name: run.again() for name, run in self._own.items()})

    def reseed(self) -> None:
        """Train every run anew with the seed after its own, and play."""
        self._begin({name: run.another() for name, run in self.runs.items()})

    def faster(self) -> None:
        """The next pace up, at most 8."""
        self._change_pace(+1)

    def slower(self) -> None:
        """The next pace down, at least a quarter."""
        self._change_pace(-1)

    def finish(self) -> None:
        """Train to the end without waiting for the clock, then show the end."""
        self._hold()
        self._finishing = not self.over

    # The work

    def advance(self, budget: float = 0.008) -> bool:
        """Move on, training for about `budget` seconds; True when another epoch is shown than last time.

        The budget may be overrun by one training step, or by one epoch of runs that go together. When training
        is slower than the clock, the film slows down: the time lost is not made up later.
        """
        deadline = self._clock() + budget
        if self._finishing:
            self._train(self.last, deadline)
            if self._trained:
                self._hold()
                self._position = float(self.head)
        elif self.playing:
            self._pass_time()
            # The epoch after the one shown is made ready while there is time: it appears when it is due.
            self._train(math.ceil(self._position), deadline)
            self._position = min(self._position, float(self.head + (not self._trained)))
            self.playing = not self.over
        elif self.epoch < self._goal:
            self._train(self._goal, deadline)
            self._position = float(min(self._goal, self.head))
        before, self._told = self._told, self.epoch
        return self._told != before

    @property
    def _trained(self) -> bool:
        return not any(_training(run) for run in self.runs.values())

    def _begin(self, runs: Mapping[str, Run]) -> None:
        self._hold()
        self.runs = dict(runs)
        self._position = 0.0
        self.play()

    def _hold(self) -> None:
        """Settle on the epoch shown and forget every wish."""
        self._position = float(self.epoch)
        self._goal = 0
        self._finishing = self.playing = False
        self._then = self._clock()

    def _pass_time(self) -> None:
        now = self._clock()
        if self.playing:
            self._position += max(0.0, now - self._then) * self.pace * self.last / self._seconds
        self._then = now

    def _change_pace(self, by: int) -> None:
        self._pass_time()
        place = PACES.index(self.pace) + by
        self.pace = PACES[min(max(place, 0), len(PACES) - 1)]

    def _train(self, goal: int, deadline: float) -> None:
        """Train all runs in lockstep up to epoch `goal`, or until the deadline; always at least one step."""
        started = False
        while not self._trained and (head := self.head) < goal:
            behind = self._behind(head)
            if self._race and self._race.ready(behind):
                if started and self._clock() >= deadline:
                    return
                self._race.epoch()
                started = True
                continue
            for run in behind:
                while _training(run) and run.frame.epoch == head:
                    if started and self._clock() >= deadline:
                        return
                    run.step()
                    started = True

    def _behind(self, head: int) -> list[Run]:
        """The runs that have not gone beyond epoch `head`, and still can."""
        return [run for run in self.runs.values() if _training(run) and run.frame.epoch == head]


def _training(run: Run) -> bool:
    return run.status == "training"
