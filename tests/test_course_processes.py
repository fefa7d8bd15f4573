"""Work in several processes comes to the same as in one, and leaves no process behind, however it ends."""

from __future__ import annotations

import math
import multiprocessing
import os
import time
from typing import Any

import pytest

from tutor.course import processes
from tutor.course.processes import WorkerLost, cores, in_processes, in_turn


def nothing(*_: Any) -> None:
    """Hears what there is to hear."""


@pytest.fixture(autouse=True)
def no_process_is_left() -> Any:
    yield
    assert multiprocessing.active_children() == []


def test_every_item_is_done_once_and_comes_to_the_same_as_in_one_process() -> None:
    alone: dict[int, int] = {}
    together: dict[int, int] = {}
    heard: set[int] = set()
    in_turn(math.factorial, range(40), alone.__setitem__, nothing)
    in_processes(math.factorial, range(40), 2, together.__setitem__, heard.add)
    assert together == alone
    assert len(alone) == 40
    assert heard <= set(range(40))
    assert 0 in heard


def test_what_the_work_raises_reaches_whoever_asked() -> None:
    with pytest.raises(ValueError, match="'x'"):
        in_processes(int, ["1", "x", "3"], 2, nothing, nothing)


def test_a_process_that_dies_is_told_and_not_waited_for() -> None:
    with pytest.raises(WorkerLost):
        in_processes(os._exit, [9, 9, 9], 2, nothing, nothing)


def test_an_interruption_ends_processes_in_the_midst_of_their_work() -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # and at once: the others would sleep for a day
        in_processes(time.sleep, [0, 86_400, 86_400], 2, interrupt, nothing)


def test_processes_have_the_environment_that_keeps_blas_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    found: dict[str, str | None] = {}
    in_processes(os.getenv, ["OPENBLAS_NUM_THREADS"], 1, found.__setitem__, nothing)
    assert found == {"OPENBLAS_NUM_THREADS": "1"}


def test_where_there_can_be_no_processes_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ImportError("this platform lacks a functioning sem_open implementation")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    found: dict[int, int] = {}
    in_processes(abs, [-1, -2], 2, found.__setitem__, nothing)
    assert found == {-1: 1, -2: 2}


def test_there_is_a_core_to_work_on() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
