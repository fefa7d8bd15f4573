"""An experiment is one frozen value that says everything about a run: data, net, loss, optimizer, seed.
It is read from settings as lessons write them, and has a one-line text form that reads back as itself."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from engine.data.datasets import SOURCES
from engine.data.generated import DEFAULT_NOISE, DEFAULT_SAMPLES
from engine.data.sources import Source
from engine.notation.checks import check_together
from engine.notation.memory import check_memory
from engine.notation.reading import choice
from engine.notation.settings import MAX_SAMPLES, READERS
from engine.problems import Problem, SettingsError, suggest
from engine.schedules import Schedule
from engine.specs import LayerSpec, LossTerm, NetSpec, OptimizerSpec, StartSpec, number_text

__all__ = [
    "SETTINGS",
    "Experiment",
    "LayerSpec",
    "LossTerm",
    "NetSpec",
    "OptimizerSpec",
    "Problem",
    "Schedule",
    "SettingsError",
    "StartSpec",
]

SETTINGS: tuple[str, ...] = tuple(READERS)
"""The settings an experiment knows."""

REQUIRED = ("data", "net", "loss", "optimizer")
DEFAULTS: dict[str, Any] = {
    "title": "",
    "unit": 1.0,
    "split": 0.75,
    "start": StartSpec(),
    "output_bias": 0.0,
    "norm": "none",
    "schedule": Schedule(),
    "l1": 0.0,
    "l2": 0.0,
    "dropout": 0.0,
    "patience": 0,
    "epochs": 60,
    "batch": 32,
    "seed": 1,
    "show": ("loss",),
}
ALWAYS_TOLD = (*REQUIRED, "epochs", "batch", "seed")
SEPARATOR = " · "


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run. `unit` divides targets that are numbers; `batch` 0 means the full training set.

    `inputs` are column names, `target` those of each head, `split` is the share of the examples that is for
    training. `dropout` is the share of each hidden layer's units that is silenced, `norm` "batch" normalizes
    them. Training stops early after `patience` epochs without a better test loss; 0 means never. `show` lists
    the pictures worth drawing: loss, predictions, gradients, gates, fit.
    """

    title: str
    data: str
    samples: int
    noise: float
    inputs: tuple[str, ...]
    target: tuple[tuple[str, ...], ...]
    unit: float
    split: float
    net: NetSpec
    start: StartSpec
    output_bias: float
    norm: str
    loss: tuple[LossTerm, ...]
    optimizer: OptimizerSpec
    schedule: Schedule
    l1: float
    l2: float
    dropout: float
    patience: int
    epochs: int
    batch: int
    seed: int
    show: tuple[str, ...]

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], sources: Mapping[str, Source] = SOURCES) -> "Experiment":
        """Read settings as a lesson writes them; SettingsError lists every problem there is.

        `sources` are the data that may be named; a table of one's own is added there, and given to `Run` too.
        """
        problems = [_unknown(key) for key in settings if key not in READERS]
        problems += [
            Problem(key, "missing-key", f"the setting '{key}' is missing") for key in REQUIRED if key not in settings
        ]
        values: dict[str, Any] = {}
        for key in SETTINGS:
            if key in settings:
                _read(key, settings[key], values, problems, sources)
        if "data" in values:
            problems += check_together(settings, values, _defaults(values, sources), sources)
        if {"data", "net"} <= values.keys() and ("samples" in values or "samples" not in settings):
            problems += check_memory({**_defaults(values, sources), **values})
        if problems:
            raise SettingsError(problems)
        return cls(**{**_defaults(values, sources), **values})

    @classmethod
    def from_text(cls, text: str, sources: Mapping[str, Source] = SOURCES) -> "Experiment":
        """Read the one-line form back. A title comes last, if at all, and takes the rest of the line."""
        body, mark, title = text.strip().partition("title: ")
        parts = [part for part in body.split(SEPARATOR.strip()) if part.strip()]
        settings: dict[str, str] = {}
        problems: list[Problem] = []
        for part in parts:
            key, colon, value = part.partition(":")
            key = key.strip()
            if not colon:
                problems.append(Problem(key, "value", f"'{key}' is not of the form 'setting: value'"))
            elif key in settings:
                problems.append(Problem(key, "value", f"the setting '{key}' stands there twice"))
            settings[key] = value.strip()
        if problems:
            raise SettingsError(problems)
        return cls.from_settings({**settings, **({"title": title} if mark else {})}, sources)

    @property
    def text(self) -> str:
        """One line that `from_text` reads back; settings at their defaults are left out."""
        return self.text_over(SOURCES)

    def text_over(self, sources: Mapping[str, Source]) -> str:
        """The same, when the data is among these sources."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        usual = _defaults({key: values[key] for key in ("data", "target")}, sources)
        usual_target = ((sources[self.data].target,),)
        told = [
            key
            for key in SETTINGS
            if key in ALWAYS_TOLD
            or (key == "target" and self.target != usual_target)
            or (key != "target" and values[key] != usual[key])
        ]
        told.sort(key=lambda key: key == "title")
        return SEPARATOR.join(f"{key}: {_text(key, values[key])}" for key in told)

    def with_seed(self, seed: int) -> "Experiment":
        """The same experiment with other data, other first weights and other batches."""
        return replace(self, seed=seed)


def _unknown(key: str) -> Problem:
    return Problem(key, "unknown-key", f"unknown setting '{key}'{suggest(key, SETTINGS)}")


def _read(key: str, text: str, values: dict[str, Any], problems: list[Problem], sources: Mapping[str, Source]) -> None:
    def complain(message: str, offset: int = 0, code: str = "value") -> None:
        problems.append(Problem(key, code, f"{key}: {message}", offset))

    reader = choice(tuple(sources), "data") if key == "data" else READERS[key]
    value = reader(text, complain)
    if value is not None:
        values[key] = value


def _defaults(values: Mapping[str, Any], sources: Mapping[str, Source]) -> dict[str, Any]:
    """What settings are when nobody says otherwise; some depend on the data and the target."""
    source = sources[values["data"]]
    target = values.get("target", ((source.target,),))
    return {
        **DEFAULTS,
        "samples": DEFAULT_SAMPLES if source.generated else min(source.rows, MAX_SAMPLES),
        "noise": DEFAULT_NOISE if source.generated else 0.0,
        "inputs": source.inputs_for(tuple(name for group in target for name in group)),
        "target": target,
    }


def _text(key: str, value: Any) -> str:
    match value:
        case NetSpec() | OptimizerSpec() | StartSpec() | Schedule():
            return value.text
        case tuple() if key == "target":
            return " + ".join(", ".join(group) for group in value)
        case tuple() if key == "loss":
            return " + ".join(term.text for term in value)
        case tuple():
            return ", ".join(value)
        case float():
            return number_text(value)
        case 0 if key == "batch":
            return "full"
        case _:
            return str(value)
