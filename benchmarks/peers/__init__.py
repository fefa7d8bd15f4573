"""Whom the engine is compared with; each peer is a file with `trainer(workload)`, and some need a library.
A peer whose library is not installed is left out and named."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.workloads import Train, Workload


@dataclass(frozen=True)
class Peer:
    """A contender by its name in the report, its file here, and the library that it needs, if any."""

    name: str
    file: str
    library: str = ""

    @property
    def installed(self) -> bool:
        return not self.library or find_spec(self.library) is not None

    def trainer(self, workload: Workload) -> Train:
        """What trains this workload; its library is imported only now."""
        make: Callable[[Workload], Train] = import_module(f"{__name__}.{self.file}").trainer
        return make(workload)


FLOOR = Peer("products alone", "floor")
SCIKIT = Peer("scikit-learn", "scikit", "sklearn")
PYTORCH = Peer("PyTorch eager", "pytorch", "torch")
PEERS = (FLOOR, SCIKIT, PYTORCH)
