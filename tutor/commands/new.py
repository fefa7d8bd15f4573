"""`nn-tutor new`: writes a short lesson that works, with notes to its author, for them to change bit by bit.

Its id and title come from the name of the file.
"""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

from tutor.commands.common import own_lessons
from tutor.commands.refusal import FILES, Refusal
from tutor.course.catalog import Catalog
from tutor.course.folder import is_lesson
from tutor.course.pages import slug
from tutor.course.problems import printable
from tutor.course.settings import ID
from tutor.course.source import UNFIT

TEMPLATE = Path(__file__).with_name("template.md")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `new` takes."""
    parser.add_argument("path", metavar="PATH", help="the file to write; .md is added where it is missing")


def run(args: argparse.Namespace) -> int:
    """Write the lesson, say what to do next, and return the exit code. Nothing is ever written over."""
    named = args.path[:-3] if args.path.lower().endswith(".md") else args.path
    path = Path(f"{named}.md")
    typed = f"./{path}" if str(path).startswith("-") else str(path)
    shown = printable(shlex.quote(typed))
    if Path(args.path).is_dir():
        inside = printable(str(Path(args.path) / "my-lesson.md"))
        raise Refusal(f"{printable(args.path)} is a folder; name a file in it, such as {inside}")
    if not is_lesson(path.name):
        raise Refusal(f"{printable(path.name)} would not be taken for a lesson; choose another name")
    text = lesson_text(path.stem)
    made = not path.parent.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Refusal(f"{printable(str(path))} is already there; choose another name, or edit it", FILES) from None
    if made:
        print(f"Made the folder {printable(str(path.parent))}")
    print(f"Wrote {printable(str(path))}, a short lesson that works. Change it bit by bit:")
    print(f"  nn-tutor {shown} --watch   plays it, and shows each change as soon as you save")
    print(f"  nn-tutor check {shown}     says all that is wrong with it; with --train, whether its claims hold")
    print(f"Lessons in {printable(str(own_lessons()))} are always on your map.")
    return 0


def lesson_text(stem: str) -> str:
    """The lesson to begin with, called after a file's name without its ending."""
    words = re.sub(r"[-_\s#{}$`*<>|\\\[\]]+", " ", UNFIT.sub(" ", stem)).strip()
    words = re.sub(r"^\d+ (?=.)", "", words) or "my lesson"  # the number of 03-last-layer.md only orders the files
    text = TEMPLATE.read_text(encoding="utf-8")
    title = words[:1].upper() + words[1:]
    return text.replace("id: my_lesson", f"id: {_free_id(words)}", 1).replace("title: My lesson", f"title: {title}", 1)


def _free_id(words: str) -> str:
    """An id made of these words that no other lesson has."""
    base = slug(words)
    base = base if ID.fullmatch(base) else f"lesson_{base}"
    taken = {entry.meta.id for entry in Catalog(own=own_lessons()).entries if entry.meta}
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name
