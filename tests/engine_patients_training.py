"""Patients whose training goes wrong: steps of the wrong length, gradients that fade, too much or too little learned.
Their data, output and loss are in order."""

from engine_patients_data import LABELS, MOONS, NOONS, PRICES

WRONG_TRAINING: dict[str, tuple[str, str]] = {
    "eight layers of sigmoid": (
        "vanishing",
        f"{MOONS} · net: 2 -> 16 sigmoid x8 -> 1 sigmoid · loss: bce · optimizer: sgd 0.3 · epochs: 30",
    ),
    "tiny weights through depth": (
        "vanishing",
        "data: iris · net: 4 -> 12 tanh x5 -> 3 softmax · start: normal 0.03 · loss: cce "
        "· optimizer: sgd 0.1 · epochs: 30",
    ),
    "tiny weights that leave relus off": (
        "vanishing",
        f"{MOONS} · net: 2 -> 16 relu x3 -> 1 sigmoid · start: normal 0.001 · loss: bce · optimizer: sgd 0.1 "
        "· epochs: 40",
    ),
    "four layers of sigmoid": (
        "vanishing",
        f"{MOONS} · net: 2 -> 8 sigmoid x4 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 60",
    ),
    "four layers of sigmoid, a real table": (
        "vanishing",
        "data: breast_cancer · net: 10 -> 8 sigmoid x4 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 30",
    ),
    "relus begun at next to nothing": (
        "vanishing",
        f"{MOONS} · net: 2 -> 16 relu x3 -> 1 sigmoid · start: normal 0.01 · loss: bce "
        "· optimizer: sgd 0.1 · epochs: 30",
    ),
    "rate 3 on prices": (
        "rate_too_large",
        f"{PRICES} · net: 6 -> 16 tanh -> 1 linear · loss: mse · optimizer: sgd 3 · epochs: 40",
    ),
    "a rate that kills relus": (
        "rate_too_large",
        f"{PRICES} · net: 6 -> 16 relu -> 1 linear · loss: huber · optimizer: sgd 10 · batch: 64 · epochs: 30",
    ),
    "adam with rate 2": (
        "rate_too_large",
        f"{MOONS} · net: 2 -> 12 tanh x2 -> 1 sigmoid · loss: bce · optimizer: adam 2 · epochs: 40",
    ),
    "dollars as they are": (
        "rate_too_large",
        "data: houses_ames · samples: 300 · net: 6 -> 16 relu -> 1 linear · loss: mse "
        "· optimizer: momentum 0.1 · epochs: 30",
    ),
    "softplus at rate 100": (
        "rate_too_large",
        f"{MOONS} · net: 2 -> 8 softplus -> 1 sigmoid · loss: bce · optimizer: sgd 100 · epochs: 40",
    ),
    "thrown up and caught again": (
        "rate_too_large",
        "data: iris · net: 4 -> 8 softplus -> 3 softmax · loss: cce · optimizer: sgd 10 · epochs: 40",
    ),
    "thrown to the end of a sigmoid": (
        "rate_too_large",
        f"{MOONS} · net: 2 -> 8 softplus -> 1 sigmoid · loss: mse · optimizer: sgd 100 · epochs: 10",
    ),
    "thrown past the test set": (
        "rate_too_large",
        "data: breast_cancer · net: 10 -> 8 softplus -> 1 sigmoid · loss: bce · optimizer: sgd 10 · epochs: 20",
    ),
    "a tanh thrown to its limits": (
        "rate_too_large",
        "data: wave · samples: 160 · net: 1 -> 16 tanh -> 1 linear · loss: mse · optimizer: sgd 3 · epochs: 20",
    ),
    "rate a millionth": (
        "rate_too_small",
        f"{MOONS} · net: 2 -> 16 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.000001 · epochs: 40",
    ),
    "adam in tiny steps": (
        "rate_too_small",
        f"{NOONS} · net: 4 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 0.0001 · epochs: 20",
    ),
    "slower and slower, far from the end": (
        "rate_too_small",
        "data: xor · samples: 200 · net: 2 -> 32 silu x2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.0005 "
        "· epochs: 120",
    ),
    "at rest before it arrived": (
        "rate_too_small",
        f"{PRICES} · net: 6 -> 16 elu -> 1 linear · loss: mse · optimizer: adam 0.0003 · schedule: cosine · epochs: 40",
    ),
    "twenty examples by heart": (
        "overfitting",
        f"{MOONS} · noise: 0.6 · split: 0.125 · net: 2 -> 64 relu -> 1 sigmoid · loss: bce "
        "· optimizer: adam 0.01 · epochs: 300",
    ),
    "prices by heart": (
        "overfitting",
        "data: houses_ames · samples: 200 · unit: 100000 · split: 0.1 · net: 6 -> 64 relu x2 -> 1 linear "
        "· loss: mse · optimizer: adam 0.01 · epochs: 100",
    ),
    "a penalty of 10": (
        "over_penalized",
        f"{MOONS} · net: 2 -> 16 relu -> 1 sigmoid · l2: 10 · loss: bce · optimizer: sgd 0.02 · epochs: 30",
    ),
    "a penalty on absolute weights": (
        "over_penalized",
        "data: digits · samples: 300 · net: 64 -> 16 tanh -> 10 softmax · l1: 1 · loss: cce "
        "· optimizer: adam 0.01 · epochs: 20",
    ),
    "nine of ten units dropped": (
        "too_much_dropout",
        "data: spiral · samples: 200 · net: 2 -> 16 relu x3 -> 1 sigmoid · dropout: 0.9 · loss: bce "
        "· optimizer: adam 0.01 · epochs: 40",
    ),
    "nearly every unit dropped, labels": (
        "too_much_dropout",
        f"{LABELS} · net: 2 -> 12 tanh x3 -> 3 sigmoid · dropout: 0.95 · loss: bce · optimizer: sgd 0.1 · epochs: 40",
    ),
    "a line for circles": (
        "too_simple",
        "data: circles · samples: 160 · net: 2 -> 8 linear -> 1 sigmoid · loss: bce · optimizer: adam 0.05 "
        "· epochs: 30",
    ),
    "one neuron for opposite corners": (
        "too_simple",
        "data: xor · samples: 200 · net: 2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.5 · epochs: 30",
    ),
    "inputs that say nothing": (
        "nothing_learned",
        "data: moons · samples: 300 · noise: 10 · net: 2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 30",
    ),
    "a plateau for circles": (
        "nothing_learned",
        "data: circles · samples: 240 · net: 2 -> 24 sigmoid -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 "
        "· epochs: 40",
    ),
}
"""What is planted, by the case's name: the cause that the doctor must name first, and the experiment."""
