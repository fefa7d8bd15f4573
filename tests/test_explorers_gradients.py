"""The gradient explorer: its numbers are those of the run, and every dial makes the run that it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.doctor.examine import examine
from engine.experiment import Experiment
from engine.run import Run, Status
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, said, until
from tutor.course.model import Explore, Place
from tutor.course.openings import ELEMENTWISE, STARTS
from tutor.explorers.gradients import GradientsScene
from tutor.explorers.gradients_told import steepest
from tutor.numbers import short

FREE = GradientsScene.free()
SMALL = "data: moons · samples: 60 · net: 2 -> 5 tanh x2 -> 1 sigmoid · loss: bce · optimizer: adam 0.02 · epochs: 4"


def opened(text: str = SMALL, **dials: str) -> GradientsScene:
    return GradientsScene.opened(Explore("e", "gradients", dials, (), Place(1)), Experiment.from_text(text))


def put(scene: GradientsScene, name: str, value: str) -> GradientsScene:
    dial = scene[name].set(value)
    assert dial is not None
    return scene.with_dial(dial)


def trained(scene: GradientsScene) -> GradientsScene:
    for run in scene.runs:
        run.finish()
    return scene


def test_its_numbers_are_those_of_the_run_and_of_a_pass_by_hand() -> None:
    scene = trained(opened())
    run = Run(scene.experiment)
    lengths = run.frame.grad_norms
    x, slopes = run.data.x_train, []
    for layer in run.network.layers[:-1]:
        z = x @ layer.weights + layer.bias
        slopes.append(float(ACTIVATIONS["tanh"].slope(z).mean()))
        x = ACTIVATIONS["tanh"].function(z)
    said = told(scene.readout(dark=True), 300)
    assert f"Layer 1 gets {short(lengths[0])}, layer 3 gets {short(lengths[-1])}" in said
    assert f"on average {' · '.join(map(short, slopes))} = {short(float(np.prod(slopes)))}" in said
    assert f"Hidden layer 1: mean slope {short(slopes[0])}" in said


def test_a_later_epoch_shows_its_own_gradients() -> None:
    scene = trained(opened())
    later = put(scene, "epoch", "4")
    run = Run(scene.experiment)
    run.finish()
    assert f"Layer 1 gets {short(run.frame.grad_norms[0])}" in told(later.readout(dark=True), 300)
    assert later.frame.epoch == 4


def test_a_lesson_begins_with_its_own_experiment_and_every_dial_changes_it() -> None:
    scene = opened()
    assert scene.experiment == Experiment.from_text(SMALL)
    assert [scene[name].value for name in ("activation", "depth", "start", "rate")] == ["tanh", "2", "auto", "0.02"]
    assert scene.turned("depth", 1).experiment.net.text == "2 -> 5 tanh x3 -> 1 sigmoid"
    assert put(scene, "activation", "relu").experiment.net.hidden[0].text == "5 relu"
    assert opened(depth="4").experiment.net.text == "2 -> 5 tanh x4 -> 1 sigmoid"


def test_six_sigmoids_starve_the_first_layer_and_six_relus_do_not() -> None:
    both = (FREE, put(FREE, "activation", "relu"))
    shares = [scene.frame.grad_norms[0] / scene.frame.grad_norms[-1] for scene in both]
    assert shares[0] < 0.001
    assert shares[1] > 0.05


@pytest.mark.parametrize("start", STARTS)
def test_every_start_can_be_turned_to(start: str) -> None:
    scene = put(FREE, "start", start)
    assert scene.experiment.start.text == start
    assert everything(scene, 60, 10)


def test_the_histograms_and_the_table_name_every_hidden_layer() -> None:
    said = everything(trained(opened()), 80, 14)
    assert "hidden 1 · tanh" in said
    assert "2: 5 tanh" in said


@given(
    turns=st.lists(st.tuples(st.sampled_from([dial.name for dial in FREE.dials]), st.integers(-9, 9)), max_size=6),
    width=st.integers(0, 130),
    height=st.integers(0, 40),
    dark=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_any_dials_draw_at_any_size(turns: list[tuple[str, int]], width: int, height: int, dark: bool) -> None:
    scene = opened()
    for name, by in turns:
        scene = scene.turned(name, by)
    for run in scene.runs:
        run.epoch()
    everything(scene, width, height, dark)


@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_no_slope_is_steeper_than_what_is_said_at_most(activation: str) -> None:
    z = np.linspace(-50.0, 50.0, 20001)
    assert float(np.abs(ACTIVATIONS[activation].slope(z)).max()) == pytest.approx(steepest(activation), rel=1e-3)
    scene = put(FREE, "activation", activation)
    assert f"at most {steepest(activation):.3g}^6 = {steepest(activation) ** 6:.3g};" in told(scene.readout(True), 300)


def test_the_lines_and_the_bars_have_every_layer_and_the_frame_s_lengths() -> None:
    scene = trained(FREE.turned("depth", 2).turned("epoch", 9))
    run = Run(scene.experiment)
    while run.frame.epoch < 9:
        run.epoch()
    lengths = [short(length) for length in run.frame.grad_norms]
    lines, bars = (panel.draw(70, 18) for panel in scene.panels(True)[:2] if panel.draw)
    assert lines.words == bars.words
    assert f"after epoch 9, first layer to last: {', '.join(lengths)}." in bars.words
    assert set("123456789") <= set(lines.plain())
    rows = [row.replace("▏", " ").split() for row in bars.plain().splitlines() if row.strip()]
    assert [row[1] for row in rows] == list("987654321")
    for place, row in enumerate(reversed(rows)):
        step = [f"×{short(run.frame.grad_norms[place] / above, 2)}" for above in run.frame.grad_norms[place + 1 :][:1]]
        assert row[-1 - len(step) :] == [lengths[place], *step]
    few = scene.panels(True)[1].draw
    assert few
    assert [row.split()[1] for row in few(70, 4).plain().splitlines()] == list("9821")


def test_dead_and_saturated_shares_are_the_run_s() -> None:
    relu = put(FREE, "activation", "relu")
    scene = trained(put(relu, "rate", "10").turned("epoch", 99))
    run = Run(scene.experiment)
    run.finish()
    assert max(run.frame.dead) > 0.2
    for layer in range(1, 7):
        dead, stuck = run.frame.dead[layer - 1], run.frame.saturated[layer - 1]
        said = told(scene.turned("layer", layer - 1).readout(True), 400)
        assert f"Hidden layer {layer}: " in said
        assert f"units {dead:.0%} dead, {stuck - dead:.0%} saturated." in said


def test_the_doctor_comes_when_the_run_has_ended() -> None:
    scene = opened(f"{SMALL} · seed: 91")
    assert "Training, epoch 0 of 4; the doctor comes at the end." in told(scene.readout(True), 300)
    vanishing = trained(FREE)
    findings = examine(vanishing.run)
    assert findings[0].name == "vanishing"
    assert findings[0].sentence in told(vanishing.readout(True), 2000)
    assert not examine(trained(put(FREE, "activation", "tanh")).run)


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "gradients", size) as pilot:
        before = scene_on(pilot).runs
        await pilot.press("down", "right", "right")
        assert scene_on(pilot)["depth"].value == "8"
        (run,) = scene_on(pilot).runs
        assert run not in before
        assert "passes 8 slopes of sigmoid" in said(pilot, "#readout")
        await pilot.press("up", "right", "down", "down", "right")
        scene = scene_on(pilot)
        assert [scene[name].value for name in ("activation", "start")] == ["tanh", "he"]
        await pilot.press("down", "left", "down")
        await until(pilot, lambda: all(run.status is Status.DONE for run in scene_on(pilot).runs))
        await pilot.press("shift+right", "right", "down", "right", "right")
        scene = scene_on(pilot)
        assert [scene[name].value for name in ("rate", "epoch", "layer")] == ["0.1", "5", "3"]
        (run,) = scene.runs
        assert f"Layer 1 gets {short(run.history.at(5).grad_norms[0])}" in said(pilot, "#readout")
        assert "Hidden layer 3" in said(pilot, "#readout")
        await pilot.press("v", "w")
        assert "Length of the gradient after epoch 5" in said(pilot, "#readout")
        await pilot.press("w", "0")
        assert scene_on(pilot)["layer"].value == "1"
        await pilot.press("escape", "escape")
        assert pilot.app.screen.query("Lessons")
