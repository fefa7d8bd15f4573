"""A schedule changes the learning rate while a run goes on: large steps first, small ones to settle down.
It answers with a factor for each epoch, by which the rate of the optimizer is multiplied."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi

from engine.specs import number_text

Shape = Callable[[int, int, tuple[float, ...]], float]
"""(epoch, epochs, numbers) -> factor."""


def _constant(_epoch: int, _epochs: int, _numbers: tuple[float, ...]) -> float:
    return 1.0


def _step(epoch: int, _epochs: int, numbers: tuple[float, ...]) -> float:
    factor, every = numbers
    return float(factor ** (epoch // int(every)))


def _exponential(epoch: int, _epochs: int, numbers: tuple[float, ...]) -> float:
    return float(numbers[0] ** epoch)


def _inverse(epoch: int, _epochs: int, numbers: tuple[float, ...]) -> float:
    return 1.0 / (1.0 + numbers[0] * epoch)


def _cosine(epoch: int, epochs: int, _numbers: tuple[float, ...]) -> float:
    return (1.0 + cos(pi * epoch / max(epochs, 1))) / 2.0


SHAPES: dict[str, Shape] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "inverse": _inverse,
    "cosine": _cosine,
}
"""Every shape by its name."""
FORMS = {
    "constant": "constant",
    "step": "step 0.5 every 20",
    "exponential": "exponential 0.95",
    "inverse": "inverse 0.1",
    "cosine": "cosine",
}
"""How each one is written, by example."""


@dataclass(frozen=True)
class Schedule:
    """A shape with its numbers, after a warm-up of so many epochs in which the rate climbs to its full height.

    constant: 1; step f every k: f^(epoch // k); exponential f: f^epoch; inverse d: 1 / (1 + d · epoch);
    cosine: (1 + cos(π · epoch / epochs)) / 2, from Loshchilov and Hutter 2017, equation 5. Epochs count from 0
    at the end of the warm-up.
    """

    shape: str = "constant"
    numbers: tuple[float, ...] = ()
    warmup: int = 0

    def factor(self, epoch: int, epochs: int) -> float:
        """What the rate is multiplied by during the epoch with this number, the first being 0, out of `epochs`."""
        if epoch < self.warmup:
            return (epoch + 1) / (self.warmup + 1)
        return SHAPES[self.shape](epoch - self.warmup, epochs - self.warmup, self.numbers)

    @property
    def text(self) -> str:
        """For example "warmup 5, cosine"."""
        numbers = [number_text(number) for number in self.numbers]
        shape = " ".join([self.shape, " every ".join(numbers)] if numbers else [self.shape])
        if not self.warmup:
            return shape
        return f"warmup {self.warmup}" + ("" if self.shape == "constant" else f", {shape}")
