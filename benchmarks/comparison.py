"""One workload through all contenders: the times of each, and whether those that should agree do.
The losses are compared before the clock starts, with the very functions that are timed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import ours
from benchmarks.peers import PYTORCH, Peer
from benchmarks.timing import Times, take_turns
from benchmarks.workloads import Workload

OURS, RACE = "ours", "four racing"
ENTRANTS = 4
COMPARED_STEPS = 50


@dataclass(frozen=True)
class Comparison:
    """What was measured on one workload; `times` by contender, RACE being one step of all four entrants.

    `differences` holds the largest relative difference over the first 50 losses: between ours and PyTorch, and
    between the first of four racing and the same network on its own.
    """

    workload: Workload
    steps: int
    times: dict[str, Times]
    differences: dict[str, float]


def compare(workload: Workload, peers: Sequence[Peer], rounds: int, wanted_steps: int | None) -> Comparison:
    """Train the workload with the engine and with each of `peers`, which take turns."""
    steps = workload.steps(wanted_steps)
    contenders = {OURS: ours.trainer(workload), **{peer.name: peer.trainer(workload) for peer in peers}}
    race = ours.race(workload, ENTRANTS)

    losses = np.asarray(contenders[OURS](COMPARED_STEPS))
    differences = {RACE: _largest(np.asarray(race(COMPARED_STEPS))[:COMPARED_STEPS, 0], losses)}
    if PYTORCH.name in contenders:
        differences[PYTORCH.name] = _largest(losses, np.asarray(contenders[PYTORCH.name](COMPARED_STEPS)))

    times = take_turns({**contenders, RACE: race}, steps, rounds)
    return Comparison(workload, steps, times, differences)


def _largest(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float((np.abs(ours - theirs) / np.abs(theirs)).max())
