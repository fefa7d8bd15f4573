"""`check --train` tells the same from one process or many, trained now or known from before, and can be stopped."""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.commands import check as command
from tutor.commands.refusal import Refusal
from tutor.course import training
from tutor.course.parse import parse
from tutor.course.processes import WorkerLost
from tutor.course.trained import train_lesson
from tutor.course.training import Job, Numbers, jobs_of

SOUND = (Path(__file__).parent / "lessons" / "sound.md").read_text(encoding="utf-8")
RUNS = 6


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "01-sound.md"
    path.write_text(SOUND, encoding="utf-8")
    return path


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The runs that are really trained, as they are."""
    names: list[str] = []
    measured = training.measured

    def watched(job: Job) -> Numbers:
        names.append(job.name)
        return measured(job)

    monkeypatch.setattr(training, "measured", watched)
    return names


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs the command and gives what it printed, but for what training took."""

    def run(*arguments: object, code: int = 0) -> str:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        assert command.run(parser.parse_args([*map(str, arguments), "--train"])) == code
        return capsys.readouterr().out

    return run


def without_cost(output: str) -> str:
    return output[: output.rindex(" (")]


@pytest.mark.parametrize("style", ["text", "github", "json"])
def test_several_processes_tell_the_same_as_one(
    style: str, lesson: Path, check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson.write_text(
        SOUND.replace("bounded: most max_prediction(small_relu) <= 1", "bounded: accuracy(small_relu) > 2")
    )
    alone = check(lesson, "--fresh", "--jobs", 1, "--format", style, code=1)
    used: list[int] = []
    in_processes = training.in_processes

    def watched(work: object, items: object, processes: int, *others: object) -> None:
        used.append(processes)
        in_processes(work, items, processes, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "WORTH_PROCESSES", 0.0)
    monkeypatch.setattr(training, "in_processes", watched)
    together = check(lesson, "--fresh", "--jobs", 2, "--format", style, code=1)
    assert used == [2]
    if style != "json":
        alone, together = without_cost(alone), without_cost(together)
    assert together == alone


def test_a_moment_of_training_is_not_worth_a_process(lesson: Path, check: Callable[..., str]) -> None:
    check(lesson, "--jobs", 8)
    assert multiprocessing.active_children() == []
    assert sum(job.seconds for job in jobs_of(parse(SOUND, "")[0])) < training.WORTH_PROCESSES  # type: ignore[arg-type]


@pytest.mark.parametrize("style", ["text", "github", "json"])
def test_checking_again_trains_nothing_and_tells_the_same(
    style: str, lesson: Path, check: Callable[..., str], trained: list[str]
) -> None:
    first = check(lesson, "--format", style)
    assert len(trained) == RUNS
    again = check(lesson, "--format", style)
    assert len(trained) == RUNS, "nothing is trained twice"
    if style == "json":
        assert again == first
    else:
        assert without_cost(again) == without_cost(first)
        assert f"({RUNS} runs, {RUNS} from the cache, " in again
        assert "cache" not in first


def test_only_what_a_change_touches_is_trained_again(
    lesson: Path, check: Callable[..., str], trained: list[str]
) -> None:
    check(lesson)
    trained.clear()
    lesson.write_text(SOUND.replace("sgd 0.001", "sgd 0.002"))
    check(lesson)
    assert trained == [f"sound#small_relu seed {seed}" for seed in (1, 2, 3)]
    trained.clear()
    lesson.write_text(SOUND.replace("seeds=1..3", "seeds=1..4").replace("Some prose before.", "Other prose."))
    check(lesson)
    assert trained == ["sound#small_tanh seed 4", "sound#small_relu seed 4"]


def test_fresh_trains_what_is_known(lesson: Path, check: Callable[..., str], trained: list[str]) -> None:
    check(lesson)
    check(lesson, "--fresh")
    assert len(trained) == 2 * RUNS


def test_what_an_earlier_check_wrongly_kept_cannot_make_a_fresh_one_pass(
    lesson: Path, check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(training, "measured", lambda job: (0.0,) * len(job.asked))
        check(lesson, code=1)
    check(lesson, code=1)
    check(lesson, "--fresh", code=0)
    check(lesson, code=0)


def test_a_cache_that_cannot_be_written_is_no_trouble(
    lesson: Path, home: Path, check: Callable[..., str], trained: list[str]
) -> None:
    home.write_text("a file where the folder should be")
    check(lesson)
    assert "all hold" in check(lesson)
    assert len(trained) == 2 * RUNS


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_bar_that_is_gone_in_the_end(
    lesson: Path, check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    output = check(lesson)
    assert "\x1b" not in output
    shown = screen.getvalue()
    assert f"0/{RUNS}" in shown
    assert f"{RUNS}/{RUNS}" in shown
    assert "left · sound#small_relu seed 3" in shown
    assert "\x1b[3" not in shown, "NO_COLOR"
    assert shown.endswith("\r\x1b[1A\x1b[2K"), "the line is cleared and the cursor back where it was"


def test_a_pipe_sees_no_bar_and_where_nothing_is_trained_neither_does_a_terminal(
    lesson: Path, check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", pipe := io.StringIO())
    check(lesson)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    check(lesson)
    assert pipe.getvalue() == screen.getvalue() == ""


def test_a_lost_process_is_one_line_that_says_what_to_do(
    lesson: Path, check: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object) -> None:
        raise WorkerLost

    monkeypatch.setattr(training, "train", lose)
    with pytest.raises(Refusal) as caught:
        check(lesson)
    (line,) = caught.value.lines
    assert "--jobs 1" in line
    assert caught.value.code == 3


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", "²", ""])
def test_a_number_of_processes_that_is_none_is_refused(number: str, lesson: Path, check: Callable[..., str]) -> None:
    with pytest.raises(SystemExit) as caught:
        check(lesson, f"--jobs={number}")
    assert caught.value.code == 2


def test_an_epoch_that_a_run_stopped_before_has_no_value() -> None:
    text = SOUND.replace("optimizer: sgd 0.001", "optimizer: sgd 1e-300\npatience: 1").replace(
        "max_prediction(small_relu) <= 1", "train_loss(small_relu, epoch=5) < 9"
    )
    lesson, problems = parse(text, "")
    assert lesson is not None, problems
    _, bounded, _ = train_lesson(lesson)
    problem = bounded.problem("01-a.md")
    assert problem is not None
    assert "does not hold for seeds 1, 2, 3: nan < 9 is not so; nan is what has no value" in problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_check_that_is_stopped_ends_at_once_with_all_its_processes(
    sent: signal.Signals, code: int, lesson: Path, home: Path
) -> None:
    lesson.write_text(SOUND.replace("seeds=1..3", "seeds=1..20").replace("epochs: 5", "epochs: 2000"))
    arguments = [sys.executable, "-m", "tutor", "check", "--train", "--jobs", "2", str(lesson)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    for _ in range(1000):  # until the first run is done: then others are under way
        if any(home.rglob("*.run.json")) or process.poll() is not None:
            break
        time.sleep(0.02)
    process.send_signal(sent)
    # Both ends only when nobody holds standard output any more, neither the check nor a process that it started.
    output, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert output == ""
    assert sent is signal.SIGTERM or errors == ""
    assert 0 < len(list(home.rglob("*.run.json"))) < 40
