"""Set-ups for the doctor: some that were broken on purpose, with the cause planted, and some that are sound.
Each is the text of an experiment, as a learner would write it."""

from engine_patients_data import BOTH, DETECTOR, LABELS, MOONS, NOONS, PRICES
from engine_patients_setup import WRONG_SET_UP
from engine_patients_training import WRONG_TRAINING

BROKEN: dict[str, tuple[str, str]] = {**WRONG_SET_UP, **WRONG_TRAINING}
"""What is planted, by the case's name: the cause that the doctor must name first, and the experiment."""

HEALTHY: dict[str, str] = {
    "moons, relu": (f"{MOONS} · net: 2 -> 16 relu -> 1 sigmoid · loss: bce · optimizer: adam 0.03 · epochs: 40"),
    "moons, tanh, sgd": (f"{MOONS} · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.5 · epochs: 40"),
    "moons, from logits": (
        f"{MOONS} · net: 2 -> 12 elu x2 -> 1 linear · loss: bce_logits · optimizer: adam 0.01 · epochs: 40"
    ),
    "moons, two shares": (
        f"{MOONS} · net: 2 -> 8 gelu -> 2 softmax · loss: cce · optimizer: rmsprop 0.01 · epochs: 40"
    ),
    "moons, sigmoid and mse": (
        f"{MOONS} · net: 2 -> 8 tanh -> 1 sigmoid · loss: mse · optimizer: adam 0.03 · epochs: 40"
    ),
    "moons, six layers": (
        f"{MOONS} · net: 2 -> 16 relu x6 -> 1 sigmoid · loss: bce · optimizer: adam 0.005 · epochs: 30"
    ),
    "circles": (
        "data: circles · samples: 160 · net: 2 -> 12 silu -> 1 sigmoid · loss: bce · optimizer: adamw 0.03 · epochs: 40"
    ),
    "xor": (
        "data: xor · samples: 200 · noise: 0.05 · net: 2 -> 16 leaky_relu -> 1 sigmoid · loss: bce "
        "· optimizer: adam 0.02 · epochs: 50"
    ),
    "two clouds, one neuron": (
        "data: gauss · samples: 160 · net: 2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.3 · epochs: 20"
    ),
    "two clouds, four tanh": (
        "data: gauss · samples: 160 · net: 2 -> 4 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.05 · epochs: 60"
    ),
    "three clouds, one by one": (
        "data: blobs · samples: 120 · net: 2 -> 8 tanh -> 3 softmax · loss: cce · optimizer: sgd 0.02 "
        "· batch: 1 · epochs: 10"
    ),
    "three clouds, from logits": (
        "data: blobs · samples: 150 · net: 2 -> 8 relu -> 3 linear · loss: cce_logits "
        "· optimizer: momentum 0.05 · epochs: 20"
    ),
    "iris": ("data: iris · net: 4 -> 8 tanh -> 3 softmax · loss: cce · optimizer: adam 0.02 · epochs: 40"),
    "iris, batch norm": (
        "data: iris · net: 4 -> 16 relu x2 -> 3 softmax · norm: batch · loss: cce · optimizer: sgd 0.1 · epochs: 30"
    ),
    "penguins": (
        "data: penguins · inputs: bill_length, bill_depth, flipper_length, body_mass "
        "· net: 4 -> 8 tanh -> 3 softmax · loss: cce · optimizer: adam 0.02 · epochs: 30"
    ),
    "penguins, both": (
        f"{BOTH} · unit: 1000 · net: 3 -> 16 relu -> 1 linear + 3 softmax · loss: 0.5 mse + 1 cce "
        "· optimizer: adam 0.01 · epochs: 40"
    ),
    "three labels": (f"{LABELS} · net: 2 -> 16 tanh -> 3 sigmoid · loss: bce · optimizer: adam 0.03 · epochs: 50"),
    "digits": (
        "data: digits · samples: 600 · net: 64 -> 32 relu -> 10 softmax · loss: cce · optimizer: adam 0.005 "
        "· epochs: 15"
    ),
    "digits, dropout": (
        "data: digits · samples: 600 · net: 64 -> 48 relu -> 10 softmax · dropout: 0.3 · loss: cce "
        "· optimizer: adam 0.005 · epochs: 20"
    ),
    "breast cancer, penalized": (
        "data: breast_cancer · net: 10 -> 16 relu -> 1 sigmoid · l2: 0.01 · loss: bce "
        "· optimizer: nesterov 0.05 · epochs: 20"
    ),
    "prices, linear": (f"{PRICES} · net: 6 -> 16 tanh -> 1 linear · loss: mse · optimizer: adam 0.01 · epochs: 40"),
    "prices, softplus": (f"{PRICES} · net: 6 -> 16 relu -> 1 softplus · loss: mse · optimizer: adam 0.01 · epochs: 40"),
    "prices, absolute error": (
        f"{PRICES} · net: 6 -> 16 relu -> 1 linear · l1: 0.001 · loss: mae · optimizer: adam 0.01 · epochs: 40"
    ),
    "noons": (f"{NOONS} · net: 4 -> 32 relu -> 1 linear · loss: mse · optimizer: adam 0.01 · epochs: 60"),
    "noons, tanh in 40 °C": (
        "data: noon_jfk_2013 · unit: 40 · net: 4 -> 32 relu -> 1 tanh · loss: half_mse "
        "· optimizer: adam 0.01 · epochs: 60"
    ),
    "a wave": (
        "data: wave · samples: 160 · net: 1 -> 16 tanh -> 1 linear · loss: mse · optimizer: adam 0.02 "
        "· schedule: cosine · epochs: 80"
    ),
    "a line, full batch": (
        "data: line · samples: 120 · net: 1 -> 1 linear · loss: mse · optimizer: sgd 0.2 · batch: full · epochs: 30"
    ),
    "a line with typos": (
        "data: typos · samples: 200 · net: 1 -> 1 linear · loss: huber · optimizer: adam 0.1 · epochs: 40"
    ),
    "a valley": (
        "data: valley · samples: 160 · net: 2 -> 4 linear -> 1 linear · loss: mse "
        "· optimizer: momentum 0.02 · epochs: 30"
    ),
    "bumps, stopped early": (
        "data: bumps · samples: 400 · noise: 0.05 · net: 2 -> 24 softplus x2 -> 1 linear · loss: mse "
        "· optimizer: adam 0.02 · patience: 20 · epochs: 60"
    ),
    "a detector": (
        f"{DETECTOR} · net: 64 -> 32 relu -> 1 sigmoid + 3 linear + 3 softmax "
        "· loss: bce + 5 mse where object + cce where object · optimizer: adam 0.005 · epochs: 20"
    ),
    "three labels, from logits": (
        f"{LABELS} · net: 2 -> 16 leaky_relu -> 3 linear · loss: bce_logits · optimizer: nesterov 0.05 · epochs: 50"
    ),
    "prices, warmed up": (
        f"{PRICES} · net: 6 -> 24 elu -> 1 relu · output_bias: 1.8 · loss: mse · optimizer: adam 0.01 "
        "· schedule: warmup 5, exponential 0.97 · epochs: 40"
    ),
    "a plane, l1": (
        "data: plane · samples: 160 · net: 2 -> 8 relu -> 1 linear · l1: 0.001 · loss: half_mse "
        "· optimizer: rmsprop 0.01 · epochs: 40"
    ),
    "penguins by sex": (
        "data: penguins · target: sex · net: 4 -> 8 tanh -> 1 sigmoid · l2: 0.01 · loss: bce "
        "· optimizer: adam 0.01 · epochs: 30"
    ),
    "four layers of sigmoid, adam": (
        f"{MOONS} · net: 2 -> 8 sigmoid x4 -> 1 sigmoid · loss: bce · optimizer: adam 0.02 · epochs: 60"
    ),
    "four layers of sigmoid, late": (
        "data: breast_cancer · net: 10 -> 8 sigmoid x4 -> 1 sigmoid · loss: bce · optimizer: sgd 0.5 · epochs: 60"
    ),
    "tiny weights that adam raised": (
        f"{MOONS} · net: 2 -> 16 relu x3 -> 1 sigmoid · start: normal 0.01 · loss: bce · optimizer: adam 0.01 "
        "· epochs: 40"
    ),
    "degrees as they are": (
        "data: noon_jfk_2013 · net: 4 -> 32 relu -> 1 linear · loss: mse · optimizer: adam 0.02 · epochs: 60"
    ),
    "dollars in large steps": (
        "data: houses_ames · samples: 300 · net: 6 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 1 · epochs: 40"
    ),
    "jumps that calmed down": (
        "data: wave · noise: 0.05 · samples: 150 · net: 1 -> 8 softplus -> 1 linear · loss: half_mse "
        "· optimizer: nesterov 0.05 · batch: full · epochs: 40"
    ),
    "large first weights that fit": (
        "data: wave · samples: 160 · net: 1 -> 24 tanh -> 1 linear · start: normal 1 · loss: mse "
        "· optimizer: adam 0.01 · epochs: 60"
    ),
}
"""Sound experiments by name, about which the doctor has nothing to say."""
