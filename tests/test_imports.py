"""Who may import whom: the rooms of the house, read from the source, and what a start really loads."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LIBRARIES = frozenset({"numpy", "textual", "plotext", "rich", "platformdirs", "markdown_it"})

# Room -> the libraries and the rooms that it may use, itself and the standard library aside.
ROOMS: dict[str, set[str]] = {
    "engine": {"numpy"},
    "tutor/course": {"engine", "tutor.numbers", "lessons"},
    "tutor/record": {"platformdirs", "tutor.course"},
    "tutor/player": {"engine"},
    "tutor/plot": {"numpy", "plotext", "rich", "engine", "tutor.palette", "tutor.numbers"},
    "tutor/explorers": {
        "numpy",
        "rich",
        "engine",
        "tutor.course",
        "tutor.plot",
        "tutor.palette",
        "tutor.numbers",
        "tutor.net_fields",
        "tutor.net_pictures",
        "tutor.pictures",
        "tutor.prose",
    },
    "tutor/own": {"engine", "tutor.course"},
    "tutor/bench": {
        "engine",
        "tutor.numbers",
        "tutor.own",
        "tutor.pictures",
        "tutor.net_pictures",
        "tutor.data_pictures",
    },
    "tutor/plain": {
        "numpy",
        "rich",
        "engine",
        "tutor.course",
        "tutor.explorers",
        "tutor.record",
        "tutor.player",
        "tutor.plot",
        "tutor.palette",
        "tutor.numbers",
        "tutor.paper",
        "tutor.net_fields",
        "tutor.net_pictures",
        "tutor.pictures",
        "tutor.prose",
    },
    "tutor/commands": {
        "rich",
        "engine",
        "tutor.app",
        "tutor.bench",
        "tutor.own",
        "tutor.course",
        "tutor.record",
        "tutor.plain",
        "tutor.plot",
        "tutor.numbers",
        "tutor.paper",
    },
    "lessons": set(),
}


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, anywhere in it, those for type checkers alone included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            module = node.module or ""
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}" if module in ("tutor", "engine") else module


def within(module: str, owner: str) -> bool:
    return module == owner or module.startswith(f"{owner}.")


def watched(module: str) -> bool:
    return module.split(".")[0] in LIBRARIES | {"engine", "tutor", "lessons"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    files = sources(room)
    assert files, f"{room} is empty"
    allowed = ROOMS[room] | {room.replace("/", ".")}
    strangers = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in files
        for line, module in imports(path)
        if watched(module) and not any(within(module, owner) for owner in allowed)
    ]
    assert strangers == []


def test_screens_and_widgets_leave_numbers_and_plots_to_others() -> None:
    files = [ROOT / "tutor/app.py", *sources("tutor/screens"), *sources("tutor/widgets")]
    assert len(files) > 5
    found = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in files
        for line, module in imports(path)
        if within(module, "numpy") or within(module, "plotext")
    ]
    assert found == []


def test_plotext_has_one_importer() -> None:
    users = {
        path.relative_to(ROOT).parts[:2]
        for folder in ("tutor", "engine", "lessons")
        for path in sources(folder)
        for _, module in imports(path)
        if within(module, "plotext")
    }
    assert users <= {("tutor", "plot")}


def loaded(code: str) -> set[str]:
    """The top-level modules in memory after `code` ran in a fresh Python."""
    script = f"import sys\n{code}\nprint()\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_neither_numpy_nor_textual(option: str) -> None:
    modules = loaded(f"from tutor.cli import main\nassert main([{option!r}]) == 0")
    assert "tutor" in modules
    assert not modules & {"numpy", "textual", "rich", "plotext", "engine"}


def test_the_catalog_loads_neither_numpy_nor_textual() -> None:
    modules = loaded("from tutor.course.catalog import Catalog\nassert Catalog().entries")
    assert not modules & {"numpy", "textual", "rich", "plotext"}


def test_the_record_loads_neither_numpy_nor_textual() -> None:
    modules = loaded("import tutor.record")
    assert not modules & {"numpy", "textual", "rich", "plotext", "engine"}


def test_plain_mode_loads_no_textual() -> None:
    modules = loaded("import tutor.plain.start, tutor.plain.walk")
    assert "numpy" in modules
    assert "textual" not in modules


def test_the_map_loads_no_numpy() -> None:
    modules = loaded("import tutor.app")
    assert "textual" in modules
    assert not modules & {"numpy", "plotext"}


def test_one_thread_is_asked_for_before_numpy_loads() -> None:
    code = (
        "import os\nfrom tutor.cli import main\nmain(['--version'])\n"
        "assert 'numpy' not in sys.modules\n"
        "names = ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS')\n"
        "assert all(os.environ[name] for name in names)"
    )
    assert "tutor" in loaded(code)
