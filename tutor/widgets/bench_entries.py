"""What can be typed on the bench: a value, a whole set-up, the name of a script, a weight; each with its complaints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.experiment import SettingsError
from engine.notation.reading import comma_hint, number
from engine.run import Run
from tutor.bench import Bench
from tutor.bench.chosen import Chosen
from tutor.widgets.entry import Entry

Read = Callable[[str], str]
"""Takes what was typed; says what is wrong with it, or nothing and acts."""


def bench_entry(title: str, value: str, make: Callable[[str], Bench], take: Callable[[Bench], None]) -> Entry:
    """Ask for a line of which `make` makes another bench, which `take` then gets."""

    def wrong(text: str) -> str:
        try:
            make(text)
        except SettingsError as error:
            return error.problems[0].message
        return ""

    def taken(text: str) -> str:
        complaint = wrong(text)
        if not complaint:
            take(make(text))
        return complaint

    return Entry(title, value, wrong, taken)


def weight_entry(run: Run, chosen: Chosen, take: Callable[[float], None]) -> Entry:
    """Ask for another value of a weight."""

    def wrong(text: str) -> str:
        return "" if number(text.strip()) is not None else f"'{text}' is not a number{comma_hint(text.strip())}"

    def taken(text: str) -> str:
        value = number(text.strip())
        if value is not None:
            take(value)
        return wrong(text)

    return Entry(chosen.place(run).text, f"{chosen.weight(run):.6g}", wrong, taken)


def script_entry(bench: Bench, to: str, take: Callable[[str], None]) -> Entry:
    """Ask where to write the set-up as a script for `to`, "pytorch" or "keras"; `take` is told what was written."""
    from tutor.commands.export import write
    from tutor.commands.refusal import refusal

    draft = bench.setup.draft

    def taken(text: str) -> str:
        own = draft.data if draft.data in bench.own else None
        try:
            written = write(draft, bench.sources, to, Path(text.strip()).expanduser(), own)
        except Exception as error:
            told = refusal(error)
            if told is None:
                raise
            return " ".join(line.removeprefix("nn-tutor: ") for line in told.lines)
        take(" ".join(f"Wrote {path}{what}." for path, what in written))
        return ""

    return Entry(f"the file of the {to} script", f"{Path(draft.data).stem}_{to}.py", lambda _: "", taken)
