"""How long one training step takes: the engine beside PyTorch eager, scikit-learn and the bare matrix products.

Run it from the project's folder: `python benchmarks/engine.py`, with torch and scikit-learn installed for all peers.
One step is a mini-batch: forward, loss recorded, backward, update, and its share of the epoch's shuffle.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

# Must be set before NumPy is imported: small products get slower with two threads, and less even.
os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
# In place of this file's own folder, where the name of this file would hide the package `engine`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks import report
from benchmarks.comparison import compare
from benchmarks.peers import PEERS
from benchmarks.workloads import WORKLOADS


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="µs per training step, medians over rounds in which all take turns")
    parser.add_argument("--rounds", type=int, default=31, help="how often each contender is timed (31)")
    parser.add_argument("--steps", type=int, help="steps in a round, rounded up to whole epochs")
    parser.add_argument("--only", nargs="+", choices=WORKLOADS, default=list(WORKLOADS), help="for example W1 W2")
    parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
    chosen = parser.parse_args()
    if chosen.rounds < 1 or (chosen.steps is not None and chosen.steps < 1):
        parser.error("--rounds and --steps are 1 or more")
    return chosen


def main() -> None:
    chosen = arguments()
    present = [peer for peer in PEERS if peer.installed]
    absent = [peer.name for peer in PEERS if not peer.installed]
    results = (compare(WORKLOADS[name], present, chosen.rounds, chosen.steps) for name in chosen.only)
    if chosen.json:
        about = {"python": platform.python_version(), "numpy": np.__version__, "rounds": chosen.rounds}
        print(json.dumps({**about, "absent": absent, "workloads": [report.as_data(each) for each in results]}))
        return
    print(report.heading(chosen.rounds, absent))
    for result in results:
        print(f"\n{report.as_text(result)}", flush=True)


if __name__ == "__main__":
    main()
