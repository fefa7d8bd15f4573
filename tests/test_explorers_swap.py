"""The swap explorer: what it calls the same is equal, and its numbers are those of runs and of finite differences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.network import Network
from engine.run import Run, Status
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, said, until
from tutor.course.model import Explore, Place
from tutor.course.openings import SWAPS
from tutor.course.parse import parse
from tutor.explorers.kept_run import MOST, KeptRun, kept_run
from tutor.explorers.swap import SwapScene
from tutor.explorers.swap_lines import Line
from tutor.explorers.swap_looks import look
from tutor.numbers import short

FREE = SwapScene.free()
DIALS = [dial.name for dial in FREE.dials]
SMALL = "data: moons · samples: 60 · net: 2 -> 4 tanh -> 1 sigmoid · loss: bce · optimizer: sgd 0.5 · epochs: 5"


def opened(text: str, **dials: str) -> SwapScene:
    """The explorer as a lesson opens it on an experiment of its own."""
    return SwapScene.opened(Explore("e", "swap", dials, (), Place(1)), Experiment.from_text(text))


def trained(scene: SwapScene) -> SwapScene:
    for run in scene.runs:
        run.finish()
    return scene


def by_name(scene: SwapScene) -> dict[str, Line]:
    return {line.name: line for line in scene.lines}


@pytest.mark.parametrize("data", SWAPS)
def test_formulas_stay_and_values_change(data: str) -> None:
    kept_run.cache_clear()  # another test may have trained these runs to their end
    scene = FREE.turned("data", SWAPS.index(data))
    same = [line.name for line in scene.lines if line.same]
    kept = ["data, batches", "shapes, W[1]", "first weights", "formula of the loss", "formula of dZ[3]"]
    assert same == [*kept, "|Z[1]|, mean"]
    later = trained(scene).turned("epoch", 1)
    assert set(kept) <= {line.name for line in later.lines if line.same}
    assert not by_name(later)["|Z[1]|, mean"].same
    assert "its formula is the same, its value is not" in told(later.readout(dark=True), 200)


def test_swapped_for_itself_everything_is_the_same() -> None:
    scene = FREE.with_dial(replace(FREE["to"], at=FREE["from"].at))
    assert all(line.same for line in trained(scene).lines)
    assert "sigmoid" in everything(scene, 60, 12)


def test_in_the_second_layer_the_first_hears_of_the_swap_only_through_the_gradient() -> None:
    names = by_name(FREE.turned("layer", 1))
    assert names["|Z[2]|, mean"].same
    assert not names["‖dW[1]‖"].same


def test_the_numbers_of_the_layer_are_what_a_pass_by_hand_gives() -> None:
    lines = by_name(FREE)
    for place, (run, name) in enumerate(zip(FREE.runs, FREE.activations, strict=True)):
        first = Run(run.experiment).network.layers[0]
        z = run.data.x_train @ first.weights + first.bias
        activation = ACTIVATIONS[name]
        assert lines["|Z[1]|, mean"].values[place] == short(float(np.abs(z).mean()))
        assert lines["g′(Z[1]), mean"].values[place] == short(float(activation.slope(z).mean()))
        assert lines["A[1], mean"].values[place] == short(float(activation.function(z).mean()))


def loss_with(run: KeptRun, parameters: np.ndarray) -> float:
    """The training loss of the run's network with these parameters."""
    answers = Network(run.experiment.net, parameters=parameters).forward(run.data.x_train)
    return LOSSES[run.experiment.loss[0].name].value(answers, run.data.y_train)


@pytest.mark.parametrize("data", SWAPS)
def test_gradients_are_those_of_finite_differences(data: str) -> None:
    run = KeptRun(FREE.turned("data", SWAPS.index(data)).turned("from", 1).first)
    run.finish()
    for epoch in (0, 3):
        seen = run.pass_at(epoch)
        parameters = seen.network.parameters
        assert loss_with(run, parameters) == pytest.approx(run.frames[epoch].train_loss)
        for place in range(0, len(parameters), 7):
            kept, values = parameters[place], []
            for step in (-1e-6, 1e-6):
                parameters[place] = kept + step
                values.append(loss_with(run, parameters))
            parameters[place] = kept
            slope = (values[1] - values[0]) / 2e-6
            assert seen.network.gradient[place] == pytest.approx(slope, rel=1e-3, abs=1e-7)
        lengths = [float(np.sqrt((layer.d_weights**2).sum())) for layer in seen.network.layers]
        assert look(run, epoch, 1).gradients == pytest.approx(lengths)


