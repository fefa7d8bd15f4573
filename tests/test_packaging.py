"""The wheel holds everything the tutor needs, and works from where it is unpacked."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_every_lesson_table_and_style_is_in_the_wheel(unpacked: Path) -> None:
    for pattern in ("lessons/**/*.md", "tutor/**/*.md", "engine/data/tables/*.csv", "tutor/*.tcss"):
        shipped = {path.relative_to(ROOT) for path in ROOT.glob(pattern)}
        assert shipped
        assert {path for path in shipped if not (unpacked / path).is_file()} == set()


def test_the_unpacked_wheel_lists_its_lessons_and_trains_on_its_tables(unpacked: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(unpacked), "NN_TUTOR_HOME": str(tmp_path / "home")}
    env.pop("PYTHONSAFEPATH", None)

    def tutor(*arguments: str) -> str:
        command = [sys.executable, "-m", "tutor", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path, env=env).stdout

    assert "The last layer decides" in tutor("list")
    assert '"status": "done"' in tutor("run", "last_layer#sigmoid_out", "--json").splitlines()[-2]
    where = subprocess.run(
        [sys.executable, "-c", "import engine; print(engine.__file__)"],
        check=True, capture_output=True, text=True, cwd=tmp_path, env=env,
    ).stdout  # fmt: skip
    assert Path(where.strip()).is_relative_to(unpacked)


def test_the_license_of_the_code_and_of_the_lessons_travel_along(unpacked: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (info,) = unpacked.glob("*.dist-info")
    for name in project["license-files"]:
        assert (info / "licenses" / name).is_file()
