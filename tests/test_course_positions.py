"""Every kind of mistake an author can make is reported once, with its code, at its line and column."""

from pathlib import Path

import pytest

from tutor.course.outline import outline
from tutor.course.parse import parse
from tutor.course.problems import Problem

SOUND = (Path(__file__).parent / "lessons" / "sound.md").read_text(encoding="utf-8")


def problems_after(old: str, new: str) -> tuple[str, tuple[Problem, ...]]:
    """The mutated lesson and its problems, warnings included."""
    assert SOUND.count(old) >= 1, old
    text = SOUND.replace(old, new, 1)
    return text, parse(text, "a.md")[1]


def place(text: str, marker: str, nth: int = 0) -> tuple[int, int]:
    """The line and column of the nth `marker` in the text."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(marker, at + 1)
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


# what is replaced, by what, the code, and the text at which the problem is reported
MISTAKES = [
    ("optimizer: adam", "optimiser: adam", "unknown-key", "optimiser"),
    ("samples: 60\n", "samples: 60\nsamples: 70\n", "repeated-key", "samples: 70"),
    ("samples: 60\n", "samples:\n", "value", "samples:"),
    ("samples: 60\n", "samples 60\n", "unexpected", "samples 60"),
    ("data: moons\n", "", "missing-key", "```experiment small_tanh"),
    ("4 tanh ->", "4 tanhh ->", "value", "tanhh"),
    ("net: 2 -> 4 tanh", "net: 3 -> 4 tanh", "shape", "3 -> 4"),
    ("epochs: 5", "epochs: 5000", "too-large", "5000"),
    ("epochs: 5", "epochs: 5\nschedule: step 0.5 evry 5", "value", "step 0.5"),
    ("epochs: 5", "epochs: 5\nschedule: warmup 2, cosin", "value", "cosin"),
    ("epochs: 5", "epochs: 5\ndropout: 1.0", "value", "1.0"),
    ("like: small_tanh", "like: small_tahn", "unknown-id", "small_tahn"),
    ("like: small_tanh", "like: small_relu", "value", "small_relu\ntitle"),
    ("seed: 1", "seed: 1\ninputs: x1, x3", "unknown-column", "x3"),
    ("```experiment small_tanh", "```experimnt small_tanh", "unexpected", "experimnt"),
    ("```experiment small_relu", "```experiment Small", "value", "Small"),
    ("```experiment small_relu", "```experiment small_relu now", "unexpected", "now"),
    ("```experiment small_relu", "```experiment", "missing-key", "```experiment\nlike"),
    ("```experiment small_relu", " ```experiment small_relu", "unexpected", "```experiment small_relu"),
    ("::: choice which", " ::: choice which", "unexpected", "::: choice which"),
    ("::: choice which", "::: choise which", "unexpected", "::: choise"),
    ("::: choice which", "::: choice", "missing-key", "::: choice\n"),
    ("::: multi gates", "::: multi which", "repeated-id", "which\nWhich of"),
    ("shuffle: yes", "shuffle: maybe", "value", "maybe"),
    ("shuffle: yes", "suffle: yes", "unknown-key", "suffle"),
    ("shuffle: yes", "unit: m", "unknown-key", "unit: m"),
    ("shuffle: yes", "was: gates", "repeated-id", "gates\n"),
    ("shuffle: yes\n\n", "shuffle: yes\n", "unexpected", "Which output"),
    ("Which output says *yes* or *no*?\n", "", "unexpected", "::: choice which"),
    ("{run=small_tanh}\n  > It stays", "{run=smal_tanh}\n  > It stays", "unknown-id", "smal_tanh"),
    ("It can be made", "{run=small_relu} It can be made", "unexpected", "{run=small_relu} It"),
    ("  > It can be made to work.\n", "", "feedback", "- [~] tanh"),
    ("- [x] sigmoid", "- [ ] sigmoid", "answers", "::: choice which"),
    ("- [ ] ReLU", "- [x] ReLU", "answers", "- [x] ReLU"),
    ("- [~] tanh", "- [?] tanh", "answers", "- [?] tanh"),
    ("- [~] tanh", "- [X] tanh", "answers", "X] tanh"),
    ("- [~] tanh", "  - [~] tanh", "answers", "- [~] tanh"),
    ("- [~] tanh", "* [~] tanh", "answers", "* [~] tanh"),
    ("- [ ] linear\n  > Never shut.\n", "", "answers", "::: multi gates"),
    ("- [ ] linear", "- [ ] ReLU", "same-answer", "ReLU\n  > Never"),
    (
        "  > Open above zero.\n",
        "  > Open above zero.\n\nText that belongs to nobody.\n",
        "unexpected",
        "Text that",
    ),
    ("#### Hints", "#### Hnits", "unexpected", "#### Hnits"),
    ("#### Hints", "### Hints", "unexpected", "### Hints"),
    ("#### Why", "#### Hints", "repeated-key", "#### Hints\n\nA prob"),
    ("1. Look at the range.\n2. Which range fits\n   a probability?\n", "", "unexpected", "#### Hints"),
    ("1. Look", "1. One.\n2. Two.\n1. Look", "unexpected", "2. Which range"),
    ("0.25 +- 0.005", "0.25 +- some", "value", "0.25 +- some"),
    ("0.5 +- 1%", "0.25 +- 0.001", "same-answer", "- [ ] 0.25"),
    ("- [ ] *", "- [x] *", "answers", "- [x] *"),
    ("winner: lowest train_loss\n", "", "missing-key", "::: predict race"),
    ("expect: small_tanh\n", "", "missing-key", "::: predict race"),
    ("expect: small_tanh", "expect: small_tanhh", "unknown-id", "small_tanhh"),
    ("winner: lowest train_loss", "winner: lowest train_lss", "value", "train_lss"),
    ("winner: lowest train_loss", "winner: fastest train_loss", "value", "fastest"),
    ("winner: lowest train_loss", "winner: lowest", "value", "lowest"),
    ("winner: lowest train_loss", "winner: lowest test_rmse", "value", "lowest test_rmse"),
    ("title: ReLU\n", "title: ReLU\nloss: mse\n", "claim", "lowest train_loss"),
    ("title: ReLU\n", "title: ReLU\nunit: 2\n", "claim", "lowest train_loss"),
    ("{run=small_relu}\n  > It has", "{run: small_relu}\n  > It has", "unexpected", "{run: small_relu}"),
    ("{run=small_relu}\n  > It has", "{runs=small_relu}\n  > It has", "unexpected", "{runs=small_relu}"),
    ("{run=small_relu}\n  > It has", "run=small_relu\n  > It has", "unexpected", "run=small_relu\n"),
    ("{run=small_relu}\n  > It has", "(run=small_relu)\n  > It has", "unexpected", "(run=small_relu)"),
    ("- [?] ReLU {run=small_relu}", "- [?] ReLU {run small_relu}", "unexpected", "{run small_relu}"),
    ("Some prose before.", "Look {run: small_relu} there.", "unexpected", "{run: small_relu}"),
    ("{claim:bounded}", "{claims:bounded}", "unexpected", "{claims:bounded}"),
    ("{claim:bounded}", "{claim bounded}", "unexpected", "{claim bounded}"),
    ("{claim:bounded}", "(claim:bounded)", "unexpected", "(claim:bounded)"),
    ("{claim:bounded}", "{Claim:bounded}", "unexpected", "{Claim:bounded}"),
    ("{claim:bounded}", "{claim=bounded}", "unexpected", "{claim=bounded}"),
    ("{claim:bounded}", "{claim:bonded}", "unknown-id", "bonded"),
    ("  > It can be made to work.\n", "  It can\n  > be made to work.\n", "feedback", "It can\n"),
    ("  > It can be made to work.\n", "  It can be made to work.\n", "feedback", "It can be"),
    ("0.25 +- 0.005", "1,500 +- 1%", "value", "1,500"),
    ("0.5 +- 1%", "700 +- 1,500", "value", "1,500"),
    ("::: number slope", ":: number slope", "unexpected", ":: number slope"),
    ("::: choice which", ": choice which", "unexpected", ": choice which"),
    ("```explore slopes", "``explore slopes", "unexpected", "``explore slopes"),
    ("```experiment small_relu", "` experiment small_relu", "unexpected", "` experiment"),
    ("```claims seeds=1..3", "'''claims seeds=1..3", "unexpected", "'''claims"),
    ("- [~] tanh", "[~] tanh", "answers", "[~] tanh"),
    ("- [x] sigmoid", "[X] sigmoid", "answers", "[X] sigmoid"),
    ("tanh, stretched", "tanh, {claim:bounded}", "claim", "{claim:bounded}"),
    ("title: A sound lesson", "title: Sound {claim:learns}", "claim", "{claim:learns}"),
    ("title: A sound lesson", "title: Sound\nsummary: So {claim:learns}", "claim", "{claim:learns}"),
    ("try: Move the", "try: Move {claim:learns} the", "claim", "{claim:learns} the"),
    ("title: ReLU", "title: ReLU {claim:learns}", "claim", "{claim:learns}\nnet"),
    ("## Slopes", "## Slopes {claim:learns}", "claim", "{claim:learns}\n\nSome"),
    ("1. Look at the range.", "1. Look {claim:learns}.", "claim", "{claim:learns}.\n2."),
    ("- [?] ReLU {run=small_relu}", "- [?] ReLU", "answers", "- [?] ReLU"),
    ("- [?] ReLU {run=small_relu}", "- [?] ReLU {run=small_tanh}", "answers", "small_tanh}\n  > It waits"),
    ("functions: sigmoid, relu", "functions: sigmoid, rellu", "value", "rellu"),
    ("functions: sigmoid, relu", "functions: softmax", "value", "softmax"),
    ("functions: sigmoid, relu\n", "", "missing-key", "```explore slopes"),
    ("x: -6 .. 6", "x: -6 to 6", "value", "-6 to 6"),
    ("x: -6 .. 6", "x: 6 .. -6", "value", "6 .. -6"),
    ("cursor: 1", "cursor: 9", "value", "9\ntry"),
    ("cursor: 1", "cursor: 1\nkind: los", "value", "los\ntry"),
    ("cursor: 1", "cursor: 1\nshow: slop", "value", "slop\ntry"),
    ("try: Move", "try: a\ntry: b\ntry: c\ntry: Move", "unexpected", "try: Move"),
    ("{claim:bounded}", "{claim:bounded} {claim:unbound}", "unknown-id", "unbound"),
    (" {claim:bounded}", "", "uncited", "bounded: most"),
    ("seeds=1..3", "seeds=3..1", "value", "seeds=3..1"),
    ("seeds=1..3", "seeds=1..300", "too-large", "seeds=1..300"),
    ("bounded: most", "bounded: mostly", "claim", "mostly"),
    ("max_prediction(small_relu) <=", "max_predicton(small_relu) <=", "claim", "max_predicton"),
    ("max_prediction(small_relu) <=", "max_prediction(small_rleu) <=", "unknown-id", "small_rleu"),
    ("(small_relu) <= 1", "(small_relu) = 1", "claim", "= 1    #"),
    ("(small_relu) <= 1", "(small_relu) <= 1 +", "claim", "+    #"),
    ("(small_relu) <= 1", "(small_relu) <= 1 < 2", "claim", "< 2"),
    ("max_prediction(small_relu) <=", "test_rmse(small_relu) <=", "claim", "test_rmse"),
    ("max_prediction(small_relu) <=", "grad_norm(small_relu, 3) <=", "claim", "3) <="),
    ("max_prediction(small_relu) <=", "accuracy(small_relu, epoch=6) <=", "claim", "6) <="),
    ("max_prediction(small_relu) <=", "1 <=", "claim", "most 1 <="),
    ("bounded: most", "learns: most", "repeated-id", "learns: most"),
    ("## Slopes", ":::\n\n## Slopes", "unexpected", ":::\n\n## Slopes"),
    ("Some prose before.", "```python\nx = 1\n", "unclosed", "```python"),
    ("seed: 1\n```", "seed: 1\n", "unclosed", "```experiment small_tanh"),
    ("and 1.\n:::", "and 1.\n", "unclosed", "::: choice which"),
    ("try: Move the cursor to 0.\n```", "try: Move the cursor to 0.\n", "unclosed", "```explore slopes"),
    ("  > Never shut.\n", "  > Never shut.\n\n## A page in here\n\n", "unexpected", "## A page"),
]

# A mistake that breaks what others rest on, and how many problems it makes in all.
CONSEQUENCES = {
    "```experiment Small": 4,  # nothing is called small_relu any more: three lines name it
    "```experiment": 4,
    "[X] sigmoid": 2,  # the dash and the capital letter
    "learns: most": 2,  # nothing is called bounded any more
}


@pytest.mark.parametrize(("old", "new", "code", "marker"), MISTAKES, ids=[f"{m[2]}-{m[1][:30]!r}" for m in MISTAKES])
def test_a_mistake_is_reported_at_its_place_and_nothing_else_is(old: str, new: str, code: str, marker: str) -> None:
    text, problems = problems_after(old, new)
    found = [(problem.code, problem.line, problem.column) for problem in problems]
    assert (code, *place(text, marker)) in found
    assert len(problems) == CONSEQUENCES.get(new, 1), [str(problem) for problem in problems]


def test_an_inherited_mistake_is_reported_once_where_it_was_written() -> None:
    more = "```experiment third\nlike: small_relu\n```\n\n## Which one?"
    text = (
        SOUND.replace("adam 0.05", "adm 0.05", 1).replace("## Which one?", more).replace("optimizer: sgd 0.001\n", "")
    )
    problems = parse(text, "a.md")[1]
    assert [(problem.code, problem.line) for problem in problems] == [("value", place(text, "adm 0.05")[0])]


def test_a_mistake_made_by_combining_is_reported_where_it_was_combined() -> None:
    text, (problem,) = problems_after("title: ReLU\nnet: 2 -> 4 relu -> 1 sigmoid\n", "title: ReLU\ninputs: x1\n")
    assert (problem.code, problem.line, problem.column) == ("shape", *place(text, "```experiment small_relu"))
    assert "inherited from line 16" in problem.message


def test_experiments_cannot_inherit_in_a_circle() -> None:
    text, problems = problems_after("data: moons", "like: small_relu\ndata: moons")
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [
        ("value", *place(text, "small_relu\ndata"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "suggested"),
    [
        ("optimizer: adam", "optimiser: adam", "optimizer"),
        ("4 tanh ->", "4 tanhh ->", "tanh"),
        ("like: small_tanh", "like: small_tahn", "small_tanh"),
        ("::: choice which", "::: choise which", "choice"),
        ("#### Hints", "#### Hnits", "#### Hints"),
        ("{claim:bounded}", "{claim:bounded} {claim:bonded}", "bounded"),
        ("max_prediction(small_relu) <=", "max_predicton(small_relu) <=", "max_prediction"),
        ("functions: sigmoid, relu", "functions: sigmoid, rellu", "relu"),
        ("winner: lowest train_loss", "winner: lowest train_lss", "train_loss"),
    ],
)
def test_the_nearest_name_is_suggested(old: str, new: str, suggested: str) -> None:
    _, problems = problems_after(old, new)
    assert any(f"did you mean '{suggested}'" in problem.message for problem in problems)


def test_all_problems_are_told_in_the_order_of_the_file() -> None:
    text = SOUND
    chosen = ("samples 60\n", "shuffle: maybe", "#### Hnits", "x: -6 to 6", "(small_relu) = 1")
    for old, new, *_ in MISTAKES:
        if new in chosen:
            text = text.replace(old, new, 1)
    problems = parse(text, "a.md")[1]
    assert [problem.code for problem in problems] == ["unexpected", "value", "unexpected", "value", "claim"]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_positions_count_characters_and_ignore_byte_order_mark_and_carriage_returns() -> None:
    text = SOUND.replace("Some prose before.", "Größe → ∂ {claim:nothing}")
    expected = place(text, "nothing")
    for start, ends in (("", "\n"), ("\ufeff", "\r\n")):
        (problem,) = parse(start + text.replace("\n", ends), "a.md")[1]
        assert (problem.line, problem.column) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tanh, stretched", "tanh, stretched\n  to fit {run=small_relu}"),
        ("Some prose before.", "Do not (claim it), do a run: slowly. Write `{claim bounded}` or `{runs=x}`."),
        ("0.25 +- 0.005", "0,400 +- 0,005"),
        ("0.25 +- 0.005", "1500,5 +- 1%"),
        ("Which output says", "As [1] and [x](y) say, which output says"),
        ("Some prose before.", "It is twofold\n:: not a number\n`experiment` shows"),
    ],
)
def test_what_only_looks_like_a_mistake_is_none(old: str, new: str) -> None:
    assert [str(problem) for problem in problems_after(old, new)[1]] == []


def test_a_wrong_column_hides_no_wrong_shape() -> None:
    old, new = "seed: 1", "seed: 1\ninputs: x1, x3, x2\nnoise: -1"
    text, problems = problems_after(old, new)
    assert {(problem.code, problem.line, problem.column) for problem in problems} >= {
        ("shape", *place(text, "2 -> 4 tanh")),
        ("unknown-column", *place(text, "x3")),
    }


@pytest.mark.parametrize("unit", ["~~~a\n", "```a\n", "```experiment a\n", "::: choice a\n", "a: b\n", "{claim:", "# "])
def test_a_hostile_file_is_read_in_linear_time(unit: str) -> None:
    """Twice the text costs about twice the work, counted in lines of Python executed."""
    import sys

    def work(times: int) -> int:
        count = 0

        def trace(*_: object) -> object:
            nonlocal count
            count += 1
            return trace

        before = sys.gettrace()
        sys.settrace(trace)  # type: ignore[arg-type]
        try:
            parse("---\nformat: 1\nid: a\ntitle: b\n---\n" + unit * times, "a.md")
        finally:
            sys.settrace(before)
        return count

    assert work(600) < 3 * work(300)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("::: predict race", ":::: predict race"),
        ("::: predict race", ":::predict   race  "),
        ("Some prose before.", "Prose\x0c::: choice no\n\x0c::: choice no\n\u2028::: choice no"),
        ("Some prose before.", "~~~\n```\ncode\n~~~~"),
        ("Some prose before.", "````\n::: choice no\n```\n`````"),
        ("shuffle: yes", "was: before   # once"),
    ],
)
def test_an_outline_sees_the_questions_that_the_parser_sees(old: str, new: str) -> None:
    text, problems = problems_after(old, new)
    assert problems == ()
    lesson, _ = parse(text, "a.md")
    assert lesson is not None
    assert [(asked.id, asked.was) for asked in outline(text)] == [(each.id, each.was) for each in lesson.questions]


def test_a_race_of_more_than_six_networks_is_refused_at_its_question() -> None:
    text = (Path(__file__).parent / "lessons" / "tiny.md").read_text(encoding="utf-8")
    copies = "".join(f"\n```experiment more{n}\nlike: with_sigmoid\nseed: {n}\n```\n" for n in range(2, 9))
    options = "".join(f"- [ ] number {n} {{run=more{n}}}\n  > It is number {n}.\n" for n in range(2, 9))
    asked = f"\n::: choice many\nWhich?\n\n- [x] one {{run=with_sigmoid}}\n  > Yes.\n{options}:::\n"
    whole = text + copies + asked
    lesson, problems = parse(whole, "many.md")
    assert lesson is None
    line = whole.splitlines().index("::: choice many") + 1
    assert [(problem.line, problem.code) for problem in problems] == [(line, "answers")]
    assert "6 networks at most" in problems[0].message
