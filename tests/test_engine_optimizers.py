"""Optimizers: the steps of the papers, one number at a time, and nothing left behind by a step."""

import tracemalloc
from collections.abc import Callable, Iterator
from math import cos, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import Array
from engine.optimizers import OPTIMIZERS, SGD, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSprop

RATE, STEPS = 0.02, 60
EACH = pytest.mark.parametrize("kind", OPTIMIZERS.values(), ids=list(OPTIMIZERS))


def valley(w: float) -> float:
    """The slope of w² + 2·sin(w) at w: steep, flat and steep again."""
    return 2.0 * w + 2.0 * cos(w)


# Each paper's own algorithm for a single weight: it yields the weight at which each gradient is taken.
Paper = Callable[[float, float], Iterator[float]]


def descent(w: float, _beta: float) -> Iterator[float]:
    while True:
        yield w
        w = w - RATE * valley(w)


def classical_momentum(w: float, beta: float) -> Iterator[float]:
    """Sutskever and others 2013, equations 1 and 2: the rate is in the velocity."""
    v = 0.0
    while True:
        yield w
        v = beta * v - RATE * valley(w)
        w = w + v


def nesterovs_gradient(w: float, beta: float) -> Iterator[float]:
    """Sutskever and others 2013, equations 3 and 4: the slope is that of the point ahead."""
    v = 0.0
    while True:
        ahead = w + beta * v
        yield ahead
        v = beta * v - RATE * valley(ahead)
        w = w + v


def root_mean_square(w: float, beta: float) -> Iterator[float]:
    """Hinton's lecture 6e, with the ε that keeps it from dividing by zero."""
    mean_square = 0.0
    while True:
        yield w
        mean_square = beta * mean_square + (1.0 - beta) * valley(w) ** 2
        w = w - RATE * valley(w) / (sqrt(mean_square) + 1e-8)


def adaptive_moments(w: float, beta: float, decay: float = 0.0) -> Iterator[float]:
    """Kingma and Ba 2015, algorithm 1; with a decay Loshchilov and Hutter 2019, algorithm 2."""
    m, v, t = 0.0, 0.0, 0
    while True:
        yield w
        t, g = t + 1, valley(w)
        m = beta * m + (1.0 - beta) * g
        v = 0.999 * v + 0.001 * g * g
        m_hat, v_hat = m / (1.0 - beta**t), v / (1.0 - 0.999**t)
        w = w - RATE * (m_hat / (sqrt(v_hat) + 1e-8) + decay * w)


def decoupled_decay(w: float, beta: float) -> Iterator[float]:
    return adaptive_moments(w, beta, decay=0.01)


PAPERS: dict[str, Paper] = {
    "sgd": descent,
    "momentum": classical_momentum,
    "nesterov": nesterovs_gradient,
    "rmsprop": root_mean_square,
    "adam": adaptive_moments,
    "adamw": decoupled_decay,
}


def made(kind: type[Optimizer], start: Array, rate: float | Array = RATE, **others: float | None) -> Optimizer:
    return kind(start.copy(), np.zeros((2, *start.shape)), rate, **others)


def walk(optimizer: Optimizer, steps: int) -> None:
    for _ in range(steps):
        w = optimizer.parameters
        optimizer.gradient[...] = 2.0 * w + 2.0 * np.cos(w)
        optimizer.update()


@pytest.mark.parametrize(
    ("kind", "beta"),
    [(kind, None) for kind in OPTIMIZERS.values()]
    + [(kind, 0.5) for kind in OPTIMIZERS.values() if "beta" in kind.TAKES],
)
def test_every_step_is_that_of_the_paper(kind: type[Optimizer], beta: float | None) -> None:
    starts = np.array([-3.0, -0.2, 0.7, 5.0])
    optimizer = made(kind, starts, beta=beta)
    papers = [PAPERS[_name(kind)](float(start), 0.9 if beta is None else beta) for start in starts]
    for _ in range(STEPS):
        np.testing.assert_allclose(optimizer.parameters, [next(paper) for paper in papers], rtol=1e-10)
        walk(optimizer, 1)


def _name(kind: type[Optimizer]) -> str:
    return next(name for name, each in OPTIMIZERS.items() if each is kind)


def test_every_optimizer_has_its_paper_and_its_usual_numbers() -> None:
    assert list(OPTIMIZERS) == list(PAPERS) == ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]
    assert [kind.BETA for kind in (Momentum, Nesterov, RMSprop, Adam, AdamW)] == [0.9] * 5
    assert AdamW.DECAY == 0.01
    assert SGD.DECAY == Adam.DECAY == 0.0


@pytest.mark.parametrize(
    ("kind", "extras"),
    [
        (SGD, {"decay": 0.1}),
        (SGD, {"beta": 0.9}),
        (Momentum, {"decay": 0.1}),
        (Nesterov, {"beta": 0.5, "decay": 0.1}),
        (RMSprop, {"decay": 0.1}),
        (Adam, {"decay": 0.1}),
    ],
)
def test_a_number_that_an_optimizer_has_no_use_for_is_refused_by_name(
    kind: type[Optimizer], extras: dict[str, float]
) -> None:
    name = next(reversed(extras))
    with pytest.raises(ValueError, match=f"{kind.__name__} has no {name}; leave out the {name} of {extras[name]}"):
        made(kind, np.zeros(2), **extras)


@EACH
def test_an_optimizer_takes_its_usual_numbers_and_those_that_it_names(kind: type[Optimizer]) -> None:
    optimizer = made(kind, np.zeros(2), **{"beta": kind.BETA, "decay": kind.DECAY, **dict.fromkeys(kind.TAKES, 0.25)})
    assert {name for name in ("beta", "decay") if getattr(optimizer, name) == 0.25} == set(kind.TAKES)


