"""Patients that were set up wrong: their data, their output and loss, or the weights that they begin with.
No training mends that, so the doctor must name it whatever else has come of it."""

from engine_patients_data import BOTH, DARK, DETECTOR, GRAMS, MOONS, NOONS, PRICES

WRONG_SET_UP: dict[str, tuple[str, str]] = {
    "log of a linear output": (
        "non_finite",
        f"{MOONS} · net: 2 -> 8 relu -> 1 linear · loss: bce · optimizer: sgd 0.1 · epochs: 20",
    ),
    "log of a tanh output": (
        "non_finite",
        "data: circles · samples: 120 · net: 2 -> 8 tanh -> 1 tanh · loss: bce · optimizer: adam 0.01 · epochs: 20",
    ),
    "log of a silent relu": (
        "non_finite",
        "data: iris · net: 4 -> 8 tanh -> 3 relu · loss: cce · optimizer: adam 0.01 · epochs: 20",
    ),
    "cross-entropy for prices": (
        "no_floor",
        f"{PRICES} · net: 6 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.01 · epochs: 20",
    ),
    "cross-entropy for temperatures": (
        "no_floor",
        f"{NOONS} · net: 4 -> 8 relu -> 1 linear · loss: bce_logits · optimizer: sgd 0.01 · epochs: 20",
    ),
    "prices through tanh": (
        "out_of_reach",
        f"{PRICES} · net: 6 -> 16 relu -> 1 tanh · loss: mse · optimizer: adam 0.01 · epochs: 20",
    ),
    "frost through relu": (
        "out_of_reach",
        f"{NOONS} · net: 4 -> 16 tanh -> 1 relu · loss: mse · optimizer: adam 0.02 · epochs: 30",
    ),
    "softmax over one unit": (
        "out_of_reach",
        f"{MOONS} · net: 2 -> 8 tanh -> 1 softmax · loss: mse · optimizer: sgd 0.1 · epochs: 20",
    ),
    "softmax over one unit with bce": (
        "out_of_reach",
        "data: gauss · samples: 120 · net: 2 -> 6 tanh -> 1 softmax · loss: bce · optimizer: adam 0.01 · epochs: 20",
    ),
    "one logit for shares": (
        "out_of_reach",
        "data: xor · samples: 160 · net: 2 -> 6 tanh -> 1 linear · loss: cce_logits · optimizer: sgd 0.1 · epochs: 20",
    ),
    "softmax applied twice": (
        "out_of_reach",
        "data: iris · net: 4 -> 8 relu -> 3 softmax · loss: cce_logits · optimizer: adam 0.02 · epochs: 30",
    ),
    "one unit of softmax and cross-entropy": (
        "out_of_reach",
        f"{MOONS} · net: 2 -> 8 tanh -> 1 softmax · loss: cce · optimizer: adam 0.01 · epochs: 30",
    ),
    "yes to every flower": (
        "one_sided",
        "data: iris · net: 4 -> 16 relu -> 3 sigmoid · loss: cce · optimizer: adam 0.01 · epochs: 60",
    ),
    "one sigmoid and the loss of many classes": (
        "one_sided",
        f"{MOONS} · net: 2 -> 8 tanh -> 1 sigmoid · loss: cce · optimizer: adam 0.01 · epochs: 30",
    ),
    "one sigmoid for corners and the loss of many classes": (
        "one_sided",
        "data: xor · samples: 160 · net: 2 -> 8 relu -> 1 sigmoid · loss: cce · optimizer: sgd 0.1 · epochs: 30",
    ),
    "corners that are always dark, relu": (
        "constant_inputs",
        f"{DARK} · net: 3 -> 8 relu -> 10 softmax · loss: cce · optimizer: sgd 0.1 · epochs: 20",
    ),
    "corners that are always dark, tanh": (
        "constant_inputs",
        f"{DARK} · net: 3 -> 8 tanh -> 10 softmax · loss: cce · optimizer: adam 0.01 · epochs: 20",
    ),
    "a single example": (
        "constant_inputs",
        "data: moons · samples: 10 · split: 0.1 · net: 2 -> 8 relu -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 "
        "· epochs: 20",
    ),
    "one example of moons": (
        "constant_inputs",
        "data: moons · samples: 10 · split: 0.1 · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce "
        "· optimizer: sgd 0.1 · epochs: 30",
    ),
    "one example of houses": (
        "constant_inputs",
        "data: houses_ames · samples: 10 · split: 0.1 · unit: 100000 "
        "· net: 6 -> 8 tanh -> 1 linear · loss: mse · optimizer: adam 0.01 · epochs: 30",
    ),
    "grams through tanh": (
        "wrong_unit",
        f"{GRAMS} · net: 3 -> 16 tanh -> 1 linear · loss: mae · optimizer: adam 0.01 · epochs: 40",
    ),
    "prices in ten millions": (
        "wrong_unit",
        "data: houses_ames · samples: 300 · unit: 10000000 · net: 6 -> 16 relu -> 1 linear · loss: mse "
        "· optimizer: adam 0.01 · epochs: 40",
    ),
    "millimeters far from 0": (
        "wrong_unit",
        "data: penguins · target: flipper_length · inputs: bill_length, bill_depth · net: 2 -> 8 tanh -> 1 linear "
        "· loss: mse · optimizer: adam 0.005 · epochs: 40",
    ),
    "dollars and adam": (
        "wrong_unit",
        "data: houses_ames · samples: 300 · net: 6 -> 16 relu -> 1 linear · loss: mse "
        "· optimizer: adam 0.01 · epochs: 30",
    ),
    "dollars and absolute errors": (
        "wrong_unit",
        "data: houses_ames · samples: 300 · net: 6 -> 8 tanh -> 1 softplus · loss: mae "
        "· optimizer: adam 0.01 · epochs: 30",
    ),
    "temperatures in hundredths": (
        "wrong_unit",
        "data: noon_jfk_2013 · unit: 0.01 · net: 4 -> 16 tanh -> 1 linear · loss: mse "
        "· optimizer: adam 0.01 · epochs: 30",
    ),
    "steps in the hidden layer": (
        "dead_layer",
        f"{MOONS} · net: 2 -> 16 step -> 1 sigmoid · loss: bce · optimizer: adam 0.02 · epochs: 20",
    ),
    "a relu output far below zero": (
        "dead_layer",
        f"{PRICES} · net: 6 -> 16 tanh -> 1 relu · output_bias: -50 · loss: mse · optimizer: adam 0.01 · epochs: 20",
    ),
    "twelve layers of one relu": (
        "dead_layer",
        f"{MOONS} · net: 2 -> 1 relu x12 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 20",
    ),
    "tanh at its limits": (
        "saturated_layer",
        "data: wave · samples: 120 · net: 1 -> 32 tanh x2 -> 1 linear · start: normal 30 · loss: mse "
        "· optimizer: adam 0.001 · epochs: 30",
    ),
    "sigmoids at their limits": (
        "saturated_layer",
        "data: digits · samples: 200 · net: 64 -> 16 sigmoid -> 10 softmax · start: normal 10 · loss: cce "
        "· optimizer: sgd 0.01 · epochs: 20",
    ),
    "sure and wrong": (
        "saturated_layer",
        f"{MOONS} · net: 2 -> 4 tanh -> 1 sigmoid · output_bias: 12 · loss: mse · optimizer: sgd 0.1 · epochs: 30",
    ),
    "large weights through depth": (
        "exploding",
        f"{PRICES} · net: 6 -> 16 relu x6 -> 1 linear · start: normal 2 · loss: mse · optimizer: sgd 0.01 · epochs: 20",
    ),
    "huge weights, classes": (
        "exploding",
        "data: blobs · samples: 150 · net: 2 -> 32 leaky_relu x4 -> 3 linear · start: normal 3 · loss: mse "
        "· optimizer: adam 0.001 · epochs: 20",
    ),
    "huge weights behind a softmax": (
        "exploding",
        "data: iris · net: 4 -> 16 relu x4 -> 3 softmax · start: normal 2 · loss: cce · optimizer: sgd 0.001 "
        "· epochs: 20",
    ),
    "prices a hundred times too large": (
        "swamped_term",
        f"{BOTH} · unit: 10 · net: 3 -> 16 relu -> 1 linear + 3 softmax · loss: mse + cce "
        "· optimizer: adam 0.01 · epochs: 30",
    ),
    "a weight of one in ten thousand": (
        "swamped_term",
        f"{DETECTOR} · net: 64 -> 24 relu -> 1 sigmoid + 3 linear + 3 softmax "
        "· loss: bce + 5 mse where object + 0.0001 cce where object · optimizer: adam 0.005 · epochs: 10",
    ),
    "every weight 0.5": (
        "copies",
        f"{PRICES} · net: 6 -> 16 tanh -> 1 linear · start: constant 0.5 · loss: mse · optimizer: adam 0.01 "
        "· epochs: 20",
    ),
    "every weight 0": (
        "copies",
        "data: spiral · samples: 160 · net: 2 -> 16 relu -> 1 sigmoid · start: zeros · loss: bce "
        "· optimizer: sgd 0.1 · epochs: 30",
    ),
}
"""What is planted, by the case's name: the cause that the doctor must name first, and the experiment."""
