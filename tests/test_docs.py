"""The author's guide names everything that a lesson may say, and its examples do what it says they do."""

import re
import runpy
from pathlib import Path

import pytest

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.experiment import SETTINGS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.schedules import FORMS
from engine.starts import STARTS
from tutor import verbs
from tutor.bench import Bench
from tutor.course.catalog import Catalog
from tutor.course.expression import MEASURES
from tutor.course.maths.symbols import COMMANDS
from tutor.course.parse import load, parse
from tutor.course.problems import CODES

PAGE = (Path(__file__).parents[1] / "docs" / "LESSONS.md").read_text(encoding="utf-8")
MATHS = (Path(__file__).parents[1] / "docs" / "maths.md").read_text(encoding="utf-8")
WHOLE, *_ = re.findall(r"^````markdown\n(---\n.*?)^````$", PAGE, re.S | re.M)


def section(title: str) -> str:
    """The part of the page under a heading."""
    level, found = re.findall(rf"^(#+) {re.escape(title)}\n(.*)", PAGE, re.S | re.M)[0]
    return re.split(rf"^#{{1,{len(level)}}} ", found, maxsplit=1, flags=re.M)[0]


def examples(text: str) -> list[str]:
    return re.findall(r"^````markdown\n(.*?)^````$", text, re.S | re.M)


@pytest.mark.parametrize("names", [ACTIVATIONS, LOSSES, SOURCES, OPTIMIZERS, FORMS, STARTS, SETTINGS, MEASURES])
def test_every_name_that_a_setting_knows_is_on_the_page(names: tuple[str, ...]) -> None:
    code = " ".join(re.findall(r"`([^`\n]+)`", PAGE))
    words = set(re.findall(r"\w+", code))
    assert set(names) - words == set()
    assert len(names) > 4


def test_every_form_of_a_schedule_is_shown() -> None:
    assert all(f"`{form}`" in PAGE for form in FORMS.values())


def test_the_lesson_of_five_minutes_is_sound() -> None:
    lesson, problems = parse(WHOLE, "steep.md")
    assert problems == ()
    assert lesson is not None


def test_the_examples_of_the_reference_are_together_one_sound_lesson() -> None:
    head, *rest = examples(section("The reference"))
    assert head.startswith("---\n")
    lesson, problems = parse("\n".join([head, *rest]), "reference.md")
    assert problems == ()
    assert lesson is not None
    assert {step.__class__.__name__ for step in lesson.steps} == {"Reading", "Question", "Explore", "Chain"}


def test_every_code_of_the_checker_is_explained() -> None:
    headings = set(re.findall(r"^### ([a-z-]+)$", section("What the checker says"), re.M))
    assert headings == CODES


@pytest.mark.parametrize("code", sorted(CODES - {"margin", "encoding"}))
def test_a_mistake_on_the_page_brings_about_what_the_page_says(code: str) -> None:
    text = section(code)
    (mistake,) = examples(text)
    said = re.findall(r"^    ((?:error|warning)\[.*)$", text, re.M)
    problems = parse(f"{WHOLE}\n{mistake}", "steep.md")[1]
    assert [f"{each.severity}[{each.code}]: {each.message}" for each in problems] == said
    assert all(each.code == code for each in problems)


def test_every_command_of_our_latex_is_on_its_page() -> None:
    assert [name for name in COMMANDS if f"\\{name}" not in MATHS] == []
    assert len(COMMANDS) > 100


def test_the_gallery_shows_pictures_that_are_there() -> None:
    docs = Path(__file__).parents[1] / "docs"
    named = set(re.findall(r"pictures/[\w-]+\.svg", (docs / "gallery.md").read_text(encoding="utf-8")))
    assert named == {f"pictures/{path.name}" for path in (docs / "pictures").iterdir()}


def test_every_field_and_key_beside_the_playground_is_there() -> None:
    page = (Path(__file__).parents[1] / "docs" / "playground.md").read_text(encoding="utf-8")
    bench = Bench.of_line().changed("layers", "2")
    fields = {title for field in bench.fields for title in (field.name, field.title, field.label)}
    named = {name for cell in re.findall(r"fields? ([^|]*)", page) for name in re.findall(r"\*([^*]+)\*", cell)}
    assert len(named) > 15
    assert {part for name in named for part in name.split(", ")} - fields - {"L1", "L2"} == set()
    declared = (*verbs.MAP, *verbs.BENCH_FIELDS, *verbs.BENCH_LOOK, *verbs.BENCH, *verbs.RACE)
    keys = {verb.shown_key for verb in declared} | {"←", "→"}
    told = {key for key in re.findall(r"`([^`]+)`", page) if len(key) == 1 or key in ("tab", "enter", "space")}
    assert len(told) > 12
    assert told - keys == set()
    assert {f"#{wish}" for wish in (1, 7, 168, 20, 23, 25, 29, 47, 50, 54, 126, 63, 68, 77, 208)} <= {
        *re.findall(r"#[0-9]+", page)
    }


def test_the_page_of_the_course_is_that_of_the_lessons() -> None:
    docs = Path(__file__).parents[1] / "docs"
    made = runpy.run_path(str(docs / "beliefs.py"))
    lessons = {lesson.id: lesson for lesson in (load(entry.path) for entry in Catalog().entries)}
    assert (docs / "COURSE.md").read_text(encoding="utf-8") == made["page"](lessons), "run python docs/beliefs.py"
