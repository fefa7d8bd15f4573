"""Line mode: the same lesson on two streams, to its end, with nothing trained before the answer is given."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from tutor.course.attempt import Attempt
from tutor.course.catalog import Catalog
from tutor.course.model import Kind, Question
from tutor.course.parse import load
from tutor.course.problems import LessonError
from tutor.course.shuffle import shown_order
from tutor.paper import put
from tutor.plain.replies import HELP, Wish, read_answer, read_confidence, read_wish
from tutor.plain.start import play
from tutor.record import Record

NET = "data: moons\nsamples: 60\nnet: 2 -> 3 {bend} -> 1 sigmoid\nloss: bce\noptimizer: adam 0.1\nepochs: 3"

LESSON = f"""---
format: 1
id: tiny
title: A tiny lesson
order: 1
---

Look before you leap {{claim:better}}.

## Bends

```experiment round
title: a round bend
{NET.format(bend="tanh")}
show: loss, predictions, gradients
```

```experiment sharp
title: a sharp bend
{NET.format(bend="relu")}
show: loss, gates
```

```experiment curve
title: a line
data: wave
samples: 60
net: 1 -> 4 tanh -> 1 linear
loss: mse
optimizer: adam 0.1
epochs: 3
show: fit
```

::: choice bend
shuffle: yes

Which one bends?

- [x] The round one {{run=round}}
  > Feedback for round {{claim:better}}.
- [ ] The sharp one {{run=sharp}}
  > Feedback for sharp.
- [~] The curved one {{run=curve}}
  > Feedback for the curve.

#### Hints

1. The first hint.
2. The second hint.

#### Why

Because it does.
:::

```explore look
kind: activation
functions: relu, tanh
x: -4 .. 4
try: Look at -1.
```

::: multi several
Tick *both* right ones.

- [x] First
  > Feedback one.
- [ ] Second
  > Feedback two.
- [x] Third
  > Feedback three.
:::

::: number slope
How steep?

- [x] 0.25 +- 0.01
  > A quarter.
- [ ] 0.5 +- 0.01
  > That is the height.
- [ ] *
  > Look again.
:::

::: predict race
winner: lowest train_loss
expect: round

Who wins?

- [?] Round {{run=round}}
  > Feedback for round.
- [?] Sharp {{run=sharp}}
  > Feedback for sharp.
:::

```claims seeds=1..3
better: train_loss(round) < train_loss(sharp) + 10
```
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("course")
    (folder / "01-tiny.md").write_text(LESSON, encoding="utf-8")
    return Catalog([folder])


def question(catalog: Catalog, name: str) -> Question:
    return next(one for one in load(catalog.entries[0].path).questions if one.id == name)


def number_of(catalog: Catalog, name: str, index: int) -> str:
    """What to type for the option that stands at `index` in the file."""
    return str(shown_order("tiny", question(catalog, name)).index(index) + 1)


def talk(catalog: Catalog, home: Path, *lines: str, lesson: str | None = "tiny") -> str:
    """Everything that is said when these lines are typed and the input then ends."""
    said = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert play(Record.open(home), catalog, lesson, typed=typed, said=said) == 0
    return said.getvalue()


def right_through(catalog: Catalog) -> list[str]:
    """The lines that answer everything right."""
    bend = [number_of(catalog, "bend", 0), "s", ""]
    return ["", *bend, "", "1 3", "t", "", "25 %", "g", "", "1", "s", ""]


# -- through a lesson ---------------------------------------------------------------------------------------


def test_a_lesson_is_played_to_its_end(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, *right_through(course))
    assert "That was the lesson: 4 of 4 questions answered" in said
    assert said.count("How sure are you?") == 4
    assert "\x1b" not in said
    assert "{claim" not in said
    state = Record.open(tmp_path).state
    assert {key: (a.response, a.confidence) for key, a in state.answers.items()} == {
        "tiny/bend": (0, "sure"),
        "tiny/several": ((0, 2), "think"),
        "tiny/slope": ("25 %", "guess"),
        "tiny/race": (0, "sure"),
    }
    assert {a.verdict for key, a in state.answers.items() if key != "tiny/race"} == {"right"}
    assert state.answers["tiny/race"].verdict in ("right", "wrong")


def test_nothing_is_trained_before_the_answer_and_its_confidence_are_given(course: Catalog, tmp_path: Path) -> None:
    assert "Training" not in talk(course, tmp_path, "", "1")
    said = talk(course, tmp_path, "1", "g")
    assert said.index("how sure > g") < said.index("Training 3 networks")


