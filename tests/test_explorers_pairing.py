"""The pairing bench: a pair is unknown until it has run, and is then judged as the engine judges its run."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.doctor.pairing import Kind, pairing
from engine.run import Run
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, keys, said, until
from tutor.course.openings import LOSSES, OUTPUTS, TASKS
from tutor.explorers.pairing import PairingScene, experiment_of, verdict

FREE = PairingScene.free()

MATCHES = {
    "two classes": {("sigmoid", "bce"), ("linear", "bce_logits"), ("softmax", "cce")},
    "several classes": {("softmax", "cce"), ("linear", "cce_logits")},
    "several labels": {("sigmoid", "bce"), ("linear", "bce_logits")},
    "price": set(product(("linear", "relu", "softplus"), ("mse", "mae", "huber"))),
    "temperature": set(product(("linear",), ("mse", "mae", "huber"))),
}


def trained(scene: PairingScene) -> PairingScene:
    for run in scene.runs:
        run.finish()
    return scene


@pytest.mark.parametrize("task", TASKS)
def test_the_pairs_that_match_are_those_that_every_course_names(task: str) -> None:
    scene = trained(FREE.with_dial(FREE["task"].turned(TASKS.index(task))).pressed("all"))
    assert len(scene.runs) == len(OUTPUTS) * len(LOSSES)
    found = {pair: verdict((task, *pair)).kind for pair in product(OUTPUTS, LOSSES)}
    assert {pair for pair, kind in found.items() if kind is Kind.MATCHED} == MATCHES[task]
    for output in ("linear", "tanh"):
        assert found[output, "bce"] is Kind.UNDEFINED


def test_the_verdict_is_the_engine_s_own() -> None:
    pair = ("price", "sigmoid", "mse")
    run = Run(experiment_of(pair))
    run.finish()
    assert verdict(pair) == pairing(run)


def test_a_pair_is_unknown_until_it_has_run() -> None:
    assert FREE.can("run")
    assert "not run yet" in told(FREE.readout(dark=True))
    assert not FREE.runs
    begun = FREE.pressed("run")
    assert not begun.can("run")
    scene = trained(begun)
    assert "sigmoid and bce on two classes: matched" in told(scene.readout(dark=True))
    assert "[✔]" in everything(scene, 76, 12)
    assert "[·]" in everything(scene.turned("loss", 1), 76, 12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("task", "output", "loss")), st.integers(-9, 9)), max_size=6), st.data())
def test_every_position_can_be_drawn_at_any_size(turns: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = FREE.pressed("run")
    for name, by in turns:
        scene = scene.turned(name, by)
    assert everything(scene, data.draw(st.integers(0, 130)), data.draw(st.integers(0, 50)))


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "pairing", size) as pilot:
        assert "run this pair" in keys(pilot)
        await pilot.press("down", "right", "down", "left", "enter")
        assert scene_on(pilot).runs
        await until(pilot, lambda: "tanh and huber on two classes: runs" in said(pilot, "#readout"))
        assert "run this pair" not in keys(pilot)
        await pilot.press("a", "v")
        assert len(scene_on(pilot).runs) == len(OUTPUTS) * len(LOSSES)
