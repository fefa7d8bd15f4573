"""The engine's house rule: it imports NumPy and the standard library, and nothing else, one way only."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE = Path(__file__).parent.parent / "engine"
MODULES = sorted(path for path in ENGINE.rglob("*.py") if path.name != "__init__.py")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_a_module_imports_only_numpy_the_standard_library_and_the_engine(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imported(path)}
    assert roots <= {"numpy", "engine", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_a_module_never_reads_a_clock_or_the_global_generator(path: Path) -> None:
    assert not _imported(path) & {"time", "datetime", "random", "threading", "multiprocessing", "secrets"}
    text = path.read_text(encoding="utf-8")
    assert _unseeded(text) == []
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name) and node.id == "print"]


def _unseeded(code: str) -> list[str]:
    """What in the code draws numbers that no seed of ours decides, or might."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("numpy"):
            found += [alias.name for alias in node.names if "random" in (node.module or "", alias.name)]
            found += [alias.name for alias in node.names if (node.module or "").startswith("numpy.random")]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith("numpy.")]
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(".random"):
            if node.attr not in ("default_rng", "SeedSequence", "Generator"):
                found.append(node.attr)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("default_rng", "SeedSequence")):
            seeds = [*node.args, *(keyword.value for keyword in node.keywords)]
            if not seeds or any(isinstance(seed, ast.Constant) and seed.value is None for seed in seeds):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "code",
    [
        "np.random.rand(3)",
        "np.random.seed(1)",
        "draw = numpy.random.normal",
        "np.random.default_rng()",
        "np.random.default_rng(None)",
        "np.random.default_rng(seed=None)",
        "np.random.SeedSequence().spawn(3)",
        "from numpy.random import default_rng",
        "from numpy import random",
        "import numpy.random as npr",
    ],
)
def test_a_draw_without_a_seed_is_found(code: str) -> None:
    assert _unseeded(code)


def test_seeded_generators_are_allowed() -> None:
    assert _unseeded("generators = [np.random.default_rng(s) for s in np.random.SeedSequence(1).spawn(3)]") == []


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
