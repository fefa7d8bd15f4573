"""What `nn-tutor run` tells of a run: every head, what happened to its units and rate, and what the doctor sees."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from engine.notation.settings import READERS
from tutor.cli import main
from tutor.commands.chosen import EXAMPLES


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")


HEADS = [
    "--data",
    "detector",
    "--samples",
    "80",
    "--target",
    "object + x, y",
    "--net",
    "64 -> 4 relu -> 1 sigmoid + 2 linear",
]
HEADS += ["--loss", "bce + 5 mse where object", "--optimizer", "adam 0.01", "--epochs", "3"]


def rows(told: str) -> dict[str, list[str]]:
    """The cells of each row of a run's table, by its label."""
    cells = (re.split(r" {3,}", line) for line in told.splitlines())
    return {label: values for label, *values in cells if values}


def test_every_head_has_a_row_with_its_losses_and_its_metric(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *HEADS, "--schedule", "cosine", "--l2", "0.01"]) == 0
    table = rows(capsys.readouterr().out)
    for label, unit in (("object: train, test, accuracy", "%"), ("x, y: train, test, RMSE", "")):
        assert [len(cell.split(", ")) for cell in table[label]] == [3, 3]
        assert all(cell.endswith(unit) for cell in table[label])
    assert table["learning rate"] == ["0.01", "0.0025"]
    assert len(table["penalty on weights"]) == 2


def test_every_head_has_a_verdict_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    odd = [word.replace("1 sigmoid", "1 linear").replace("bce", "mse") for word in HEADS]
    for settings, first in ((HEADS, "matched; "), (odd, "runs, but… ")):
        assert main(["run", *settings]) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert told.count("Output and loss") == 2
        assert f"Output and loss of object: {first}" in told
        assert "Output and loss of x, y: matched; " in told
    assert main(["run", *odd, "--json"]) == 0
    seen = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]["pairings"]
    assert [(each["target"], each["kind"]) for each in seen] == [("object", "runs, but…"), ("x, y", "matched")]
    assert all(each["reason"] for each in seen)


def test_what_does_not_happen_has_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--data", "moons", "--net", "2 -> 3 tanh -> 1 sigmoid", "--loss", "bce", "--optimizer", "sgd 0.1"]
    assert main(["run", *settings, "--epochs", "2"]) == 0
    labels = " ".join(rows(capsys.readouterr().out))
    assert "test accuracy" in labels
    assert not any(word in labels for word in ("rate", "penalty", "dead", "saturated"))


def test_units_that_are_dead_are_counted_and_the_doctor_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--data", "moons", "--net", "2 -> 4 relu -> 1 sigmoid", "--loss", "bce", "--optimizer", "sgd 0.1"]
    assert main(["run", *settings, "--start", "constant 0", "--epochs", "2"]) == 0
    told = capsys.readouterr().out
    assert rows(told)["dead units, layer 1"] == ["100%", "100%"]
    assert "The doctor says:\n- " in told


def test_a_run_that_ran_out_of_patience_says_which_epoch_was_best(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--data", "moons", "--net", "2 -> 8 tanh -> 1 sigmoid", "--loss", "bce", "--optimizer", "adam 0.5"]
    assert main(["run", *settings, "--samples", "60", "--patience", "2", "--epochs", "500", "--json"]) == 0
    *epochs, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    best = min(epochs, key=lambda each: each["test_loss"])["epoch"]
    assert last["summary"]["best_epoch"] == best == len(epochs) - 3
    assert main(["run", *settings, "--samples", "60", "--patience", "2", "--epochs", "500"]) == 0
    assert f"Stopped early: the test loss was lowest after epoch {best}." in capsys.readouterr().out


def test_json_tells_the_terms_the_rate_and_the_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *HEADS, "--schedule", "exponential 0.5", "--l1", "0.01", "--json"]) == 0
    *epochs, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [epoch["rate"] for epoch in epochs] == [0.01, 0.01, 0.005, 0.0025]
    assert all(epoch["penalty"] > 0.0 for epoch in epochs)
    for epoch in epochs:
        assert [(term["target"], term["loss"]) for term in epoch["terms"]] == [
            ("object", "bce"),
            ("x, y", "5 mse where object"),
        ]
        assert sum(term["train_loss"] for term in epoch["terms"]) == pytest.approx(epoch["train_loss"])
        assert len(epoch["weight_norms"]) == len(epoch["grad_norms"]) == 2
    assert isinstance(last["summary"]["findings"], list)


def test_every_setting_has_an_example_that_can_be_read() -> None:
    problems: list[str] = []
    read = {
        name: READERS[name](*shlex.split(example), lambda message, *_: problems.append(message))
        for name, example in EXAMPLES.items()
    }
    assert problems == []
    assert None not in read.values()
    assert set(READERS) - set(EXAMPLES) == {"title", "show"}
