"""The parts of an experiment in PyTorch's words: layers, heads, losses and optimizer.
Where PyTorch clips, refuses or has no such thing, the part is written out, so that it does what the run does."""

from engine.activations import LEAK
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export import frame_section as frame
from engine.export.data_section import mask_variables
from engine.export.writing import decimal
from engine.losses import HUBER_EDGE
from engine.norms import EPSILON, MOMENTUM
from engine.optimizers import OPTIMIZERS, Adam, AdamW, RMSprop
from engine.specs import LayerSpec, OptimizerSpec

ACTIVATIONS = {
    "linear": "nn.Identity()",
    "relu": "nn.ReLU()",
    "leaky_relu": f"nn.LeakyReLU({decimal(LEAK)})",
    "elu": "nn.ELU()",
    "gelu": "nn.GELU()",
    "silu": "nn.SiLU()",
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "softplus": "nn.Softplus()",
    "step": "Step()",
    "softmax": "nn.Softmax(dim=-1)",
}
"""Every activation as a module."""

LOSSES = {
    "mse": 'F.mse_loss({a}, {y}, reduction="sum")',
    "half_mse": '0.5 * F.mse_loss({a}, {y}, reduction="sum")',
    "mae": 'F.l1_loss({a}, {y}, reduction="sum")',
    "huber": f'F.huber_loss({{a}}, {{y}}, reduction="sum", delta={decimal(HUBER_EDGE)})',
    "bce": "binary_cross_entropy({a}, {y}).sum()",
    "cce": "cross_entropy({a}, {y}).sum()",
    "bce_logits": 'F.binary_cross_entropy_with_logits({a}, {y}, reduction="sum")',
    "cce_logits": 'F.cross_entropy({a}, {y}, reduction="sum")',
}
"""Every loss, summed over outputs and examples, of answers {a} and truths {y}."""

REMARK = "# Where an output's activation is missing, it is inside the loss, where it cannot overflow."

STEP = '''\
class Step(nn.Module):
    """1 above zero, else 0. Flat on both sides, so no gradient ever comes back."""

    def forward(self, z):
        return torch.relu(torch.sign(z))'''

DROPOUT = '''\
class Dropout(nn.Module):
    """What nn.Dropout does, with masks from NumPy's generator: the tutor's, which draws (units, examples)."""

    def __init__(self, share, dice):
        super().__init__()
        self.share, self.dice = share, dice

    def forward(self, a):
        if not self.training:
            return a
        kept = self.dice.random((a.shape[1], a.shape[0])).T >= self.share
        return a * torch.from_numpy(kept) / (1.0 - self.share)'''

TIMES_LOG = '''\
def times_log(factor, x):
    """factor · log x, and 0 where the factor is 0, whatever x is."""
    return factor * torch.log(torch.where(factor == 0.0, 1.0, x))'''


def layers_by_hand(experiment: Experiment) -> str:
    """The modules that PyTorch does not have, or not quite."""
    made = []
    if any(layer.activation == "step" for layer in experiment.net.layers):
        made.append(STEP)
    if experiment.dropout and experiment.net.hidden:
        made.append(DROPOUT)
    return "\n\n\n".join(made)


def model(experiment: Experiment, source: Source) -> str:
    """`build_model()`, and for several heads the class that it makes."""
    net = experiment.net
    hidden = _hidden(experiment)
    n_inputs = net.hidden[-1].units if net.hidden else net.inputs
    inside = frame.inside(experiment, source)
    heads = [_head(n_inputs, *each) for each in zip(net.heads, inside, strict=True)]
    arguments = "dropout_dice" if experiment.dropout else ""
    if len(heads) == 1:
        lines = [f"def build_model({arguments}):", "    return nn.Sequential("]
        lines += [f"        {line}," for line in [*hidden, *heads[0]]]
        lines += ["    )"]
        if inside[0]:
            lines.insert(1, f"    {REMARK}")
        return "\n".join(lines)
    told = [f"    {REMARK}"] if any(inside) else []
    body = ["self.trunk = nn.Sequential(", *(f"    {line}," for line in hidden), ")"] if hidden else []
    body += ["self.heads = nn.ModuleList(", "    ["]
    body += [f"        {_sequence(head)}," for head in heads]
    body += ["    ]", ")"]
    shared = "        shared = self.trunk(x)" if hidden else "        shared = x"
    return "\n".join(
        [
            "class Network(nn.Module):",
            '    """A trunk that all share, and a head for each question."""',
            "",
            f"    def __init__(self{', ' * bool(arguments)}{arguments}):",
            "        super().__init__()",
            *(f"    {line}" for line in told),
            *(f"        {line}" for line in body),
            "",
            "    def forward(self, x):",
            shared,
            "        return [head(shared) for head in self.heads]",
            "",
            "",
            f"def build_model({arguments}):",
            f"    return Network({arguments})",
        ]
    )


