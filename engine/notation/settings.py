"""Reads what an author writes in a setting, such as "2 -> 16 relu x6 -> 1 sigmoid", into typed values.
Every known setting has its reader here; what trains a net has its notations in `engine/notation/training.py`."""

import re

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.notation.reading import Complain, Reader, choice, count, names, pieces, real, whole, words
from engine.notation.training import loss, optimizer, schedule, start
from engine.problems import suggest
from engine.specs import LayerSpec, NetSpec

MAX_UNITS, MAX_LAYERS, MAX_SAMPLES, MAX_EPOCHS, MAX_SEED = 512, 16, 100_000, 100_000, 2**32 - 1
SHOWS = ("loss", "predictions", "gradients", "gates", "fit")


def target(text: str, complain: Complain) -> tuple[tuple[str, ...], ...] | None:
    """What to learn: columns between commas are answered by one head, heads are joined with +."""
    groups = [names(group, _shifted(complain, offset)) for group, offset in pieces(text, r"\+")]
    found = [group for group in groups if group is not None]
    if len(found) < len(groups):
        return None
    every = [name for group in found for name in group]
    for name in every:
        if every.count(name) > 1:
            complain(f"'{name}' is named twice", text.rindex(name))
            return None
    return tuple(found)


def _shifted(complain: Complain, by: int) -> Complain:
    """The same, for a part of the text that begins `by` characters in."""
    return lambda message, offset=0, code="value": complain(message, by + offset, code)


def shows(text: str, complain: Complain) -> tuple[str, ...] | None:
    """What to draw beside the run."""
    found = names(text, complain)
    unknown = [(name, offset) for name, offset in pieces(text, ",") if name and name not in SHOWS]
    for name, offset in unknown:
        complain(f"unknown picture '{name}'{suggest(name, SHOWS)}", offset)
    return None if unknown else found


def _layer(text: str, offset: int, complain: Complain, *, hidden: bool) -> list[LayerSpec] | None:
    """One part of a net: "16 relu", and for hidden layers also "16 relu x6"."""
    match = re.fullmatch(r"(\S+)(?:\s+(\S+?))?(?:\s+x\s?(\d{1,9}))?", text, re.ASCII)
    if not match:
        complain(f"'{text}' is no layer; write units and an activation, such as '16 tanh'", offset)
        return None
    units, name, times = count(match[1]), match[2], int(match[3] or 1)
    broken = False
    if match[1] in ACTIVATIONS:
        complain(f"write the units first, such as '16 {match[1]}'", offset)
        return None
    if units is None or units < 1:
        complain(f"'{match[1]}' is not a number of units", offset)
        broken = True
    elif units > MAX_UNITS:
        complain(f"{units} units are more than the {MAX_UNITS} allowed in a layer", offset, "too-large")
        broken = True
    if name is None:
        complain(f"'{text}' names no activation; write for example '{match[1]} linear'", offset)
        return None
    if name not in ACTIVATIONS:
        complain(f"unknown activation '{name}'{suggest(name, ACTIVATIONS)}", offset + match.start(2))
        broken = True
    if match[3] and (times < 1 or not hidden):
        complain("only a hidden layer can be repeated, at least once", offset + match.start(3) - 1)
        broken = True
    if times > MAX_LAYERS:
        complain(f"{times} layers are more than the {MAX_LAYERS} allowed", offset, "too-large")
        broken = True
    return None if broken or units is None else [LayerSpec(units, name)] * times


def net(text: str, complain: Complain) -> NetSpec | None:
    """For example "5 -> 16 tanh -> 1 softplus"."""
    parts = list(pieces(text, "->|→"))
    if len(parts) < 2:
        complain("write inputs, layers and output with '->' between, such as '5 -> 16 tanh -> 1 linear'")
        return None
    (inputs_text, inputs_offset), *middle, (head_text, head_offset) = parts
    inputs = count(inputs_text)
    if inputs is None or inputs < 1:
        complain(f"a net starts with its number of inputs, not '{inputs_text}'", inputs_offset)
    hidden = [_layer(part, offset, complain, hidden=True) for part, offset in middle]
    heads = [_layer(head, head_offset + offset, complain, hidden=False) for head, offset in pieces(head_text, r"\+")]
    layers = [layer for group in hidden if group for layer in group]
    if len(layers) + 1 > MAX_LAYERS:
        complain(f"{len(layers) + 1} layers are more than the {MAX_LAYERS} allowed", 0, "too-large")
        return None
    if not inputs or None in hidden or None in heads:
        return None
    return NetSpec(inputs, tuple(layers), tuple(head for group in heads if group for head in group))


READERS: dict[str, Reader] = {
    "title": words,
    "data": choice(tuple(SOURCES), "data"),
    "samples": whole(10, MAX_SAMPLES),
    "noise": real(0.0, 10.0),
    "inputs": names,
    "target": target,
    "unit": real(1e-12, 1e12),
    "split": real(0.0, 1.0, open_low=True, open_high=True),
    "net": net,
    "start": start,
    "output_bias": real(-1e3, 1e3),
    "norm": choice(("none", "batch"), "normalization"),
    "loss": loss,
    "optimizer": optimizer,
    "schedule": schedule,
    "l1": real(0.0, 10.0),
    "l2": real(0.0, 10.0),
    "dropout": real(0.0, 1.0, open_high=True),
    "patience": whole(0, MAX_EPOCHS),
    "epochs": whole(1, MAX_EPOCHS),
    "batch": whole(0, MAX_SAMPLES, full=True),
    "seed": whole(0, MAX_SEED),
    "show": shows,
}
"""How each setting is read; also the order in which an experiment's text lists them."""
