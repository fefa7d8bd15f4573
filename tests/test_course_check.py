"""The checker finds every mistake at its place, refuses clashing ids, and trains what a lesson claims."""

import argparse
import json
import os
from pathlib import Path

import pytest

from tutor.commands import check as command
from tutor.course.check import examine
from tutor.course.claims import Outcome
from tutor.course.model import Lesson, Place
from tutor.course.parse import load
from tutor.course.trained import TrainedClaim, train_lesson

LESSONS = Path(__file__).parent / "lessons"
SOUND = (LESSONS / "sound.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_ten_planted_mistakes_are_each_found_at_their_place() -> None:
    found = [(each.line, each.column, each.code) for each in examine([LESSONS / "planted.md"]).problems]
    assert found == [
        (5, 1, "unknown-key"),
        (13, 13, "value"),
        (21, 6, "shape"),
        (24, 1, "unclosed"),
        (35, 17, "unknown-id"),
        (37, 1, "answers"),
        (39, 1, "feedback"),
        (42, 12, "repeated-id"),
        (45, 7, "value"),
        (50, 27, "claim"),
    ]


def test_the_example_lesson_is_sound() -> None:
    problems = examine([LESSONS / "example.md"]).problems
    assert [each for each in problems if each.severity == "error"] == []
    assert {each.code for each in problems} == {"uncited"}


def test_two_lessons_cannot_share_an_id(tmp_path: Path) -> None:
    first = write(tmp_path, "01-a.md", SOUND)
    second = write(tmp_path, "02-b.md", "\n".join(SOUND.splitlines()))
    (problem,) = examine([tmp_path]).problems
    assert (problem.path, problem.line, problem.column, problem.code) == (second, 3, 5, "repeated-id")
    assert first in problem.message


def test_needs_names_a_lesson_that_is_checked_along_or_ships(tmp_path: Path) -> None:
    first = write(tmp_path, "01-a.md", SOUND.replace("order: 7", "needs: slopes, later, latr"))
    second = write(tmp_path, "02-b.md", SOUND.replace("id: sound", "id: later"))
    for paths in ([tmp_path], [first, second]):
        (problem,) = examine(paths).problems
        assert (problem.path, problem.line, problem.column, problem.code) == (first, 5, 23, "unknown-id")
        assert "did you mean 'later'" in problem.message
    assert not examine([first]).problems, "one lesson alone may need others"


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "01-a.md", SOUND)
    assert not examine([path, tmp_path, path]).problems


def test_a_byte_that_is_no_utf8_is_found_on_its_line(tmp_path: Path) -> None:
    path = tmp_path / "01-a.md"
    path.write_bytes("---\nformat: 1\ntitle: Ölgös".encode() + b"\xff\n")
    (problem,) = examine([path]).problems
    assert (problem.line, problem.column, problem.code) == (3, 13, "encoding")


def test_a_file_of_more_than_a_megabyte_is_refused_unread(tmp_path: Path) -> None:
    (problem,) = examine([write(tmp_path, "01-a.md", SOUND + "x" * 1_000_000)]).problems
    assert problem.code == "too-large"


def test_paths_are_said_as_they_were_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "01-a.md", "no lesson")
    monkeypatch.chdir(tmp_path)
    assert run("./01-a.md") == 1
    assert run(os.curdir) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("./01-a.md:1:1: error[missing-key]: ")
    assert lines[2].startswith(f".{os.sep}01-a.md:1:1: error[missing-key]: ")


@pytest.mark.parametrize("name", ["missing.md", "empty", "null\0byte"])
def test_a_path_without_lessons_is_one_line_on_standard_error(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / name)) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_an_author_wrote_cannot_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "01-a.md", SOUND.replace("which\n", "wh\x1b[2Jich\n"))
    assert run(path) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_training_prints_both_sides_of_every_claim_for_every_seed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(str(LESSONS / "sound.md"), "--train") == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    for head in (
        ": learns: all train_loss(small_tanh) < train_loss(small_tanh, epoch=0)",
        ": bounded: most max_prediction(small_relu) <= 1",
        ": race: predicted train_loss(small_tanh) < train_loss(small_relu)",
    ):
        start = next(index for index, line in enumerate(lines) if line.endswith(head))
        assert lines[start + 1].split() == ["seed", "left", "right", "holds", "margin"]
        assert [line.split()[0] for line in lines[start + 2 : start + 5]] == ["1", "2", "3"]
    assert "2 claims and 1 prediction trained, all hold (6 runs, " in lines[-1]


def test_a_claim_that_does_not_hold_fails_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SOUND.replace("bounded: most max_prediction(small_relu) <= 1", "bounded: accuracy(small_relu) > 1.5")
    path = write(tmp_path, "01-a.md", text)
    assert run(path, "--train") == 1
    line = text.splitlines().index("bounded: accuracy(small_relu) > 1.5    # a sigmoid's ceiling") + 1
    assert f"{path}:{line}:1: error[claim]: claim 'bounded' does not hold for seeds 1, 2, 3" in capsys.readouterr().out


