"""A stopwatch for contenders that take turns, so that a busy minute of the machine is shared by all of them.
Ratios are taken round by round and then their median, which moves far less than the times themselves."""

import gc
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from time import perf_counter

Times = list[float]
"""µs per step, one number a round."""


def take_turns(contenders: Mapping[str, Callable[[int], object]], steps: int, rounds: int) -> dict[str, Times]:
    """Time `steps` steps of every contender, `rounds` times over, after one round that does not count."""
    times: dict[str, Times] = {name: [] for name in contenders}
    order = list(contenders.items())
    for _, train in order:
        train(steps)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, train in order:
                start = perf_counter()
                train(steps)
                times[name].append(1e6 * (perf_counter() - start) / steps)
            order.reverse()  # nobody always comes after the same neighbor
            gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
    return times


def middle_half(times: Times) -> tuple[float, float]:
    """The quartiles: half of all rounds lie between them."""
    if len(times) < 2:
        return times[0], times[0]
    low, _, high = quantiles(times, n=4, method="inclusive")
    return low, high


def ratio(slow: Times, quick: Times) -> float:
    """How many times longer `slow` took than `quick`: the median over the rounds."""
    return median(a / b for a, b in zip(slow, quick, strict=True))
