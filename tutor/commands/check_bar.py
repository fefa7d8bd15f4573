"""The line that shows how far `nn-tutor check --train` is: runs done, the one being trained, and the time left.

It stands on standard error while a terminal is there to show it, and leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence

from tutor.commands.common import is_terminal
from tutor.course.training import Job

BAR = 14
NUMBERS = 30
"""Cells for the bar itself, and for what stands between it and the name of a run."""


@contextlib.contextmanager
def training_bar(jobs: Sequence[Job]) -> Iterator[tuple[Callable[[Job], None], Callable[[Job], None]]]:
    """Show the bar for the block. What it gives are to be called with a run that begins, and with one that is done."""
    if not jobs or not is_terminal(sys.stderr):
        yield (lambda _: None), (lambda _: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr)
    columns = (
        BarColumn(bar_width=BAR),
        TextColumn("{task.fields[runs]}/" + str(len(jobs))),
        TimeRemainingColumn(compact=True),
        TextColumn("left · {task.description}", markup=False),
    )
    room = max(console.width - BAR - NUMBERS, 0)
    # The bar goes by the time that runs take, so that a long one counts for more than a short one.
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=sum(job.seconds for job in jobs), runs=0)
        done = 0

        def begin(job: Job) -> None:
            progress.update(task, description=job.name[:room])

        def end(job: Job) -> None:
            nonlocal done
            done += 1
            progress.update(task, advance=job.seconds, runs=done)

        yield begin, end
