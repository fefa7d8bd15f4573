"""An exported script is the run itself in another framework: the same data, weights and batches, the same losses."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.data.own_table import own_source
from engine.data.sources import Source
from engine.experiment import Experiment
from engine.export.keras import keras_script
from engine.export.pytorch import pytorch_script
from engine.export.tables import EMBEDDED, data_file
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.run import Run, Status
from engine.schedules import FORMS
from engine.starts import STARTS, WITH_VALUE
from tutor.cli import main
from tutor.course.catalog import Catalog
from tutor.course.parse import load

ROOT = Path(__file__).parents[1]
WRITERS = {"pytorch": pytorch_script, "keras": keras_script}
MOONS = "data: moons · samples: 130 · net: 2 -> 8 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 20"
HOUSES = "data: houses_ames · inputs: living_area, quality · unit: 100000 · epochs: 4"
WAVE = "data: wave · samples: 130 · loss: half_mse · optimizer: adam 0.02 · epochs: 20"
DETECTOR = "data: detector · target: object + x, y, size + shape · optimizer: adam 0.01 · epochs: 10"
HEADS = "1 sigmoid + 3 linear + 3 softmax"

CASES = (
    MOONS,
    f"{HOUSES} · net: 2 -> 16 relu -> 1 linear · loss: mse · optimizer: adam 0.01",
    f"{HOUSES} · net: 2 -> 8 leaky_relu -> 1 softplus · loss: huber · optimizer: adam 0.01 · l1: 0.01 · l2: 0.1",
    f"{HOUSES} · net: 2 -> 8 tanh x2 -> 1 linear · loss: mae · optimizer: sgd 0.05 · dropout: 0.3",
    "data: iris · net: 4 -> 10 silu -> 3 softmax · loss: cce · optimizer: adamw 0.01 · epochs: 30 · batch: 16",
    "data: digits · net: 64 -> 16 gelu -> 10 linear · loss: cce_logits · optimizer: momentum 0.05"
    " · schedule: step 0.5 every 1 · batch: 256 · epochs: 12",
    "data: penguins · inputs: bill_length, sex, body_mass · net: 3 -> 6 elu -> 3 softmax · loss: cce"
    " · optimizer: nesterov 0.05 · schedule: warmup 2, exponential 0.9 · epochs: 10",
    "data: penguins · inputs: species, body_mass · target: sex · net: 4 -> 6 tanh -> 2 softmax · loss: cce"
    " · optimizer: rmsprop 0.01 · schedule: inverse 0.3 · epochs: 10",
    "data: breast_cancer · net: 10 -> 8 softplus -> 1 linear · loss: bce_logits · optimizer: rmsprop 0.01"
    " · schedule: cosine · split: 0.7 · epochs: 10",
    f"{WAVE} · net: 1 -> 12 tanh -> 1 linear · norm: batch",
    f"{WAVE} · net: 1 -> 12 tanh -> 6 relu -> 1 linear · norm: batch · batch: 16 · dropout: 0.2 · l2: 0.01",
    "data: moons · samples: 40 · net: 2 -> 4 gelu -> 1 sigmoid · loss: bce · optimizer: adam 0.1 · epochs: 4 · batch: 2"
    " · norm: batch",
    "data: xor · net: 2 -> 6 step -> 1 sigmoid · loss: bce · optimizer: adam 0.05 · epochs: 10",
    "data: tags · target: right, top, near_center · net: 2 -> 8 tanh -> 3 sigmoid · loss: bce · optimizer: rmsprop 0.01"
    " · epochs: 10",
    f"{DETECTOR} · samples: 200 · net: 64 -> 16 relu -> {HEADS} · loss: bce + 5 mse where object + 2 cce where object",
    f"{DETECTOR} · samples: 60 · net: 64 -> 1 sigmoid + 3 softmax + 3 softmax"
    " · loss: bce + 5 bce where object + 2 cce where object",
    "data: houses_ames · target: price + quality · unit: 100 · net: 5 -> 8 tanh -> 1 linear + 1 linear"
    " · loss: 0.001 huber + 2 mse · optimizer: adam 0.1 · epochs: 30 · l2: 0.5",
    MOONS.replace("net: 2", "inputs: x1, x2, x1^2, x1*x2, sin(x2), sin(3*x1) · net: 6"),
    MOONS.replace("1 sigmoid", "2 sigmoid").replace("bce", "cce") + " · start: lecun",
    MOONS.replace("1 sigmoid", "2 softmax") + " · start: normal 0.01",
    MOONS.replace("1 sigmoid", "1 linear").replace("sgd 0.1", "sgd 0.001") + " · start: normal 0.01 · output_bias: 0.5",
    MOONS.replace("bce", "mse") + " · start: zeros · output_bias: 0.5",
    MOONS.replace("1 sigmoid", "2 softmax").replace("bce", "huber") + " · start: constant 0.5",
    MOONS.replace("tanh", "linear").replace("bce", "bce_logits") + " · batch: full",
    MOONS.replace("1 sigmoid", "1 step").replace("bce", "mse"),
    MOONS.replace("sgd 0.1", "momentum 0.1 beta 0.5"),
    MOONS.replace("sgd 0.1", "nesterov 0.1 beta 0"),
    MOONS.replace("sgd 0.1", "adam 0.1 beta 0.5"),
    MOONS.replace("sgd 0.1", "rmsprop 0.01 beta 0.99"),
    MOONS.replace("sgd 0.1", "adamw 0.1 beta 0.5 decay 0.1") + " · seed: 7",
    MOONS.replace("8 tanh", "8 relu x4") + " · start: he",
    f"{HOUSES} · net: 2 -> 8 relu -> 1 linear · loss: mse · optimizer: sgd 1000",
)
"""Every kind of layer, head, loss, optimizer, schedule, start and regularizer, matched and odd pairs, broken runs."""


def experiments() -> Iterator[Experiment]:
    """The cases, every entry of every table, and the course."""
    yield from map(Experiment.from_text, CASES)
    for name in ACTIVATIONS:
        if name != "softmax":
            yield Experiment.from_text(MOONS.replace("tanh", name))
        for loss in LOSSES:
            yield Experiment.from_text(MOONS.replace("sigmoid", name).replace("bce", loss))
    for name in OPTIMIZERS:
        for shape in FORMS.values():
            for start in STARTS:
                number = " 0.5" if start in WITH_VALUE else ""
                settings = f"schedule: warmup 3, {shape} · start: {start}{number}"
                yield Experiment.from_text(f"{MOONS.replace('sgd', name)} · {settings}")
    for entry in Catalog().entries:
        yield from load(entry.path).experiments.values()


def script_in(
    folder: Path, experiment: Experiment, framework: str, sources: Mapping[str, Source] = SOURCES
) -> ModuleType:
    """The script, written with its data and imported."""
    path = folder / "script.py"
    path.write_text(WRITERS[framework](experiment, sources), encoding="utf-8")
    if file := data_file(experiment, sources):
        (folder / file.name).write_text(file.text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"script_{framework}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def step_losses(run: Run, steps: int) -> list[float]:
    """The losses of the run's first steps, as it takes them itself."""
    losses: list[float] = []
    take = run.trainer.step

    def noted() -> float:
        losses.append(take())
        return losses[-1]

    run.trainer.step = noted  # type: ignore[method-assign]
    while len(losses) < steps and run.status is Status.TRAINING:
        run.step()
    return losses


