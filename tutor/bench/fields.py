"""The fields of a set-up, in groups: data, net, training. Which there are depends on the data and on the net."""

from __future__ import annotations

from collections.abc import Iterator

from engine.activations import ACTIVATIONS
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.specs import number_text
from tutor.bench import inputs
from tutor.bench.field import OFF, ON, Field
from tutor.bench.follow import usual_units, widths
from tutor.bench.ladders import LADDERS, MOST_LAYERS, NORM_CHOICES, SCHEDULE_CHOICES, START_CHOICES
from tutor.bench.setup import Setup, Sources

DATA, NET, TRAINING = "Data", "Network", "Training"

MOST_SWITCHES = 12
"""With more columns than this, the inputs are one field in which names are typed."""


def fields_of(setup: Setup, sources: Sources) -> tuple[Field, ...]:
    """Every field as the set-up has it, in the order of the screen."""
    draft = setup.draft
    source = sources[draft.data]
    return (*_data(draft, source, sources), *_net(draft, source), *_training(draft))


def _number(name: str, label: str, group: str, value: float) -> Field:
    return Field(name, label, group, number_text(value), LADDERS[name], numbers=True)


def _data(draft: Experiment, source: Source, sources: Sources) -> Iterator[Field]:
    made_up_first = sorted(sources, key=lambda name: not sources[name].generated)
    yield Field("data", "data", DATA, draft.data, tuple(made_up_first))
    target = " + ".join(", ".join(group) for group in draft.target)
    yield Field("target", "target", DATA, target, source.names)
    yield from _inputs(draft, source)
    if source.generated:
        yield _number("samples", "examples", DATA, draft.samples)
        yield _number("noise", "noise", DATA, draft.noise)
    else:
        ladder = (*(step for step in LADDERS["samples"] if int(step) < source.rows), str(source.rows))
        yield Field("samples", "examples", DATA, str(draft.samples), ladder, numbers=True)
    yield _number("split", "for training", DATA, draft.split)
    if any(not source.column(name).classes for group in draft.target for name in group):
        yield _number("unit", "unit", DATA, draft.unit)
    yield _number("seed", "seed", DATA, draft.seed)


def _inputs(draft: Experiment, source: Source) -> Iterator[Field]:
    """A switch for every column that may be an input; where there are too many, one field."""
    offered = inputs.columns(draft, source)
    if len(offered) <= MOST_SWITCHES:
        for place, name in enumerate(offered):
            yield Field(
                f"input {name}", "" if place else "inputs", DATA, ON if name in draft.inputs else OFF, (OFF, ON)
            )
        made, choices = inputs.features(draft, source), inputs.feature_choices(draft, source)
        yield Field("features", "features", DATA, made, choices)
        return
    learned = tuple(name for group in draft.target for name in group)
    everything = draft.inputs == source.inputs_for(learned)
    yield Field("inputs", "inputs", DATA, inputs.ALL if everything else ", ".join(draft.inputs), (inputs.ALL,))


def _net(draft: Experiment, source: Source) -> Iterator[Field]:
    net = draft.net
    counts = tuple(map(str, range(MOST_LAYERS + 1)))
    yield Field("layers", "hidden layers", NET, str(len(net.hidden)), counts, numbers=True)
    for number, layer in enumerate(net.hidden, 1):
        yield Field(f"layer {number}", f"layer {number}", NET, str(layer.units), LADDERS["units"], numbers=True)
        yield Field(f"layer {number} activation", "", NET, layer.activation, tuple(ACTIVATIONS))
    several = len(net.heads) > 1
    for number, (head, group, term) in enumerate(zip(net.heads, draft.target, draft.loss, strict=True), 1):
        allowed = widths(source, group)
        outputs = tuple(f"{usual_units(name, allowed, term.name)} {name}" for name in ACTIVATIONS)
        yield Field(f"output {number}", f"output {number}" if several else "output", NET, head.text, outputs)
    yield Field("start", "start", NET, draft.start.text, START_CHOICES)
    yield _number("output_bias", "output bias", NET, draft.output_bias)
    yield Field("norm", "normalize", NET, draft.norm, NORM_CHOICES)
    yield _number("dropout", "dropout", NET, draft.dropout)


def _training(draft: Experiment) -> Iterator[Field]:
    several = len(draft.loss) > 1
    for number, term in enumerate(draft.loss, 1):
        where = f" where {term.where}" if term.where else ""
        yield Field(
            f"loss {number}", f"loss {number}" if several else "loss", TRAINING, term.name + where, tuple(LOSSES)
        )
        if several or term.weight != 1.0:
            yield Field(f"weight {number}", "", TRAINING, number_text(term.weight), LADDERS["weight"], numbers=True)
    yield Field("optimizer", "optimizer", TRAINING, draft.optimizer.name, tuple(OPTIMIZERS))
    yield _number("rate", "rate", TRAINING, draft.optimizer.rate)
    yield Field("schedule", "schedule", TRAINING, draft.schedule.text, SCHEDULE_CHOICES)
    batch = number_text(draft.batch) if draft.batch else "full"
    yield Field("batch", "batch", TRAINING, batch, LADDERS["batch"], numbers=True)
    yield _number("epochs", "epochs", TRAINING, draft.epochs)
    yield _number("l1", "L1, L2", TRAINING, draft.l1)
    yield _number("l2", "", TRAINING, draft.l2)
    yield _number("patience", "patience", TRAINING, draft.patience)
