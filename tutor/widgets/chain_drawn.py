"""How a chain is drawn: the given numbers, the forward pass, and the factors with their numbers below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tutor.course import chain_told as told
from tutor.course.chain import Chain
from tutor.course.filling import Filling
from tutor.course.formulas import FormulaError
from tutor.course.grade import Verdict

LONGEST_NAME = 20
GAP = 3
"""Columns between a name and its formula, for the equals sign."""

Colors = Mapping[str, str]
"""The theme's colors by name."""

COLORS = {Verdict.RIGHT: "success", Verdict.ACCEPTABLE: "warning", Verdict.WRONG: "error"}


def indent(chain: Chain) -> int:
    """Columns before a formula: the mark, the name and the equals sign."""
    names = [*(let.name for let in chain.lets), *(factor.name for factor in chain.factors)]
    return 2 + min(max(map(cell_len, names)), LONGEST_NAME) + GAP


def forward(chain: Chain) -> RenderableType:
    """The given numbers, the forward pass, and the rule that the way back follows."""
    rows = told.forward(chain)
    table = _table(chain)
    table.add_row("", "", "", Text(""), Text("value", "dim"), "")
    for row in rows:
        table.add_row("", row.name, "=", row.formula, row.number, "")
    given = Text("   ".join(each.replace(" ", "\u00a0") for each in told.given(chain)))
    heads = Table.grid(padding=(0, 2, 0, 0))
    heads.add_row(Text("Given", "bold"), given)
    rule = Table.grid(padding=(0, 2, 0, 0))
    rule.add_row(Text("Backward", "bold"), Text(told.rule(chain)))
    return Group(heads, Text(""), Text("Forward", "bold"), table, Text(""), rule)


def factors(filling: Filling, first: int, last: int, colors: Colors) -> RenderableType:
    """The factors from `first` up to `last`, each with its number and the product so far."""
    table = _table(filling.chain)
    if first == 0:
        table.add_row("", "", "", "", Text("slope", "dim"), Text("product so far", "dim"))
    for row in told.backward(filling)[first:last]:
        mark = Text(" ")
        if row.filled:
            mark = Text(told.SIGNS[row.filled.verdict], colors[COLORS[row.filled.verdict]])
        table.add_row(mark, row.name, "=", row.formula or Text(told.BLANK, "dim"), row.number, row.so_far)
    return table


def _table(chain: Chain) -> Table:
    """Columns for a mark, a name, the equals sign, a formula, its number, and the product so far."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1)
    table.add_column(width=indent(chain) - 2 - GAP, overflow="fold")
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=10, no_wrap=True)
    table.add_column(width=14, no_wrap=True)
    return table


def label(filling: Filling) -> Text:
    """What stands before the input line."""
    return Text.assemble(("▸ ", "bold"), (filling.factor.name if filling.factor else "", "bold"))


def judgment(filling: Filling, colors: Colors) -> Text:
    """What was said of the line entered last."""
    judged = filling.judged
    if judged is None:
        return Text()
    if judged.right:
        return Text(judged.said, "dim")
    return Text.assemble(("✘ ", colors["error"]), judged.said)


def below_line(filling: Filling, typed: str, room: int, colors: Colors) -> RenderableType:
    """Under the input line: how it is understood, what is wrong with it, or what was said of it."""
    blocks: list[RenderableType] = []
    judged = filling.judged
    wrong = judged is not None and not judged.right
    if not typed.strip():
        blocks.append(Text(told.asked(filling), "dim"))
    elif isinstance(read := filling.read(typed), FormulaError):
        if cell_len(typed) < room:  # else the line has scrolled, and nothing stands where it was typed
            start = cell_len(typed[: read.offset])
            blocks.append(Text(" " * start + "▲" * max(read.length, 1), no_wrap=True))
        blocks.append(Text(f"{read}.", "dim"))
    else:
        blocks.append(Text.assemble("Read as  ", (read.spelled, "bold")))
    if wrong:
        blocks.append(judgment(filling, colors))
    return Group(*blocks)


def result(filling: Filling, colors: Colors) -> RenderableType:
    """What all the factors come to, the same measured by moving the weight, and how the filling in went."""
    chain = filling.chain
    measured = told.measured(chain)
    blocks: list[RenderableType] = [
        Text(told.outcome(chain), "bold"),
        Text.assemble((measured[0], colors["success" if measured[0] == "✔" else "error"]), measured[1:]),
    ]
    if ended := told.ended(filling):
        assert filling.verdict is not None
        blocks += [Text(""), Text(ended, f"bold {colors[COLORS[filling.verdict]]}")]
    return Group(*blocks)


def inset(chain: Chain, what: RenderableType | Sequence[RenderableType]) -> Padding:
    """Something below a formula, where the formula begins."""
    return Padding(what if not isinstance(what, Sequence) else Group(*what), (0, 0, 0, indent(chain)))
