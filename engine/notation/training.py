"""Reads how a net is trained, as an author writes it: first weights, loss, optimizer, schedule of the rate.
Each reader reports its mistakes with their place in the text and gives None when there are any."""

from collections.abc import Sequence

from engine.losses import LOSSES
from engine.notation.reading import Complain, comma_hint, count, number, pieces
from engine.optimizers import OPTIMIZERS
from engine.problems import suggest
from engine.schedules import FORMS, Schedule
from engine.specs import LossTerm, OptimizerSpec, StartSpec
from engine.starts import STARTS, WITH_VALUE

Word = tuple[str, int]
"""A word and its offset in the text."""

MAX_SIZE = 1e6


def _words(text: str) -> list[Word]:
    return [piece for piece in pieces(text, r"\s+") if piece[0]] or [("", 0)]


def start(text: str, complain: Complain) -> StartSpec | None:
    """For example "he", "normal 0.01" or "constant 0.5"."""
    (name, offset), *values = _words(text)
    known = ("auto", *STARTS)
    if name not in known:
        complain(f"unknown start '{name}'{suggest(name, known)}", offset)
        return None
    if name not in WITH_VALUE:
        if values:
            complain(f"'{name}' takes no number", values[0][1])
            return None
        return StartSpec(name)
    value = number(values[0][0]) if len(values) == 1 else None
    if value is None or abs(value) > MAX_SIZE or (name == "normal" and value < 0.0):
        what = "a standard deviation" if name == "normal" else "a number"
        complain(f"write '{name}' with {what}, such as '{name} 0.5'", offset)
        return None
    return StartSpec(name, value)


def optimizer(text: str, complain: Complain) -> OptimizerSpec | None:
    """For example "adam 0.01" or "momentum 0.1 beta 0.5"."""
    (name, offset), *rest = _words(text)
    if name not in OPTIMIZERS:
        complain(f"unknown optimizer '{name}'{suggest(name, OPTIMIZERS)}", offset)
    if not rest or (name in OPTIMIZERS and len(rest) % 2 == 0):
        complain("write a name and a learning rate, such as 'adam 0.01'", offset)
        return None
    rate = number(rest[0][0])
    if rate is None or not 0.0 < rate <= MAX_SIZE:
        word, at = rest[0]
        complain(f"the learning rate '{word}' is not a number above zero and at most a million{comma_hint(word)}", at)
        return None
    if name not in OPTIMIZERS:
        return None
    extras: dict[str, float] = {}
    for (key, at), (value, value_at) in zip(rest[1::2], rest[2::2], strict=False):
        if key not in OPTIMIZERS[name].TAKES or key in extras:
            takes = " and ".join(OPTIMIZERS[name].TAKES) or "nothing"
            complain(f"'{name}' takes {takes} behind its rate, not '{key}'", at)
            return None
        given = number(value)
        if given is None or not 0.0 <= given < 1.0:
            hint = comma_hint(value)
            complain(f"{key} must be a number from 0 to less than 1, not '{value}'{hint}", value_at)
            return None
        extras[key] = given
    return OptimizerSpec(name, rate, **extras)


def schedule(text: str, complain: Complain) -> Schedule | None:
    """For example "cosine", "step 0.5 every 20" or "warmup 5, exponential 0.95"."""
    warmup = 0
    parts = list(pieces(text, ","))
    if parts[0][0].split()[:1] == ["warmup"]:
        words = parts[0][0].split()
        found = count(words[1]) if len(words) == 2 else None
        if not found:
            complain("write warmup with a number of epochs, such as 'warmup 5, cosine'", parts[0][1])
            return None
        warmup, parts = found, parts[1:]
        if not parts:
            return Schedule(warmup=warmup)
    if len(parts) != 1:
        complain("write one schedule, such as 'cosine' or 'warmup 5, cosine'", parts[-1][1] if parts else 0)
        return None
    words = parts[0][0].split() or [""]
    shape, offset = words[0], parts[0][1]
    if shape not in FORMS:
        complain(f"unknown schedule '{shape}'{suggest(shape, (*FORMS, 'warmup'))}", offset)
        return None
    numbers = _numbers(words, FORMS[shape].split())
    if numbers is None:
        complain(f"write it like '{FORMS[shape]}'", offset)
        return None
    return Schedule(shape, numbers, warmup)


def _numbers(words: Sequence[str], form: Sequence[str]) -> tuple[float, ...] | None:
    """The numbers of a schedule that is written like its form; None when it is not, or they make no sense."""
    if len(words) != len(form) or any(word != part for word, part in zip(words, form, strict=True) if part.isalpha()):
        return None
    numbers = [number(word) for word, part in zip(words, form, strict=True) if not part.isalpha()]
    found = tuple(value for value in numbers if value is not None and 0.0 < value <= MAX_SIZE)
    if len(found) < len(numbers):
        return None
    match words[0]:
        case "step" if found[0] > 1.0 or found[1] != int(found[1]):
            return None
        case "exponential" if found[0] > 1.0:
            return None
    return found


def loss(text: str, complain: Complain) -> tuple[LossTerm, ...] | None:
    """One term for each head, joined with +, for example "0.5 mse + 1 cce" or "1 bce + 5 mse where object"."""
    terms = [_term(part, offset, complain) for part, offset in pieces(text, r"\+")]
    found = tuple(term for term in terms if term)
    return found if len(found) == len(terms) else None


def _term(text: str, start: int, complain: Complain) -> LossTerm | None:
    found = [(word, start + offset) for word, offset in _words(text)]
    where = None
    if len(found) >= 2 and found[-2][0] == "where":
        where = found[-1][0]
        found = found[:-2]
    elif any(word == "where" for word, _ in found):
        complain("write one column behind 'where', such as '5 mse where object'", found[-1][1])
        return None
    weight = number(found[0][0]) if found else None
    named = found if weight is None else found[1:]
    if len(named) != 1:
        complain("write one loss, such as 'mse' or '0.5 mse'", found[0][1] if found else start)
        return None
    name, offset = named[0]
    if name not in LOSSES:
        complain(f"unknown loss '{name}'{suggest(name, LOSSES)}", offset)
        return None
    if weight is not None and not 0.0 < weight <= MAX_SIZE:
        complain("the weight of a loss must be more than 0 and at most a million", found[0][1])
        return None
    return LossTerm(1.0 if weight is None else weight, name, where)
