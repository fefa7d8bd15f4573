"""The gradient explorer on the experiment of a lesson: it begins as that stands, whatever layers and heads it has."""

from __future__ import annotations

import pytest

from engine.experiment import Experiment
from engine.run import Status
from tests.explorers import everything
from tests.test_explorers_gradients import SMALL, opened, trained
from tutor.course.model import Explore
from tutor.course.parse import parse
from tutor.explorers import scene_of
from tutor.explorers.gradients import GradientsScene


@pytest.mark.parametrize(
    ("net", "left"),
    [
        ("5 tanh -> 3 relu", ["start", "rate", "epoch", "layer"]),
        ("5 tanh -> 3 tanh", ["activation", "start", "rate", "epoch", "layer"]),
        ("5 tanh x12", ["activation", "depth", "start", "rate", "epoch", "layer"]),
    ],
)
def test_a_net_of_unlike_layers_is_explored_as_it_is(net: str, left: list[str]) -> None:
    text = SMALL.replace("5 tanh x2", net)
    scene = opened(text)
    assert [dial.name for dial in scene.dials] == left
    assert scene.experiment == Experiment.from_text(text)
    assert len(scene["layer"].values) == len(scene.experiment.net.hidden)
    assert everything(scene, 90, 9)


@pytest.mark.parametrize("rate", ["1e-05", "0.02", "50"])
def test_the_rate_of_a_lesson_has_its_place_among_the_others(rate: str) -> None:
    dial = opened(SMALL.replace("0.02", rate))["rate"]
    assert float(dial.value) == float(rate)
    assert [float(value) for value in dial.values] == sorted(map(float, dial.values))


def test_a_net_too_wide_to_be_deep_is_not_made_deeper() -> None:
    wide = (
        "data: moons · samples: 10000 · net: 2 -> 60 tanh x2 -> 1 sigmoid · loss: bce · optimizer: sgd 0.1 · epochs: 1"
    )
    deepest = opened(wide).turned("depth", 99).experiment
    assert Experiment.from_text(deepest.text) == deepest
    assert len(deepest.net.hidden) == 3


def test_several_heads_are_one_layer() -> None:
    text = "data: penguins · target: body_mass + species · unit: 1000 · net: 3 -> 5 tanh -> 1 linear + 3 softmax"
    inputs = "inputs: bill_length, bill_depth, flipper_length"
    shown = everything(opened(f"{text} · {inputs} · loss: mse + 0.5 cce · optimizer: sgd 0.1 · epochs: 5"), 90, 9)
    assert "2: 1 linear + 3 softmax" in shown
    assert "passes 1 slope of tanh" in shown


def test_a_run_that_breaks_is_shown_as_far_as_it_came() -> None:
    text = SMALL.replace("bce", "mse").replace("1 sigmoid", "1 linear").replace("adam 0.02", "sgd 1000")
    scene = trained(opened(text.replace("tanh", "relu").replace("epochs: 4", "epochs: 80"), epoch="80"))
    assert scene.run.status is Status.DIVERGED
    assert "At the end, diverged: " in everything(scene, 70, 20)


LESSON = """---
format: 1
id: faded
title: Faded
minutes: 5
---

```experiment deep
data: moons
net: 2 -> 4 tanh x3 -> 1 sigmoid
loss: bce
start: normal 0.3
optimizer: sgd 0.5
```

```explore faded_here
kind: gradients
experiment: deep
depth: 5
layer: 4
```
"""


def test_a_lesson_opens_it_on_its_experiment() -> None:
    lesson, problems = parse(LESSON, "faded.md")
    assert lesson is not None, problems
    (explore,) = (step for step in lesson.steps if isinstance(step, Explore))
    scene = scene_of(explore, lesson)
    assert isinstance(scene, GradientsScene)
    assert scene.experiment.net.text == "2 -> 4 tanh x5 -> 1 sigmoid"
    assert [scene[name].value for name in ("start", "rate", "layer")] == ["normal 0.3", "0.5", "4"]
