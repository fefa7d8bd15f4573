"""Whatever a text holds, its formulas are shown as they are, the rest as before, and in linear time."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.course.maths import MathsError, problems_in, spans, translate, translated

MARKDOWN = MarkdownIt().enable("strikethrough").enable("table")  # as Rich reads it

FORMULAS = [
    *("x", "y_b", "x^*", r"\frac{a}{b}", "W^{[l]}", "|x|", "[a]", "1", "=", "+", "a<b", "n!", "a\n+ b", r"\foo"),
    *(r"\&", r"\#", r"\$", r"\{x\}", r"\vec{x}", r"\text{a_b}", r"\text{`}", r"\text{-}", r"\text{&amp;}"),
]
MARKS = ["**", "*", "_", "~~", "[", "](u)", "(", ")", "!", "&", "#", "<", ">", "1", ".", "=", "-", "+", "word", "`q`"]
AROUND = [*MARKS, *MARKS, " ", "\n", "\n\n", "<b ", "> ", "- ", "\\\\", "$5 ", "| a | b |\n|---|---|\n| "]
PIECES = st.one_of(st.sampled_from(FORMULAS).map("${}$".format), st.sampled_from(AROUND))


def shown(markdown: str, fill: Callable[[str], str] = str) -> list[object]:
    """Everything that Markdown makes of a text: its blocks, its marks and its words."""
    found: list[object] = []
    for token in MARKDOWN.parse(markdown):
        found.append((token.type, token.level, "" if token.children else fill(token.content)))
        words = ""
        for child in token.children or []:
            words, seen = _read(child, words)
            found += [fill(part) for part in seen]
        found.append(fill(words))
    return found


def _read(child: Token, words: str) -> tuple[str, list[str]]:
    """The words so far, and what comes before new ones."""
    if child.type in ("text", "text_special"):
        return words + child.content, []
    inner = "".join(part.content for part in child.children or []) if child.type == "image" else child.content
    return "", [words, child.type, inner, *map(str, child.attrs.values())]


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=9).map("".join))
def test_markdown_shows_what_translate_says_and_all_else_as_before(text: str) -> None:
    marked, end, formulas = "", 0, {}
    for number, span in enumerate(spans(text)):
        try:
            formula = translate(span.source)
        except MathsError:
            continue
        marked += rf"{text[end : span.start]}\$Q{number}Q\$"  # its dollars are punctuation, as those of the formula
        formulas[f"$Q{number}Q$"] = formula
        end = span.stop
    expected = shown(marked + text[end:], lambda words: re.sub(r"\$Q\d+Q\$", lambda found: formulas[found[0]], words))
    assert shown(translated(text)) == expected


@given(st.text(st.sampled_from("$$$ab1, .\n`~>-*#|\\{}()[]<:_^\r\t\0"), max_size=60))
def test_any_text_is_left_alone_around_its_formulas(text: str) -> None:
    kept, end = [], 0
    for span in spans(text):
        assert end <= span.start < span.stop - 2
        assert text[span.start] == text[span.stop - 1] == "$"
        kept.append(text[end : span.start])
        end = span.stop
    assert re.fullmatch(".*".join(map(re.escape, [*kept, text[end:]])), translated(text), re.DOTALL)
    assert all(0 < offset < len(text) for offset, _ in problems_in(text))


def calls(text: str) -> int:
    """How many functions run while a text is read and shown: the work, without a clock."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        translated(text)
        list(problems_in(text))
    finally:
        sys.setprofile(before)
    return count


HOSTILE = [
    "$",
    "$a ",
    "$a",
    "`$",
    "$a\n",
    ">",
    "](",
    "{claim:",
    "$x$ ",
    r"$\foo$ ",
    "- ",
    "$x$ <",
    "$$a=",
    "$x" + "^{" * 9,
]


@pytest.mark.parametrize(
    "unit", [*HOSTILE, "${", "$x_", "$\\frac", "$|", "$\\left(", "$5 and ", "```\n$", "<http:", "$1,"]
)
def test_twice_the_text_is_at_most_twice_the_work(unit: str) -> None:
    assert calls(unit * 800) <= 2 * calls(unit * 400) + 50
    assert calls(f"$x{unit * 800}$") <= 2 * calls(f"$x{unit * 400}$") + 50
