"""What may stand on the command line: the parser of `nn-tutor` itself, and that of each command."""

from __future__ import annotations

import argparse
from itertools import takewhile
from typing import NoReturn

from tutor.commands import COMMANDS
from tutor.commands.refusal import nearest
from tutor.course.problems import printable
from tutor.version import VERSION

DESCRIPTION = "Understand how neural networks learn, by experiment, in the terminal."

TO_PLAY = ("play", "open", "start", "learn", "view")
"""What people write before a lesson's name, though nothing stands there."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and what was perhaps meant."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")

    def read(self, argv: list[str]) -> argparse.Namespace:
        """Return what `argv` says. An option that there is not is told before all else that may be wrong."""
        known = self._option_string_actions
        for word in takewhile(lambda word: word != "--", argv):
            option = word.partition("=")[0]
            if option.startswith("--") and option not in known and " " not in word:
                near = nearest(option.strip("-"), (name.strip("-") for name in known))
                self.error(f"no option {printable(option)}" + (f"; did you mean --{near}?" if near else ""))
        return self.parse_args(argv)


def read_main(argv: list[str]) -> argparse.Namespace:
    """Return what `argv` says to `nn-tutor [LESSON]`, unless it looks like a command that is misspelled."""
    parser = main_parser()
    args, more = parser.parse_known_args(argv)
    command = nearest(args.lesson or "", COMMANDS)
    if more and command:
        parser.error(f"no command '{printable(args.lesson)}'; did you mean '{command}'?")
    if args.lesson in TO_PLAY and more and not more[0].startswith("-"):
        parser.error(f"no command '{printable(args.lesson)}'; a lesson is played with nn-tutor {printable(more[0])}")
    return parser.read(argv)


def main_parser() -> Parser:
    """The parser of `nn-tutor [LESSON]`."""
    listed = "\n".join(f"  {name:<10} {what}" for name, what in COMMANDS.items())
    parser = Parser(
        "nn-tutor",
        description=DESCRIPTION,
        epilog=f"commands:\n{listed}\n\nEach has its own --help. Without a command or lesson, the map opens.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        usage="nn-tutor [--plain] [--lessons DIR] [LESSON]\n       nn-tutor LESSON.md --watch\n"
        "       nn-tutor COMMAND [--help] …",
    )
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="a lesson's id, or a .md file of your own")
    parser.add_argument("--plain", action="store_true", help="ask and answer line by line, without screens")
    parser.add_argument("--watch", action="store_true", help="show each change of the lesson as its file is saved")
    parser.add_argument("--version", action="version", version=f"nn-tutor {VERSION}")
    return _with_lessons(parser)


def command_parser(name: str) -> Parser:
    """The parser of a command, to which the command's own module adds what it takes."""
    parser = Parser(f"nn-tutor {name}", description=f"{COMMANDS[name].capitalize()}.", allow_abbrev=False)
    return _with_lessons(parser)


def command_at(argv: list[str]) -> int | None:
    """The place of the command in `argv`: the first word that is no option and no option's value."""
    for place, word in enumerate(argv):
        if not word.startswith("-") and argv[max(place - 1, 0)] != "--lessons":
            return place if word in COMMANDS else None
    return None


def _with_lessons(parser: Parser) -> Parser:
    what = "take the lessons from this folder instead of the ones that come with nn-tutor"
    parser.add_argument("--lessons", metavar="DIR", help=what)
    return parser
