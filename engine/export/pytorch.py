"""Writes an experiment as a PyTorch script, such as one would write by hand.
It draws shuffles, weights and dropout from NumPy's generators as the run does, so that the losses agree."""

from collections.abc import Mapping

from engine.data.datasets import SOURCES
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export import frame_section as frame
from engine.export import pytorch_parts as parts
from engine.export.data_section import data_function, data_settings, data_text
from engine.export.schedule_section import changes, factor_function
from engine.export.starts_section import start_functions, start_list
from engine.export.tables import data_file, table_text
from engine.export.writing import decimal, sections


def pytorch_script(experiment: Experiment, sources: Mapping[str, Source] = SOURCES) -> str:
    """The text of a script that trains the experiment; `train(steps)` in it returns each step's loss.

    The data is in it when small; otherwise it reads the `data_file` of the experiment, which has to lie beside it.
    """
    source, file = sources[experiment.data], data_file(experiment, sources)
    head = (
        frame.opening(experiment, sources, "PyTorch", "Needs numpy and torch."),
        _imports(file is not None),
        "torch.set_default_dtype(torch.float64)  # as NumPy reckons; PyTorch's usual float32 has half the digits",
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
        _penalty(experiment),
        factor_function(experiment),
        _train(experiment),
        "" if file else data_text(table_text(experiment, sources)),
        frame.MAIN,
    )


def _imports(by_reference: bool) -> str:
    libraries = "import numpy as np\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F"
    return f"{frame.imports(by_reference)}\n\n{libraries}"


def _start(experiment: Experiment) -> str:
    bias = decimal(experiment.output_bias)
    heads = len(experiment.net.heads)
    ending = f"""
    for layer in layers[-{heads}:]:
        nn.init.constant_(layer.bias, {bias})  # the output's"""
    return f'''\
@torch.no_grad()
def start(model, dice):
    """Give every layer its first weights; biases begin at 0. PyTorch keeps weights as (units, n_inputs)."""
    layers = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    for layer, draw in zip(layers, {start_list(experiment)}, strict=True):
        weights = draw(dice, layer.in_features, layer.out_features)
        layer.weight.copy_(torch.from_numpy(weights.T))
        nn.init.zeros_(layer.bias){ending if experiment.output_bias else ""}'''


def _penalty(experiment: Experiment) -> str:
    if not (experiment.l1 or experiment.l2):
        return ""
    return '''\
def penalty(model):
    """L1 · Σ|w| + L2 / 2 · Σw² over all weights, not over biases."""
    weights = [layer.weight for layer in model.modules() if isinstance(layer, nn.Linear)]
    return sum(L1 * w.abs().sum() + L2 / 2.0 * w.square().sum() for w in weights)'''


def _train(experiment: Experiment) -> str:
    penalized = bool(experiment.l1 or experiment.l2)
    scheduled, patient = changes(experiment), experiment.patience > 0
    lines = [
        "def train(steps=None):",
        '    """Train, and return the loss of every step, each measured before it; `steps` ends it early."""',
        frame.DICE,
        "    x, y, x_test, y_test = map(torch.from_numpy, load_data(data_dice))",
        f"    model = {'build_model(dropout_dice)' if experiment.dropout else 'build_model()'}",
        "    start(model, weight_dice)",
        f"    optimizer = {parts.optimizer(experiment.optimizer)}",
    ]
    if scheduled:
        lines.append("    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)")
    lines += [
        "",
        "    def loss_over(x, y):",
        "        model.eval()",
        "        with torch.no_grad():",
        "            return loss_of(model(x), y).item()",
        "",
        "    losses = []",
    ]
    if patient:
        lines.append("    best, best_epoch = loss_over(x_test, y_test), 0")
    lines += [
        "    for epoch in range(1, EPOCHS + 1):",
        "        model.train()",
        "        order = torch.from_numpy(batch_dice.permutation(len(x)))",
        "        batches = order.split(BATCH)  # the last one may be short",
        "        for rows in batches:",
        "            loss = loss_of(model(x[rows]), y[rows])",
        "            losses.append(loss.item())",
        "            if not math.isfinite(losses[-1]):",
        frame.BROKEN,
        "            optimizer.zero_grad()",
        f"            {'(loss + penalty(model))' if penalized else 'loss'}.backward()",
        "            optimizer.step()",
        "            if len(losses) == steps:",
        "                return losses",
    ]
    if scheduled:
        lines.append("        scheduler.step()")
    lines += [
        "        test = loss_over(x_test, y_test)",
        frame.PRINTED,
    ]
    if patient:
        lines.append(frame.STOPPING)
    return "\n".join([*lines, "    return losses"])
