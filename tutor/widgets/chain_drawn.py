"""How a chain is drawn: the given numbers, the forward pass, and the factors with their numbers below each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tutor.course import chain_told as told
from tutor.course.chain import Chain, Factor, Let
from tutor.course.filling import Filling
from tutor.course.formulas import FormulaError
from tutor.theme import VERDICTS

NUMBER = 10
"""Columns of a number."""

LONGEST_NAME, SHORTEST_FORMULA, DEEPEST = 20, 20, 12
"""Columns: names fold beyond the first; formulas do not get less, where there is room; words are not set in deeper."""

Colors = Mapping[str, str]
"""The theme's colors by name."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the parts of a chain's equations stand, the same in all of its rows: the widths of names and formulas."""

    name: int
    formula: int

    @classmethod
    def of(cls, chain: Chain, room: int) -> Columns:
        """The columns for a chain, at most `room` wide together."""
        left = room - (2 + 2 + 2 + 2 * NUMBER + 1)  # the mark, the equals sign, the numbers, and a gap after each
        equations: list[Let | Factor] = [*chain.lets, *chain.factors]
        names = max(cell_len(each.name) for each in equations)
        formulas = max(cell_len(each.formula.spelled) for each in equations)
        name = min(names, LONGEST_NAME, left // 2)
        return cls(name, min(max(formulas, SHORTEST_FORMULA), left - name))

    @property
    def indent(self) -> int:
        """Columns before a formula."""
        return 2 + self.name + 1 + 2

    def table(self, parts: int = 6) -> Table:
        """A table of equations: mark, name, equals sign, formula, number, and the product so far."""
        table = Table.grid(padding=(0, 1, 0, 0))
        for width in (1, self.name, 1, self.formula, NUMBER, NUMBER)[:parts]:
            table.add_column(width=width, overflow="fold")
        return table

    def below(self, what: RenderableType) -> Padding:
        """Words below an equation."""
        return Padding(what, (0, 0, 0, self.indent if self.indent <= DEEPEST else 2))


def forward(chain: Chain, room: int) -> RenderableType:
    """The given numbers, the forward pass, and the rule that the way back follows."""
    table = Columns.of(chain, room).table()
    for row in told.forward(chain):
        table.add_row("", row.name, "=", row.formula, row.number, "")
    whole = "   ".join(each.replace(" ", "\u00a0") for each in told.given(chain))  # none is broken in two
    given = "\n".join(wrap(whole, max(room - 7, 1))).replace("\u00a0", " ")
    return Group(
        _headed("Given", given),
        Text(""),
        Text("Forward", "bold"),
        table,
        Text(""),
        _headed("Backward", told.rule(chain)),
    )


def _headed(head: str, text: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text(head, "bold"), Text(text))
    return table


def factors(filling: Filling, first: int, last: int, room: int, colors: Colors) -> RenderableType:
    """The factors from `first` up to `last`, each with its number and the product so far."""
    table = Columns.of(filling.chain, room).table()
    if first == 0:
        table.add_row("", "", "", "", Text("slope", "dim"), Text("so far", "dim"))
    for row in told.backward(filling)[first:last]:
        verdict = row.filled.verdict if row.filled else None
        mark = Text(told.SIGNS[verdict], colors[VERDICTS[verdict]]) if verdict else Text("")
        table.add_row(mark, row.name, "=", row.formula or Text(told.BLANK, "dim"), row.number, row.so_far)
    return table


def label(filling: Filling, room: int) -> RenderableType:
    """What stands before the input line."""
    table = Columns.of(filling.chain, room).table(3)
    if filling.factor is not None:
        table.add_row(*(Text(part, "bold") for part in ("▸", filling.factor.name, "=")))
    return table


def said(filling: Filling, room: int) -> RenderableType:
    """What was said of the factor that is right, or was shown."""
    judged = filling.judged
    return Columns.of(filling.chain, room).below(Text(judged.said if judged and judged.right else "", "dim"))


def below_line(filling: Filling, typed: str, room: int, colors: Colors) -> RenderableType:
    """Under the input line: how it is understood, or what is wrong with it; and what was said of the line before."""
    columns = Columns.of(filling.chain, room)
    blocks: list[RenderableType] = []
    if not typed.strip():
        blocks.append(columns.below(Text(told.asked(filling), "dim")))
    elif isinstance(read := filling.read(typed), FormulaError):
        if cell_len(typed) < room - columns.indent:  # else the line has scrolled, and nothing stands where it was typed
            marks = "▲" * min(read.length, max(len(typed) - read.offset, 1))
            blocks.append(Text(" " * (columns.indent + cell_len(typed[: read.offset])) + marks, no_wrap=True))
        blocks.append(columns.below(Text(told.complaint(read), "dim")))
    else:
        blocks.append(columns.below(Text.assemble("Read as  ", (read.spelled, "bold"))))
    judged = filling.judged
    if judged is not None and not judged.right:
        line = "" if judged.line == typed.strip() else f"{judged.line}: "
        blocks.append(columns.below(Text.assemble(("✘ ", colors["error"]), (line, "bold"), judged.said)))
    return Group(*blocks)


def result(filling: Filling, colors: Colors) -> RenderableType:
    """What all the factors come to, the same measured by moving the weight, and how the filling in went."""
    chain = filling.chain
    measured = told.measured(chain)
    blocks: list[RenderableType] = [
        Text(told.outcome(chain), "bold"),
        Text.assemble((measured[0], colors["success" if measured[0] == "✔" else "error"]), measured[1:]),
    ]
    if filling.verdict and (ended := told.ended(filling)):
        blocks += [Text(""), Text(ended, f"bold {colors[VERDICTS[filling.verdict]]}")]
    return Group(*blocks)
