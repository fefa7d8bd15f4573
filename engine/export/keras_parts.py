"""The parts of an experiment in Keras's words: layers, heads and losses.
Where Keras clips or has no such thing, the part is written out, so that it does what the run does."""

from engine.activations import LEAK
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export import frame_section as frame
from engine.export.data_section import mask_variables
from engine.export.pytorch_parts import REMARK
from engine.export.writing import decimal
from engine.losses import HUBER_EDGE
from engine.norms import EPSILON, MOMENTUM

ACTIVATIONS = {
    "linear": '"linear"',
    "relu": '"relu"',
    "leaky_relu": "leaky_relu",
    "elu": '"elu"',
    "gelu": '"gelu"',
    "silu": '"silu"',
    "sigmoid": '"sigmoid"',
    "tanh": '"tanh"',
    "softplus": '"softplus"',
    "step": "step",
    "softmax": '"softmax"',
}
"""Every activation, as an argument of a layer."""

EDGE = decimal(HUBER_EDGE)
LOSSES = {
    "mse": "ops.sum(ops.square({a} - {y}), axis=-1)",
    "half_mse": "0.5 * ops.sum(ops.square({a} - {y}), axis=-1)",
    "mae": "ops.sum(ops.abs({a} - {y}), axis=-1)",
    "huber": "ops.sum(huber({a}, {y}), axis=-1)",
    "bce": "ops.sum(binary_cross_entropy({a}, {y}), axis=-1)",
    "cce": "ops.sum(cross_entropy({a}, {y}), axis=-1)",
    "bce_logits": "ops.sum(ops.binary_crossentropy({y}, {a}, from_logits=True), axis=-1)",
    "cce_logits": "ops.categorical_crossentropy({y}, {a}, from_logits=True)",
}
"""Every loss, summed over the outputs, of answers {a} and truths {y}: one number for each example."""

STEP = '''\
def step(z):
    """1 above zero, else 0. Flat on both sides, so no gradient ever comes back."""
    return ops.relu(ops.sign(z))'''

LEAKY = f'''\
def leaky_relu(z):
    """Keras's own leaks a fifth unless told otherwise; this a hundredth."""
    return ops.leaky_relu(z, negative_slope={decimal(LEAK)})'''

DROPOUT = '''\
class Dropout(layers.Layer):
    """What layers.Dropout does, with masks from NumPy's generator: the tutor's, which draws (units, examples)."""

    def __init__(self, share, dice):
        super().__init__()
        self.share, self.dice = share, dice

    def call(self, a, training=False):
        if not training or None in a.shape:  # Keras looks through a new model with examples of no number
            return a
        kept = self.dice.random((a.shape[1], a.shape[0])).T >= self.share
        return a * ops.convert_to_tensor(kept / (1.0 - self.share))'''

NORM = f'''\
class BatchNormalization(layers.Layer):
    """What layers.BatchNormalization does, but in float64 throughout, and it remembers the unbiased variance."""

    def build(self, shape):
        units = (shape[-1],)
        self.gamma = self.add_weight(shape=units, initializer="ones")
        self.beta = self.add_weight(shape=units, initializer="zeros")
        self.mean = self.add_weight(shape=units, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=units, initializer="ones", trainable=False)

    def call(self, z, training=False):
        mean, variance = self.mean, self.variance
        if training:
            examples = ops.cast(ops.shape(z)[0], z.dtype)
            mean = ops.sum(z, axis=0) / examples  # by hand: ops.mean and ops.var reckon in float32
            variance = ops.sum(ops.square(z - mean), axis=0) / examples
            unbiased = variance * examples / ops.maximum(examples - 1.0, 1.0)
            self.mean.assign_add({decimal(MOMENTUM)} * (mean - self.mean))
            self.variance.assign_add({decimal(MOMENTUM)} * (unbiased - self.variance))
        return self.gamma * (z - mean) / ops.sqrt(variance + {decimal(EPSILON)}) + self.beta'''

TIMES_LOG = '''\
def times_log(factor, x):
    """factor · log x, and 0 where the factor is 0, whatever x is."""
    return factor * ops.log(ops.where(factor == 0.0, 1.0, x))'''

HUBER = f'''\
def huber(a, y):
    """Half the square of an error up to {EDGE}, and a straight line beyond it."""
    distance = ops.abs(a - y)
    near = ops.minimum(distance, {decimal(HUBER_EDGE)})
    return near * (distance - 0.5 * near)'''


