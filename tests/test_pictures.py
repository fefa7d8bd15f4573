"""The pictures of a race say what the runs are, also when a run broke without a sign in its curve."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from engine.experiment import Experiment
from engine.frames import Status
from engine.history import History
from engine.run import Run
from tutor.pictures import CAPTIONS, Entrant, draw, loss_caption, losses


def run_of(*losses: float, status: Status = Status.DONE) -> Any:
    """A stand-in for a run whose test loss took this course."""
    history = History()
    for epoch, loss in enumerate(losses):
        history.append(cast("Any", SimpleNamespace(epoch=epoch, train_loss=loss, test_loss=loss)))
    experiment = SimpleNamespace(epochs=5, loss="mse", unit=1.0)
    return SimpleNamespace(experiment=experiment, history=history, status=status, frame=history.frames[-1])


def test_a_run_that_broke_with_a_finite_test_loss_is_said_to_have_broken() -> None:
    wild = {"a": Entrant(0, "wild", run_of(1.0, 0.9, status=Status.DIVERGED))}
    assert "wild broke in epoch 1" in losses(wild, None)(60, 12).words
    assert "broke" not in losses(wild, None, until=0)(60, 12).words


def test_a_pinned_run_is_drawn_to_its_end_however_far_the_race_is() -> None:
    now, before = {"a": Entrant(0, "now", run_of(1.0, 0.9, 0.8))}, {"a": Entrant(0, "before", run_of(2.0, 1.5, 1.2))}
    picture = losses(now, None, until=1, pinned=before)(60, 12)
    assert picture.words == "Test loss after epoch 1 of 5: now 0.9; pinned: before 1.2 after epoch 2."
    assert "before (pinned)" in picture.plain()
    assert "dotted: pinned" in loss_caption(now, pinned=before)
    assert "pinned" not in loss_caption(now)
    assert loss_caption(now, log=True, recent=True) == "test loss (log), the latest quarter"


def test_a_pinned_run_of_another_loss_is_not_to_be_compared() -> None:
    now, before = run_of(1.0), run_of(2.0)
    before.experiment.loss = "bce"
    pinned = {"a": Entrant(0, "before", before)}
    assert "not to be compared" in loss_caption({"a": Entrant(0, "now", now)}, pinned=pinned)


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
