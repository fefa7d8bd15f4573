"""The pictures of a race say what the runs are, also when a run broke without a sign in its curve."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine.experiment import Experiment
from engine.frames import Status
from engine.run import Run
from tutor.pictures import CAPTIONS, Entrant, draw, losses


def test_a_run_that_broke_with_a_finite_test_loss_is_said_to_have_broken() -> None:
    run = cast("Any", SimpleNamespace(experiment=SimpleNamespace(epochs=5)))
    frames = [
        SimpleNamespace(test_loss=1.0, status=Status.TRAINING),
        SimpleNamespace(test_loss=0.9, status=Status.DIVERGED),
    ]
    draw = losses({"a": Entrant(0, "wild", run)}, cast("Any", {"a": frames}), None)
    assert "wild broke" in draw(60, 12).words


@pytest.mark.parametrize("kind", CAPTIONS)
@pytest.mark.parametrize(
    "text",
    [
        "data: tags · inputs: x1 · target: right, top · net: 1 -> 3 tanh -> 2 sigmoid · loss: bce",
        "data: penguins · inputs: bill_length · target: body_mass + species · unit: 1000"
        " · net: 1 -> 3 relu -> 1 linear + 3 softmax · loss: mse + cce",
        "data: moons · net: 2 -> 3 relu -> 1 sigmoid · norm: batch · dropout: 0.5 · loss: bce",
    ],
    ids=["labels", "two heads", "regularized"],
)
def test_every_picture_can_be_drawn_of_a_run_with_several_outputs(kind: str, text: str) -> None:
    run = Run(Experiment.from_text(f"{text} · optimizer: adam 0.01 · epochs: 2"))
    frame = run.finish()
    picture = draw(kind, {"a": Entrant(0, "one", run)}, {"a": frame}, None)(60, 12)
    assert any(row.plain.strip() for row in picture.rows)
    assert picture.words


def test_predictions_of_several_heads_are_those_of_the_first() -> None:
    settings = (
        "data: penguins · inputs: bill_length, bill_depth · unit: 1000 · optimizer: sgd 1e-9 · epochs: 1 · net: 2 ->"
    )
    heads = (
        " 1 linear + 3 softmax · target: body_mass + species · loss: mse + cce",
        " 1 linear · target: body_mass · loss: mse",
    )
    words = []
    for head in heads:
        run = Run(Experiment.from_text(f"{settings}{head} · start: zeros · output_bias: 4"))
        words.append(draw("predictions", {"a": Entrant(0, "one", run)}, {"a": run.frame}, None)(60, 12).words)
    assert words[0] == words[1]
    assert "4,000" in words[0]
