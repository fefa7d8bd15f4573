"""Finds the lesson files in a folder and those below it, in order.

A folder may come from a stranger or be somebody's whole disk: no link is followed, and there is an end to the looking.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

ABOUT = frozenset(
    (
        *("readme", "license", "licence", "contributing", "changelog", "notice", "authors", "security"),
        *("code_of_conduct", "glossary"),
    )
)
"""Files of these names are about a folder and no lessons, whether in capitals or not."""

LINK = "this is a link, and links in a folder of lessons are not followed; put the lesson itself here"
MORE = "there is more in this folder than can be looked through; open a folder inside it with --lessons"


class Found(NamedTuple):
    """A lesson file; or a path at which there may be lessons, and the `problem` that keeps them from being read."""

    path: str
    problem: str = ""


def walk(folder: str, most: int = sys.maxsize) -> Iterator[Found]:
    """Yield the `.md` files in `folder`, then those in the folders below it, looking at `most` names and no more.

    Hidden files and folders are passed over, and so are README.md and the like.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(islice(listing, most), key=lambda entry: entry.name)
        except (OSError, ValueError) as error:
            yield Found(here, reason(error))
            continue
        most -= len(entries)
        inner = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                inner += [] if entry.name.startswith((".", "__")) else [entry.path]
            elif is_lesson(entry.name):
                yield Found(entry.path, LINK if entry.is_symlink() else "")
            elif entry.is_symlink() and not entry.name.startswith(".") and os.path.isdir(entry.path):  # noqa: PTH112
                yield Found(entry.path, LINK)
        waiting += reversed(inner)
        if not most:
            yield Found(folder, MORE)
            return


def is_lesson(name: str) -> bool:
    """Whether a file of this name is taken for a lesson."""
    return name.endswith(".md") and not name.startswith(".") and name.removesuffix(".md").lower() not in ABOUT


def lesson_files(path: str) -> list[str]:
    """The lesson files that `path` stands for: itself, or every one in a folder and those below it.

    A folder below it that cannot be listed is named in their place. Raises OSError when there is no such path.
    """
    if not os.path.isdir(path):  # noqa: PTH112 - Path would drop the ./ that the user may have typed
        os.stat(path)  # noqa: PTH116
        return [path]
    return [
        found.path
        for found in walk(path)
        if found.problem != LINK or os.path.isfile(found.path)  # noqa: PTH113
    ]


def reason(error: OSError | ValueError) -> str:
    """Why something cannot be read, in the system's words."""
    return getattr(error, "strerror", None) or str(error)