def test_a_prediction_that_training_refutes_fails_at_its_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SOUND.replace("expect: small_tanh", "expect: small_relu")
    path = write(tmp_path, "01-a.md", text)
    assert run(path, "--train") == 1
    line = text.splitlines().index("::: predict race") + 1
    assert f"{path}:{line}:1: error[claim]: prediction 'race' does not hold" in capsys.readouterr().out


def test_each_experiment_is_trained_once_for_each_seed(sound: Lesson) -> None:
    trained: list[str] = []
    claims = list(train_lesson(sound, lambda done, total, name: trained.append(f"{done}/{total} {name}")))
    assert [claim.name for claim in claims] == ["learns", "bounded", "race"]
    assert len(trained) == len({line.split(" ", 1)[1] for line in trained}) == 6
    assert trained[-1].startswith("5/6 ")


def test_training_starts_from_every_seed_and_not_always_from_the_same() -> None:
    (learns, *_) = train_lesson(load(LESSONS / "sound.md"))
    assert list(learns.outcomes) == [1, 2, 3]
    assert len({(outcome.left, outcome.right) for outcome in learns.outcomes.values()}) == 3


def test_the_seed_that_a_learner_sees_is_trained_as_well(tmp_path: Path) -> None:
    own = SOUND.replace("seed: 1\n", "seed: 9\n")
    lesson = load(Path(write(tmp_path, "01-a.md", own)))
    trained: list[str] = []
    learns, bounded, race = train_lesson(lesson, lambda done, total, name: trained.append(f"{done + 1}/{total} {name}"))
    assert list(learns.outcomes) == list(race.outcomes) == [1, 2, 3, 9]
    assert list(bounded.outcomes) == [1, 2, 3], "'most' is counted over the lesson's seeds"
    assert trained[6:] == ["7/8 sound#small_tanh seed 9", "8/8 sound#small_relu seed 9"]
    alone = load(Path(write(tmp_path, "02-b.md", own.replace("seeds=1..3", "seeds=9"))))
    assert train_lesson(alone)[0].outcomes[9] == learns.outcomes[9]


def test_runs_with_a_seed_each_are_judged_as_they_are_shown_together(tmp_path: Path) -> None:
    text = SOUND.replace("title: ReLU\n", "title: ReLU\nseed: 3\n")
    *_, race = train_lesson(load(Path(write(tmp_path, "01-a.md", text))))
    assert list(race.outcomes) == [1, 2, 3, "1+3"]
    assert race.outcomes["1+3"].left == race.outcomes[1].left
    assert race.outcomes["1+3"].right == race.outcomes[3].right


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(LESSONS / "planted.md"), str(LESSONS / "sound.md"), "--train", "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    assert {"path", "line", "column", "severity", "code", "message"} == set(document["problems"][0])
    assert [claim["name"] for claim in document["claims"]] == ["learns", "bounded", "race"]
    assert [seed["seed"] for seed in document["claims"][0]["seeds"]] == [1, 2, 3]


def test_github_gets_annotations(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(LESSONS / "planted.md")
    assert run(path, "--format", "github") == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"::error file={path},line=5,col=1,title=nn-tutor unknown-key::unknown setting")


@pytest.mark.parametrize(
    ("quantifier", "held", "holds", "margin"),
    [
        ("all", (True, True, True), True, 0.1),
        ("all", (True, False, True), False, -0.2),
        ("most", (True, False, True), True, 0.1),
        ("most", (True, False, False), False, -0.2),
        ("some", (False, True, False), True, 0.2),
        ("some", (False, False, False), False, -0.1),
    ],
)
def test_a_claim_holds_for_as_many_seeds_as_it_says(
    quantifier: str, held: tuple[bool, ...], holds: bool, margin: float
) -> None:
    outcomes = {
        seed: Outcome(each, 0.0, 1.0, seed / 10 if each else -seed / 10) for seed, each in enumerate(held, start=1)
    }
    claim = TrainedClaim("c", "a < b", quantifier, "<", Place(9), outcomes)
    assert claim.holds is holds
    assert claim.margin == pytest.approx(margin)


def test_a_thin_margin_is_a_warning_and_a_wide_one_is_nothing() -> None:
    def claim(margin: float) -> TrainedClaim:
        return TrainedClaim("c", "a < b", "all", "<", Place(9), {1: Outcome(True, 1.0, 2.0, margin)})

    thin = claim(0.09).problem("a.md")
    assert thin is not None
    assert str(thin).startswith("a.md:9:1: warning[margin]: claim 'c' holds by 9.0 % only")
    assert claim(0.11).problem("a.md") is None


def test_lessons_with_errors_are_not_trained() -> None:
    assert examine([LESSONS / "planted.md"]).lessons == ()


@pytest.fixture
def sound() -> Lesson:
    return load(LESSONS / "sound.md")


def test_json_moves_no_cursor_whatever_a_file_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "a\x9b31m\x1b[2J.md"
    odd.write_text("no lesson", encoding="utf-8")
    assert run(str(tmp_path), "--format", "json") == 1
    told = capsys.readouterr().out
    assert told.isascii()
    assert "\x1b" not in told
    assert json.loads(told)["problems"][0]["path"].startswith(str(tmp_path))
