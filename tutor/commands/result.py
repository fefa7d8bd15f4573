"""What became of a run, on paper: its curves, a table of before and after, and what the doctor sees in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.frames import Frame, Status
from engine.run import Run
from tutor.course.problems import printable
from tutor.numbers import metric, short

if TYPE_CHECKING:
    from rich.table import Table

    from engine.doctor.findings import Finding
    from engine.doctor.pairing import Pairing


@dataclass(frozen=True)
class Head:
    """One head of a run by name, with its loss and how its metric is told."""

    name: str
    loss: str
    metric_name: str
    metric_unit: str


def heads(trained: Run) -> tuple[Head, ...]:
    """The heads of a run, in order."""
    return tuple(
        Head(
            target.name,
            term.text,
            "RMSE" if target.is_number else "accuracy",
            target.columns[0].unit if target.is_number else "",
        )
        for target, term in zip(trained.data.targets, trained.experiment.loss, strict=True)
    )


def findings(trained: Run) -> tuple[Finding, ...]:
    """What the doctor has to say, the most important cause first."""
    from engine.doctor.examine import examine

    return examine(trained)


def verdicts(trained: Run) -> tuple[Pairing, ...]:
    """How the output, loss and target of each head suit each other, as the run has shown."""
    from engine.doctor.pairing import pairings

    return pairings(trained)


def print_result(trained: Run) -> None:
    """Print the experiment, the loss curves, the table and the findings."""
    from tutor import plot
    from tutor.paper import paper, put, put_picture

    console = paper()
    epochs, train, test = trained.history.losses()
    print(printable(trained.experiment.text_over(trained.sources)))
    print()
    curves = [
        plot.Curve("train", 1, train, epochs=epochs),
        plot.Curve("test", 0, test, epochs=epochs),
    ]
    width, height = min(console.width, 100), 16
    put_picture(console, plot.loss_curves(curves, width, height, last=trained.experiment.epochs, what="Loss"))
    put(console, _table(trained))
    print()
    told = heads(trained)
    for head, seen in zip(told, verdicts(trained), strict=True):
        whose = f" of {printable(head.name)}" if len(told) > 1 else ""
        link = " " if seen.kind.endswith("…") else "; "
        put(console, f"Output and loss{whose}: {seen.kind}{link}{seen.reason}.", width=width)
    found = findings(trained)
    if trained.status is Status.DIVERGED:
        print(f"\nThis run diverged in epoch {trained.frame.epoch}.")
        if not any(finding.name == "non_finite" for finding in found):
            put(console, f"{trained.frame.reason[:1].upper()}{trained.frame.reason[1:]}.", width=width)
    elif trained.frame.epoch < trained.experiment.epochs:
        print(f"\nStopped early: the test loss was lowest after epoch {trained.best_epoch}.")
    if found:
        print("\nThe doctor says:")
    for finding in found:
        put(console, f"- {finding.sentence}", width=width)


def _table(trained: Run) -> Table:
    from rich.table import Table

    first, last = trained.frames[0], trained.frame
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_row("", "before", f"epoch {last.epoch}")
    table.add_row("train loss", short(first.train_loss), short(last.train_loss))
    table.add_row("test loss", short(first.test_loss), short(last.test_loss))
    if len(first.terms) == 1:
        table.add_row(f"test {trained.metric_name}", metric(first.metric, trained), metric(last.metric, trained))
    else:
        for place, head in enumerate(heads(trained)):
            label = f"{printable(head.name)}: train, test, {head.metric_name}"
            table.add_row(label, *(_term(frame, place, head) for frame in (first, last)))
    if first.penalty or last.penalty:
        table.add_row("penalty on weights", short(first.penalty), short(last.penalty))
    if first.rate != last.rate:
        table.add_row("learning rate", short(first.rate), short(last.rate))
    table.add_row("predictions", *(f"{short(f.min_prediction)} … {short(f.max_prediction)}" for f in (first, last)))
    for number, norms in enumerate(zip(first.grad_norms, last.grad_norms, strict=True), 1):
        table.add_row(f"gradient norm, layer {number}", *map(short, norms))
    for what, before, after in (("dead", first.dead, last.dead), ("saturated", first.saturated, last.saturated)):
        for number, shares in enumerate(zip(before, after, strict=True), 1):
            if any(share > 0.0 for share in shares):
                table.add_row(f"{what} units, layer {number}", *(f"{share:.0%}" for share in shares))
    return table


def _term(frame: Frame, place: int, head: Head) -> str:
    term = frame.terms[place]
    return f"{short(term.train_loss)}, {short(term.test_loss)}, {metric(term.metric, head)}"
