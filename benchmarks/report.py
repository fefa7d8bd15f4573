"""What the benchmark says: a table a person reads, and the same numbers for a program.
Every time is a median over the rounds, every ratio the median of the rounds' own ratios."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks.comparison import COMPARED_STEPS, OURS, RACE, Comparison
from benchmarks.peers import PYTORCH
from benchmarks.timing import middle_half, ratio

PLAYGROUND = 40.0
"""How much faster than PyTorch eager TensorFlow Playground's own code is taken to step on W1; not measured here."""


def heading(rounds: int, absent: Sequence[str]) -> str:
    """What the table is about, its column names, and who is missing."""
    missing = f"\nNot installed, so not compared: {', '.join(absent)}." if absent else ""
    columns = f"{'':<16}{'µs a step':>10}  {'half of all rounds':<20}{'× faster than PyTorch':>22}"
    return f"Float64, one thread, medians over {rounds} rounds in which all take turns.{missing}\n\n{columns}"


def as_text(result: Comparison) -> str:
    """One workload's rows: every contender, then the race and how well the losses agree."""
    workload, times = result.workload, result.times
    lines = [f"{workload.name}  {workload.text}; {result.steps} steps a round"]
    for name in (each for each in times if each != RACE):
        low, high = middle_half(times[name])
        faster = _faster(result, name)
        goal = f"  (asked {workload.asked:g}, aim {workload.aimed:g})" if name == OURS and faster else ""
        spread = f"{low:.1f} to {high:.1f}"
        said = "" if faster is None else f"{faster:.2f}" if faster < 10 else f"{faster:.1f}"
        lines.append(f"{name:<16}{median(times[name]):10.1f}  {spread:<20}{said:>22}{goal}")
    lines.append(f"{RACE} take {ratio(times[RACE], times[OURS]):.2f} × one (at most {workload.race:g})")
    if workload.name == "W1" and PYTORCH.name in times:
        share = PLAYGROUND * ratio(times[OURS], times[PYTORCH.name])
        lines.append(
            f"ours takes {share:.2f} × PyTorch / {PLAYGROUND:g}, the stand-in for TensorFlow Playground (at most 1.2)"
        )
    lines += [f"losses differ by at most {gap:.0e}: {_pair(name)}" for name, gap in result.differences.items()]
    return "\n".join(lines)


def as_data(result: Comparison) -> dict[str, Any]:
    """The same as plain values, ready for JSON."""
    times = result.times
    return {
        "name": result.workload.name,
        "work": result.workload.text,
        "steps": result.steps,
        "us_per_step": {name: median(each) for name, each in times.items()},
        "half_of_all_rounds": {name: middle_half(each) for name, each in times.items()},
        "times_faster_than_pytorch": {name: _faster(result, name) for name in times if name != RACE},
        "asked": result.workload.asked,
        "aimed": result.workload.aimed,
        "race_ratio": ratio(times[RACE], times[OURS]),
        "race_at_most": result.workload.race,
        "largest_relative_difference": result.differences,
    }


def _faster(result: Comparison, name: str) -> float | None:
    """How many times faster than PyTorch eager; None without PyTorch."""
    return ratio(result.times[PYTORCH.name], result.times[name]) if PYTORCH.name in result.times else None


def _pair(name: str) -> str:
    with_whom = "one of four racing and the same alone" if name == RACE else f"ours and {name}"
    return f"{with_whom}, {COMPARED_STEPS} steps"
