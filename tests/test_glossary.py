"""The glossary: every word leads to a lesson that teaches it, and one key away from every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from tests.test_app import both_sizes, go_to, keys, playing, said, shown, until
from tutor.course.catalog import Catalog, lesson_files, shipped
from tutor.course.glossary import FILE, Term, glossary, said_in, terms_in
from tutor.course.parse import load
from tutor.screens.glossary import GlossaryScreen, Words
from tutor.screens.lesson import LessonScreen
from tutor.screens.map import MapScreen
from tutor.widgets.plot_view import PlotView

TERMS = glossary()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_is_explained_and_taught_where_it_says(term: Term) -> None:
    assert len(term.text) > 20
    assert not term.plot or term.plot in ACTIVATIONS
    entry = Catalog().find(term.lesson)
    assert entry is not None
    lesson = load(entry.path).steps
    feedback = [answer.feedback for step in lesson for answer in getattr(step, "answers", ())]
    whys = [getattr(step, "why", "") for step in lesson]
    titles = [getattr(step, "title", "") for step in lesson]
    assert term in terms_in("\n".join([*map(said_in, lesson), *feedback, *whys, *titles]), TERMS)


def test_no_word_stands_for_two_terms() -> None:
    words = [word.lower() for term in TERMS for word in term.words]
    assert len(words) == len(set(words))
    assert len(TERMS) >= 40


def test_its_file_is_no_lesson() -> None:
    assert (shipped() / FILE).exists()
    assert not any(file.endswith(FILE) for file in lesson_files(str(shipped())))


def test_terms_come_in_the_order_of_the_text_and_whole_words_only() -> None:
    assert [term.name for term in terms_in("The ReLUs' loss; a glossary, weightless.", TERMS)] == ["ReLU", "loss"]


@given(st.text())
def test_any_text_has_some_terms_or_none(text: str) -> None:
    assert set(terms_in(text, TERMS)) <= set(TERMS)


@both_sizes
async def test_the_words_of_a_page_come_first_and_escape_goes_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, size) as pilot:
        await pilot.press("G")
        await until(pilot, lambda: isinstance(pilot.app.screen, GlossaryScreen))
        words = pilot.app.screen.query_one(Words)
        assert [words.get_option_at_index(place).prompt for place in (1, 2, 3)] == ["sigmoid", "ReLU", "cross-entropy"]
        assert "An S from 0 to 1" in said(pilot, "#meaning > Static")
        assert pilot.app.screen.query_one(PlotView).display
        await pilot.press("down", "down")
        assert "−ln(the chance" in shown(pilot, "#meaning > Static")
        assert not pilot.app.screen.query_one(PlotView).display
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LessonScreen))


async def test_g_opens_it_on_a_page_to_read_and_on_the_map(tmp_path: Path) -> None:
    async with playing(tmp_path) as pilot:
        await go_to(pilot, "words")
        assert "words" in keys(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, GlossaryScreen))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MapScreen))
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, GlossaryScreen))
        assert "A − Y" in shown(pilot, "Words")
