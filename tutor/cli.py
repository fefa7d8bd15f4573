"""The command line: finds out what is wanted, and loads only what that needs.

`nn-tutor` alone opens the map, with a lesson's name that lesson, and with a command the module of that name.
"""

from __future__ import annotations

import os
import sys

from tutor.version import VERSION


def main(argv: list[str] | None = None) -> int:
    """Run nn-tutor with these arguments and return the exit code.

    0 fine, 1 problems found, 2 called wrongly, 3 cannot read or write, 130 interrupted.
    """
    _use_one_thread()
    _print_anything()
    try:
        code = _dispatch(sys.argv[1:] if argv is None else list(argv))
        _flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        _stop_printing()
        return 0
    except Exception as error:
        from tutor.commands.refusal import refusal

        told = refusal(error)
        if told is None:
            raise
        try:
            _flush()
        except OSError:
            _stop_printing()
        print("\n".join(told.lines), file=sys.stderr)
        return told.code
    return code


def _dispatch(argv: list[str]) -> int:
    if argv == ["--version"]:  # answered at once: even to load argparse would double the wait
        print(f"nn-tutor {VERSION}")
        return 0
    try:
        return _choose(argv)
    except SystemExit as end:  # argparse has answered: --help, or called wrongly
        return end.code if isinstance(end.code, int) else 0


def _choose(argv: list[str]) -> int:
    from tutor.arguments import command_at, command_parser, read_main

    place = command_at(argv)
    if place is None:
        args = read_main(argv)
        from tutor.commands.play import play

        return play(args)
    from importlib import import_module

    name = argv.pop(place)
    command = import_module(f"tutor.commands.{name}")
    parser = command_parser(name)
    command.add_arguments(parser)
    return int(command.run(parser.read(argv)))


def _use_one_thread() -> None:
    """Tiny products are slower and less repeatable on several threads. Must come before NumPy loads."""
    for library in ("OPENBLAS_NUM", "OMP_NUM", "MKL_NUM", "VECLIB_MAXIMUM"):
        os.environ.setdefault(f"{library}_THREADS", "1")


def _print_anything() -> None:
    """Print `?` where an old terminal's encoding lacks a character, rather than stop; read likewise."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _stop_printing() -> None:
    """Point standard output at nothing, so that what is still buffered raises no second error at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return  # under a test there is no real file behind standard output


if __name__ == "__main__":
    sys.exit(main())
