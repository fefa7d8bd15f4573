"""The record: what was acknowledged is never lost, whatever happens to the program or to a file."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.record import PENDING, Answered, Confidence, Record, RecordError, home

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Says the time it is set to, and moves on by a second each time it is asked."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        said, self.now = self.now, self.now + timedelta(seconds=1)
        return said


def logs(folder: Path) -> list[Path]:
    return sorted((folder / "events").glob("*.jsonl"))


def answer(record: Record, question: str, response: int = 0) -> None:
    record.answered("lesson", question, response, "right", Confidence.SURE)


@pytest.fixture
def two_answers(tmp_path: Path) -> Path:
    """A home whose only log has two whole lines, and whose writer is gone."""
    record = Record.open(tmp_path, Clock())
    answer(record, "first")
    answer(record, "second")
    record.close()
    return tmp_path


# -- what is remembered -------------------------------------------------------------------------------------


def test_a_new_record_is_empty_and_writes_no_log(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "deep" / "home", Clock())
    assert record.empty
    assert (dict(record.state.answers), dict(record.state.places), record.notices) == ({}, {}, ())
    assert not (tmp_path / "deep" / "home" / "events").exists()


def test_an_answer_comes_back_as_it_was_given(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    record.answered("slopes", "gate", 2, "wrong", Confidence.THINK, hints=1)
    told = Record.open(tmp_path).state.answers["slopes/gate"]
    assert told == Answered("slopes", "gate", 2, "wrong", "think", 1, START)


def test_several_options_and_typed_numbers_come_back(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    record.answered("slopes", "tick", frozenset({3, 0}), "wrong", "guess")
    record.answered("slopes", "number", "¼ \ud800", "right", "sure")
    answers = Record.open(tmp_path).state.answers
    assert answers["slopes/tick"].response == (0, 3)
    assert answers["slopes/number"].response == "¼ \ud800"


def test_the_state_in_memory_is_the_state_that_will_be_read(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    record.prefer("pace", 2.5)
    record.prefer("names", ("a", "b"))
    record.reached("slopes", "gate")
    record.answered("slopes", "tick", [1, 0], "right", "sure")
    assert record.state == Record.open(tmp_path).state


def test_the_latest_answer_and_place_count(tmp_path: Path) -> None:
    clock = Clock()
    for response, step in [(0, "one"), (1, "two")]:
        record = Record.open(tmp_path, clock)
        answer(record, "same", response)
        record.reached("lesson", step)
    state = Record.open(tmp_path).state
    assert state.answers["lesson/same"].response == 1
    assert state.places == {"lesson": "two"}


def test_latest_means_by_time_not_by_file_name(tmp_path: Path) -> None:
    early, late = Record.open(tmp_path, Clock()), Record.open(tmp_path, Clock(START + timedelta(hours=1)))
    answer(late, "other")
    answer(early, "same", 0)
    answer(late, "same", 1)
    answer(early, "same", 2)
    assert Record.open(tmp_path).state.answers["lesson/same"].response == 1
    first, second = logs(tmp_path)
    first.rename(first.with_name("z.jsonl"))
    second.rename(second.with_name("a.jsonl"))
    assert Record.open(tmp_path).state.answers["lesson/same"].response == 1


def test_a_clock_set_back_does_not_turn_the_order_around(tmp_path: Path) -> None:
    clock = Clock()
    record = Record.open(tmp_path, clock)
    answer(record, "same", 0)
    clock.now = START - timedelta(days=1)
    answer(record, "same", 1)
    assert Record.open(tmp_path).state.answers["lesson/same"].response == 1


@pytest.mark.parametrize("back", [timedelta(0), timedelta(hours=1), timedelta(days=400), timedelta(days=100_000)])
def test_a_clock_set_back_between_two_runs_does_not_turn_the_order_around(tmp_path: Path, back: timedelta) -> None:
    answer(Record.open(tmp_path, lambda: START), "same", 0)
    record = Record.open(tmp_path, Clock(START - back))
    answer(record, "same", 1)
    answer(record, "same", 2)
    told = Record.open(tmp_path).state
    assert told == record.state
    assert (told.answers["lesson/same"].response, told.answers["lesson/same"].time.year) == (2, (START - back).year)
    answer(Record.open(tmp_path, Clock(START - 2 * back)), "same", 3)
    assert Record.open(tmp_path).state.answers["lesson/same"].response == 3


def test_a_log_from_the_far_future_neither_wins_nor_lends_its_time_to_others(tmp_path: Path) -> None:
    answer(Record.open(tmp_path, Clock(START.replace(year=9000))), "same", 0)
    clock = Clock()
    first, second = Record.open(tmp_path, clock), Record.open(tmp_path, clock)
    answer(first, "same", 1)
    answer(second, "same", 2)
    answer(first, "same", 3)
    told = Record.open(tmp_path).state.answers["lesson/same"]
    assert (told.response, told.time) == (3, START + timedelta(seconds=2))


def test_an_era_is_written_only_after_the_clock_was_set_back(tmp_path: Path) -> None:
    clock = Clock()
    record = Record.open(tmp_path, clock)
    answer(record, "first")
    answer(record, "second")
    clock.now = START
    answer(record, "third")
    assert [json.loads(line).get("era") for line in logs(tmp_path)[0].read_text().splitlines()] == [None, None, 1]


def test_time_is_kept_in_utc_whatever_the_clock_says(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock(START.astimezone(timezone(timedelta(hours=9)))))
    answer(record, "q")
    line = json.loads(logs(tmp_path)[0].read_text())
    assert line["time"] == "2026-03-01T12:00:00+00:00"
    assert logs(tmp_path)[0].name.startswith("20260301T120000Z-")


def test_staying_where_one_is_writes_nothing(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    for _ in range(3):
        record.reached("lesson", "step")
        record.prefer("theme", "dark")
    assert len(logs(tmp_path)[0].read_bytes().splitlines()) == 2


def test_home_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NN_TUTOR_HOME", str(tmp_path / "mine"))
    assert home() == tmp_path / "mine"
    monkeypatch.setenv("NN_TUTOR_HOME", "")
    assert home().name == "nn-tutor"


# -- what goes wrong ----------------------------------------------------------------------------------------


def test_reset_sets_the_logs_aside_and_deletes_nothing(two_answers: Path) -> None:
    before = [path.read_bytes() for path in logs(two_answers)]
    record = Record.open(two_answers, Clock())
    answer(record, "third")
    aside = record.reset()
    assert not record.state.answers
    assert not Record.open(two_answers).state.answers
    kept = [path.read_bytes() for path in sorted(aside.glob("*.jsonl"))]
    assert len(kept) == 2
    assert set(before) < set(kept)
    answer(record, "after")
    assert set(Record.open(two_answers).state.answers) == {"lesson/after"}


def test_what_follows_a_reset_elsewhere_goes_into_the_new_record(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    answer(record, "before")
    (tmp_path / "events").rename(tmp_path / "events-set-aside")
    answer(record, "after")
    answer(record, "later")
    assert set(Record.open(tmp_path).state.answers) == {"lesson/after", "lesson/later"}
    assert len(logs(tmp_path)) == 1
    assert len(list((tmp_path / "events-set-aside").iterdir())) == 1


def test_what_follows_the_loss_of_the_folder_is_kept(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    answer(record, "before")
    shutil.rmtree(tmp_path / "events")
    answer(record, "after")
    assert set(Record.open(tmp_path).state.answers) == {"lesson/after"}


def test_a_log_replaced_by_another_file_is_let_go(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    answer(record, "before")
    path = logs(tmp_path)[0]
    copy = path.read_bytes()
    path.unlink()
    path.write_bytes(copy)
    answer(record, "after")
    assert set(Record.open(tmp_path).state.answers) == {"lesson/before", "lesson/after"}
    assert path.read_bytes() == copy


def test_a_reset_is_refused_while_another_tutor_writes(tmp_path: Path) -> None:
    running = Record.open(tmp_path, Clock())
    answer(running, "first")
    record = Record.open(tmp_path, Clock())
    with pytest.raises(RecordError, match=r"^another nn-tutor is running; close it first$"):
        record.reset()
    assert set(Record.open(tmp_path).state.answers) == {"lesson/first"}
    running.close()
    assert len(list(record.reset().iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
def test_a_disk_without_locks_does_not_forbid_a_reset(two_answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_descriptor: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    record = Record.open(two_answers, Clock())
    assert len(list(record.reset().iterdir())) == 1
    assert not Record.open(two_answers).state.answers


def test_two_resets_in_one_second_keep_both(tmp_path: Path) -> None:
    record = Record.open(tmp_path, lambda: START)
    answer(record, "one")
    first = record.reset()
    answer(record, "two")
    second = record.reset()
    assert first != second
    assert len(list(first.iterdir())) == len(list(second.iterdir())) == 1


def test_a_last_line_cut_in_half_is_set_aside_and_said_once(two_answers: Path) -> None:
    path = logs(two_answers)[0]
    whole, half = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(whole + half[:40])
    record = Record.open(two_answers)
    assert set(record.state.answers) == {"lesson/first"}
    assert record.notices == (f"1 damaged line in {path.name}: set aside in {path.name}.damaged; 1 whole line kept",)
    assert path.read_bytes() == whole
    assert path.with_name(path.name + ".damaged").read_bytes() == half[:40] + b"\n"
    again = Record.open(two_answers)
    assert (again.notices, set(again.state.answers)) == ((), {"lesson/first"})


def test_an_answer_that_lost_only_its_line_end_is_whole(two_answers: Path) -> None:
    path = logs(two_answers)[0]
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    record = Record.open(two_answers)
    assert (len(record.state.answers), record.notices) == (2, ())


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"\xff\xfe\x00 no text\n", id="no UTF-8"),
        pytest.param(b"[1, 2, 3]\n", id="no object"),
        pytest.param(b"{}\n", id="no time"),
        pytest.param(b'{"time":"2026-03-01T12:00:00","kind":"reached","lesson":"a","step":"b"}\n', id="no zone"),
        pytest.param(b'{"time":"noon","kind":"reached","lesson":"a","step":"b"}\n', id="time is no time"),
        pytest.param(b'{"time":7,"kind":"reached","lesson":"a","step":"b"}\n', id="time is a number"),
        pytest.param(b'{"time":"0001-01-01T00:00:00+14:00","kind":"x"}\n', id="before the first representable moment"),
        pytest.param(b'{"time":"2026-03-01T12:00:00Z","kind":["x"]}\n', id="kind is a list"),
        pytest.param(b'{"time":"2026-03-01T12:00:00Z","kind":"reached","lesson":4,"step":"b"}\n', id="lesson a number"),
        pytest.param(
            b'{"time":"2026-03-01T12:00:00Z","kind":"answered","lesson":"a","question":"b","response":{"c":1},'
            b'"verdict":"right","confidence":"sure","hints":0}\n',
            id="response an object",
        ),
        *(
            pytest.param(
                b'{"time":"2026-03-01T12:00:00Z","kind":"answered","lesson":"lesson","question":"first",'
                + b'"response":%s,"verdict":"%s","confidence":"%s","hints":%s}\n' % told,
                id=b" ".join(told).decode(),
            )
            for told in [
                (b"0", b"RIGHT", b"sure", b"0"),
                (b"0", b"", b"sure", b"0"),
                (b"0", b"right", b"certain", b"0"),
                (b"0", b"right", b"sure", b"-1"),
                (b"-1", b"right", b"sure", b"0"),
                (b"[0,-2]", b"right", b"sure", b"0"),
                (b"true", b"right", b"sure", b"0"),
            ]
        ),
        pytest.param(b'{"era":-1,"time":"2026-03-01T12:00:00Z","kind":"dreamt"}\n', id="an era before the first"),
        pytest.param(b'{"era":"x","time":"2026-03-01T12:00:00Z","kind":"dreamt"}\n', id="era is no number"),
        pytest.param(b"[" * 100_000 + b"\n", id="nested deeply"),
        pytest.param(b"9" * 10_000 + b"\n", id="a number of ten thousand digits"),
        pytest.param(b"\x00" * 4096, id="a block of zeros"),
        pytest.param(b"\n", id="an empty line"),
    ],
)
def test_garbage_between_whole_lines_costs_no_answer(two_answers: Path, garbage: bytes) -> None:
    path = logs(two_answers)[0]
    first, second = path.read_bytes().splitlines(keepends=True)
    garbage = garbage if garbage.endswith(b"\n") else garbage + b"\n"
    path.write_bytes(first + garbage + second)
    record = Record.open(two_answers)
    assert set(record.state.answers) == {"lesson/first", "lesson/second"}
    assert len(record.notices) == 1
    assert path.read_bytes() == first + second
    assert path.with_name(path.name + ".damaged").read_bytes() == garbage


@pytest.mark.parametrize("verdict", [None, "right", "acceptable", "wrong", "pending"])
@pytest.mark.parametrize("confidence", ["", *Confidence])
def test_every_verdict_and_confidence_there_is_comes_back(tmp_path: Path, verdict: str | None, confidence: str) -> None:
    Record.open(tmp_path, Clock()).answered("lesson", "q", 0, verdict, confidence)
    told = Record.open(tmp_path).state.answers["lesson/q"]
    assert (told.verdict, told.confidence) == (verdict or PENDING, confidence)


@pytest.mark.parametrize("bad", [{"verdict": "maybe"}, {"confidence": "very"}, {"hints": -1}, {"response": -1}])
def test_an_answer_that_could_not_be_read_again_is_a_mistake_of_the_program(tmp_path: Path, bad: Any) -> None:
    record = Record.open(tmp_path, Clock())
    told: dict[str, Any] = {"response": 0, "verdict": "right", "confidence": "sure", **bad}
    with pytest.raises(ValueError, match="not an event"):
        record.answered("lesson", "q", **told)
    assert record.empty


def test_unknown_kinds_and_new_fields_are_ignored_and_kept(two_answers: Path) -> None:
    path = logs(two_answers)[0]
    new = (
        b'{"v":1,"time":"2026-03-02T12:00:00Z","kind":"dreamt","of":"gradients"}\n'
        b'{"v":9,"time":"2026-03-02T12:00:00Z","kind":"reached","lesson":{"new":"shape"}}\n'
        b'{"v":9,"time":"2026-03-02T12:00:00Z","era":"new","kind":"reached","lesson":"b","step":"b"}\n'
        b'{"v":1,"time":"2026-03-02T12:00:00Z","kind":"reached","lesson":"a","step":"b","mood":"good"}\n'
    )
    content = path.read_bytes() + new
    path.write_bytes(content)
    record = Record.open(two_answers)
    assert (record.notices, record.state.places) == ((), {"a": "b"})
    assert path.read_bytes() == content


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 60))
def test_whatever_a_bad_disk_does_whole_lines_survive(noise: bytes, at: int, cut: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        record = Record.open(folder, Clock())
        for number in range(4):
            answer(record, f"q{number}", number)
        record.close()
        path = logs(folder)[0]
        lines = path.read_bytes().splitlines(keepends=True)
        content = b"".join(lines)
        path.write_bytes(content[:at] + noise + content[at + cut :])
        ends = [sum(map(len, lines[: index + 1])) for index in range(4)]
        untouched = {f"lesson/q{i}" for i in range(4) if ends[i] <= at or ends[i] - len(lines[i]) > at + cut}
        assert untouched <= set(Record.open(folder).state.answers)
        assert Record.open(folder).notices == ()


def test_an_unreadable_log_is_skipped_with_one_notice(two_answers: Path) -> None:
    (two_answers / "events" / "a-folder.jsonl").mkdir()
    record = Record.open(two_answers)
    assert len(record.state.answers) == 2
    assert len(record.notices) == 1
    assert "a-folder.jsonl" in record.notices[0]


def test_an_unwritable_home_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RecordError) as error:
        Record.open(tmp_path / "file" / "home")
    assert str(tmp_path / "file" / "home") in str(error.value)
    assert "\n" not in str(error.value)


def test_a_failed_write_is_an_error_and_the_next_one_starts_a_new_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record.open(tmp_path, Clock())
    answer(record, "first")

    def half_then_full(descriptor: int, data: bytes) -> int:
        monkeypatch.undo()
        os.write(descriptor, data[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half_then_full)
    with pytest.raises(RecordError, match="No space left"):
        answer(record, "second")
    assert set(record.state.answers) == {"lesson/first"}
    answer(record, "third")
    assert len(logs(tmp_path)) == 2
    reopened = Record.open(tmp_path)
    assert set(reopened.state.answers) == {"lesson/first", "lesson/third"}
    assert len(reopened.notices) == 1


def test_an_answer_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record.open(tmp_path, Clock())
    synced: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            synced.append(logs(tmp_path)[0].read_text())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    answer(record, "first")
    assert [text.count("\n") for text in synced] == [1]
    answer(record, "second")
    assert [text.count("\n") for text in synced] == [1, 2]
    assert synced[-1] == logs(tmp_path)[0].read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="folders are synced by POSIX systems only")
def test_the_name_of_a_new_log_is_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record.open(tmp_path, Clock())
    synced: list[int] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    answer(record, "first")
    names = [tmp_path / "events", tmp_path, logs(tmp_path)[0]]
    assert synced == [path.stat().st_ino for path in names]


@pytest.mark.parametrize("most", [1, 7, 100])
def test_a_line_that_the_system_takes_in_parts_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    plain = Record.open(tmp_path / "plain", Clock())
    answer(plain, "first")
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:most]))
    answer(Record.open(tmp_path / "parts", Clock()), "first")
    assert logs(tmp_path / "parts")[0].read_bytes() == logs(tmp_path / "plain")[0].read_bytes()


@pytest.mark.parametrize("call", ["fsync", "write"])
def test_failed_attempts_leave_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    record = Record.open(tmp_path, Clock())
    with monkeypatch.context() as broken:
        broken.setattr(os, call, fails)
        for _ in range(3):
            with pytest.raises(RecordError, match="Input/output error"):
                answer(record, "lost")
    assert logs(tmp_path) == []
    assert not record.state.answers
    answer(record, "kept")
    assert set(Record.open(tmp_path).state.answers) == {"lesson/kept"}


def test_a_failed_attempt_keeps_the_earlier_lines_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    record = Record.open(tmp_path, Clock())
    answer(record, "first")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        for _ in range(3):
            with pytest.raises(RecordError):
                answer(record, "uncertain")
    assert len(logs(tmp_path)) == 1
    assert set(record.state.answers) == {"lesson/first"} <= set(Record.open(tmp_path).state.answers)


# -- other programs -----------------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from tutor.record import Record
record = Record.open(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    record.answered("lesson", f"{sys.argv[2]}{number}", number, "right", "sure")
print("acknowledged", flush=True)
sys.stdin.readline()
"""


