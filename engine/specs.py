"""The parts of an experiment that have a notation of their own: the net, the loss and the optimizer.
Each is a frozen value whose `text` is exactly what an author would write in a lesson."""

from dataclasses import dataclass
from itertools import pairwise


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: 0.01, 64, 1e-05. It has no plus, which joins heads."""
    short = f"{number:g}"
    return (short if float(short) == number else repr(number)).replace("e+", "e")


@dataclass(frozen=True)
class LayerSpec:
    """How many units a layer has, and the name of their activation."""

    units: int
    activation: str

    @property
    def text(self) -> str:
        """For example "16 tanh"."""
        return f"{self.units} {self.activation}"


@dataclass(frozen=True)
class NetSpec:
    """How many inputs come in, the hidden layers in order, and the output layer or layers (heads)."""

    inputs: int
    hidden: tuple[LayerSpec, ...]
    heads: tuple[LayerSpec, ...]

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """All layers, first to last."""
        return self.hidden + self.heads

    @property
    def outputs(self) -> int:
        """How many numbers the net answers with."""
        return sum(head.units for head in self.heads)

    @property
    def head_units(self) -> tuple[int, ...]:
        """How many numbers each head answers with."""
        return tuple(head.units for head in self.heads)

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        widths = [self.inputs, *(layer.units for layer in self.hidden)]
        trunk = sum((before + 1) * after for before, after in pairwise(widths))
        return trunk + (widths[-1] + 1) * self.outputs

    @property
    def text(self) -> str:
        """For example "2 -> 16 relu x6 -> 1 sigmoid"."""
        parts = [str(self.inputs)]
        repeats: list[tuple[LayerSpec, int]] = []
        for layer in self.hidden:
            if repeats and repeats[-1][0] == layer:
                repeats[-1] = (layer, repeats[-1][1] + 1)
            else:
                repeats.append((layer, 1))
        parts += [layer.text + (f" x{times}" if times > 1 else "") for layer, times in repeats]
        parts.append(" + ".join(head.text for head in self.heads))
        return " -> ".join(parts)


@dataclass(frozen=True)
class LossTerm:
    """One loss and its weight; `where` names a yes/no column that says for which examples it counts."""

    weight: float
    name: str
    where: str | None = None

    @property
    def text(self) -> str:
        """For example "mse" or "5 mse where object"."""
        weighed = self.name if self.weight == 1.0 else f"{number_text(self.weight)} {self.name}"
        return weighed if self.where is None else f"{weighed} where {self.where}"


@dataclass(frozen=True)
class StartSpec:
    """Where the weights begin, by name, with the number that some starts have."""

    name: str = "auto"
    value: float = 0.0

    @property
    def text(self) -> str:
        """For example "he" or "normal 0.01"."""
        return f"{self.name} {number_text(self.value)}" if self.name in ("normal", "constant") else self.name


@dataclass(frozen=True)
class OptimizerSpec:
    """An optimizer by its name and its learning rate; None stands for its own usual β or decay."""

    name: str
    rate: float
    beta: float | None = None
    decay: float | None = None

    @property
    def text(self) -> str:
        """For example "adam 0.01" or "momentum 0.1 beta 0.5"."""
        extras = [f" {name} {number_text(value)}" for name, value in self.extras.items()]
        return f"{self.name} {number_text(self.rate)}{''.join(extras)}"

    @property
    def extras(self) -> dict[str, float]:
        """The numbers that are not left to the optimizer, by name."""
        return {name: value for name, value in (("beta", self.beta), ("decay", self.decay)) if value is not None}
