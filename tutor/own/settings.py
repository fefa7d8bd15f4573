"""The settings that were left out for data of one's own, filled in from what the target is like, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.data.datasets import training_rows
from engine.data.encoding import input_width
from engine.data.sources import Source
from engine.data.suggestion import Suggestion
from engine.experiment import DEFAULTS, LayerSpec, LossTerm, NetSpec
from engine.losses import FROM_LOGITS
from engine.notation.checks import MAX_STEPS, MAX_WORK
from engine.notation.memory import MAX_SEEN
from engine.notation.settings import MAX_SAMPLES, READERS
from tutor.own.names import names_in
from tutor.own.suggested import suggest

HIDDEN = LayerSpec(16, "relu")
"""The hidden layer of a net that nobody described: small enough for a race, wide enough to bend."""
OPTIMIZER = "adam 0.01"


def fill_in(
    given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]
) -> tuple[dict[str, str], list[str]]:
    """All settings, and the reasons for those that were not given."""
    settings = dict(given)
    suggestions = _with_net([suggest(source, group) for group in groups], given.get("net"))
    told = [reasons for each in suggestions if (reasons := _reasons(each, given))]
    if "loss" not in given:
        settings["loss"] = " + ".join(suggestion.loss for suggestion in suggestions)
    if "unit" not in given and (units := [each.unit for each in suggestions if each.unit != 1.0]):
        settings["unit"] = repr(units[0])
    settings.setdefault("optimizer", OPTIMIZER)
    if "net" not in given:
        net = NetSpec(_inputs(given, source, groups), (HIDDEN,), _heads(suggestions, settings["loss"]))
        settings["net"] = net.text
        told += _fit(settings, net, source)
    return settings, told


def maybe_classes(given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The targets whose numbers may be classes, where a suggestion was made for them at all."""
    suggestions = _with_net([suggest(source, group) for group in groups], given.get("net"))
    if not any(_reasons(each, given) for each in suggestions):
        return ()
    return tuple(group[0] for group, each in zip(groups, suggestions, strict=True) if each.maybe_classes)


def _reasons(suggestion: Suggestion, given: Mapping[str, str]) -> str:
    """What the target is like, and why each setting that was not given is as suggested; empty when all were."""
    whys = {"net": suggestion.why_output, "loss": suggestion.why_loss, "unit": suggestion.why_unit}
    told = [why for setting, why in whys.items() if why and setting not in given]
    return " ".join([suggestion.target, *told, *filter(None, [suggestion.maybe_classes])]) if told else ""


def _with_net(suggestions: list[Suggestion], net: str | None) -> list[Suggestion]:
    """The suggestions for a net that was given: where it ends in raw scores, the loss makes probabilities of them."""
    read = READERS["net"](net, _silent) if net else None
    if read is None or len(read.heads) != len(suggestions):
        return suggestions
    fitted = []
    for head, each in zip(read.heads, suggestions, strict=True):
        logits = f"{each.loss}_logits"
        if head.activation == "linear" and logits in FROM_LOGITS:
            why = f"The net ends in raw scores, and {logits} makes probabilities of them by itself."
            each = replace(each, loss=logits, why_loss=why)
        fitted.append(each)
    return fitted


def _inputs(given: Mapping[str, str], source: Source, groups: tuple[tuple[str, ...], ...]) -> int:
    """How many inputs the net has; a column that is not there counts as one, and is complained of later."""
    names = source.inputs_for(tuple(name for group in groups for name in group))
    if "inputs" in given:
        names = tuple(names_in(given["inputs"]))
    return sum(input_width(source.column(name)) if name in source.names else 1 for name in names) or 1


def _silent(*_args: object, **_kwargs: object) -> None:
    """Takes the complaints about a setting that is complained of later anyway."""


def _heads(suggestions: list[Suggestion], loss: str) -> tuple[LayerSpec, ...]:
    """The suggested outputs; a loss from logits applies the activation itself."""
    terms: tuple[LossTerm, ...] = READERS["loss"](loss, _silent) or ()
    heads = []
    for place, suggestion in enumerate(suggestions):
        units, activation = suggestion.head.split()
        logits = place < len(terms) and terms[place].name in FROM_LOGITS
        heads.append(LayerSpec(int(units), "linear" if logits else activation))
    return tuple(heads)


def _fit(settings: dict[str, str], net: NetSpec, source: Source) -> list[str]:
    """Take fewer examples and epochs than usual where the table is large, and say so."""
    told = []
    if "samples" not in settings:
        units = sum(layer.units for layer in net.layers)
        rows = min(source.rows, MAX_SAMPLES)
        if rows * units > MAX_SEEN:
            settings["samples"] = str(MAX_SEEN // units)
            told.append(f"{int(settings['samples']):,} of the rows are drawn, so that they fit in memory.")
    if not settings.keys() & {"epochs", "batch", "split"}:
        samples = int(settings["samples"]) if settings.get("samples", "x").isdecimal() else source.rows
        steps = -(-training_rows(samples, DEFAULTS["split"]) // DEFAULTS["batch"])
        most = min(MAX_WORK // (net.parameters * samples), MAX_STEPS // steps)
        if most < DEFAULTS["epochs"]:
            settings["epochs"] = str(max(most, 1))
            told.append(f"There are {settings['epochs']} epochs, as many as a table of this size leaves time for.")
    return told