def difference(ours: list[float], theirs: list[float]) -> float:
    """The largest relative difference; two that are no finite number are equal when they are the same one."""
    assert len(ours) == len(theirs) > 0
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if isfinite(a)]
    assert [str(a) for a in ours if not isfinite(a)] == [str(b) for b in theirs if not isfinite(b)]
    return max((abs(a - b) / max(abs(a), 1e-300) for a, b in pairs), default=0.0)


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip(
        "torch", reason="PyTorch is absent, so its scripts are compiled but not run: pip install torch==2.13.0"
    )


@pytest.fixture
def keras(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("KERAS_BACKEND", os.environ.get("KERAS_BACKEND", "torch"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Keras warns of is its own
        absent = "Keras is absent, so its scripts are compiled but not run: pip install keras torch"
        yield pytest.importorskip("keras", reason=absent)


@pytest.mark.parametrize("framework", WRITERS)
def test_any_experiment_becomes_python_without_a_path_of_this_machine(framework: str) -> None:
    count = 0
    for experiment in experiments():
        text = WRITERS[framework](experiment)
        compile(text, experiment.text, "exec")
        assert str(ROOT) not in text
        assert str(Path.home()) + os.sep not in text
        count += 1
    assert count > 250


def arrays_of(text: str, folder: Path, seed: int) -> tuple[np.ndarray, ...]:
    """What the script's own `load_data` makes, without its framework."""
    tree = ast.parse(text)
    kept: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
            kept += [node] * (names[0].split(".")[0] not in ("torch", "keras"))
        elif isinstance(node, ast.Assign) or (isinstance(node, ast.FunctionDef) and node.name == "load_data"):
            kept.append(node)
    space: dict[str, Any] = {"__file__": str(folder / "script.py")}
    exec(compile(ast.Module(kept, []), "script", "exec"), space)
    dice = np.random.default_rng(np.random.SeedSequence(seed).spawn(4)[0])
    made: tuple[np.ndarray, ...] = space["load_data"](dice)
    return made


@pytest.mark.parametrize("framework", WRITERS)
@pytest.mark.parametrize("text", CASES[:16])
def test_a_script_makes_the_very_arrays_of_the_run(text: str, framework: str, tmp_path: Path) -> None:
    experiment = Experiment.from_text(text)
    if file := data_file(experiment):
        (tmp_path / file.name).write_text(file.text, encoding="utf-8")
    x, y, x_test, y_test = arrays_of(WRITERS[framework](experiment), tmp_path, experiment.seed)
    data = Run(experiment).data
    outputs = data.y_train.shape[1]
    np.testing.assert_array_equal(x, data.x_train)
    np.testing.assert_array_equal(x_test, data.x_test)
    np.testing.assert_array_equal(y[:, :outputs], data.y_train)
    np.testing.assert_array_equal(y_test[:, :outputs], data.y_test)


def test_a_table_of_ones_own_with_odd_texts_arrives_unchanged(tmp_path: Path) -> None:
    kinds = ['say """hi"""', "back\\slash", "a;b,c", "tab\there", "é\u2028ü"]
    rows = [f"{place / 7};{kinds[place % 5]!s}" for place in range(40)]
    quoted = ['"' + row.split(";", 1)[1].replace('"', '""') + '"' for row in rows]
    lines = ["size;kind", *(f"{row.split(';')[0]};{kind}" for row, kind in zip(rows, quoted, strict=True))]
    source = own_source("own", lines, target="kind").source
    sources = {"own": source}
    text = "data: own · net: 1 -> 5 softmax · loss: cce · optimizer: sgd 0.1 · epochs: 2"
    experiment = Experiment.from_text(text, sources)
    x, y, *_ = arrays_of(pytorch_script(experiment, sources), tmp_path, experiment.seed)
    data = Run(experiment, sources).data
    np.testing.assert_array_equal(x, data.x_train)
    np.testing.assert_array_equal(y, data.y_train)


@pytest.mark.parametrize("framework", WRITERS)
def test_a_title_with_the_sign_between_settings_stays_one_title(framework: str) -> None:
    title = 'Seeds · batch: 7 · "quoted"'
    told = ast.get_docstring(ast.parse(WRITERS[framework](Experiment.from_text(f"{MOONS} · title: {title}"))))
    assert told
    first, *_, settings = told.split("\n\n")
    assert first == title
    assert settings == told_settings(MOONS)


def told_settings(text: str) -> str:
    """An experiment's line as a script's docstring tells it."""
    return "\n".join(f"    {setting}" for setting in Experiment.from_text(text).text.split(" · "))


ODD_MASKS = (("௰", "b"), ("class", "1st"), ("½", "㆒"), ('say"""', "back\\slash"), ("1", "where ௰"))
"""Headers that make no name for Python, are its own words, start with a digit, or could end a text."""


def masked(headers: tuple[str, str]) -> tuple[Experiment, dict[str, Source]]:
    """Two heads, each of which counts where a column with an odd header says so."""
    rows = [
        f"{place / 7};{place % 5};{place % 3};{'yes' if place % 2 else 'no'};{'yes' if place % 4 else 'no'}"
        for place in range(60)
    ]
    header = ";".join('"' + name.replace('"', '""') + '"' for name in ("x", "u", "v", *headers))
    source = own_source("own", [header, *rows], target="u").source
    one, two = source.names[-2:]
    text = (
        "data: own · inputs: x · target: u + v · net: 1 -> 4 tanh -> 1 linear + 1 linear"
        f" · loss: mse where {one} + mae where {two} · optimizer: sgd 0.1 · epochs: 2"
    )
    sources = {"own": source}
    return Experiment.from_text(text, sources), sources


@pytest.mark.parametrize("framework", WRITERS)
@pytest.mark.parametrize("headers", ODD_MASKS)
def test_masks_with_odd_names_become_python(headers: tuple[str, str], framework: str) -> None:
    experiment, sources = masked(headers)
    compile(WRITERS[framework](experiment, sources), "script", "exec")


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize("headers", ODD_MASKS)
def test_masks_with_odd_names_leave_out_the_same_examples(headers: tuple[str, str], tmp_path: Path) -> None:
    experiment, sources = masked(headers)
    ours = step_losses(Run(experiment, sources), 4)
    assert difference(ours, script_in(tmp_path, experiment, "pytorch", sources).train(4)) <= 1e-6


def test_a_small_table_is_in_the_script_and_a_large_one_beside_it() -> None:
    small, large = (Experiment.from_text(CASES[place]) for place in (4, 5))
    assert data_file(small) is None
    assert "versicolor" in pytorch_script(small).split('DATA = """')[1]
    file = data_file(large)
    assert file
    assert len(file.text) > EMBEDDED
    assert f'DATA = "{file.name}"' in pytorch_script(large)


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize("text", CASES)
def test_the_pytorch_script_has_the_run_s_first_fifty_losses(text: str, tmp_path: Path) -> None:
    experiment = Experiment.from_text(text)
    ours = step_losses(Run(experiment), 50)
    theirs = script_in(tmp_path, experiment, "pytorch").train(len(ours))
    assert difference(ours, theirs) <= 1e-6


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize("head", ["1 linear", "1 tanh", "1 step"])
def test_a_loss_that_is_undefined_from_the_start_is_so_in_the_script(head: str, tmp_path: Path) -> None:
    # The frameworks' own losses would clip the logarithm, or refuse, and so hide what happens.
    experiment = Experiment.from_text(MOONS.replace("1 sigmoid", head))
    assert Run(experiment).status is Status.DIVERGED
    (only,) = script_in(tmp_path, experiment, "pytorch").train()
    assert not isfinite(only)


@pytest.mark.usefixtures("keras")
@pytest.mark.parametrize("text", CASES[:-1])
def test_the_keras_script_has_the_run_s_first_losses(text: str, tmp_path: Path) -> None:
    # Keras keeps the loss of a batch in float32, whatever its precision is set to.
    experiment = Experiment.from_text(text)
    ours = step_losses(Run(experiment), 20)
    theirs = script_in(tmp_path, experiment, "keras").train(len(ours))
    assert difference(ours, theirs) <= 2e-6


@pytest.mark.parametrize("more", ["", " · norm: batch"])
@pytest.mark.parametrize("framework", WRITERS)
def test_a_script_stops_early_when_the_run_does_and_prints_its_losses(
    framework: str, more: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request.getfixturevalue("torch" if framework == "pytorch" else "keras")
    settings = f"{MOONS.replace('sgd 0.1', 'adam 0.1')} · patience: 2 · dropout: 0.4 · seed: 3{more}"
    experiment = Experiment.from_text(settings)
    frame = Run(experiment).finish()
    assert frame.epoch < experiment.epochs
    assert len(script_in(tmp_path, experiment, framework).train()) == frame.step
    last = capsys.readouterr().out.splitlines()[-1]
    found = re.fullmatch(r"epoch +(\d+)   training loss (\S+)   test loss (\S+)", last)
    assert found
    assert int(found[1]) == frame.epoch
    assert [float(found[2]), float(found[3])] == pytest.approx([frame.train_loss, frame.test_loss], rel=2e-5)


@pytest.mark.parametrize("framework", WRITERS)
def test_the_command_prints_the_script_alone(framework: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "last_layer#linear_out", "--to", framework]) == 0
    out, err = capsys.readouterr()
    (entry,) = [entry for entry in Catalog().entries if entry.meta and entry.meta.id == "last_layer"]
    assert out == WRITERS[framework](load(entry.path).experiments["linear_out"])
    assert err == ""


DIGITS = ("--data", "digits", "--net", "64 -> 10 softmax", "--loss", "cce", "--optimizer", "adam 0.01", "--epochs", "2")


def test_the_command_writes_the_script_and_large_data_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "digits.py"
    for _ in range(2):  # the second time the data is there already
        assert main(["export", *DIGITS, "--to", "pytorch", "--output", str(script)]) == 0
    compile(script.read_text(encoding="utf-8"), str(script), "exec")
    header, *rows = (tmp_path / "digits_data.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("p00,p01")
    assert len(rows) == 1797
    assert capsys.readouterr().out.count("digits_data.csv") == 1


def test_data_of_another_kind_under_that_name_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "digits_data.csv").write_text("mine\n", encoding="utf-8")
    script = tmp_path / "digits.py"
    assert main(["export", *DIGITS, "--to", "pytorch", "--output", str(script)]) == 3
    assert "digits_data.csv exists" in capsys.readouterr().err
    assert not script.exists()
    assert (tmp_path / "digits_data.csv").read_text(encoding="utf-8") == "mine\n"


def test_without_output_the_command_says_that_the_script_reads_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *DIGITS, "--to", "keras"]) == 0
    assert "digits_data.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["last_layer#linear_out"], 2, "--to"),
        (["last_layer#linear_out", "--to", "jax"], 2, "invalid choice"),
        (["--to", "pytorch"], 2, "export needs LESSON#EXPERIMENT"),
        (["last_layer#liner_out", "--to", "pytorch"], 2, "did you mean 'linear_out'?"),
        (["last_layer#linear_out", "--to", "pytorch", "--output", str(Path("no/such/x.py"))], 3, "x.py"),
        (["--data", "missing.csv", "--to", "keras"], 3, "no file missing.csv"),
    ],
)
def test_a_wrong_turn_gets_one_clear_line(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 1


def test_an_export_loads_no_framework() -> None:
    assert {"torch", "keras"}.isdisjoint(_modules_of("engine.export.pytorch", "engine.export.keras"))


def _modules_of(*names: str) -> set[str]:
    import subprocess

    code = f"import sys\nfor name in {names!r}: __import__(name)\nprint(*{{m.split('.')[0] for m in sys.modules}})"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    return set(done.stdout.split())


def test_output_never_replaces_what_is_not_an_exported_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("a,b,y\n" + "".join(f"{n},{n % 7},{n * 2.5}\n" for n in range(40)))
    kept = own.read_text()
    notes = tmp_path / "notes.py"
    notes.write_text("mine = 1\n")
    script = tmp_path / "script.py"
    command = ["export", "--data", str(own), "--to", "pytorch", "--output"]
    assert main([*command, str(own)]) == 3
    assert main([*command, str(notes)]) == 3
    assert main([*command, ""]) == 3
    assert main([*command, str(tmp_path)]) == 3
    assert (own.read_text(), notes.read_text()) == (kept, "mine = 1\n")
    assert main([*command, str(script)]) == 0
    assert main([*command, str(script)]) == 0  # one of our own may be written again
    assert "Wrote" in capsys.readouterr().out


def test_a_script_may_not_take_the_name_of_its_data(tmp_path: Path) -> None:
    large = ["export", "--data", "digits", "--net", "64 -> 10 softmax", "--loss", "cce", "--optimizer", "sgd 0.1"]
    assert main([*large, "--to", "pytorch", "--output", str(tmp_path / "digits_data.csv")]) == 3
    assert list(tmp_path.iterdir()) == []
    assert main([*large, "--to", "pytorch", "--output", str(tmp_path / "script.py")]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["digits_data.csv", "script.py"]