@pytest.mark.parametrize(
    ("head", "formula"),
    [
        ("1 sigmoid · loss: bce", "A[2] − Y"),
        ("1 sigmoid · loss: mse", "dA ∘ sigmoid′(Z), dA = 2 · (a − y)"),
        ("1 linear · loss: bce_logits", "P − Y"),
        ("1 linear · loss: half_mse", "A[2] − Y"),
        ("1 linear · loss: 3 mse", "6 · (A[2] − Y)"),
        ("1 relu · loss: mse", "dA ∘ relu′(Z), dA = 2 · (a − y)"),
    ],
)
def test_the_formula_of_the_output_s_slope_is_found_in_the_numbers(head: str, formula: str) -> None:
    scene = opened(SMALL.replace("1 sigmoid · loss: bce", head))
    line = by_name(scene)["formula of dZ[2]"]
    assert line.values == (formula, formula)
    assert line.same
    for run in scene.runs:
        assert isinstance(run, KeptRun)
        seen = look(run, 0, 1)
        network = Run(run.experiment).network
        step = 1e-6
        network.output.bias[:] += step
        more = network.forward(run.data.x_train).copy()
        network.output.bias[:] -= 2 * step
        less = network.forward(run.data.x_train).copy()
        term = run.experiment.loss[0]
        terms = [term.weight * LOSSES[term.name].terms(answers, run.data.y_train) for answers in (more, less)]
        slopes = (terms[0] - terms[1]) / (2 * step)
        np.testing.assert_allclose(seen.dz.T, slopes, atol=1e-6)


def test_every_head_has_a_formula_of_its_own() -> None:
    text = "data: penguins · target: body_mass + species · unit: 1000 · net: 3 -> 5 tanh -> 1 linear + 3 softmax"
    inputs = "inputs: bill_length, bill_depth, flipper_length"
    scene = opened(f"{text} · {inputs} · loss: mse + 0.5 cce · optimizer: sgd 0.1 · epochs: 5", to="relu")
    line = by_name(scene)["formula of dZ[2]"]
    assert line.values == ("2 · (A[2] − Y) beside 0.5 · (A[2] − Y)",) * 2
    assert line.same
    assert everything(scene, 90, 30)


@pytest.mark.parametrize("extra", ["", " · norm: batch · dropout: 0.2", " · schedule: cosine · l2: 0.001"])
def test_a_run_that_keeps_its_weights_is_the_same_run(extra: str) -> None:
    experiment = Experiment.from_text(SMALL + extra)
    plain, stepped, kept = Run(experiment), KeptRun(experiment), KeptRun(experiment)
    plain.finish()
    kept.finish()
    while stepped.status is Status.TRAINING:
        stepped.step()
    losses = [frame.train_loss for frame in plain.frames]
    for run in (stepped, kept):
        assert [frame.train_loss for frame in run.frames] == losses
        passes = [run.pass_at(run.kept(epoch)) for epoch in range(6)]
        answers = [seen.output.a.T for seen in passes]
        found = [LOSSES["bce"].value(each, run.data.y_train) for each in answers]
        assert found == pytest.approx(losses)


def test_of_a_long_run_every_so_many_epochs_are_kept() -> None:
    scene = trained(opened(SMALL.replace("epochs: 5", "epochs: 250"), epoch="200"))
    assert scene.epoch == 200
    (run, _) = scene.runs
    assert isinstance(run, KeptRun)
    assert run.apart == 3
    assert len(scene["epoch"].values) <= MOST + 2
    assert "after epoch 198" in by_name(scene)["train loss"].told
    assert scene.turned("epoch", 999).epoch == 250


def test_a_lesson_s_experiment_is_the_first_of_both() -> None:
    scene = opened(SMALL, to="relu", epoch="3", line="2")
    assert [dial.name for dial in scene.dials] == ["to", "epoch", "line"]
    assert scene.activations == ("tanh", "relu")
    assert scene.runs[0].experiment == scene.base
    assert scene["line"].value == "2"
    deep = opened(SMALL.replace("4 tanh", "4 tanh x3"), layer="9")
    assert deep.layer == 3


