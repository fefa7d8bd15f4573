"""Short names for set-ups that race together: what sets each of them apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

from engine.experiment import SEPARATOR, Experiment
from tutor.bench.setup import Sources

SPEAKING = ("data", "net", "loss", "optimizer", "target")
"""Settings whose values speak for themselves."""


def labels(experiments: Sequence[Experiment], sources: Sources) -> tuple[str, ...]:
    """For each experiment its title, or the settings in which not all agree; its hidden layers where all do."""
    settings = [settings_of(each.text_over(sources)) for each in experiments]
    names = list(dict.fromkeys(name for each in settings for name in each if name != "title"))
    apart = [name for name in names if len({each.get(name) for each in settings}) > 1] or ["net"]
    outputs = len({each.net.heads for each in experiments}) > 1
    named = []
    for each, experiment in zip(settings, experiments, strict=True):
        each["net"] = _net(experiment, outputs)
        told = [each[name] if name in SPEAKING else f"{name} {each[name]}" for name in apart if each.get(name)]
        named.append(experiment.title or ", ".join(told) or f"usual {apart[0]}")
    return tuple(named)


def settings_of(line: str) -> dict[str, str]:
    """The settings of a line by their names."""
    body, mark, title = line.partition("title: ")
    parts = (part.partition(": ") for part in body.split(SEPARATOR) if part.strip(" ·"))
    return {name.strip(): value.strip() for name, _, value in parts} | ({"title": title} if mark else {})


def _net(experiment: Experiment, output: bool) -> str:
    """The hidden layers of a net, and its output where the others have another one."""
    _, *hidden, head = experiment.net.text.split(" -> ")
    return " → ".join([*(hidden or ["no hidden layer"] * (not output)), *[head] * output])
