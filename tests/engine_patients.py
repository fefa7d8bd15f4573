"""Set-ups for the doctor: some that were broken on purpose, with the cause planted, and some that are sound.
Each is the text of an experiment, as a learner would write it."""

PRICES = "data: houses_ames · samples: 300 · unit: 100000"
NOONS = "data: noon_jfk_2013 · unit: 10"
MOONS = "data: moons · samples: 160"
FOUR = "inputs: bill_length, bill_depth, flipper_length"
BOTH = f"data: penguins · {FOUR} · target: body_mass + species"
LABELS = "data: tags · samples: 200 · target: right, top, near_center"
DETECTOR = "data: detector · samples: 1000 · target: object + x, y, size + shape"

BROKEN: dict[str, tuple[str, str]] = {
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
    "softmax applied twice": (
        "out_of_reach",
        "data: iris · net: 4 -> 8 relu -> 3 softmax · loss: cce_logits · optimizer: adam 0.02 · epochs: 30",
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
    "eight layers of sigmoid": (
        "vanishing",
        f"{MOONS} · net: 2 -> 16 sigmoid x8 -> 1 sigmoid · loss: bce · optimizer: sgd 0.3 · epochs: 30",
    ),
    "tiny weights through depth": (
        "vanishing",
        "data: iris · net: 4 -> 12 tanh x5 -> 3 softmax · start: normal 0.03 · loss: cce "
        "· optimizer: sgd 0.1 · epochs: 30",
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
    "rate a millionth": (
        "rate_too_small",
        f"{MOONS} · net: 2 -> 16 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.000001 · epochs: 40",
    ),
    "adam in tiny steps": (
        "rate_too_small",
        f"{NOONS} · net: 4 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 0.0001 · epochs: 20",
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
    "a line for circles": (
        "too_simple",
        "data: circles · samples: 160 · net: 2 -> 8 linear -> 1 sigmoid · loss: bce · optimizer: adam 0.05 "
        "· epochs: 30",
    ),
    "nearly every unit dropped, labels": (
        "too_much_dropout",
        f"{LABELS} · net: 2 -> 12 tanh x3 -> 3 sigmoid · dropout: 0.95 · loss: bce · optimizer: sgd 0.1 · epochs: 40",
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
    "large first weights that fit": (
        "data: wave · samples: 160 · net: 1 -> 24 tanh -> 1 linear · start: normal 1 · loss: mse "
        "· optimizer: adam 0.01 · epochs: 60"
    ),
}
"""Sound experiments by name, about which the doctor has nothing to say."""
