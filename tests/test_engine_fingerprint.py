"""The fingerprint changes with all that a run's digits depend on, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import fingerprint as module
from engine.fingerprint import fingerprint


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine, which the fingerprint is taken of."""
    copy = tmp_path / "engine"
    shutil.copytree(Path(module.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "__file__", str(copy / "fingerprint.py"))
    return copy


def test_the_same_engine_has_the_same_fingerprint_wherever_it_lies(engine: Path) -> None:
    found = fingerprint()
    (engine / "__pycache__").mkdir()
    (engine / "__pycache__" / "run.pyc").write_bytes(b"compiled")
    assert fingerprint() == found


@pytest.mark.parametrize("name", ["training.py", "data/tables/iris.csv"])
def test_one_character_of_the_source_or_of_a_table_changes_it(engine: Path, name: str) -> None:
    found = fingerprint()
    path = engine / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    assert fingerprint() != found


def test_content_that_moves_from_one_file_to_the_next_changes_it(engine: Path) -> None:
    (engine / "a.py").write_bytes(b"one\ntwo\n")
    (engine / "b.py").write_bytes(b"")
    found = fingerprint()
    (engine / "a.py").write_bytes(b"one\n")
    (engine / "b.py").write_bytes(b"two\n")
    assert fingerprint() != found


def test_another_numpy_or_a_processor_that_rounds_otherwise_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr(np, "__version__", "0.0.0")
        assert fingerprint() != found
    tanh = np.tanh
    with monkeypatch.context() as patch:
        patch.setattr(np, "tanh", lambda x: np.nextafter(tanh(x), 2.0))
        assert fingerprint() != found
    assert fingerprint() == found
