"""Tells whether two runs of one experiment must come to the very same digits: here, now, with this engine.
An experiment decides a run; its last digits are decided by the engine's source, by NumPy and by the processor too."""

import hashlib
import json
import platform
import sys
from pathlib import Path

import numpy as np

DECIDING = (".py", ".csv")
"""The engine's source and its tables."""


def fingerprint() -> str:
    """A digest of everything but the experiment that a run's digits depend on. OSError when the source is unreadable.

    It takes some milliseconds: the source is read anew every time, since a file's date says nothing of its content.
    """
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.suffix in DECIDING):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    digest.update(json.dumps(_platform(), sort_keys=True).encode())
    digest.update(_rounding())
    return digest.hexdigest()


def _platform() -> list[object]:
    built: object = np.show_config(mode="dicts")
    libraries = built.get("Build Dependencies") if isinstance(built, dict) else None
    return [sys.version, sys.platform, platform.machine(), np.__version__, libraries]


def _rounding() -> bytes:
    """The digits of some products, sums and functions; libraries choose their way by the processor they find."""
    grid = np.sin(np.arange(96.0 * 96.0)).reshape(96, 96)
    shapes = ((4, 3, 5), (32, 16, 16), (96, 96, 96))
    made = [grid[:rows, :inner] @ grid[:inner, :columns] for rows, inner, columns in shapes]
    made += [grid.sum(axis=0), np.exp(grid), np.tanh(grid), np.log1p(np.abs(grid)), np.sqrt(np.abs(grid))]
    return b"".join(array.tobytes() for array in made)
