"""The explorers: instruments to find out with. Each file holds one, as a scene that knows no screen."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.course.model import Explore, Lesson
from tutor.explorers.activation import ActivationScene
from tutor.explorers.chain import ChainScene
from tutor.explorers.gradients import GradientsScene
from tutor.explorers.hybrid import HybridScene
from tutor.explorers.loss import LossScene
from tutor.explorers.pairing import PairingScene
from tutor.explorers.scene import Draw, Panel, Scene
from tutor.explorers.shapes import ShapesScene
from tutor.explorers.swap import SwapScene

__all__ = ["SCENES", "ActivationScene", "Draw", "Panel", "Scene", "scene_of"]

SCENES: Mapping[str, type[Scene]] = {
    scene.kind: scene
    for scene in (
        ActivationScene,
        LossScene,
        ChainScene,
        SwapScene,
        PairingScene,
        GradientsScene,
        HybridScene,
        ShapesScene,
    )
}
"""By kind, in the order of the list that opens with e."""


def scene_of(explore: Explore, lesson: Lesson) -> Scene:
    """The scene that a lesson's explorer block opens with."""
    experiment = lesson.experiments.get(explore.opening.get("experiment", ""))
    return SCENES[explore.kind].opened(explore, experiment)
