"""Reads what an author writes in a setting, such as "2 -> 16 relu x6 -> 1 sigmoid", into typed values.
Every known setting has its reader here; a net, a loss and an optimizer have a notation of their own."""

import re

from engine.activations import ACTIVATIONS
from engine.datasets import SOURCES
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.problems import suggest
from engine.reading import Complain, Reader, choice, count, names, number, pieces, real, whole, words
from engine.specs import LayerSpec, LossTerm, NetSpec, OptimizerSpec
from engine.starts import STARTS

MAX_UNITS, MAX_LAYERS, MAX_SAMPLES, MAX_EPOCHS, MAX_SEED = 512, 16, 10_000, 2_000, 2**32 - 1
SHOWS = ("loss", "predictions", "gradients", "gates", "fit")


def target(text: str, complain: Complain) -> tuple[str, ...] | None:
    """The one column to learn."""
    for separator in ("+", ","):
        if separator in text:
            complain("several targets are not supported yet", text.index(separator), "unsupported")
            return None
    return names(text, complain)


def shows(text: str, complain: Complain) -> tuple[str, ...] | None:
    """What to draw beside the run."""
    found = names(text, complain)
    unknown = [(name, offset) for name, offset in pieces(text, ",") if name and name not in SHOWS]
    for name, offset in unknown:
        complain(f"unknown picture '{name}'{suggest(name, SHOWS)}", offset)
    return None if unknown else found


def optimizer(text: str, complain: Complain) -> OptimizerSpec | None:
    """For example "adam 0.01"."""
    name, *rates = [piece for piece in pieces(text, r"\s+") if piece[0]] or [("", 0)]
    if name[0] not in OPTIMIZERS:
        complain(f"unknown optimizer '{name[0]}'{suggest(name[0], OPTIMIZERS)}", name[1])
    if len(rates) != 1:
        complain("write a name and a learning rate, such as 'adam 0.01'", name[1])
        return None
    rate = number(rates[0][0])
    if rate is None or rate <= 0.0:
        complain(f"the learning rate '{rates[0][0]}' is not a number above zero", rates[0][1])
        return None
    return OptimizerSpec(name[0], rate) if name[0] in OPTIMIZERS else None


def loss(text: str, complain: Complain) -> tuple[LossTerm, ...] | None:
    """For example "mse" or "0.5 mse"."""
    if "+" in text:
        complain("several losses are not supported yet", text.index("+"), "unsupported")
        return None
    found = [piece for piece in pieces(text, r"\s+") if piece[0]] or [("", 0)]
    for word, offset in found:
        if word == "where":
            complain("'where' is not supported yet", offset, "unsupported")
            return None
    weight = number(found[0][0])
    named = found if weight is None else found[1:]
    if len(named) != 1:
        complain("write one loss, such as 'mse' or '0.5 mse'", found[0][1])
        return None
    name, offset = named[0]
    if name not in LOSSES:
        complain(f"unknown loss '{name}'{suggest(name, LOSSES)}", offset)
        return None
    if weight is not None and weight <= 0.0:
        complain("the weight of a loss must be more than 0", found[0][1])
        return None
    return (LossTerm(1.0 if weight is None else weight, name),)


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
    heads: list[list[LayerSpec] | None] = [None]
    if "+" in head_text:
        complain("several heads are not supported yet", head_offset + head_text.index("+"), "unsupported")
    else:
        heads = [_layer(head_text, head_offset, complain, hidden=False)]
    layers = [layer for group in hidden if group for layer in group]
    if len(layers) + 1 > MAX_LAYERS:
        complain(f"{len(layers) + 1} layers are more than the {MAX_LAYERS} allowed", 0, "too-large")
        return None
    if not inputs or None in hidden or heads[0] is None:
        return None
    return NetSpec(inputs, tuple(layers), tuple(heads[0]))


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
    "start": choice(tuple(STARTS), "start"),
    "loss": loss,
    "optimizer": optimizer,
    "epochs": whole(1, MAX_EPOCHS),
    "batch": whole(0, MAX_SAMPLES, full=True),
    "seed": whole(0, MAX_SEED),
    "show": shows,
}
"""How each setting is read; also the order in which an experiment's text lists them."""
