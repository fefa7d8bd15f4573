"""An output, a loss and a unit for the columns that one head is to learn, with the reasons."""

from __future__ import annotations

from engine.data.sources import Source
from engine.data.suggestion import WHY_LOSS, Suggestion, suggest_output


def suggest(source: Source, group: tuple[str, ...]) -> Suggestion:
    """An output for the columns of one head: for several, a chance or a number for each of them."""
    if len(group) == 1:
        return suggest_output(source, group[0])
    labels = ", ".join(group)
    if all(source.column(name).classes for name in group):
        said = "A sigmoid each says how probable it is."
        return Suggestion(f"{len(group)} sigmoid", "bce", 1.0, f"{labels} are yes or no.", said, WHY_LOSS["bce"])
    numbers = [suggest_output(source, name) for name in group if not source.column(name).classes]
    target = f"{labels} are numbers."
    if answers := [name for name in group if source.column(name).classes]:
        rest = ", ".join(name for name in group if name not in answers)
        better = f"'{', '.join(answers)} + {rest}'"
        target = f"{labels}: a yes or no is better told as a probability, with the target {better}."
    said = "Linear outputs can say any numbers."
    return Suggestion(f"{len(group)} linear", "mse", numbers[0].unit, target, said, WHY_LOSS["mse"])
