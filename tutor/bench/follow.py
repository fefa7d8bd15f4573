"""What follows when data or target change: the output, the loss and the unit are suggested anew, with the reason.

What the learner has chosen stays, and that is said too. The net's ends always fit its columns.
"""

from __future__ import annotations

from dataclasses import replace

from engine.data.datasets import group_widths
from engine.data.encoding import input_width
from engine.data.generated import DEFAULT_NOISE, DEFAULT_SAMPLES
from engine.data.sources import Source
from engine.data.suggestion import Suggestion
from engine.experiment import Experiment, LayerSpec, LossTerm
from engine.losses import FROM_LOGITS, LOSSES
from engine.notation.settings import MAX_SAMPLES
from tutor.bench.inputs import made_of
from tutor.bench.setup import Setup, Sources
from tutor.own.suggested import suggest

Groups = tuple[tuple[str, ...], ...]


def with_data(setup: Setup, name: str, sources: Sources) -> Setup:
    """The set-up on other data, with that data's own target and inputs."""
    source, before = sources[name], sources[setup.draft.data]
    draft = replace(setup.draft, data=name, inputs=source.inputs_for(source.target))
    if not (source.generated and before.generated):
        samples = DEFAULT_SAMPLES if source.generated else min(source.rows, MAX_SAMPLES)
        draft = replace(draft, samples=samples, noise=DEFAULT_NOISE if source.generated else 0.0)
    return _suggested(replace(setup, draft=draft), ((source.target,),), source)


def with_target(setup: Setup, target: Groups, sources: Sources) -> Setup:
    """The set-up with something else to learn; what it learned before becomes an input where it counts as one."""
    source, draft = sources[setup.draft.data], setup.draft
    usual = draft.inputs == source.inputs_for(_names(draft.target))
    kept = tuple(name for name in draft.inputs if not made_of(source, name) & {*_names(target)})
    inputs = source.inputs_for(_names(target)) if usual or not kept else kept
    return _suggested(replace(setup, draft=replace(draft, inputs=inputs)), target, source)


def fitted(draft: Experiment, source: Source) -> Experiment:
    """The draft with a net whose ends fit the inputs and the targets."""
    net = draft.net
    inputs = sum(input_width(source.input(name)) for name in draft.inputs) or 1
    heads = tuple(
        fit(head, widths(source, group), term.name)
        for head, group, term in zip(net.heads, draft.target, draft.loss, strict=True)
    )
    return replace(draft, net=replace(net, inputs=inputs, heads=heads))


def widths(source: Source, group: tuple[str, ...]) -> tuple[int, ...]:
    """How many outputs a head may have for these columns, the usual number first."""
    return group_widths([source.column(name) for name in group])


def fit(head: LayerSpec, widths: tuple[int, ...], loss: str) -> LayerSpec:
    """The head with as many outputs as its columns take: of two classes one chance, or one share for each."""
    if head.units in widths:
        return head
    return LayerSpec(usual_units(head.activation, widths, loss), head.activation)


def usual_units(activation: str, widths: tuple[int, ...], loss: str) -> int:
    """The number of outputs that goes with an activation and a loss."""
    shares = activation == "softmax" or loss.startswith("cce")
    return widths[-1] if shares else widths[0]


def _suggested(setup: Setup, target: Groups, source: Source) -> Setup:
    """Give each head of a new target its output and loss, and say why."""
    suggestions = [suggest(source, group) for group in target]
    draft, heads, terms = setup.draft, [], []
    for place, (group, suggestion) in enumerate(zip(target, suggestions, strict=True)):
        old_head = draft.net.heads[min(place, len(draft.net.heads) - 1)]
        old_loss = draft.loss[min(place, len(draft.loss) - 1)]
        activation = old_head.activation if "output" in setup.chosen else suggestion.head.split()[1]
        loss = old_loss.name if "loss" in setup.chosen else suggestion.loss
        if "loss" not in setup.chosen and activation == "linear" and f"{loss}_logits" in LOSSES:
            loss = f"{loss}_logits"
        if "output" not in setup.chosen and loss in FROM_LOGITS:
            activation = "linear"
        each = widths(source, group)
        heads.append(LayerSpec(usual_units(activation, each, loss), activation))
        terms.append(LossTerm(old_loss.weight if len(target) > 1 else 1.0, loss))
    units = [each.unit for each in suggestions if each.unit != 1.0]
    unit = draft.unit if "unit" in setup.chosen else units[0] if units else 1.0
    net = replace(draft.net, heads=tuple(heads))
    draft = replace(draft, target=target, net=net, loss=tuple(terms), unit=unit)
    setup = replace(setup, draft=fitted(draft, source))
    return replace(setup, told=_told(setup, suggestions))


def _told(setup: Setup, suggestions: list[Suggestion]) -> str:
    """What output, loss and unit are now and why, and which of them stayed."""
    draft = setup.draft
    heads, terms = (" + ".join(each.text for each in parts) for parts in (draft.net.heads, draft.loss))
    told = [f"Now output {heads}, loss {terms}."]
    for each in suggestions:
        told.append(each.target)
        told += [each.why_output] * ("output" not in setup.chosen)
        told += [each.why_loss] * ("loss" not in setup.chosen)
        told += [each.why_unit] * ("unit" not in setup.chosen)
    kept = [name for name in ("output", "loss", "unit") if name in setup.chosen]
    if kept:
        told.append(f"The {' and the '.join(kept)} that you chose stay{'s' * (len(kept) == 1)}.")
    return " ".join(filter(None, told))


def _names(groups: Groups) -> tuple[str, ...]:
    return tuple(name for group in groups for name in group)