def losses_by_hand(experiment: Experiment, source: Source) -> str:
    """The losses that PyTorch would clip or refuse."""
    names = frame.by_hand(experiment, source)
    return "\n\n\n".join([TIMES_LOG] * bool(names) + [frame.BY_HAND[name].format(library="PyTorch") for name in names])


def loss(experiment: Experiment, source: Source) -> str:
    """`loss_of(answers, y)`: the mean over the examples of all terms."""
    terms, net, where = experiment.loss, experiment.net, mask_variables(experiment)
    found = frame.from_logits(experiment, source)
    lines = [
        "def loss_of(answers, y):",
        f'    """{frame.loss_text(experiment)}: summed over the outputs, averaged over the examples."""',
    ]
    lines += [f"    {mask} = y[:, {place}] == 1.0" for place, mask in enumerate(where.values(), net.outputs)]
    left, codes = 0, []
    for number, (head, term, other) in enumerate(zip(net.heads, terms, found, strict=True)):
        a = f"answers[{number}]" if len(terms) > 1 else "answers"
        y = f"y[:, {left}:{left + head.units}]" if len(terms) > 1 or where else "y"
        left += head.units
        if term.where:
            a, y = (f"{each}[{where[term.where]}]" for each in (a, y))
        codes.append(frame.weighed(term.weight, LOSSES[other or term.name].format(a=a, y=y)))
    if len(codes) == 1:
        return "\n".join([*lines, f"    return {codes[0]} / len(y)"])
    lines += [f"    {'total =' if not place else 'total +='} {code}" for place, code in enumerate(codes)]
    return "\n".join([*lines, "    return total / len(y)"])


def optimizer(spec: OptimizerSpec) -> str:
    """The optimizer, made for the parameters of `model`."""
    made = OPTIMIZERS[spec.name]
    beta = decimal(made.BETA if spec.beta is None else spec.beta)
    betas = f"betas=({beta}, {decimal(Adam.BETA_2)}), eps={decimal(Adam.EPSILON)}"
    match spec.name:
        case "momentum" | "nesterov" if float(beta) > 0.0:
            nesterov = ", nesterov=True" if spec.name == "nesterov" else ""
            return f"torch.optim.SGD(model.parameters(), lr=RATE, momentum={beta}{nesterov})"
        case "rmsprop":
            return f"torch.optim.RMSprop(model.parameters(), lr=RATE, alpha={beta}, eps={decimal(RMSprop.EPSILON)})"
        case "adam":
            return f"torch.optim.Adam(model.parameters(), lr=RATE, {betas})"
        case "adamw":
            decay = decimal(decay_of(spec))
            return f"torch.optim.AdamW(model.parameters(), lr=RATE, {betas}, weight_decay={decay})"
    return "torch.optim.SGD(model.parameters(), lr=RATE)"


def decay_of(spec: OptimizerSpec) -> float:
    """AdamW's decay, also when it is left to the optimizer."""
    return AdamW.DECAY if spec.decay is None else spec.decay


def _hidden(experiment: Experiment) -> list[str]:
    lines, n_inputs = [], experiment.net.inputs
    for layer in experiment.net.hidden:
        lines.append(f"nn.Linear({n_inputs}, {layer.units})")
        if experiment.norm == "batch":
            lines.append(f"nn.BatchNorm1d({layer.units}, eps={decimal(EPSILON)}, momentum={decimal(MOMENTUM)})")
        lines.append(ACTIVATIONS[layer.activation])
        if experiment.dropout:
            lines.append("Dropout(DROPOUT, dropout_dice)")
        n_inputs = layer.units
    return lines


def _head(n_inputs: int, head: LayerSpec, inside: bool) -> list[str]:
    linear = f"nn.Linear({n_inputs}, {head.units})"
    return [linear] if inside or head.activation == "linear" else [linear, ACTIVATIONS[head.activation]]


def _sequence(lines: list[str]) -> str:
    return lines[0] if len(lines) == 1 else f"nn.Sequential({', '.join(lines)})"
