"""`nn-tutor` and `nn-tutor LESSON`: on the screen where there is one, else line by line.

With --watch, the lesson is shown while somebody writes it, and nothing goes into the learner's record.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tutor.commands import COMMANDS
from tutor.commands.common import find, is_terminal, open_catalog, open_record
from tutor.commands.refusal import Refusal
from tutor.record import Record


def play(args: argparse.Namespace) -> int:
    """Open the map, or the lesson asked for; return the exit code."""
    from tutor.course.parse import load

    if args.watch:
        return _watch(args)
    catalog = open_catalog(args)
    if args.lesson is not None:
        entry = find(catalog, args.lesson, COMMANDS)
        load(entry.path)  # a broken lesson is told here, before a screen opens
    if args.plain or not has_screen():
        from tutor.plain.start import play as play_plain

        if args.lesson is not None and (clash := catalog.clash(entry)):
            print(f"nn-tutor: {clash}", file=sys.stderr)
        return play_plain(open_record(), catalog, args.lesson)
    make_ready()
    from tutor.app import run_app

    return run_app(Record.open(), catalog, args.lesson)  # the app shows the record's notices itself


def _watch(args: argparse.Namespace) -> int:
    """Show a lesson's file as it is written, with a record that is forgotten in the end."""
    if args.lesson is None:
        raise Refusal("--watch needs a lesson, as in nn-tutor my-lesson.md --watch")
    if args.plain or not has_screen():
        raise Refusal("--watch needs a screen; nn-tutor check says what is wrong with a lesson line by line")
    catalog = open_catalog(args)
    path = find(catalog, args.lesson).path
    look = Record.open(writable=False).state.preferences.get("theme")
    make_ready()
    from tutor.app import run_app

    with TemporaryDirectory(prefix="nn-tutor-") as folder:
        record = Record.open(Path(folder))
        record.prefer("theme", look)
        try:
            return run_app(record, catalog, watched=path)
        finally:
            record.close()  # a folder with an open file in it cannot be removed everywhere


def make_ready() -> None:
    """Set up the terminal's surroundings for screens, before Textual loads."""
    for size in ("COLUMNS", "LINES"):  # right for what is printed; a screen follows its window
        os.environ.pop(size, None)
    os.environ.setdefault("TEXTUAL_FPS", "240")  # the wait for the next frame is a wait after every key


def has_screen() -> bool:
    """Whether someone sees and types on a terminal that can do more than print lines."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout) and os.environ.get("TERM") not in ("dumb", "unknown")
