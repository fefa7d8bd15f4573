"""One change of a set-up: a field gets the value that was turned to or typed, read by the engine's own readers.

What cannot be read raises the engine's own message; what cannot go together is left to the set-up to say.
"""

from __future__ import annotations

from dataclasses import replace

from engine.activations import ACTIVATIONS
from engine.data.datasets import group_widths
from engine.experiment import Experiment, LayerSpec, LossTerm, NetSpec, OptimizerSpec
from engine.notation.reading import choice, whole
from engine.notation.settings import READERS
from engine.optimizers import OPTIMIZERS
from engine.problems import suggest
from tutor.bench import inputs
from tutor.bench.errors import read_as, read_setting, refuse
from tutor.bench.follow import fitted, usual_units, with_data, with_target
from tutor.bench.ladders import MOST_LAYERS
from tutor.bench.setup import Setup, Sources

FIRST_LAYER = LayerSpec(8, "tanh")
"""The hidden layer of a net that had none."""


def changed(setup: Setup, name: str, text: str, sources: Sources) -> Setup:
    """The set-up after the field called `name` got the value `text`; SettingsError says why it cannot have it."""
    draft = replace(setup.draft, title="")  # what a lesson called it, it is no longer
    setup = replace(setup, draft=draft, told="")
    source = sources[draft.data]
    match name.split():
        case ["data"]:
            return with_data(setup, read_as(choice(tuple(sources), "data"), "data", text), sources)
        case ["target"]:
            return with_target(setup, _target(text, draft.data, sources), sources)
        case ["input", column]:
            return replace(setup, draft=fitted(inputs.switched(draft, column, text, source), source))
        case ["inputs"]:
            return replace(setup, draft=fitted(inputs.with_inputs(draft, text, source), source))
        case ["features"]:
            return replace(setup, draft=fitted(inputs.with_features(draft, text, source), source))
        case ["layers" | "layer", *_]:
            return replace(setup, draft=replace(draft, net=_hidden(draft.net, name, text)))
        case ["output", number]:
            draft = _with_output(draft, int(number) - 1, text, sources)
            return replace(setup, draft=draft, chosen=setup.chosen | {"output"})
        case ["loss" | "weight" as part, number]:
            draft = _with_loss(draft, int(number) - 1, part, text, sources)
            return replace(setup, draft=draft, chosen=setup.chosen | {"loss"} if part == "loss" else setup.chosen)
        case ["optimizer" | "rate" as part]:
            return replace(setup, draft=replace(draft, optimizer=_optimizer(draft.optimizer, part, text)))
        case ["unit"]:
            return replace(setup, draft=replace(draft, unit=read_setting(name, text)), chosen=setup.chosen | {"unit"})
    return replace(setup, draft=replace(draft, **{name: read_setting(name, text)}))


def _target(text: str, data: str, sources: Sources) -> tuple[tuple[str, ...], ...]:
    """The columns that were named, each group of which can be one head."""
    groups: tuple[tuple[str, ...], ...] = read_setting("target", text)
    source = sources[data]
    for group in groups:
        for name in group:
            if name not in source.names:
                raise refuse("target", f"{data} has no column '{name}'{suggest(name, source.names)}")
        many = [name for name in group if len(source.column(name).classes) > 2]
        if len(group) > 1 and many:
            raise refuse("target", f"'{many[0]}' has more than two classes and needs a head of its own, joined with +")
    return groups


def _hidden(net: NetSpec, name: str, text: str) -> NetSpec:
    """With another number of hidden layers, or another one of them."""
    hidden = list(net.hidden)
    match name.split():
        case ["layers"]:
            count: int = read_as(whole(0, MOST_LAYERS), "layers", text)
            last = hidden[-1] if hidden else FIRST_LAYER
            return replace(net, hidden=(*hidden[:count], *[last] * (count - len(hidden))))
        case ["layer", number, "activation"]:
            place = int(number) - 1
            hidden[place] = LayerSpec(hidden[place].units, _activation(f"layer {number}", text))
        case ["layer", number]:
            place = int(number) - 1
            both = text if " " in text.strip() else f"{text} {hidden[place].activation}"
            read: NetSpec = read_as(READERS["net"], f"layer {number}", f"1 -> {both} -> 1 linear")
            if len(read.hidden) != 1:
                raise refuse(f"layer {number}", "write the units of one layer, such as 16")
            (hidden[place],) = read.hidden
    return replace(net, hidden=tuple(hidden))


def _activation(field: str, text: str) -> str:
    name: str = read_as(choice(tuple(ACTIVATIONS), "activation"), field, text)
    return name


def _with_output(draft: Experiment, place: int, text: str, sources: Sources) -> Experiment:
    """With another output for one head; of two classes there may be one output or two."""
    units, _, activation = text.strip().rpartition(" ")
    group = draft.target[place]
    allowed = group_widths([sources[draft.data].column(name) for name in group])
    activation = _activation("output", activation)
    count = int(units) if units.isdecimal() else usual_units(activation, allowed, draft.loss[place].name)
    if count not in allowed or (units and not units.isdecimal()):
        takes = " or ".join(map(str, allowed))
        raise refuse("output", f"'{', '.join(group)}' takes {takes}; write '{allowed[0]} {activation}'")
    heads = list(draft.net.heads)
    heads[place] = LayerSpec(count, activation)
    return replace(draft, net=replace(draft.net, heads=tuple(heads)))


def _with_loss(draft: Experiment, place: int, part: str, text: str, sources: Sources) -> Experiment:
    """With another loss for one head, or another weight of it."""
    terms = list(draft.loss)
    if part == "weight":
        (read,) = _one(read_as(READERS["loss"], "weight", f"{text} {terms[place].name}"), "weight")
        terms[place] = replace(terms[place], weight=read.weight)
    else:
        (read,) = _one(read_setting("loss", text), "loss")
        terms[place] = replace(read, weight=read.weight if read.weight != 1.0 else terms[place].weight)
    heads = list(draft.net.heads)
    allowed = group_widths([sources[draft.data].column(name) for name in draft.target[place]])
    if part == "loss" and len(allowed) > 1:
        head = heads[place]
        heads[place] = LayerSpec(usual_units(head.activation, allowed, terms[place].name), head.activation)
    return replace(draft, loss=tuple(terms), net=replace(draft.net, heads=tuple(heads)))


def _one(terms: tuple[LossTerm, ...], field: str) -> tuple[LossTerm, ...]:
    if len(terms) != 1:
        raise refuse(field, "write one loss for each head, such as 'mse'")
    return terms


def _optimizer(spec: OptimizerSpec, part: str, text: str) -> OptimizerSpec:
    """With another optimizer at the same rate, or another rate; a typed optimizer may bring its own numbers."""
    if part == "rate":
        extras = "".join(f" {name} {value!r}" for name, value in spec.extras.items())
        read: OptimizerSpec = read_as(READERS["optimizer"], "rate", f"{spec.name} {text.strip() or '?'}{extras}")
        return read
    if " " in text.strip():
        typed: OptimizerSpec = read_setting("optimizer", text)
        return typed
    name: str = read_as(choice(tuple(OPTIMIZERS), "optimizer"), "optimizer", text)
    kept = {key: value for key, value in spec.extras.items() if key in OPTIMIZERS[name].TAKES}
    return OptimizerSpec(name, spec.rate, **kept)
