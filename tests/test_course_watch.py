"""A watched lesson: no save is missed however an editor saves, and its author stays at what they work on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.course.model import Lesson
from tutor.course.parse import parse
from tutor.course.watch import OFTEN, PATIENCE, Watch, place_after

HEAD = "---\nformat: 1\nid: a\ntitle: A\n---\n"
TINY = (Path(__file__).parent / "lessons" / "tiny.md").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(f"{HEAD}one\n", encoding="utf-8")
    return path


def looks(watch: Watch, times: int = 3) -> int:
    """How many new versions so many looks find."""
    return sum(watch.look() for _ in range(times))


def shown(watch: Watch) -> str:
    assert watch.version.lesson is not None
    return "\n".join(getattr(step, "text", step.id) for step in watch.version.lesson.steps)


# -- noticing ------------------------------------------------------------------------------------------------


def test_nothing_is_new_where_nothing_was_saved(file: Path) -> None:
    assert looks(Watch(file), 3 * OFTEN) == 0


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_rename(path: Path, text: str) -> None:
    fresh = path.with_name("fresh~")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def with_a_backup(path: Path, text: str) -> None:
    path.replace(path.with_name("backup~"))
    path.write_text(text, encoding="utf-8")


def by_a_clock_that_goes_back(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1, 1))


@pytest.mark.parametrize("save", [in_place, by_rename, with_a_backup, by_a_clock_that_goes_back])
def test_a_save_is_noticed_once_however_it_is_done(file: Path, save: Callable[[Path, str], None]) -> None:
    watch = Watch(file)
    save(file, f"{HEAD}two\n")
    assert looks(watch) == 1
    assert shown(watch) == "two"


def test_a_save_that_a_disk_does_not_date_is_noticed_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = file.stat()
    monkeypatch.setattr(os, "stat", lambda *_: same)
    watch = Watch(file)
    file.write_text(f"{HEAD}two\n", encoding="utf-8")
    assert looks(watch, OFTEN) == 1
    assert shown(watch) == "two"


def test_half_a_file_is_not_read_while_the_rest_is_being_written(file: Path) -> None:
    watch = Watch(file)
    half, rest = f"{HEAD}::: choice", " q\nWhich?\n\n- [x] a\n  > Yes.\n- [ ] b\n  > No.\n:::\n"
    file.write_text("", encoding="utf-8")
    assert not watch.look()
    file.write_text(half, encoding="utf-8")
    assert not watch.look()
    file.write_text(half + rest, encoding="utf-8")
    assert looks(watch) == 1
    assert shown(watch) == "q"


def test_a_file_that_never_rests_is_read_all_the_same(file: Path) -> None:
    watch = Watch(file)
    found = 0
    for number in range(4 * (PATIENCE + 1)):
        file.write_text(f"{HEAD}{'word ' * number}\n", encoding="utf-8")
        found += watch.look()
    assert found >= 3


def test_a_file_that_is_gone_is_said_and_its_return_is_noticed(file: Path) -> None:
    watch = Watch(file)
    away = file.rename(file.with_name("away.md"))
    assert looks(watch, OFTEN) == 1
    assert watch.version.broken
    assert "not there" in watch.version.problems[0].message
    away.rename(file)
    assert looks(watch) == 1
    assert shown(watch) == "one"


@pytest.mark.parametrize("content", [b"\xff", b"---\n\x1b", b"x" * 1_000_001, b"", b"---\nformat: 2\n---\n"])
def test_whatever_is_saved_is_a_version_with_its_problems(file: Path, content: bytes) -> None:
    watch = Watch(file)
    file.write_bytes(content)
    assert looks(watch) == 1
    assert watch.version.broken
    assert watch.version.problems


def test_a_folder_in_place_of_the_file_is_a_problem_and_no_crash(file: Path) -> None:
    watch = Watch(file)
    file.unlink()
    file.mkdir()
    assert looks(watch) == 1
    assert "cannot be read" in watch.version.problems[0].message


def test_a_lesson_may_be_broken_from_the_beginning(tmp_path: Path) -> None:
    assert Watch(tmp_path / "missing.md").version.broken


# -- staying at what one works on ----------------------------------------------------------------------------


def lesson(text: str) -> Lesson:
    made, problems = parse(text, "a.md")
    assert made is not None, problems
    return made


def after(step: str, *changes: tuple[str, str]) -> tuple[str, bool]:
    """The id of the step that an author at `step` of the tiny lesson is led to, and whether it is shown anew."""
    old, text = lesson(TINY), TINY
    for before, now in changes:
        assert before in text
        text = text.replace(before, now)
    new = lesson(text)
    steps = [each.id for each in old.steps]
    at, anew = place_after(old, new, steps.index(step) if step else len(steps))
    return new.steps[at].id if at < len(new.steps) else "", anew


def test_the_step_that_was_changed_is_shown() -> None:
    assert after("output", ("Prose with", "Words with")) == ("words", True)
    assert after("which", ("Tick what", "Tick all that")) == ("tickets", True)
    assert after("words", ("A quarter.", "It is a quarter.")) == ("slope", True)
    assert after("words", ("cursor: 0", "cursor: 1")) == ("look", True)


def test_a_step_is_changed_where_what_it_trains_or_cites_is() -> None:
    assert after("words", ("epochs: 30", "epochs: 31")) == ("which", True)
    assert after("words", ("< 0.9 *", "< 0.8 *")) == ("which", True)


def test_a_change_elsewhere_does_not_disturb_a_step() -> None:
    assert after("slope", ("summary: One", "summary: A")) == ("slope", False)
    assert after("slope", ("## Words\n", "\n\n## Words\n\n")) == ("slope", False)


def test_one_who_changes_several_steps_stays_at_their_own() -> None:
    assert after("slope", ("Prose with", "Words with"), ("A quarter.", "It is a quarter.")) == ("slope", True)


def test_a_new_step_is_shown() -> None:
    question = "::: choice fresh\nWhich?\n\n- [x] a\n  > Yes.\n- [ ] b\n  > No.\n:::\n\n"
    assert after("which", ("## Words", f"{question}## Words")) == ("fresh", True)


def test_where_the_step_is_gone_its_place_is_kept() -> None:
    start, stop = TINY.index("::: multi tickets"), TINY.index("::: number slope")
    assert after("tickets", (TINY[start:stop], "")) == ("slope", True)
    assert after("slope", (TINY[start:stop], "")) == ("slope", False)


def test_a_renamed_step_is_still_where_one_is() -> None:
    assert after("slope", ("::: number slope", "::: number steepness")) == ("steepness", True)
    assert after("words", ("## Words", "## Other words")) == ("other_words", True)


def test_at_the_end_one_stays_at_the_end() -> None:
    assert after("", ("summary: One", "summary: A")) == ("", True)
