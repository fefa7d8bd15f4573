"""Training takes the memory it took at the start, however long it goes on."""

import tracemalloc

import numpy as np
import pytest

from engine.experiment import Experiment
from engine.run import Run

CASES = {
    "plain": {},
    "several heads": {
        "data": "penguins",
        "inputs": "bill_length, bill_depth",
        "target": "body_mass + species",
        "net": "2 -> 4 relu -> 1 linear + 3 softmax",
        "loss": "0.5 mse + cce",
        "unit": "1000",
    },
    "regularized": {"norm": "batch", "dropout": "0.2", "l1": "0.001", "l2": "0.001", "optimizer": "rmsprop 0.01"},
    "the long way": {"net": "2 -> 4 silu -> 1 tanh", "loss": "huber", "optimizer": "nesterov 0.01"},
}


@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_thousands_of_steps_leave_nothing_behind(changes: dict[str, str]) -> None:
    usual = {
        "data": "moons",
        "samples": "60",
        "net": "2 -> 4 tanh -> 1 sigmoid",
        "loss": "bce",
        "optimizer": "adam 0.01",
    }
    trainer = Run(Experiment.from_settings({**usual, "batch": "16", **changes})).trainer
    with np.errstate(all="ignore"):
        for _ in range(200):
            trainer.step()
        tracemalloc.start()
        try:
            for _ in range(200):
                trainer.step()
            before, _ = tracemalloc.get_traced_memory()
            for _ in range(3000):
                trainer.step()
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    # A float kept per step would be 72,000 bytes.
    assert after - before < 4_000
