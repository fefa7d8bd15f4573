"""The lines below the options: what to do now, how sure one is, and the hints that have been taken."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from tutor.course.attempt import CHANGED, Attempt, Phase
from tutor.course.model import Kind
from tutor.prose import Prose
from tutor.widgets.typed_line import understanding

_ASK = {
    Kind.MULTI: "Tick all that apply.",
    Kind.NUMBER: "Type a number.",
    Kind.FORMULA: "Type a formula. 2a, a^2, σ(z) and exp(z) are understood.",
    Kind.ORDER: "Put the lines in order: go to one with ↑ ↓, and press the number of its place.",
    Kind.PREDICT: "Predict.",
}


def asked(attempt: Attempt, spelling: bool) -> RenderableType:
    """What the learner is asked to do; `spelling` where letters would now be typed into the input line."""
    race = bool(attempt.question.runs)
    if attempt.phase is Phase.RACING:
        many = len(attempt.question.runs) > 1
        who, done = ("The networks are", "they are") if many else ("The network is", "it is")
        return Text(f"{who} training. The why follows when {done} done; f finishes at once.", "dim")
    understood = understanding(attempt) if attempt.typing else Text()
    if attempt.changed and not attempt.ready and not attempt.typed.strip():
        return Text(f"{CHANGED} {_ASK.get(attempt.question.kind, 'Pick one.')}", "dim")
    if attempt.typing and attempt.typed.strip() and not attempt.ready:
        return understood
    if not attempt.ready:
        return Text(_ASK.get(attempt.question.kind, "Pick one."), "dim")
    if spelling:
        return Text.assemble(understood, ("Press enter, then say how sure you are.", "dim"))
    return Text.assemble(
        understood,
        "How sure are you?  ",
        *_keys(("g", "a guess"), ("t", "think so"), ("s", "sure")),
        ("\nThis commits your answer" + (" and starts the race." if race else "."), "dim"),
    )


def ladder(attempt: Attempt) -> RenderableType:
    """The hints taken so far."""
    shown = attempt.question.hints[: attempt.hints]
    return Group(*(Prose(f"*Hint {number}.* {hint}") for number, hint in enumerate(shown, 1)))


def _keys(*pairs: tuple[str, str]) -> list[tuple[str, str] | str]:
    parts: list[tuple[str, str] | str] = []
    for key, label in pairs:
        parts += [(key, "bold"), f"\u00a0{label.replace(' ', chr(0xA0))}   "]  # a key stays with its word
    return parts
