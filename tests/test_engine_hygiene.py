"""The engine's house rule: it imports NumPy and the standard library, and nothing else, one way only."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = Path(__file__).parent.parent / "engine"
MODULES = sorted(ENGINE.glob("*.py"))


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_numpy_the_standard_library_and_the_engine(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imported(path)}
    assert roots <= {"numpy", "engine", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_never_reads_a_clock_or_the_global_generator(path: Path) -> None:
    assert not _imported(path) & {"time", "datetime", "random", "threading", "multiprocessing"}
    text = path.read_text(encoding="utf-8")
    assert "np.random.seed" not in text
    assert "print(" not in text


def test_training_loads_nothing_beyond_numpy() -> None:
    code = (
        "import sys; import numpy.random; before = set(sys.modules)\n"
        "from engine.experiment import Experiment; from engine.run import Run\n"
        "text = 'data: iris · net: 4 -> 3 softmax · loss: cce · optimizer: sgd 0.1 · epochs: 2'\n"
        "Run(Experiment.from_text(text)).finish()\n"
        "roots = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(roots - {'numpy', 'engine'} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "utf8", "-c", code],
        cwd=ENGINE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_the_package_itself_imports_nothing() -> None:
    assert _imported(ENGINE / "__init__.py") == set()
