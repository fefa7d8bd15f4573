"""The outline sees what the parser sees, at a fraction of the cost; a map counts with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.course import catalog as catalog_module
from tutor.course.catalog import Catalog, shipped
from tutor.course.outline import outline
from tutor.course.parse import parse

HEAD = "---\nformat: 1\nid: a\ntitle: A\n---\n"
CHAIN = """```chain {name}
given: w = 2, x = 3
let: z = w*x
let: c = z^2
find: dc/dw
step: dc/dz = 2*z
step: dz/dw = x
{more}
```
"""
CHOICE = "{colons} {kind} {name}\n{more}\n\nWhich?\n\n- [x] this\n  > Yes.\n- [ ] that\n  > No.\n{colons}\n"
ORDER = "::: order {name}\n{more}\n\nIn which order?\n\n1. one\n2. two\n3. three\n\n#### Why\n\nSo.\n:::\n"

pieces = st.one_of(
    st.sampled_from(
        [
            "Some prose.\n",
            "## A page\n",
            "````\n::: choice no\n```chain no\nblanks: all\n```\n`````\n",
            "~~~~\n```\n::: choice no\n~~~~\n",
            "\x0c::: choice no\n",
            "``` chainsaw\nblanks: last\n```\n",
        ]
    ),
    st.builds(
        CHAIN.format,
        name=st.just("{name}"),
        more=st.sampled_from(
            [
                "",
                "blanks: none",
                "blanks: last",
                "blanks: all  # of them",
                "blanks: last\nwas: {old}",
                "\n\nblanks: all",
            ]
        ),
    ),
    st.builds(
        CHOICE.format,
        kind=st.sampled_from(["choice", "multi"]),
        name=st.just("{name}"),
        more=st.sampled_from(["", "was: {old}", "shuffle: yes\nwas: {old}  # once", "skills: a\n\nwas: no setting"]),
        colons=st.sampled_from([":::", "::::", "::: "]),
    ),
    st.builds(ORDER.format, name=st.just("{name}"), more=st.sampled_from(["", "was: {old}"])),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pieces, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_of_every_lesson_without_mistakes_it_sees_what_the_parser_sees(found: list[str], end: str) -> None:
    named = [piece.replace("{name}", f"q{n}").replace("{old}", f"old{n}") for n, piece in enumerate(found)]
    text = (HEAD + "\n".join(named)).replace("\n", end)
    lesson, problems = parse(text, "a.md")
    assert lesson is not None, problems
    assert [(one.id, one.was) for one in outline(text)] == [(task.id, task.was) for task in lesson.tasks]


@pytest.mark.parametrize(
    ("more", "asked"), [("", 0), ("blanks: none", 0), ("blanks: last", 1), ("blanks: all", 1)], ids=str
)
def test_a_chain_is_asked_where_it_has_blanks(more: str, asked: int) -> None:
    text = HEAD + CHAIN.format(name="c", more=more)
    lesson, problems = parse(text, "a.md")
    assert lesson is not None, problems
    assert len(outline(text)) == len(lesson.tasks) == asked


WRITTEN = [*sorted(Path(__file__).parent.glob("lessons/*.md")), *sorted(shipped().rglob("[0-9]*.md"))]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_of_every_lesson_there_is_it_sees_what_the_parser_sees(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lesson, _ = parse(text, str(path))
    if lesson is not None:
        assert [(one.id, one.was) for one in outline(text)] == [(task.id, task.was) for task in lesson.tasks]
        assert lesson.tasks


def test_of_far_too_much_text_the_rest_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_module, "MOST_BYTES", 1_000)
    for number in range(4):
        text = HEAD.replace("id: a", f"id: l{number}") + CHOICE.format(kind="choice", name="q", more="", colons=":::")
        (tmp_path / f"{number}.md").write_text(text + "word " * 120, encoding="utf-8")
    catalog = Catalog([tmp_path])
    assert [len(catalog.asked(entry)) for entry in catalog.entries] == [1, 1, 0, 0]