def test_an_answer_is_saved_before_training_starts(
    course: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr("tutor.plain.ask.train", power_cut)
    with pytest.raises(SystemExit):
        talk(course, tmp_path, "", "2", "s")
    assert "tiny/bend" in Record.open(tmp_path).state.answers


def test_feedback_starts_with_the_option_taken_and_cites_what_was_measured(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", number_of(course, "bend", 1), "s")
    places = [said.index(f"Feedback for {name}") for name in ("sharp", "round", "the curve")]
    assert places[0] == min(places)
    assert "Feedback for round (measured: " in said
    assert said.index("Because it does.") > max(places)
    assert "✘ Not so — you said: sure." in said


def test_the_pictures_asked_for_are_drawn_with_their_sentences(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", "1", "s")
    for start in (
        "Test loss after epoch 3 of 3",
        "Length of the gradient",
        "a sharp bend: 3 gates",
        "Learned",
    ):
        assert start in said, start
    assert "a round bend: test loss" in said


def test_a_citation_in_prose_is_trained_for_when_it_is_read(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "")
    assert said.split("Look before you leap")[1].startswith(" (measured")


def test_plain_mode_says_how_a_number_was_read_and_asks_where_it_could_be_two(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", "n", "n", "", "n", "1,234", "25 %", "s")
    assert "1,234 could mean 1234 or 1.234; write one of these." in said
    assert "Read as 0.25." in said


def test_the_explorer_reads_any_z_that_is_typed(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", "n", "-1", "1/2", "layers 3", "relu", "far away", "?", "9", "layers 99")
    assert "Look at -1." in said
    assert "z can be a number from -4 to 4." in said
    assert "layers can be a number from 1 to 10." in said
    rows = [line.split() for line in said.split("z, a number from -4 to 4, or enter to go on > -1")[1].splitlines()]
    assert ["1", "●", "relu", "0", "0"] in rows
    assert ["2", "■", "tanh", "0.462", "0.786"] in rows
    assert ["2", "■", "tanh", "0.462", "0.786", "0.486"] in rows
    assert "hidden: 1 relu" in said
    assert "Type z, a number from -4 to 4, ? for what can be turned, or enter to go on." in " ".join(said.split())
    assert ["layers", "3", "can", "be", "a", "number", "from", "1", "to", "10"] in rows


# -- what may be typed --------------------------------------------------------------------------------------


def test_a_prediction_left_in_its_race_is_trained_and_judged_on_return(course: Catalog, tmp_path: Path) -> None:
    record = Record.open(tmp_path)
    record.answered("tiny", "race", 0, None, "sure")
    record.reached("tiny", "race")
    record.close()
    said = talk(course, tmp_path)
    assert "Training now decides." in said
    assert Record.open(tmp_path).state.answers["tiny/race"].verdict in ("right", "wrong")


def test_hints_come_one_by_one_and_are_counted(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", "h", "h", "h", "1", "g")
    assert said.index("The first hint.") < said.index("The second hint.") < said.index("There are no more hints.")
    assert Record.open(tmp_path).state.answers["tiny/bend"].hints == 2


def test_help_lists_every_wish(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "?")
    assert all(meaning in said for meaning in HELP.values())
    assert set(HELP) == set(Wish) - {Wish.GO_ON}


def test_back_returns_to_the_page_before(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "", "b", "")
    assert said.count("Look before you leap") == 2
    assert said.count("Which one bends?") == 2


def test_an_answer_can_be_changed_before_it_is_committed(course: Catalog, tmp_path: Path) -> None:
    talk(course, tmp_path, "", number_of(course, "bend", 0), "b", number_of(course, "bend", 2), "g")
    answer = Record.open(tmp_path).state.answers["tiny/bend"]
    assert (answer.response, answer.verdict) == (2, "acceptable")


def test_a_question_can_be_answered_again(course: Catalog, tmp_path: Path) -> None:
    wrong, right = number_of(course, "bend", 1), number_of(course, "bend", 0)
    said = talk(course, tmp_path, "", wrong, "s", "a", right, "t")
    assert said.count("Training 3 networks") == 2
    assert Record.open(tmp_path).state.answers["tiny/bend"].verdict == "right"


@pytest.mark.parametrize("line", ["0", "4", "1 2", "x", "1.5", "-1", "9" * 5000, "²", "٣٣"])
def test_what_is_no_answer_is_told_what_was_expected(course: Catalog, tmp_path: Path, line: str) -> None:
    said = talk(course, tmp_path, "", line, "1")
    assert "How sure are you?" in said
    assert "from 1 to 3" in said or "Only one can be picked" in said


@pytest.mark.parametrize(("line", "verdict"), [("1 3", "right"), ("3,1", "right"), ("1", "wrong"), ("2", "wrong")])
def test_several_are_typed_in_any_order(course: Catalog, tmp_path: Path, line: str, verdict: str) -> None:
    talk(course, tmp_path, "", "n", "", line, "s")
    assert Record.open(tmp_path).state.answers["tiny/several"].verdict == verdict


@pytest.mark.parametrize(("line", "verdict"), [("1/4", "right"), (".25", "right"), ("0,5", "wrong"), ("7", "wrong")])
def test_numbers_are_typed_as_people_type_them(course: Catalog, tmp_path: Path, line: str, verdict: str) -> None:
    said = talk(course, tmp_path, "", "n", "", "n", "nonsense", line, "s")
    assert "not a number I can read" in said
    assert Record.open(tmp_path).state.answers["tiny/slope"].verdict == verdict


@given(st.text(max_size=12))
def test_any_line_at_all_can_be_read(line: str) -> None:
    wish, confidence = read_wish(line), read_confidence(line)
    assert wish is None or isinstance(wish, Wish)
    assert confidence in (None, "guess", "think", "sure")


@given(st.text(alphabet="0123456789 ,;abc-", max_size=12))
def test_an_answer_is_within_the_options_or_a_message(line: str) -> None:
    for kind, most in ((Kind.CHOICE, 1), (Kind.MULTI, 3)):
        asked = Question("q", kind, "", (), None)  # type: ignore[arg-type]
        read = read_answer(Attempt(asked, (2, 0, 1)), line)
        if isinstance(read, str):
            assert "\n" not in read
            assert read
        else:
            assert 1 <= len(read.picked) <= most
            assert read.picked <= {0, 1, 2}


# -- leaving and coming back --------------------------------------------------------------------------------


def test_the_end_of_the_input_is_polite_and_says_where(course: Catalog, tmp_path: Path) -> None:
    assert talk(course, tmp_path).endswith("The input ended at the beginning. Every answer is saved.\n")
    assert talk(course, tmp_path, "").endswith("The input ended at question 1 of 4. Every answer is saved.\n")


def test_quitting_says_where(course: Catalog, tmp_path: Path) -> None:
    assert talk(course, tmp_path, "", "q").endswith("You stopped at question 1 of 4. Every answer is saved.\n")
    assert talk(course, tmp_path, "1", "q").endswith("You stopped at question 1 of 4. Every answer is saved.\n")


def test_the_lesson_goes_on_at_the_very_question(course: Catalog, tmp_path: Path) -> None:
    talk(course, tmp_path, *right_through(course)[:5])
    said = talk(course, tmp_path)
    assert "You go on where you left." in said
    assert "Tick both right ones." in said
    assert "Which one bends?" not in said


def test_an_answered_question_says_so_and_can_be_passed(course: Catalog, tmp_path: Path) -> None:
    talk(course, tmp_path, "", number_of(course, "bend", 0), "s")
    said = talk(course, tmp_path, "")
    assert f"You answered this before: {number_of(course, 'bend', 0)}, right." in said
    assert "Look at -1." in said


def test_an_answer_that_would_now_be_judged_otherwise_is_asked_anew(course: Catalog, tmp_path: Path) -> None:
    Record.open(tmp_path).answered("tiny", "bend", 0, "wrong", "sure")
    said = talk(course, tmp_path, "", "")
    assert "This question has changed since you answered it." in said
    assert "answered this before" not in said
    assert "n skips the question." in said


def test_a_finished_lesson_starts_over(course: Catalog, tmp_path: Path) -> None:
    talk(course, tmp_path, *right_through(course))
    assert "Look before you leap" in talk(course, tmp_path)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["", "1", "2", "1 3", "0.25", "g", "s", "t", "b", "h", "a", "n", "?", "é", "q"])))
def test_whatever_is_typed_ends_politely_and_is_kept(course: Catalog, lines: list[str]) -> None:
    with TemporaryDirectory() as name:
        said = talk(course, Path(name), *lines)
        assert said.splitlines()[-1].endswith(("Every answer is saved.", "right."))
        committed = said.count("how sure > g") + said.count("how sure > s") + said.count("how sure > t")
        assert bool(Record.open(Path(name)).state.answers) == bool(committed)


# -- the list of lessons ------------------------------------------------------------------------------------


def test_without_a_lesson_there_is_a_list_to_choose_from(course: Catalog, tmp_path: Path) -> None:
    said = talk(course, tmp_path, "7", "", "1", lesson=None)
    assert "1  A tiny lesson (0 of 4 answered)" in said
    assert said.count("Type a number from 1 to 1.") == 2
    assert "Look before you leap" in said


@pytest.mark.parametrize("lines", [[], ["q"]])
def test_the_list_can_be_left(course: Catalog, tmp_path: Path, lines: list[str]) -> None:
    assert "Look before you leap" not in talk(course, tmp_path, *lines, lesson=None)


def test_control_characters_of_a_lesson_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "esc.md"
    path.write_text(LESSON.replace("Look before", "Look \x1b[2J\x9bbefore"), encoding="utf-8")
    with pytest.raises(LessonError, match="U\\+001B can change what a learner sees"):
        talk(Catalog(), tmp_path / "home", lesson=str(path))
    paper = Console(file=io.StringIO())
    put(paper, "Look \x1b[2J\x9bbefore")
    assert paper.file.getvalue() == "Look [2Jbefore\n"  # type: ignore[attr-defined]


def test_prose_is_no_wider_than_72_columns(course: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    said = talk(course, tmp_path, "", "1", "s")
    assert max(len(line) for line in said.splitlines() if "measured" in line) <= 72
    assert 90 < max(len(line) for line in said.splitlines()) <= 100
