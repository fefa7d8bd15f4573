"""The benchmark of the engine runs from end to end; how quick anything is, no test asks."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def benchmark(*options: str) -> str:
    command = [sys.executable, "benchmarks/engine.py", "--rounds", "1", "--steps", "2", *options]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_the_engine_and_each_installed_peer_get_a_row_and_the_others_are_named() -> None:
    said = benchmark("--only", "W1")
    rows = [line for line in said.splitlines() if line.startswith("ours ")]
    assert float(rows[0].split()[1]) > 0.0
    for peer, library in (("PyTorch eager", "torch"), ("scikit-learn", "sklearn")):
        missing = [line for line in said.splitlines() if line.startswith("Not installed") and peer in line]
        assert bool(missing) == (find_spec(library) is None)
        assert said.count(f"\n{peer} ") == (0 if missing else 1)


@pytest.mark.parametrize("name", ["W1", "W2", "W4"])
def test_a_network_learns_the_same_alone_in_a_race_and_in_pytorch(name: str) -> None:
    (told,) = json.loads(benchmark("--only", name, "--json"))["workloads"]
    assert told["name"] == name
    assert "four racing" in told["largest_relative_difference"]
    for with_whom, difference in told["largest_relative_difference"].items():
        assert difference < 1e-12, with_whom
