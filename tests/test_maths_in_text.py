"""Formulas are found in a text wherever an author means one, and nowhere else; what is around them stays."""

from __future__ import annotations

import pytest

from tutor.course.maths import plain, problems_in, spans, translated

MONEY = [
    "The cheapest went for $39,300, the dearest for $625,000.",
    "Every house is worth at most $100,000 {claim:ceiling}.",
    "at most $100,000 {claim:ceiling} or $200,000 {claim:floor}, or so",
    "$5-$10",
    "$5 and $6",
    "It fell below -$5,000: a house for *less than nothing*, then rose to $12,000.",
    "$12,000, so the target is -12.",
    "between $5 and 10$.",
    "It costs $5, or 5$ in Canada",
    "costs $5 (in US$)",
    "$100,000 a year, or about 90,000€ (100,000$)",
    "US$5 or A$6, never NZ$7",
    "5$ and 6$",
    "5$-6$ a piece",
    'The sign "$" and the sign "$"',
    "($) and ($)",
    "$/hour and US$",
    "Prices in $, not in $k.",
    "$1 million, $2 million, $3bn",
    "a $ sign and a $ sign",
    "from $ to $$ to $$$, as guides to restaurants say",
    r"\$x$ and \$y\$",
    r"costs $5, \$6 or so: 7$",
    "$5k–$6k",
    "$39,300–$625,000",
    "between $0.5m and 0.7m$",
    "$.50 or so; 50 cents are half a US$",
    "| $5 | $6 |\n| --- | --- |\n| 7$ | 8$ |",
    "He paid $20 (20$!)",
    "$-denominated bonds and US-$",
    "$5\n\nand 6$",
    "$HOME and $PATH",
    "$AAPL/$MSFT",
    "cost $5;$6 more",
]

# a text, and the formulas in it
MATHS = [
    ("$x$", ["x"]),
    ("Let $x$ be 3.", ["x"]),
    ("$x$, $y$ and $z$", ["x", "y", "z"]),
    ("($x$)", ["x"]),
    ("**$x$**", ["x"]),
    ("the $i$th of $n$", ["i", "n"]),
    ("an $n$-dimensional $x$", ["n", "x"]),
    ("$0$", ["0"]),
    ("$2x + 1$", ["2x + 1"]),
    ("$0 < a < 1$", ["0 < a < 1"]),
    ("$1 - a$ times $a$", ["1 - a", "a"]),
    (r"$10^{-3}$", [r"10^{-3}"]),
    (r"$1 \text{ if } x > 0$", [r"1 \text{ if } x > 0"]),
    (r"$2 \operatorname{softmax}(z)$", [r"2 \operatorname{softmax}(z)"]),
    ("$-5$", ["-5"]),
    ("$1/m$", ["1/m"]),
    ("$0^-$ and $1$", ["0^-", "1"]),
    ("if $x$ costs $5 and $y$ costs $6", ["x", "y"]),
    ("at $5 apiece, $n$ cost $5n$", ["n", "5n"]),
    ("It costs $5 ($x$ before tax)", ["x"]),
    ("cost $5;$x$ is more", ["x"]),
    ("$a +\nb$", ["a +\nb"]),
    ("> $a +\n> b$", ["a +\n  b"]),
    ("- [x] $a$\n  > $b$", ["a", "b"]),
    ("| $a$ | $b$ |\n| --- | --- |", ["a", "b"]),
    (r"$\text{5\$}$", [r"\text{5\$}"]),
    (r"\\$x$", ["x"]),
    ("`$a$` $b$ `` $c$ ` $d$ `` $e$", ["b", "e"]),
    ("`$a$ $b$", ["a", "b"]),
    ("```\n$a$\n```\n$b$", ["b"]),
    ("~~~ word\n$a$\n```\n$b$\n~~~\n$c$", ["c"]),
    ("- one\n\n  ```\n  $a$\n  ```\n\n  $b$", ["b"]),
    ("> ```\n> $a$\n\n$b$", ["b"]),
    ("text\n\n    $a$\n\n$b$", ["b"]),
    ("- item\n\n    $a$", ["a"]),
    ("$a\n\nb$ $c$", ["c"]),
    ("$a\n# b$\n$c$", ["c"]),
    ("$a\n- b$\n- $c$", ["c"]),
    ("$a\nb\nc$ $d$", ["d"]),
    ("[$a$](http://x.y/$b$) <http://x.y/$c$>", ["a"]),
    ("$a {claim:b}$ $c$", ["c"]),
    ("$$L = x$$ and $y$", ["$L = x$", "y"]),
    ("$$\nL = x\n$$", ["$\nL = x\n$"]),
]

# a text, and the Markdown that shows it
TRANSLATED = [
    (r"The slope is $\frac{dL}{dw}$.", "The slope is dL/dw."),
    ("$x^*$ and $y_b$ *here*", r"x\* and y\_b *here*"),
    ("$w[i]$", r"w\[i\]"),
    (r"a $\foo$ b $x^2$", r"a $\foo$ b x²"),
    (r"\$5 and $x$", r"\$5 and x"),
    ("> $a +\n> b$ c", "> a + b c"),
    ("2*$x$ and 3*$y$", "2*&#120; and 3*&#121;"),
    ("a <b and $x$ > c", "a <b and &#120; > c"),
    ("$1$. It is", "&#49;. It is"),
    ("$39,300\r\n", "$39,300\r\n"),
]


@pytest.mark.parametrize("text", MONEY)
def test_money_is_no_formula(text: str) -> None:
    assert spans(text) == []
    assert translated(text) == text


@pytest.mark.parametrize(("text", "sources"), MATHS)
def test_a_formula_is_found(text: str, sources: list[str]) -> None:
    found = spans(text)
    assert [span.source for span in found] == sources
    assert all(text[span.start] == "$" == text[span.stop - 1] for span in found)
    assert [len(span.source) for span in found] == [span.stop - span.start - 2 for span in found]


@pytest.mark.parametrize(("text", "shown"), TRANSLATED)
def test_formulas_become_markdown(text: str, shown: str) -> None:
    assert translated(text) == shown


def test_a_title_is_no_markdown() -> None:
    assert plain(r"The slope $y_b$ costs $5, \$x$ and $\foo$") == r"The slope y_b costs $5, $x$ and $\foo$"


def test_every_mistake_is_told_at_its_place_in_the_text() -> None:
    text = "Let $\\aplha$ be\n> $x$ and $a +\n> \\bta$, not `$\\foo$`; $$x = 1$$"
    found = [(text[offset:].split("$")[0], str(error)) for offset, error in problems_in(text)]
    assert [(place, message.split(";")[0]) for place, message in found] == [
        ("\\aplha", r"unknown command '\aplha'"),
        ("\\bta", r"unknown command '\bta'"),
        ("", "the formula ends at a single dollar"),
    ]
