"""Writes an experiment as a Keras 3 script, such as one would write by hand.
It draws shuffles, weights and dropout from NumPy's generators as the run does, so that the losses agree."""

from collections.abc import Mapping

from engine.data.datasets import SOURCES
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export import frame_section as frame
from engine.export import keras_optimizers as optimizers
from engine.export import keras_parts as parts
from engine.export.data_section import data_function, data_settings, data_text
from engine.export.schedule_section import changes, factor_function
from engine.export.starts_section import start_functions, start_list
from engine.export.tables import data_file, table_text
from engine.export.writing import decimal, sections

NEEDS = """\
Needs numpy, keras
and a backend for it, named by the environment: KERAS_BACKEND=torch, tensorflow or jax (with JAX_ENABLE_X64=1).
Keras does some of its sums in float32 whatever it is told, so its losses agree to about six digits."""


PRECISION = """\
# As NumPy reckons; Keras's usual float32 has half the digits.
keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")"""


def keras_script(experiment: Experiment, sources: Mapping[str, Source] = SOURCES) -> str:
    """The text of a script that trains the experiment; `train(steps)` in it returns each step's loss.

    The data is in it when small; otherwise it reads the `data_file` of the experiment, which has to lie beside it.
    """
    source, file = sources[experiment.data], data_file(experiment, sources)
    head = (
        frame.opening(experiment, sources, "Keras", NEEDS),
        _imports(file is not None),
        PRECISION,
        "\n".join([*frame.numbers(experiment), *data_settings(experiment, source, file)]),
    )
    return sections(
        "\n\n".join(head),
        data_function(experiment, source, file),
        parts.layers_by_hand(experiment),
        parts.model(experiment, source),
        start_functions(experiment),
        _start(experiment),
        parts.losses_by_hand(experiment, source),
        parts.loss(experiment, source),
        optimizers.by_hand(experiment),
        factor_function(experiment),
        _train(experiment),
        "" if file else data_text(table_text(experiment, sources)),
        frame.MAIN,
    )


def _imports(by_reference: bool) -> str:
    return f"{frame.imports(by_reference)}\n\nimport keras\nimport numpy as np\nfrom keras import layers, ops"


def _start(experiment: Experiment) -> str:
    bias = decimal(experiment.output_bias)
    heads = len(experiment.net.heads)
    ending = f"""
    for layer in dense[-{heads}:]:
        layer.bias.assign(np.full(layer.units, {bias}))  # the output's"""
    return f'''\
def start(model, dice):
    """Give every layer its first weights; biases begin at 0."""
    dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]
    for layer, draw in zip(dense, {start_list(experiment)}, strict=True):
        layer.kernel.assign(draw(dice, *layer.kernel.shape)){ending if experiment.output_bias else ""}'''


def _train(experiment: Experiment) -> str:
    penalized = bool(experiment.l1 or experiment.l2)
    scheduled, patient = changes(experiment), experiment.patience > 0
    eager = ", run_eagerly=True" if experiment.dropout and experiment.net.hidden else ""
    metrics = ", metrics=[loss_of]" if penalized else ""
    lines = [
        "def train(steps=None):",
        '    """Train, and return the loss of every step, each measured before it; `steps` ends it early."""',
        frame.DICE,
        "    x, y, x_test, y_test = load_data(data_dice)",
        f"    model = {'build_model(dropout_dice)' if experiment.dropout else 'build_model()'}",
        "    start(model, weight_dice)",
        f"    optimizer = {optimizers.made(experiment)}",
    ]
    if eager:
        lines.append("    # Eagerly, because a compiled step would draw its dropout only once.")
    lines += [
        f"    model.compile(optimizer, loss=loss_of{metrics}{eager})",
        "",
        "    def loss_over(x, y):",
        "        return ops.convert_to_numpy(loss_of(y, model(x, training=False))).mean().item()",
        "",
        "    losses = []",
    ]
    if patient:
        lines.append("    best, best_epoch = loss_over(x_test, y_test), 0")
    lines.append("    for epoch in range(1, EPOCHS + 1):")
    if scheduled:
        lines.append("        optimizer.learning_rate = RATE * factor(epoch - 1)")
    lines += [
        "        order = batch_dice.permutation(len(x))",
        "        batches = [order[first : first + BATCH] for first in range(0, len(x), BATCH)]",
        "        for rows in batches:",
    ]
    if penalized:
        lines += [
            "            # Keras adds the penalty to the loss; as a metric it is without.",
            '            losses.append(float(model.train_on_batch(x[rows], y[rows], return_dict=True)["loss_of"]))',
        ]
    else:
        lines.append("            losses.append(float(model.train_on_batch(x[rows], y[rows])))")
    lines += [
        "            if not math.isfinite(losses[-1]):",
        frame.BROKEN,
        "            if len(losses) == steps:",
        "                return losses",
        "        test = loss_over(x_test, y_test)",
        frame.PRINTED,
    ]
    if patient:
        lines.append(frame.STOPPING)
    return "\n".join([*lines, "    return losses"])
