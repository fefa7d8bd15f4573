"""Lessons of one's own on the command line: begun with `new`, found beside the course, told apart, never in its way."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.commands.new import TEMPLATE
from tutor.course.check import examine
from tutor.course.parse import load
from tutor.course.trained import train_lesson

HEAD = "---\nformat: 1\nid: {}\ntitle: {}\n---\n\nWords.\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    return tmp_path / "home"


def add(home: Path, name: str, id: str, title: str = "Mine") -> Path:
    path = home / "lessons" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(id, title), encoding="utf-8")
    return path


# -- new -----------------------------------------------------------------------------------------------------


def test_a_new_lesson_passes_the_checker_and_its_claims_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "moons.md"]) == 0
    capsys.readouterr()
    assert main(["check", "--train", "moons.md"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("1 lesson checked: no errors, no warnings; 1 claim")
    assert all(claim.margin >= 0.25 for claim in train_lesson(load(tmp_path / "moons.md")))


@pytest.mark.parametrize(
    ("name", "path", "id", "title"),
    [
        ("03-last-words", "03-last-words.md", "last_words", "Last words"),
        ("what's new.md", "what's new.md", "what_s_new", "What's new"),
        ("7", "7.md", "lesson_7", "7"),
        ("v1.2", "v1.2.md", "v1_2", "V1.2"),
        ("a [bold]{run=x} $y# z", "a [bold]{run=x} $y# z.md", "a_bold_run_x_y_z", "A bold run=x y z"),
        ("---", "---.md", "my_lesson", "My lesson"),
        ("shout.MD", "shout.md", "shout", "Shout"),
        ("Übung", "Übung.md", "ubung", "Übung"),
        ("last_layer", "last_layer.md", "last_layer_2", "Last layer"),
    ],
)
def test_id_and_title_come_from_the_name_of_the_file(name: str, path: str, id: str, title: str) -> None:
    assert main(["new", "--", name] if name.startswith("-") else ["new", name]) == 0
    meta = load(Path(path)).meta
    assert (meta.id, meta.title) == (id, title)
    assert examine([path]).problems == ()


def test_what_was_done_and_what_comes_next_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "new folder/moons"]) == 0
    out = capsys.readouterr().out
    assert "Made the folder new folder" in out
    assert f"Wrote {Path('new folder') / 'moons.md'}" in out
    assert "--watch" in out
    assert "nn-tutor check 'new folder" in out


def test_nothing_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.md").write_text("precious", encoding="utf-8")
    assert main(["new", "mine"]) == 3
    assert "mine.md is already there" in capsys.readouterr().err
    assert Path("mine.md").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [("folder", 2, "is a folder"), ("README", 2, "choose another name"), ("file.txt/x", 3, "file.txt")],
)
def test_a_path_that_will_not_do_is_said_in_one_line(
    name: str, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder").mkdir()
    Path("file.txt").touch()
    assert main(["new", name]) == code
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 1


def test_learners_see_none_of_the_notes_to_the_author(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [line.strip("# ") for line in TEMPLATE.read_text().splitlines() if line.startswith("# ") or "<!--" in line]
    assert len(notes) >= 8
    main(["new", "moons"])
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", StringIO("h\n1\ns\n\n\n0\ns\n\n"))
    assert main(["--plain", "moons.md"]) == 0
    played = capsys.readouterr().out
    assert "2 of 2 questions answered" in played
    assert [note for note in notes if note[:30] in played] == []
    assert "<!--" not in played


# -- a folder of one's own -------------------------------------------------------------------------------------


def test_lessons_of_ones_own_are_listed_with_the_course(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(home, "deep/mine.md", "mine")
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert out.index("last_layer") < out.index("Mine")


def test_a_folder_given_by_hand_stands_in_for_both(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(home, "mine.md", "mine")
    Path("other").mkdir()
    Path("other/other.md").write_text(HEAD.format("other", "Other"), encoding="utf-8")
    assert main(["list", "--json", "--lessons", "other"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == ["other"]


def test_a_lesson_of_ones_own_is_opened_by_its_id(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(home, "mine.md", "mine")
    assert main(["--plain", "mine"]) == 0
    assert "Words." in capsys.readouterr().out


def test_a_broken_lesson_is_listed_with_its_first_mistake(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = add(home, "broken.md", "mine")
    path.write_text("---\nformat: 1\nid: mine\ntitle: x\norder: one\n---\n", encoding="utf-8")
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert f"✕ {path}:5:8: error[value]: order: expected a whole number, found 'one'" in out
    assert "last_layer" in out


def test_a_lesson_broken_below_its_head_is_listed_with_its_first_mistake(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = add(home, "a.md", "broken")
    path.write_text(path.read_text(encoding="utf-8") + "\n::: choice\n", encoding="utf-8")
    assert main(["list"]) == 0
    (line,) = (line for line in capsys.readouterr().out.splitlines() if "a.md" in line)
    assert "a.md:9:1: error[" in line


def test_two_lessons_with_one_id_are_both_named_in_the_list_and_when_one_is_opened(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = add(home, "twin.md", "last_layer", "Not the course's")
    assert main(["list"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert "03-last-layer.md" in said
    assert str(twin) in said
    assert main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["path"] for row in rows if row["clash"]][-1] == str(twin)
    for name, title in (("last_layer", "The last layer decides"), (str(twin), "Not the course's")):
        assert main(["--plain", name]) == 0
        said_now = capsys.readouterr()
        assert title in said_now.out
        assert str(twin) in said_now.err
        assert "03-last-layer.md" in said_now.err
