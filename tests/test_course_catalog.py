"""The catalog finds lessons in folders and files, in order, and says what is wrong with those it cannot read."""

import os
from pathlib import Path

import pytest

from tutor.course import catalog as catalog_module
from tutor.course.catalog import Catalog, lesson_files
from tutor.course.folder import LINK, MORE
from tutor.course.problems import LessonError
from tutor.course.source import read_source


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


# -- lessons of one's own ------------------------------------------------------------------------------------


def ids(catalog: Catalog) -> list[str | None]:
    return [entry.meta and entry.meta.id for entry in catalog.entries]


def reasons(catalog: Catalog) -> dict[str, str]:
    """Why each file that is no lesson is none, by its name."""
    return {entry.path.name: entry.problem.message for entry in catalog.entries if entry.problem}


def test_lessons_of_ones_own_come_after_the_course_and_broken_ones_last(course: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    write(own / "first.md", "first_of_mine", 1)
    (own / "broken.md").write_text("nothing", encoding="utf-8")
    catalog = Catalog([course / "a", course / "b"], own=own)
    assert ids(catalog) == ["early", "middle", "late", "first_of_mine", None]
    assert [entry.own for entry in catalog.entries] == [False, False, False, True, True]


def test_a_folder_of_ones_own_need_not_exist(course: Path) -> None:
    assert ids(Catalog([course / "b"], own=course / "missing")) == ["early", "late"]


def test_of_two_lessons_with_one_id_the_first_is_opened_by_it_and_both_are_named(tmp_path: Path) -> None:
    first, second = write(tmp_path / "course" / "x.md", "x", 9), write(tmp_path / "own" / "x.md", "x", 1)
    catalog = Catalog([tmp_path / "course"], own=tmp_path / "own")
    by_id, by_path = catalog.find("x"), catalog.find(str(second))
    assert by_id is not None
    assert by_path is not None
    assert (by_id.path, by_path.path) == (first, second)
    for entry in (by_id, by_path):
        clash = catalog.clash(entry)
        assert clash.index(str(first)) < clash.index(str(second))


def test_a_lesson_elsewhere_with_the_id_of_one_in_the_catalog_is_named_too(course: Path, tmp_path: Path) -> None:
    catalog = Catalog([course])
    stranger = catalog.find(str(write(tmp_path / "elsewhere" / "x.md", "late", 1)))
    assert stranger is not None
    assert "elsewhere" in catalog.clash(stranger)
    assert "01-late.md" in catalog.clash(stranger)


def test_a_lesson_does_not_clash_with_itself(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course / "b")
    catalog = Catalog([course])
    again = catalog.find("01-late.md")
    assert again is not None
    assert catalog.clash(again) == ""
    assert [catalog.clash(entry) for entry in catalog.entries] == ["", "", ""]


@pytest.fixture
def links() -> None:
    if not hasattr(os, "symlink") or os.name == "nt":
        pytest.skip("links are those of Unix")


@pytest.mark.usefixtures("links")
def test_no_link_in_a_folder_is_followed_and_each_is_said(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.md", "secret", 1)
    folder = tmp_path / "folder"
    write(folder / "good.md", "good", 1)
    (folder / "file.md").symlink_to(outside)
    (folder / "away").symlink_to(outside.parent)
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.md").symlink_to(folder / "nowhere.md")
    (folder / "notes.txt").symlink_to(outside)
    catalog = Catalog([folder])
    assert ids(catalog)[0] == "good"
    assert reasons(catalog) == dict.fromkeys(("away", "file.md", "loop", "nowhere.md"), LINK)


@pytest.mark.usefixtures("links")
def test_a_folder_that_is_itself_a_link_is_one_that_somebody_chose(course: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(course / "b")
    assert ids(Catalog([], own=tmp_path / "link")) == ["early", "late"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are those of Unix")
def test_a_pipe_named_like_a_lesson_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert reasons(Catalog([tmp_path])) == {"pipe.md": "this is not an ordinary file"}
    assert Catalog([tmp_path]).asked(Catalog([tmp_path]).entries[0]) == ()


def test_of_an_enormous_file_only_the_head_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "big.md", "big", 1)
    with path.open("ab") as file:
        file.truncate(1 << 30)
    catalog = Catalog([tmp_path])
    assert ids(catalog) == ["big"]
    assert catalog.asked(catalog.entries[0]) == ()
    with pytest.raises(LessonError, match="too-large"):
        read_source(path)


def test_a_folder_that_cannot_be_listed_is_said_and_hinders_no_other(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.path.basename(path) == "a":  # noqa: PTH119
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    catalog = Catalog([course])
    assert ids(catalog) == ["early", "late", None]
    assert reasons(catalog) == {"a": "Permission denied"}
    assert str(course / "a") in lesson_files(str(course))  # which the checker then cannot read, and says so


def test_a_folder_with_very_many_lessons_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "MOST_LESSONS", 5)
    for number in range(8):
        write(tmp_path / f"{number}.md", f"l{number}", number)
    catalog = Catalog([tmp_path])
    assert ids(catalog) == ["l0", "l1", "l2", "l3", "l4", None]
    assert reasons(catalog) == {tmp_path.name: MORE}
    assert len(lesson_files(str(tmp_path))) == 8  # the checker reads them all


def test_a_folder_with_very_many_other_files_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "MOST_NAMES", 10)
    for number in range(7):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "file.txt").touch()
    write(tmp_path / "z.md", "z", 1)
    catalog = Catalog([tmp_path])
    assert ids(catalog) == ["z", None]
    assert reasons(catalog) == {tmp_path.name: MORE}


@pytest.mark.parametrize("unfit", ["\x1b", "\x9b", "\0", "\x07", "\u202e", "\u2066", "\u2028", "\x7f"])
def test_a_lesson_with_characters_that_a_terminal_obeys_is_refused_at_their_place(tmp_path: Path, unfit: str) -> None:
    path = write(tmp_path / "x.md", "x", 1)
    path.write_text(path.read_text().replace("title: x", f"title: x{unfit}]0;y"), encoding="utf-8")
    (entry,) = Catalog([tmp_path]).entries
    assert entry.problem is not None
    assert (entry.problem.line, entry.problem.column, entry.problem.code) == (4, 9, "encoding")
    assert f"U+{ord(unfit):04X}" in entry.problem.message
    assert str(entry.problem).isprintable()


@pytest.mark.parametrize("text", ["é ∂ 数 🌆\ufe0f \u200d \u00a0 \u200f", "a\tb", "\ufeff"])
def test_what_people_write_is_fit(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "x.md", "x", 1)
    path.write_text(path.read_text().replace("title: x", f"title: x{text}").replace("\n", "\r\n"), encoding="utf-8")
    assert ids(Catalog([tmp_path])) == ["x"]
