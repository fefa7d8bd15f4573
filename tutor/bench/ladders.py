"""The values through which the arrows turn a number; any other number can be typed.

They lie about as far apart as makes a difference that can be seen.
"""

from __future__ import annotations

from engine.schedules import FORMS
from engine.starts import STARTS, WITH_VALUE

LADDERS: dict[str, tuple[str, ...]] = {
    "samples": ("50", "100", "200", "360", "500", "1000", "2000", "5000"),
    "noise": ("0", "0.05", "0.1", "0.15", "0.2", "0.3", "0.5", "1"),
    "split": ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.75", "0.8", "0.9"),
    "seed": tuple(map(str, range(1, 21))),
    "unit": ("0.01", "0.1", "1", "10", "100", "1000", "10000", "100000", "1e06"),
    "units": tuple(map(str, (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512))),
    "output_bias": ("-5", "-2", "-1", "-0.5", "0", "0.5", "1", "2", "5"),
    "dropout": ("0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"),
    "rate": ("1e-05", "3e-05", "0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"),
    "weight": ("0.01", "0.1", "0.2", "0.5", "1", "2", "5", "10", "100"),
    "batch": ("1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "full"),
    "epochs": ("10", "20", "40", "60", "100", "200", "300", "500", "1000", "2000"),
    "l1": ("0", "1e-05", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1"),
    "l2": ("0", "1e-05", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1"),
    "patience": ("0", "5", "10", "20", "50", "100"),
}
"""The ladder of each field of numbers, rising."""

STARTS_WITH_VALUE = {"normal": ("0.01", "0.1", "1"), "constant": ("0.1",)}

START_CHOICES = (
    "auto",
    *(name for name in STARTS if name not in WITH_VALUE),
    *(f"{name} {value}" for name, values in STARTS_WITH_VALUE.items() for value in values),
)
SCHEDULE_CHOICES = (*FORMS.values(), "warmup 5", "warmup 5, cosine")
NORM_CHOICES = ("none", "batch")
MOST_LAYERS = 8
"""Hidden layers that the bench has fields for."""
