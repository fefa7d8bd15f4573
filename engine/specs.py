"""The parts of an experiment that have a notation of their own: the net, the loss and the optimizer.
Each is a frozen value whose `text` is exactly what an author would write in a lesson."""

from dataclasses import dataclass
from itertools import pairwise


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: 0.01, 64, 1e-05."""
    short = f"{number:g}"
    return short if float(short) == number else repr(number)


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
    """One loss and its weight; `where` would name a 0/1 column that says where it counts."""

    weight: float
    name: str
    where: str | None = None

    @property
    def text(self) -> str:
        """For example "mse" or "0.5 mse"."""
        return self.name if self.weight == 1.0 else f"{number_text(self.weight)} {self.name}"


@dataclass(frozen=True)
class OptimizerSpec:
    """An optimizer by its name, and its learning rate."""

    name: str
    rate: float

    @property
    def text(self) -> str:
        """For example "adam 0.01"."""
        return f"{self.name} {number_text(self.rate)}"
