"""Where line mode begins: the lesson asked for, or the list of lessons to choose from."""

from __future__ import annotations

import io
import sys
from typing import TextIO

from tutor.course.catalog import Catalog, Entry
from tutor.course.parse import load
from tutor.plain.replies import Wish, read_wish
from tutor.plain.voice import Voice
from tutor.plain.walk import Walk
from tutor.record import Record, progress


def play(
    record: Record,
    catalog: Catalog,
    lesson: str | None = None,
    *,
    typed: TextIO | None = None,
    said: TextIO | None = None,
) -> int:
    """Play a lesson (id or path) on two streams, standard input and output unless given.

    Returns the exit code. Raises LessonError and OSError for a lesson that cannot be played, and RecordError
    when an answer cannot be saved.
    """
    # A closed stream is None in Python: an input that has ended, an output that nobody reads.
    voice = Voice(typed or sys.stdin or io.StringIO(), said or sys.stdout or io.StringIO())
    entry = catalog.find(lesson) if lesson is not None else _choose(record, catalog, voice)
    if entry is not None:
        Walk(load(entry.path), record, voice).play()
    return 0


def _choose(record: Record, catalog: Catalog, voice: Voice) -> Entry | None:
    """Ask for one of the lessons; None when the learner leaves."""
    entries = [entry for entry in catalog.entries if entry.meta]
    for number, entry in enumerate(entries, 1):
        assert entry.meta is not None
        done = progress(record.state, entry.meta.id, catalog.asked(entry))
        voice.say(f"{number:>3}  {entry.meta.title} ({done.answered} of {done.total} answered)")
    voice.say()
    try:
        while True:
            line = voice.ask("which lesson (number, or q to leave)")
            if read_wish(line) is Wish.QUIT:
                return None
            if line.isdecimal() and 1 <= int(line[:4]) <= len(entries):
                return entries[int(line[:4]) - 1]
            if found := catalog.find(line):
                return found
            voice.say(f"Type a number from 1 to {len(entries)}.")
    except EOFError:
        return None
