"""The command line: one clear line for every wrong turn, the right exit code, and output fit for a pipe."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tutor.cli import main

ROOT = Path(__file__).parents[1]

LESSON = """---
format: 1
id: tiny
title: A tiny lesson
order: 1
minutes: 5
---

Some words.

```experiment small
title: a small net
data: moons
samples: 60
net: 2 -> 3 tanh -> 1 sigmoid
loss: bce
optimizer: adam 0.05
epochs: 5
```

```experiment broken
title: a net that diverges
data: moons
samples: 60
net: 2 -> 3 relu -> 1 linear
loss: mse
optimizer: sgd 10000
epochs: 50
```

::: choice best
Which one?

- [x] The small one {run=small}
  > Yes.
- [ ] The broken one {run=broken}
  > No.
:::
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def course(tmp_path: Path) -> str:
    """A folder with one small lesson."""
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "01-tiny.md").write_text(LESSON, encoding="utf-8")
    return str(folder)


def program(*arguments: str, typed: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tutor", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, cwd=ROOT, encoding="utf-8", timeout=60, **options)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on standard error, which must be a single line and no traceback."""
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("\n")
    assert len(said.err.splitlines()) == 1
    return said.err.strip()


# -- wrong turns --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["last_laier"], 2, "no lesson 'last_laier'; did you mean 'last_layer'?"),
        (["--plain", "xyzzy"], 2, "no lesson 'xyzzy'; nn-tutor list shows them all"),
        (["no/such/file.md"], 3, "no file no/such/file.md"),
        (["list", "--lessons", "/no/such/folder"], 3, "no folder /no/such/folder"),
        (["run"], 2, "run needs LESSON#EXPERIMENT or settings such as --data"),
        (["run", "last_laier#linear_out"], 2, "did you mean 'last_layer'?"),
        (["run", "last_layer#liner_out"], 2, "did you mean 'linear_out'?"),
        (["run", "last_layer#linear_out", "--batch", "3"], 2, "--batch is for an experiment of your own"),
        (["run", "last_layer#linear_out", "--seed", "-1"], 2, "seed"),
        (["run", "--data", "missing.csv"], 3, "no file missing.csv"),
        (["run", "--data"], 2, "argument --data: expected one argument"),
        (["run", "last_layer#linear_out", "--sed", "3"], 2, "no option --sed; did you mean --seed?"),
        (["check"], 2, "PATH"),
        (["progress", "--json", "--where"], 2, "not allowed with"),
        (["--nonsense"], 2, "no option --nonsense (see nn-tutor --help)"),
        (["last_layer", "slopes"], 2, "unrecognized arguments: slopes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_turn_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    assert said in one_line(capsys)


@pytest.mark.parametrize("data", ["", "nothing", "houses_ame"])
def test_data_of_nothing_is_said_in_one_line(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--net", "2 -> 1 linear", "--loss", "mse", "--optimizer", "sgd 0.1"]
    assert main(["run", "--data", data, *settings]) == 2
    assert "data" in one_line(capsys)


def test_every_wrong_setting_of_a_run_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--data", "moons", "--net", "2 -> 3 tanhh -> 1 sigmoid", "--loss", "bec"]
    assert main(["run", *settings]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 3
    assert all(hint in told for hint in ("'tanh'", "'bce'", "optimizer"))


def test_a_lesson_that_is_no_utf_8_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "latin.md"
    path.write_bytes(LESSON.replace("tiny lesson", "caf\xe9").encode("latin-1"))
    assert main([str(path)]) == 3
    assert "latin.md:4:" in one_line(capsys)


def test_a_lesson_with_mistakes_names_their_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.md"
    path.write_text(LESSON.replace("loss: bce", "loss: bec"), encoding="utf-8")
    assert main([str(path)]) == 1
    assert "wrong.md:16:" in one_line(capsys)


def test_a_folder_without_lessons_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["--lessons", str(tmp_path / "empty")]) == 3
    assert one_line(capsys) == f"nn-tutor: no lessons in {tmp_path / 'empty'}"


def test_a_folder_in_place_of_a_lesson_is_told_how(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([course]) == 2
    assert f"--lessons {course}" in one_line(capsys)


@pytest.mark.parametrize("arguments", [[], ["tiny"], ["--plain", "tiny"], ["progress", "--reset", "--yes"]])
def test_an_unwritable_home_is_said_before_anything_is_asked(
    arguments: list[str], course: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file is in the way")
    assert main([*arguments, "--lessons", course]) == 3
    assert str(home) in one_line(capsys)


def test_a_damaged_record_is_mentioned_and_the_command_goes_on(
    course: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "events").mkdir(parents=True)
    (home / "events" / "old.jsonl").write_bytes(b"garbage\n")
    assert main(["list", "--lessons", course]) == 0
    said = capsys.readouterr()
    assert "tiny" in said.out
    assert len(said.err.splitlines()) == 1
    assert "old.jsonl" in said.err


def test_a_fault_of_the_tutors_own_is_loud(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("tutor.commands.list.run", broken)
    with pytest.raises(ZeroDivisionError):
        main(["list"])


def test_ctrl_c_is_exit_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tutor.commands.list.run", interrupted)
    assert main(["list"]) == 130


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT to another process is POSIX")
def test_ctrl_c_at_the_prompt_is_quiet(course: str) -> None:
    command = [sys.executable, "-m", "tutor", "--plain", "--lessons", course]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        seen = b""
        while b"> " not in seen:
            said = process.stdout.read1()  # type: ignore[attr-defined]
            assert said, "it ended before it asked anything"
            seen += said
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the shell is POSIX")
def test_a_reader_that_leaves_early_is_no_error(course: str) -> None:
    command = f"'{sys.executable}' -m tutor run tiny#small --json --lessons '{course}' | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=ROOT, text=True, timeout=60)
    assert json.loads(done.stdout)["epoch"] == 0
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_said_in_one_line(course: str) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "tutor", "list", "--lessons", course]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, text=True, timeout=60)
    assert done.returncode == 3
    assert done.stderr == "nn-tutor: No space left on device\n"


def test_an_old_encoding_gets_question_marks_and_no_error(course: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "run", "tiny#small", "--lessons", course],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


# -- run ----------------------------------------------------------------------------------------------------


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    out = capsys.readouterr().out
    return [json.loads(line, parse_constant=refuse) for line in out.splitlines()]


def test_run_json_has_an_object_for_each_epoch_and_a_summary(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "tiny#small", "--json", "--lessons", course]) == 0
    *epochs, last = lines_of(capsys)
    assert [line["epoch"] for line in epochs] == [0, 1, 2, 3, 4, 5]
    wanted = {"train_loss", "test_loss", "metric", "metric_name", "grad_norms", "status"}
    assert all(wanted <= set(line) for line in epochs)
    assert [line["status"] for line in epochs] == ["training"] * 5 + ["done"]
    assert last["summary"]["test_loss"] == epochs[-1]["test_loss"]
    assert last["summary"]["seed"] == 1


def test_run_json_is_the_same_bytes_twice_and_other_ones_for_another_seed(course: str) -> None:
    first, second, other = (
        program("run", "tiny#small", "--json", "--lessons", course, "--seed", seed).stdout for seed in "334"
    )
    assert first == second
    assert first != other
    assert json.loads(first.splitlines()[-1])["summary"]["seed"] == 3


def test_a_run_that_diverges_is_valid_json_with_the_reason(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "tiny#broken", "--json", "--lessons", course]) == 0
    *_, end, last = lines_of(capsys)
    assert end["status"] == "diverged"
    assert end["reason"]
    assert end["train_loss"] is None
    assert last["summary"]["status"] == "diverged"


def test_a_setup_of_ones_own_runs_and_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--data", "line", "--net", "1 -> 1 linear", "--loss", "mse", "--optimizer", "sgd 0.1"]
    assert main(["run", *arguments, "--epochs", "3", "--seed", "7", "--json"]) == 0
    *epochs, last = lines_of(capsys)
    assert len(epochs) == 4
    assert "net: 1 -> 1 linear" in last["summary"]["experiment"]
    assert last["summary"]["seed"] == 7


def test_into_a_pipe_goes_no_escape_code_and_no_bar(course: str) -> None:
    done = program("run", "tiny#small", "--lessons", course, env={**os.environ, "FORCE_COLOR": "1"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "epoch" in done.stdout
    assert "accuracy" in done.stdout
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_a_diverged_run_is_drawn_and_explained(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "tiny#broken", "--lessons", course]) == 0
    out = capsys.readouterr().out
    assert "This run diverged in epoch " in out
    assert "The doctor says:" in out


def test_pictures_are_as_wide_as_columns_says(
    course: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert main(["run", "tiny#small", "--lessons", course]) == 0
    drawn = capsys.readouterr().out.splitlines()[2:]
    assert 40 < max(len(line) for line in drawn) <= 50


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("no_color", [False, True])
def test_a_terminal_gets_color_unless_it_asks_for_none(course: str, no_color: bool) -> None:
    import pty

    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", **({"NO_COLOR": "1"} if no_color else {})}
    command = [sys.executable, "-m", "tutor", "run", "tiny#small", "--lessons", course]
    with subprocess.Popen(command, stdout=terminal, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment) as process:
        os.close(terminal)
        seen = b""
        while chunk := _read(controller):
            seen += chunk
    os.close(controller)
    assert process.returncode == 0
    assert (b"\x1b[38;" in seen) is not no_color


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


# -- list and progress --------------------------------------------------------------------------------------


def test_list_shows_the_shipped_lessons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "last_layer" in out
    assert "slopes" in out


def test_progress_is_in_the_list_after_an_answer(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = program("--plain", "tiny", "--lessons", course, typed="\n1\ns\n")
    assert done.returncode == 0
    assert main(["list", "--json", "--lessons", course]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["answered"], row["right"], row["total"]) == ("tiny", 1, 1, 1)
    assert main(["progress", "--json", "--lessons", course]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["confidence"] == {"sure": {"answers": 1, "right": 1, "acceptable": 0}}
    assert told["answers"][0]["question"] == "best"
    assert main(["progress", "--lessons", course]) == 0
    assert "1 of 1 answered, 1 right" in capsys.readouterr().out


def test_an_acceptable_answer_is_counted_apart_from_the_right_ones(
    course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(course) / "01-tiny.md"
    path.write_text(LESSON.replace("- [ ] The broken one", "- [~] The broken one"), encoding="utf-8")
    done = program("--plain", "tiny", "--lessons", course, typed="\n2\ns\n\n")
    assert "1 of 1 questions answered, 0 right, 1 acceptable." in done.stdout
    assert main(["list", "--json", "--lessons", course]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["answered"], row["right"], row["acceptable"], row["total"]) == (1, 0, 1, 1)
    assert main(["progress", "--json", "--lessons", course]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["confidence"] == {"sure": {"answers": 1, "right": 0, "acceptable": 1}}
    assert main(["progress", "--lessons", course]) == 0
    lesson, sure = capsys.readouterr().out.splitlines()
    assert lesson == "✔ A tiny lesson: 1 of 1 answered, 0 right, 1 acceptable"
    assert sure == "  sure: 1 answered, 0 right, 1 acceptable"


def test_a_lesson_that_cannot_be_read_is_listed_with_its_problem(
    course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(course) / "02-broken.md").write_text("no front matter")
    assert main(["list", "--json", "--lessons", course]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [bool(row["problem"]) for row in rows] == [False, True]


def test_where_says_the_home_and_makes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--where"]) == 0
    assert capsys.readouterr().out == f"{home}\n"
    assert not home.exists()


def test_reset_asks_first_and_deletes_nothing(course: str, home: Path) -> None:
    program("--plain", "tiny", "--lessons", course, typed="\n1\ns\n")
    refused = program("progress", "--reset")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert len(list((home / "events").glob("*.jsonl"))) == 1
    agreed = program("progress", "--reset", "--yes")
    assert agreed.returncode == 0
    assert not (home / "events").exists()
    assert len(list(home.glob("events-set-aside-*/*.jsonl"))) == 1


def test_reset_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--reset"]) == 0
    assert "nothing to reset" in capsys.readouterr().out


# -- which front end ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terminals", "term", "plain", "expected"),
    [
        ((True, True), "xterm", [], "app"),
        ((True, True), "dumb", [], "plain"),
        ((True, True), "xterm", ["--plain"], "plain"),
        ((False, True), "xterm", [], "plain"),
        ((True, False), "xterm", [], "plain"),
    ],
)
def test_the_screens_need_a_terminal_at_both_ends(
    terminals: tuple[bool, bool], term: str, plain: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminals[0], raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminals[1], raising=False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("tutor.app.run_app", lambda *_: chosen.append("app") or 0)
    monkeypatch.setattr("tutor.plain.start.play", lambda *_: chosen.append("plain") or 0)
    assert main(plain) == 0
    assert chosen == [expected]


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    assert main(["--version"]) == 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert capsys.readouterr().out == f"nn-tutor {project['version']}\n"


@pytest.mark.parametrize("command", ["list", "run", "check", "progress"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"nn-tutor {command}" in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert f"  {command} " in capsys.readouterr().out
