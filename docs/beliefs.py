"""Where the course meets what learners believe and ask: each belief with the option that carries it.

`python docs/beliefs.py` writes docs/COURSE.md. A name that no lesson has any more is an error, so the page cannot
fall behind the lessons.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tutor.course.catalog import Catalog
from tutor.course.chain import Chain
from tutor.course.feedback import runs_cited
from tutor.course.model import Explore, Kind, Lesson, Mark, Question
from tutor.course.parse import load

HERE = Path(__file__).parent

BELIEFS = (
    ("the bias is optional", "neuron", "no_bias", "0"),
    ("`*` multiplies matrices", "neuron", "which_star", "`w * x`"),
    ("a network needs a hidden layer to learn anything", "neuron", "one_enough", "The one neuron learns nothing"),
    ("the ReLU's derivative replaces the loss's", "slopes", "relu_factor", "takes the place of the slope of the loss"),
    ("the gate looks at the sign of dA", "slopes", "open_gates", "z = -1.2 and dA = 0.7"),
    ("`>` or `>=` at 0 matters", "slopes", "at_zero", "both are wrong"),
    ("a ReLU is linear", "slopes", "bends", "One hidden layer of 16 linear units"),
    ("networks end in a sigmoid", "last_layer", "price_output", "igmoid"),
    ("softmax over one unit", "last_layer", "softmax_alone", "0.000911"),
    ("ReLU for what can be negative", "last_layer", "noon_output", "ReLU"),
    ("cross-entropy for a price is only slower", "loss_functions", "price_loss", "only more slowly"),
    ("hidden ReLU means MSE", "loss_functions", "relu_hidden_loss", "It becomes MSE"),
    ("one way to the weight is enough", "chain_rule", "two_ways", "8"),
    ("the upstream weight is no factor", "chain_rule", "silent_listener", "Nothing: with such factors"),
    ("backprop updates the weights", "chain_rule", "what_backprop_leaves", "Every weight has moved"),
    ("A − Y skips the activation", "a_minus_y", "where_is_it", "It is left out"),
    ("A¹ − Y in a hidden layer", "a_minus_y", "in_a_hidden_layer", "Only the slope is missing"),
    ("A − Y for a ReLU output", "a_minus_y", "who_gets_away", "ReLU output"),
    ("a new hidden activation needs a new loss", "swap_hidden", "new_loss", "It becomes MSE"),
    ("a loss is an accuracy", "squared_error", "loss_or_accuracy", "30 % of the digits"),
    ("a few wrong points get lost", "squared_error", "typing_mistake", "All three"),
    ("softmax works unit by unit", "many_classes", "others_move_too", "The share of class 4 stays"),
    ("a softmax of a softmax changes nothing", "many_classes", "applied_twice", "the second softmax changes nothing"),
    ("the optimizer balances the terms", "two_at_once", "rescue", "Take Adam"),
    ("push the box to 0 where there is nothing", "two_at_once", "empty_image", "Push the box towards (0, 0)"),
)
"""A belief, the lesson and the question that meet it, and words of the option that carries it."""

ASKED = (
    ("dZ = A − Y, why no g′?", "a_minus_y", "where_is_it"),
    ("Where does 1/m belong?", "chain_rule", "one_m"),
    ("What is dA for a ReLU output?", "a_minus_y", "which_cancel"),
    ("Is ReLU linear?", "slopes", "bends"),
    ("`>` or `>=`?", "slopes", "at_zero"),
    ("Rows or columns?", "neuron", "both_customs"),
    ("np.dot or `*`?", "neuron", "which_star"),
    ("Why NaN?", "loss_functions", "price_loss"),
    ("Why is the first cost huge?", "many_classes", "ln_k"),
    ("Softmax's derivative is a matrix?", "many_classes", "others_move_too"),
    ("Logits or probabilities?", "many_classes", "applied_twice"),
    ("Softmax or sigmoids for several labels?", "last_layer", "photo_tags"),
    ("Cross-entropy with ReLU?", "last_layer", "mend_the_gap"),
    ("What is masked in a detector's loss?", "two_at_once", "empty_image"),
)
"""What learners ask in forums, and where it is answered."""


def main() -> None:
    """Write the page."""
    lessons = {lesson.id: lesson for lesson in (load(entry.path) for entry in Catalog().entries)}
    (HERE / "COURSE.md").write_text(page(lessons), encoding="utf-8")


def page(lessons: dict[str, Lesson]) -> str:
    """The figures of the course, the beliefs and the questions, as Markdown."""
    parts = [
        "# The course in figures, and what it answers",
        "Made from the lessons by `python docs/beliefs.py`.",
        figures(lessons),
        "## What learners believe, and where it is put to the test",
        "\n".join(["| belief | lesson | question | the runs that speak |", "| --- | --- | --- | --- |", *met(lessons)]),
        "## What learners ask",
        "\n".join(["| question | answered in |", "| --- | --- |", *answered(lessons)]),
    ]
    return "\n\n".join(parts) + "\n"


def figures(lessons: dict[str, Lesson]) -> str:
    """How many there are of everything, and how often the right option of a choice is the longest."""
    rows = ["| lesson | questions | kinds | chains | explorers | experiments | claims |", "| --- |" + " --- |" * 6]
    kinds: Counter[str] = Counter()
    for lesson in lessons.values():
        asked = Counter(question.kind.value for question in lesson.questions)
        kinds += asked
        told = ", ".join(f"{count} {kind}" for kind, count in asked.items())
        chains, explorers = (sum(isinstance(step, each) for step in lesson.steps) for each in (Chain, Explore))
        counts = f"{chains} | {explorers} | {len(lesson.experiments)} | {len(lesson.claims)}"
        rows.append(f"| {lesson.meta.title} | {asked.total()} | {told} | {counts} |")
    choices = [question for lesson in lessons.values() for question in lesson.questions if question.kind is Kind.CHOICE]
    longest = sum(_right_is_longest(question) for question in choices)
    chance = sum(1 / len(question.answers) for question in choices)
    all_told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    rows.append(f"\nIn all: {all_told}.")
    rows.append(
        f"\nThe right option is the longest in {longest} of {len(choices)} choices; chance would make it {chance:.1f}."
    )
    return "\n".join(rows)


def met(lessons: dict[str, Lesson]) -> list[str]:
    """A row for every belief: where the option stands that carries it, and the runs that its feedback speaks of."""
    rows = []
    for belief, lesson_id, question_id, words in BELIEFS:
        lesson = lessons[lesson_id]
        question = _question(lesson, question_id)
        option = next(answer for answer in question.answers if answer.mark is not Mark.RIGHT and words in answer.text)
        speaking = dict.fromkeys((*filter(None, [option.run]), *runs_cited(option.feedback, lesson.claims)))
        titles = [lesson.experiments[name].title or name for name in speaking or question.runs]
        rows.append(f"| {belief} | {lesson.meta.title} | `{question_id}` | {', '.join(titles) or 'by calculation'} |")
    return rows


def answered(lessons: dict[str, Lesson]) -> list[str]:
    """A row for every question that learners ask."""
    for _, lesson_id, step in ASKED:
        if step not in {each.id for each in lessons[lesson_id].steps}:
            raise ValueError(f"{lesson_id} has no {step}")
    return [f"| {asked} | {lessons[lesson_id].meta.title}, `{step}` |" for asked, lesson_id, step in ASKED]


def _question(lesson: Lesson, name: str) -> Question:
    return next(question for question in lesson.questions if question.id == name)


def _right_is_longest(question: Question) -> bool:
    lengths = [len(answer.text) for answer in question.answers]
    return max(len(answer.text) for answer in question.answers if answer.mark is Mark.RIGHT) == max(lengths)


if __name__ == "__main__":
    main()
