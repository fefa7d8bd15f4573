"""What the command line guesses was meant: a name that is nearly right, a number with a comma, other epochs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from tutor.cli import main

OWN = ["--data", "moons", "--net", "2 -> 3 tanh -> 1 sigmoid", "--loss", "bce"]
SGD = ["--optimizer", "sgd 0.1"]

LESSON = """---
format: 1
id: tiny
title: A tiny lesson
order: 1
minutes: 5
---

Some words.

```experiment falling
title: a title · with epochs: 9
data: moons
samples: 60
net: 2 -> 3 tanh -> 1 sigmoid
loss: bce
optimizer: adam 0.05
schedule: warmup 2, cosine
epochs: 8
```
"""


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def course(tmp_path: Path) -> str:
    """A folder with one lesson that has an experiment of 8 epochs."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "01-tiny.md").write_text(LESSON, encoding="utf-8")
    return str(tmp_path / "course")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", *OWN, "--optimzer", "adam 0.01"], "no option --optimzer; did you mean --optimizer?"),
        (["play", "moons.md"], "no command 'play'; a lesson is played with nn-tutor moons.md"),
        (["run", *OWN, *SGD, "--output-bias=1"], "no option --output-bias; did you mean --output_bias?"),
        (["export", *OWN, *SGD, "--too", "pytorch"], "no option --too; did you mean --to?"),
        (["progress", "--resett"], "no option --resett; did you mean --reset?"),
        (["--plian"], "no option --plian; did you mean --plain?"),
        (["list", "--qqqq"], "no option --qqqq (see nn-tutor list --help)"),
        (["exprot"], "no lesson 'exprot'; did you mean 'export'?"),
        (["exprot", "last_layer#linear_out", "--to", "pytorch"], "no command 'exprot'; did you mean 'export'?"),
        (["--lessons", ".", "chekc", "lessons"], "no command 'chekc'; did you mean 'check'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_that_is_nearly_right_gets_the_right_one(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_words_behind_two_dashes_and_values_with_dashes_are_no_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", *OWN, *SGD, "--epochs", "1", "--title=--not an option"]) == 0
    assert "title: --not an option" in capsys.readouterr().out
    assert main(["run", "--", "--strange"]) == 2
    assert "no lesson '--strange'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        (["--optimizer", "adam 0,01"], "'0,01' is not a number above zero and at most a million; write 0.01, with a"),
        (["--optimizer", "adam 0.01 beta 0,9"], "not '0,9'; write 0.9, with a point"),
        ([*SGD, "--l2", "1,5e-3"], "l2: '1,5e-3' is not a number; write 1.5e-3, with a point"),
        ([*SGD, "--unit", "100,000"], "unit: '100,000' is not a number; write 100000, without commas"),
        ([*SGD, "--split", "0,875"], "split: '0,875' is not a number; write 0.875, with a point"),
        ([*SGD, "--noise", "1,2,3"], "noise: '1,2,3' is not a number"),
        ([*SGD, "--batch", "-4"], "batch: -4 is too small; the least is 1, or write full for all examples at once"),
        ([*SGD, "--epochs", "-1"], "epochs: -1 is too small; the least is 1"),
        ([*SGD, "--batch", "many"], "batch: 'many' is not a whole number"),
    ],
    ids=lambda value: " ".join(value[-2:]),
)
def test_a_number_that_is_none_is_told_how_to_be_one(
    settings: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", *OWN, *settings]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert hint in line
    assert ("; write" in line) == ("; write" in hint)


def test_help_lists_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for names in (SOURCES, ACTIVATIONS, LOSSES, OPTIMIZERS):
        assert ", ".join(names) in told


def test_a_lesson_s_experiment_trains_for_other_epochs_and_says_so(
    course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", "tiny#falling", "--lessons", course, "--json"]
    assert main([*command, "--epochs", "4"]) == 0
    said = capsys.readouterr()
    assert (
        said.err == "The lesson trains this experiment for 8 epochs; here it is 4. Its rate falls to 0 over these 4.\n"
    )
    *epochs, last = [json.loads(line) for line in said.out.splitlines()]
    assert [line["epoch"] for line in epochs] == [0, 1, 2, 3, 4]
    assert epochs[-1]["rate"] == pytest.approx(0.05 / 2)  # the second and last epoch of its fall
    assert last["summary"]["title"] == "a title · with epochs: 9"
    for settings in ((), ("--epochs", "8")):
        assert main([*command, *settings]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        assert len(said.out.splitlines()) == 8 + 2


@pytest.mark.parametrize(
    ("epochs", "said"),
    [
        ("2", "a warm-up of 2 epochs leaves nothing of 2 epochs"),
        ("0", "epochs: 0 is too small; the least is 1"),
        ("999999", "epochs: 999999 is more than the 100000 allowed"),
    ],
)
def test_epochs_that_an_experiment_cannot_have_are_refused(
    epochs: str, said: str, course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "tiny#falling", "--lessons", course, "--epochs", epochs]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_an_export_takes_other_epochs_too(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tiny#falling", "--lessons", course, "--to", "pytorch", "--epochs", "4"]) == 0
    said = capsys.readouterr()
    assert "\nEPOCHS = 4\n" in said.out
    assert "here it is 4" in said.err
