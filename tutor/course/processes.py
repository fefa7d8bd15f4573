"""Does the same work on many items, here one after another or in several processes at once.

However it ends, done, interrupted or broken, no process is left behind.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST = 61
"""Windows waits for no more processes at once."""
_QUEUED = 3
"""Items handed out for each process, so that none is idle between two."""
_TICK = 0.2
"""Seconds after which a wait is broken off and begun anew: on Windows nothing else lets Ctrl-C through."""


class WorkerLost(Exception):
    """A process ended in the midst of its work: the system wanted its memory, or someone killed it."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "process_cpu_count"):  # since Python 3.13
        return int(os.process_cpu_count() or 1)
    if hasattr(os, "sched_getaffinity"):  # Linux: a container or `taskset` may allow fewer than there are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_turn(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    done: Callable[[Item, Result], None],
    begin: Callable[[Item], None],
) -> None:
    """Do the work on each item here, one after another; `begin` and `done` hear of each."""
    for item in items:
        begin(item)
        done(item, work(item))


def in_processes(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    processes: int,
    done: Callable[[Item, Result], None],
    begin: Callable[[Item], None],
) -> None:
    """Do the work on the items in several processes, started in their order and done in any.

    `begin` hears of the item that is longest under way. Processes are started afresh and not forked, so that
    they are alike on every system; they inherit the environment, and with it how many threads BLAS may use.
    Raises WorkerLost when a process dies, and what `work` raises.
    """
    try:
        pool = ProcessPoolExecutor(
            min(processes, _MOST), multiprocessing.get_context("spawn"), initializer=_become_worker
        )
    except (ImportError, NotImplementedError, OSError):  # some phones and sandboxes have no semaphores
        in_turn(work, items, done, begin)
        return
    waiting = deque(items)
    under_way: dict[Future[Result], Item] = {}
    with _ended_at_once(pool):
        while waiting or under_way:
            while waiting and len(under_way) < _QUEUED * processes:
                item = waiting.popleft()
                with _interrupts_held():
                    under_way[pool.submit(work, item)] = item
            begin(next(iter(under_way.values())))
            for future in wait(under_way, _TICK, FIRST_COMPLETED).done:
                done(under_way.pop(future), future.result())


@contextlib.contextmanager
def _ended_at_once(pool: ProcessPoolExecutor) -> Iterator[None]:
    """End the pool with the block: politely when its work is done, otherwise in the midst of it."""
    others = multiprocessing.active_children()
    try:
        yield
    except BaseException as error:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()
        pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise WorkerLost from None
        raise
    pool.shutdown()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process may start: it inherits that, and leaves Ctrl-C to this one for good."""
    if sys.platform == "win32":  # signals cannot be held there
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _become_worker() -> None:
    """What a new process does first: leave Ctrl-C to its parent, and make sure to end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