def test_a_start_that_depends_on_the_activation_is_told() -> None:
    lines = by_name(opened(SMALL, to="relu"))
    assert not lines["first weights"].same
    assert "auto draws other weights" in lines["first weights"].told
    assert by_name(opened(SMALL, to="sigmoid"))["first weights"].same


def test_a_run_that_breaks_is_shown_as_far_as_it_came() -> None:
    text = SMALL.replace("bce", "mse").replace("1 sigmoid", "1 linear").replace("sgd 0.5", "sgd 1000")
    scene = trained(opened(text.replace("epochs: 5", "epochs: 80"), epoch="80"))
    assert scene.runs[0].status is Status.DIVERGED
    assert everything(scene, 70, 20)
    assert (
        scene.runs[0].reason in by_name(scene)["RMSE, end" if "RMSE, end" in by_name(scene) else "accuracy, end"].told
    )


def test_while_it_trains_the_end_is_not_told_yet() -> None:
    scene = opened(f"{SMALL} · seed: 77")
    assert by_name(scene)["test loss, end"].values == ("…", "…")
    ended = by_name(trained(scene))["test loss, end"]
    assert ended.values == tuple(short(run.frame.test_loss) for run in scene.runs)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DIALS), st.integers(-40, 40)), max_size=8), st.data())
def test_every_position_can_be_drawn_at_any_size(turns: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = FREE
    for name, by in turns:
        scene = scene.turned(name, by)
        assert int(scene["line"].number) <= len(scene.lines) == len(scene["line"].values)
    width, height = data.draw(st.integers(0, 200)), data.draw(st.integers(0, 60))
    shown = everything(scene, width, height, dark=data.draw(st.booleans()))
    assert scene.lines[int(scene["line"].number) - 1].told in shown


LESSON = """---
format: 1
id: swapped
title: Swapped
minutes: 5
---

```experiment deep
data: moons
net: 2 -> 4 tanh -> 1 sigmoid
loss: bce
optimizer: sgd 0.5
```

```experiment flat
like: deep
net: 2 -> 1 sigmoid
```

```explore swapped_here
kind: swap
experiment: deep
to: relu
line: 4
```
"""


def test_a_lesson_opens_it_on_an_experiment_with_a_hidden_layer() -> None:
    lesson, problems = parse(LESSON, "swapped.md")
    assert lesson is not None, problems
    for name, code, message in (
        ("dep", "unknown-id", "no experiment 'dep' in this lesson; did you mean 'deep'?"),
        ("flat", "value", "'flat' has no hidden layer"),
    ):
        lesson, problems = parse(LESSON.replace("experiment: deep", f"experiment: {name}"), "swapped.md")
        assert lesson is None
        assert [problem.code for problem in problems] == [code]
        assert message in problems[0].message


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "swap", size) as pilot:
        await pilot.press("right", "down", "left")
        assert [scene_on(pilot)[name].value for name in ("from", "to")] == ["tanh", "linear"]
        await until(pilot, lambda: all(run.status is Status.DONE for run in scene_on(pilot).runs))
        await pilot.press("down", "right", "down", "left", "down", "shift+right", "right", "up", "down", "left")
        scene = scene_on(pilot)
        assert [scene[name].value for name in ("layer", "data", "epoch")] == ["2", "houses_ames", "4"]
        await pilot.press("down", "shift+right")
        assert "formula of dZ[3]: 2 · (A[3] − Y)" in said(pilot, "#readout")
        await pilot.press("v", "w")
        assert "Test loss" in said(pilot, "#readout")
        await pilot.press("w", "0")
        assert "data, batches" in said(pilot, "#readout")
        await pilot.press("escape", "escape")
        assert pilot.app.screen.query("Lessons")


def test_data_beside_a_lessons_own_experiment_are_reported() -> None:
    text = (
        "---\nformat: 1\nid: one\ntitle: One\n---\n\n```experiment own\n"
        + "\n".join(SMALL.split(" · "))
        + "\n```\n\n```explore it\nkind: swap\nexperiment: own\ndata: xor\n```\n"
    )
    (problem,) = parse(text, "a.md")[1]
    assert (problem.code, problem.message) == (
        "unexpected",
        "data: the experiment 'own' has its own; leave this line out",
    )