class Other:
    """Another instance of the tutor, which writes its answers and then waits."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
        )

    def wait_until_acknowledged(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "acknowledged\n"

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def others() -> Iterator[list[Other]]:
    running: list[Other] = []
    yield running
    for other in running:
        other.end()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_an_acknowledged_answer_survives_kill_9(tmp_path: Path, others: list[Other]) -> None:
    other = Other(tmp_path, "q", 3)
    others.append(other)
    other.wait_until_acknowledged()
    os.kill(other.process.pid, signal.SIGKILL)
    other.process.wait()
    record = Record.open(tmp_path)
    assert set(record.state.answers) == {"lesson/q0", "lesson/q1", "lesson/q2"}
    assert record.notices == ()


def test_two_instances_at_once_keep_both_their_answers(tmp_path: Path, others: list[Other]) -> None:
    others += [Other(tmp_path, "a", 20), Other(tmp_path, "b", 20)]
    for other in others:
        other.wait_until_acknowledged()
    record = Record.open(tmp_path)
    assert len(record.state.answers) == 40
    assert len(logs(tmp_path)) == 2


def test_the_half_line_of_a_running_instance_is_left_alone(tmp_path: Path, others: list[Other]) -> None:
    other = Other(tmp_path, "q", 1)
    others.append(other)
    other.wait_until_acknowledged()
    path = logs(tmp_path)[0]
    with path.open("ab") as file:
        file.write(b'{"v":1,"time":"2026-')
    content = path.read_bytes()
    record = Record.open(tmp_path)
    assert (set(record.state.answers), record.notices) == ({"lesson/q0"}, ())
    assert path.read_bytes() == content
    other.end()
    record = Record.open(tmp_path)
    assert (set(record.state.answers), len(record.notices)) == ({"lesson/q0"}, 1)
    assert path.read_bytes() == content[: content.index(b"\n") + 1]


def test_ones_own_log_is_in_use_too(tmp_path: Path) -> None:
    record = Record.open(tmp_path, Clock())
    answer(record, "first")
    with logs(tmp_path)[0].open("ab") as file:
        file.write(b"half")
    assert Record.open(tmp_path).notices == ()
    answer(record, "second")
    assert logs(tmp_path)[0].read_bytes().count(b"\n") == 2


def test_two_instances_never_mend_one_file_together(two_answers: Path) -> None:
    path = logs(two_answers)[0]
    path.write_bytes(path.read_bytes() + b"garbage\n")
    with (two_answers / "events" / "mending.lock").open("wb") as held:
        from tutor.record.lock import try_lock

        assert try_lock(held.fileno())
        record = Record.open(two_answers)
        assert len(record.state.answers) == 2
        assert path.read_bytes().endswith(b"garbage\n")
    assert "set aside" in Record.open(two_answers).notices[0]
