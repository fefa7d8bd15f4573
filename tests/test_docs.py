"""The page on the lesson format names everything that a lesson may say."""

import re
from pathlib import Path

import pytest

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.experiment import SETTINGS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.schedules import FORMS
from engine.starts import STARTS

PAGE = (Path(__file__).parents[1] / "docs" / "lesson-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("names", [ACTIVATIONS, LOSSES, SOURCES, OPTIMIZERS, FORMS, STARTS, SETTINGS])
def test_every_name_that_a_setting_knows_is_on_the_page(names: tuple[str, ...]) -> None:
    code = " ".join(re.findall(r"`([^`\n]+)`", PAGE))
    words = set(re.findall(r"\w+", code))
    assert set(names) - words == set()
    assert len(names) > 4


def test_every_form_of_a_schedule_is_shown() -> None:
    assert all(f"`{form}`" in PAGE for form in FORMS.values())
