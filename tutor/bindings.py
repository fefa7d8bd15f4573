"""Verbs as Textual key bindings, so that a widget's keys come from the one list in `tutor/verbs.py`."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from tutor.verbs import Verb


def action_of(verb: Verb, key: str) -> str:
    """The action that `key` starts. One named `…_key` receives the key that was pressed."""
    return f"{verb.action}('{key}')" if verb.action.endswith("_key") else verb.action


def bindings(verbs: Iterable[Verb]) -> list[BindingType]:
    """Return one binding per key."""
    made: list[BindingType] = []
    for verb in verbs:
        for key in verb.keys.split(","):
            first = key == verb.keys.split(",")[0]
            made.append(
                Binding(
                    key,
                    action_of(verb, key),
                    verb.label or verb.help,
                    show=bool(verb.label) and first,
                    key_display=verb.shown_key,
                    priority=verb.priority,
                    tooltip=verb.help if first else "",
                    group=Binding.Group(str(verb.rank)),  # the key bar's order travels in the group's name
                )
            )
    return made