def layers_by_hand(experiment: Experiment) -> str:
    """The activations and layers that Keras does not have, or not quite."""
    names = {layer.activation for layer in experiment.net.layers}
    made = [code for name, code in (("leaky_relu", LEAKY), ("step", STEP)) if name in names]
    if experiment.norm == "batch" and experiment.net.hidden:
        made.append(NORM)
    if experiment.dropout and experiment.net.hidden:
        made.append(DROPOUT)
    return "\n\n\n".join(made)


def model(experiment: Experiment, source: Source) -> str:
    """`build_model()`: the answers of several heads come side by side."""
    net, inside = experiment.net, frame.inside(experiment, source)
    arguments = "dropout_dice" if experiment.dropout else ""
    regular = ""
    lines = [
        f"def build_model({arguments}):",
        f"    inputs = keras.Input(({net.inputs},))",
    ]
    if experiment.l1 or experiment.l2:
        regular = ", kernel_regularizer=penalty"
        lines.append("    penalty = keras.regularizers.L1L2(L1, L2 / 2.0)  # Keras has no half in front of Σw²")
    below = "inputs"
    for layer in net.hidden:
        activation = ACTIVATIONS[layer.activation]
        if experiment.norm == "batch":
            lines += [
                f"    x = layers.Dense({layer.units}{regular})({below})",
                "    x = BatchNormalization()(x)",
                f"    x = layers.Activation({activation})(x)",
            ]
        else:
            lines.append(f"    x = layers.Dense({layer.units}, activation={activation}{regular})({below})")
        if experiment.dropout:
            lines.append("    x = Dropout(DROPOUT, dropout_dice)(x)")
        below = "x"
    if any(inside):
        lines.append(f"    {REMARK}")
    heads = []
    for head, hidden_in_loss in zip(net.heads, inside, strict=True):
        plain = hidden_in_loss or head.activation == "linear"
        activation = "" if plain else f", activation={ACTIVATIONS[head.activation]}"
        heads.append(f"layers.Dense({head.units}{activation}{regular})({below})")
    if len(heads) == 1:
        lines.append(f"    outputs = {heads[0]}")
    else:
        lines += ["    heads = [", *(f"        {head}," for head in heads), "    ]"]
        lines.append("    outputs = layers.Concatenate()(heads)")
    return "\n".join([*lines, "    return keras.Model(inputs, outputs)"])


def losses_by_hand(experiment: Experiment, source: Source) -> str:
    """The losses that Keras would clip, or averages over the outputs."""
    names = frame.by_hand(experiment, source)
    made = [TIMES_LOG] * bool(names) + [frame.BY_HAND[name].format(library="Keras") for name in names]
    if any(term.name == "huber" for term in experiment.loss):
        made.append(HUBER)
    return "\n\n\n".join(made)


def loss(experiment: Experiment, source: Source) -> str:
    """`loss_of(y, answers)`: the sum of all terms for each example, which Keras then averages."""
    terms, net, where = experiment.loss, experiment.net, mask_variables(experiment)
    found = frame.from_logits(experiment, source)
    lines = [
        "def loss_of(y, answers):",
        f'    """{frame.loss_text(experiment)}: summed over the outputs; Keras averages over the examples."""',
        "    y = ops.convert_to_tensor(y)",
    ]
    for place, mask in enumerate(where.values(), net.outputs):
        lines.append(f"    {mask} = y[:, {place} : {place + 1}]")
    if where:
        lines.append(
            "    # Where a term does not count, answer and truth are 0: not even a log of less than 0 matters."
        )
    left, codes = 0, []
    for head, term, other in zip(net.heads, terms, found, strict=True):
        part = f"[:, {left}:{left + head.units}]" if len(terms) > 1 or where else ""
        a, y = ("answers" if len(terms) == 1 else f"answers{part}"), f"y{part}"
        left += head.units
        if term.where:
            mask = where[term.where]
            a, y = f"ops.where({mask} == 1.0, {a}, 0.0)", f"({mask} * {y})"
        code = LOSSES[other or term.name].format(a=a, y=y)
        code = f"{code} * {where[term.where]}[:, 0]" if term.where else code
        codes.append(frame.weighed(term.weight, code))
    if len(codes) == 1:
        return "\n".join([*lines, f"    return {codes[0]}"])
    lines += [f"    {'total =' if not place else 'total +='} {code}" for place, code in enumerate(codes)]
    return "\n".join([*lines, "    return total"])
