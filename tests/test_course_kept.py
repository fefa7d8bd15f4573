"""What runs came to is found again as long as nothing changed that it depends on, and never found wrong."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tutor.course import kept as module
from tutor.course.kept import OLDEST, Kept
from tutor.course.parse import load
from tutor.course.training import Job, jobs_of

SOUND = Path(__file__).parent / "lessons" / "sound.md"
NUMBERS = (0.1 + 0.2, -1e-300)


@pytest.fixture
def job() -> Job:
    job = jobs_of(load(SOUND))[0]
    assert len(job.asked) == len(NUMBERS) + 1
    return replace(job, asked=job.asked[: len(NUMBERS)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "runs"


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_put_is_found_to_the_last_digit_by_whoever_asks_next(folder: Path, job: Job) -> None:
    Kept(folder).put(job, NUMBERS)
    assert Kept(folder).get(job) == NUMBERS
    assert only_file(folder).name.endswith(".run.json"), "nothing unfinished is left behind"


def test_infinity_and_what_is_no_number_are_kept_too(folder: Path, job: Job) -> None:
    Kept(folder).put(job, (math.inf, math.nan))
    found = Kept(folder).get(job)
    assert found is not None
    assert found[0] == math.inf
    assert math.isnan(found[1])


@pytest.mark.parametrize(
    "change",
    [
        lambda job: replace(job, experiment=job.experiment.with_seed(job.seed + 1)),
        lambda job: replace(job, experiment=replace(job.experiment, noise=job.experiment.noise + 1e-15)),
        lambda job: replace(job, experiment=replace(job.experiment, epochs=job.experiment.epochs + 1)),
        lambda job: replace(job, asked=job.asked[::-1]),
        lambda job: replace(job, asked=job.asked[:1]),
        lambda job: replace(job, asked=(replace(job.asked[0], epoch=3), *job.asked[1:])),
    ],
    ids=["seed", "noise", "epochs", "order", "fewer", "epoch asked for"],
)
def test_another_setting_seed_or_measure_is_another_run(folder: Path, job: Job, change: Callable[[Job], Job]) -> None:
    kept = Kept(folder)
    kept.put(job, NUMBERS)
    assert kept.get(change(job)) is None
    assert kept.get(replace(job, lesson="other", run="other")) == NUMBERS, "where it stands is all the same"


def test_another_title_or_picture_is_the_same_run(folder: Path, job: Job) -> None:
    Kept(folder).put(job, NUMBERS)
    renamed = replace(job.experiment, title="another", show=("loss", "gradients"))
    assert Kept(folder).get(replace(job, experiment=renamed)) == NUMBERS


def test_another_engine_knows_nothing_of_it(folder: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    Kept(folder).put(job, NUMBERS)
    monkeypatch.setattr(module, "fingerprint", lambda: "of another engine")
    assert Kept(folder).get(job) is None


def test_no_damaged_byte_ever_changes_a_number(folder: Path, job: Job) -> None:
    kept = Kept(folder)
    kept.put(job, NUMBERS)
    path = only_file(folder)
    sound = path.read_bytes()
    found = set()
    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        found.add(kept.get(job))
    assert found == {None, NUMBERS}, "the text of the run is there for people, and may be damaged"


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'{"numbers": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_file_with_other_content_is_passed_over_and_replaced(folder: Path, job: Job, content: bytes) -> None:
    kept = Kept(folder)
    kept.put(job, NUMBERS)
    only_file(folder).write_bytes(content)
    assert kept.get(job) is None
    kept.put(job, NUMBERS)
    assert kept.get(job) == NUMBERS


def test_a_folder_that_cannot_be_written_or_read_is_no_trouble(folder: Path, job: Job) -> None:
    folder.parent.write_text("a file where the folder should be")
    kept = Kept(folder)
    kept.put(job, NUMBERS)
    kept.forget()
    assert kept.get(job) is None


def test_an_engine_without_readable_source_keeps_nothing(
    folder: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> str:
        raise OSError("in an archive")

    monkeypatch.setattr(module, "fingerprint", unreadable)
    kept = Kept(folder)
    kept.put(job, NUMBERS)
    assert kept.get(job) is None
    assert not folder.exists()


def test_old_runs_are_forgotten_and_of_many_the_oldest(folder: Path, job: Job) -> None:
    kept = Kept(folder)
    jobs = [replace(job, experiment=job.experiment.with_seed(seed)) for seed in range(6)]
    for age, each in enumerate(jobs):
        before = set(folder.glob("*"))
        kept.put(each, NUMBERS)
        (fresh,) = set(folder.glob("*")) - before
        os.utime(fresh, (1e9 - age, 1e9 - age))
    (folder / "notes.txt").write_text("somebody else's")
    os.utime(folder / "notes.txt", (0, 0))
    kept.forget(now=1e9 + OLDEST - 3.5)
    assert [each.seed for each in jobs if kept.get(each)] == [0, 1, 2, 3]
    kept.forget(now=1e9, most=2)
    assert [each.seed for each in jobs if kept.get(each)] == [0, 1]
    assert (folder / "notes.txt").exists()