def test_sgd_goes_against_the_gradient_by_the_learning_rate() -> None:
    optimizer = made(SGD, np.array([1.0, -2.0]), 0.1)
    optimizer.gradient[:] = [5.0, -1.0]
    optimizer.update()
    np.testing.assert_allclose(optimizer.parameters, [0.5, -1.9])


def test_a_ball_on_an_even_slope_rolls_ten_times_as_fast_in_the_end() -> None:
    optimizer = made(Momentum, np.zeros(1), 0.01)
    for _ in range(400):
        before = optimizer.parameters.copy()
        optimizer.gradient[:] = 1.0
        optimizer.update()
    np.testing.assert_allclose(before - optimizer.parameters, 0.01 / (1.0 - 0.9), rtol=1e-10)


@pytest.mark.parametrize("kind", [RMSprop, Adam, AdamW])
@given(gradient=st.floats(1e-3, 1e6), sign=st.sampled_from([-1.0, 1.0]))
def test_the_first_step_has_one_length_whatever_the_gradient(
    kind: type[Optimizer], gradient: float, sign: float
) -> None:
    optimizer = made(kind, np.zeros(1), 0.01)
    optimizer.gradient[:] = sign * gradient
    optimizer.update()
    # The mean square of RMSprop begins at 0 and is a tenth of the first gradient's: its first step is √10 longer.
    length = 0.01 * sqrt(10.0) if kind is RMSprop else 0.01
    assert optimizer.parameters.item() == pytest.approx(-sign * length, rel=1e-4)


def test_the_decay_of_adamw_pulls_at_weights_without_a_gradient_and_follows_the_rate() -> None:
    optimizer = made(AdamW, np.array([2.0, -4.0]), 0.1, decay=0.5)
    optimizer.update()
    np.testing.assert_allclose(optimizer.parameters, [2.0 * 0.95, -4.0 * 0.95], rtol=1e-12)
    optimizer.rate = 0.02
    optimizer.gradient[:] = 0.0
    optimizer.update()
    np.testing.assert_allclose(optimizer.parameters, [2.0 * 0.95 * 0.99, -4.0 * 0.95 * 0.99], rtol=1e-12)


@EACH
def test_a_rate_changed_on_the_way_counts_from_the_next_step(kind: type[Optimizer]) -> None:
    steps = []
    for rate in (0.01, 0.03):
        optimizer = made(kind, np.array([1.0, 3.0]), 0.01, decay=0.0)
        walk(optimizer, 5)
        optimizer.rate = rate
        assert optimizer.rate == rate
        before = optimizer.parameters.copy()
        walk(optimizer, 1)
        steps.append(optimizer.parameters - before)
    np.testing.assert_allclose(steps[1], 3.0 * steps[0], rtol=1e-9)


@EACH
def test_networks_side_by_side_step_like_each_alone_with_rates_of_their_own(kind: type[Optimizer]) -> None:
    starts = np.array([[1.0, -2.0, 0.5], [4.0, 0.1, -1.0]])
    together = made(kind, starts, np.array([[0.01], [0.05]]))
    walk(together, 20)
    for place, rate in enumerate((0.01, 0.05)):
        alone = made(kind, starts[place], rate)
        walk(alone, 20)
        np.testing.assert_allclose(together.parameters[place], alone.parameters, rtol=1e-12)


@EACH
def test_every_optimizer_reaches_the_bottom_of_a_bowl(kind: type[Optimizer]) -> None:
    optimizer = made(kind, np.array([3.0, -4.0]), 0.05)
    for _ in range(500):
        optimizer.gradient[:] = 2.0 * optimizer.parameters
        optimizer.update()
    # RMSprop never comes to rest: near the bottom its steps are still about one rate long.
    assert np.abs(optimizer.parameters).max() < (0.06 if kind is RMSprop else 0.01)


@EACH
def test_a_step_keeps_its_arrays_and_leaves_nothing_behind(kind: type[Optimizer]) -> None:
    optimizer = made(kind, np.linspace(-1.0, 1.0, 1000))
    parameters, memory = optimizer.parameters, optimizer.memory
    walk(optimizer, 20)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        walk(optimizer, 2000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert optimizer.parameters is parameters
    assert optimizer.memory is memory
    assert after - before < parameters.nbytes  # a single array kept each hundred steps would be 20 times that


@EACH
def test_what_an_optimizer_remembers_is_in_its_memory(kind: type[Optimizer]) -> None:
    optimizer = made(kind, np.array([1.0, -2.0]))
    assert optimizer.memory.shape == (kind.SLOTS, 2)
    walk(optimizer, 7)
    # A twin with the same memory goes on the same way.
    twin = made(kind, optimizer.parameters)
    twin.memory[...], twin.steps = optimizer.memory, optimizer.steps
    for each in (optimizer, twin):
        walk(each, 5)
    np.testing.assert_array_equal(optimizer.parameters, twin.parameters)


@pytest.mark.parametrize("kind", [RMSprop, Adam, AdamW])
def test_a_square_beyond_every_number_stays_in_the_memory_to_be_found(kind: type[Optimizer]) -> None:
    optimizer = made(kind, np.zeros(2))
    with np.errstate(all="ignore"):
        optimizer.gradient[:] = [1e150, 1.0]
        optimizer.update()
        assert np.isfinite(optimizer.memory).all()
        optimizer.gradient[:] = [1e200, 1.0]
        optimizer.update()
    assert not np.isfinite(optimizer.memory).all()
