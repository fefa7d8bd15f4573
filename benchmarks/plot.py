"""How long a plot takes to build: medians over a race that grows epoch by epoch, as it does on the screen.

Run it from the project's folder: `.venv/bin/python benchmarks/plot.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

# As in the app, which sets it before NumPy is imported.
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
# In place of this file's own folder, where engine.py would hide the package `engine`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from engine.experiment import Experiment
from engine.run import Run
from tutor import net_pictures as nets
from tutor.plot import Curve, Picture, Scatter, activation, gates, loss_curves, predictions

SIZES = ((100, 30), (76, 11), (58, 15), (40, 8))
MOONS = "data: moons · net: 2 -> 16 tanh -> 16 tanh -> 1 sigmoid · loss: bce · optimizer: adam 0.01"
LABELS = ("softplus", "linear", "sigmoid", "softmax")


def race(epochs: int, generator: np.random.Generator) -> list[Curve]:
    """Four noisy curves: two that fall, two that stay."""
    t = np.arange(epochs + 1)
    noise = generator.normal(1, 0.03, (4, t.size))
    shapes = (
        1.6 * np.exp(-t / 6) + 0.06,
        1.9 * np.exp(-t / 4) + 0.06,
        1.2 + 0.7 * np.exp(-t / 3),
        np.full(t.size, 1.21),
    )
    return [Curve(label, i, shape * noise[i]) for i, (label, shape) in enumerate(zip(LABELS, shapes, strict=True))]


def measure(name: str, build: Callable[[int], Picture], rounds: int = 61) -> None:
    """Print the median and the 95th percentile of `build`, called with 0, 1, 2, …"""
    build(0)
    times = []
    for turn in range(rounds):
        start = perf_counter()
        build(turn)
        times.append(1000 * (perf_counter() - start))
    print(f"{name:<34}{median(times):6.1f} ms   95 %: {quantiles(times, n=20)[-1]:5.1f} ms")


def main() -> None:
    generator = np.random.default_rng(1)
    races = [race(epochs, generator) for epochs in range(61)]
    long = race(5000, generator)
    truth = generator.lognormal(0.6, 0.4, 150) * 1e5
    said = [truth * factor + generator.normal(0, 3e4, 150) for factor in (0.9, 1.0, 0.3, 0.1)]
    opened = generator.random((16, 60)) > 0.5
    for width, height in SIZES:
        size = f"{width}×{height}"
        measure(
            f"4 growing curves {size}",
            lambda n, w=width, h=height: loss_curves(races[n], w, h, last=60, mark=1),
        )
        measure(
            f"the same, log {size}",
            lambda n, w=width, h=height: loss_curves(races[n], w, h, last=60, log=True),
        )
    measure("4 curves of 5000 epochs 100×30", lambda n: loss_curves(long, 100, 30, cursor=n))
    measure("3 activations 76×20", lambda n: activation(LABELS[:3], -8, 8, n / 10, 76, 20))
    clouds = [Scatter(label, i, truth, said[i]) for i, label in enumerate(LABELS)]
    measure("4 × 150 predictions 58×15", lambda n: predictions(clouds, 58, 15, unit="US$", mark=n % 4))
    measure("16 gates 76×20", lambda n: gates(opened, 76, 20, low=-n))
    networks()


def networks() -> None:
    """The pictures of a network, each time of another one, so that no row is known from the picture before."""
    runs = [Run(Experiment.from_text(MOONS).with_seed(seed)) for seed in range(61)]
    measure("regions and 360 points 60×25", lambda n: nets.regions_of(runs[n])(60, 25))
    measure("a unit's view 60×25", lambda n: nets.unit_of(runs[n], 2, 0)(60, 25))
    measure("337 weights 76×20", lambda n: nets.weights_of(runs[n])(76, 20))
    measure("a network with values 76×20", lambda n: nets.network_of(runs[n], runs[n].data.x_test[0])(76, 20))
    measure("2 histograms 76×20", lambda n: nets.histograms_of(runs[n])(76, 20))
    measure("a confusion matrix 60×9", lambda n: nets.confusion_of(runs[n])(60, 9))


if __name__ == "__main__":
    main()
