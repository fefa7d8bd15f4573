"""`nn-tutor` and `nn-tutor LESSON`: on the screen where there is one, else line by line."""

from __future__ import annotations

import argparse
import os
import sys

from tutor.commands.common import find, is_terminal, open_catalog, open_record
from tutor.record import Record


def play(args: argparse.Namespace) -> int:
    """Open the map, or the lesson asked for; return the exit code."""
    from tutor.course.parse import load

    catalog = open_catalog(args)
    if args.lesson is not None:
        load(find(catalog, args.lesson).path)  # a broken lesson is told here, before a screen opens
    if args.plain or not _has_screen():
        from tutor.plain.start import play as play_plain

        return play_plain(open_record(), catalog, args.lesson)
    for size in ("COLUMNS", "LINES"):  # right for what is printed; a screen follows its window
        os.environ.pop(size, None)
    os.environ.setdefault("TEXTUAL_FPS", "240")  # the wait for the next frame is a wait after every key
    from tutor.app import run_app

    return run_app(Record.open(), catalog, args.lesson)  # the app shows the record's notices itself


def _has_screen() -> bool:
    """Whether someone sees and types on a terminal that can do more than print lines."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout) and os.environ.get("TERM") not in ("dumb", "unknown")
