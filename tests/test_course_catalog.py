"""The catalog finds lessons in folders and files, in order, and says what is wrong with those it cannot read."""

from pathlib import Path

import pytest

from tutor.course.catalog import Catalog


def write(path: Path, name: str, order: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\nformat: 1\nid: {name}\ntitle: {name}\norder: {order}\n---\n", encoding="utf-8")
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write(tmp_path / "b" / "01-late.md", "late", 30)
    write(tmp_path / "a" / "02-middle.md", "middle", 20)
    write(tmp_path / "b" / "03-early.md", "early", 10)
    write(tmp_path / ".hidden" / "04-hidden.md", "hidden", 1)
    (tmp_path / "README.md").write_text("about this folder", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no lesson", encoding="utf-8")
    return tmp_path


def test_lessons_come_in_the_order_in_which_they_are_learned(course: Path) -> None:
    assert [entry.meta and entry.meta.id for entry in Catalog([course]).entries] == [
        "early",
        "middle",
        "late",
    ]


def test_a_broken_lesson_comes_last_with_its_problem(course: Path) -> None:
    (course / "00-broken.md").write_text("no front matter", encoding="utf-8")
    (course / "a" / "bytes.md").write_bytes(b"---\n\xff\n")
    *_, one, two = Catalog([course]).entries
    assert one.meta is two.meta is None
    assert one.problem is not None
    assert one.problem.code == "missing-key"
    assert two.problem is not None
    assert two.problem.code == "encoding"


def test_a_lesson_is_found_by_its_id_or_its_file(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    catalog = Catalog([course])
    own = write(tmp_path_factory.mktemp("own") / "mine.md", "mine", 0)
    by_id, by_path = catalog.find("middle"), catalog.find(str(own))
    assert by_id is not None
    assert by_id.path == course / "a" / "02-middle.md"
    assert by_path is not None
    assert by_path.meta is not None
    assert by_path.meta.id == "mine"


@pytest.mark.parametrize("name", ["nothing", "", "a/b/c.md", "nul\0l", "x" * 5000])
def test_what_is_not_there_is_not_found(name: str, course: Path) -> None:
    assert Catalog([course]).find(name) is None


def test_the_nearest_lesson_is_suggested(course: Path) -> None:
    assert Catalog([course]).nearest("midle") == "middle"
    assert Catalog([course]).nearest("zzz") is None


def test_files_and_folders_may_be_mixed_and_a_missing_one_is_an_entry_with_a_problem(course: Path) -> None:
    catalog = Catalog([course / "b", course / "a" / "02-middle.md", course / "gone.md"])
    *found, gone = catalog.entries
    assert [entry.meta and entry.meta.id for entry in found] == ["early", "middle", "late"]
    assert gone.meta is None
    assert gone.problem is not None


def test_an_empty_folder_has_no_entries(tmp_path: Path) -> None:
    assert Catalog([tmp_path]).entries == ()


def test_the_shipped_course_is_found_without_being_told_where() -> None:
    ids = [entry.meta.id for entry in Catalog().entries if entry.meta]
    assert "last_layer" in ids


def test_a_lesson_named_in_capitals_is_a_lesson_and_only_files_about_the_folder_are_not(tmp_path: Path) -> None:
    for name in ("05-CNN", "RNN", "README", "license", "CONTRIBUTING", "CHANGELOG", "NOTICE"):
        write(tmp_path / f"{name}.md", name.lower().replace("-", "_").lstrip("0123456789_"), 1)
    assert [entry.path.name for entry in Catalog([tmp_path]).entries] == ["05-CNN.md", "RNN.md"]
