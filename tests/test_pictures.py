"""The pictures of a race say what the runs are, also when a run broke without a sign in its curve."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from engine.frames import Status
from tutor.pictures import Entrant, losses


def test_a_run_that_broke_with_a_finite_test_loss_is_said_to_have_broken() -> None:
    run = cast("Any", SimpleNamespace(experiment=SimpleNamespace(epochs=5)))
    frames = [
        SimpleNamespace(test_loss=1.0, status=Status.TRAINING),
        SimpleNamespace(test_loss=0.9, status=Status.DIVERGED),
    ]
    draw = losses({"a": Entrant(0, "wild", run)}, cast("Any", {"a": frames}), None)
    assert "wild broke" in draw(60, 12).words
