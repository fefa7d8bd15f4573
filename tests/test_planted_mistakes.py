"""Ninety mistakes that authors make, planted one by one into a whole lesson, and edits that are none.

Each mistake is reported first at the line that has it (or that opens what lacks something), in words that help.
"""

from pathlib import Path

import pytest

from tutor.course.parse import parse

LESSON = (Path(__file__).parent / "lessons" / "example.md").read_text(encoding="utf-8")

MISTAKES = (
    ("format: 1", "format: 2", "format: 2", "value", "format: this release reads format 1"),
    (
        "id: last_layer",
        "id: Last Layer",
        "id: Last Layer",
        "value",
        "'Last Layer' is not an id; use small letters, digits and _, beginning with a letter",
    ),
    (
        "title: The last layer decides what the network can say\n",
        "",
        "---",
        "missing-key",
        "the front matter has no 'title'",
    ),
    (
        "minutes: 30",
        "minutes: half an hour",
        "minutes: half an hour",
        "value",
        "minutes: expected a whole number, found 'half an hour'",
    ),
    (
        "needs: neuron, loss_functions",
        "nedes: neuron, loss_functions",
        "nedes: neuron, loss_functions",
        "unknown-key",
        "unknown setting 'nedes' in the front matter; did you mean 'needs'?",
    ),
    (
        "license: CC-BY-4.0\n---",
        "license: CC-BY-4.0\n",
        "---",
        "unclosed",
        "the front matter is never closed; put '---' on its own line before line 12",
    ),
    (
        "```experiment softplus_out",
        "```experimnt softplus_out",
        "```experimnt softplus_out",
        "unexpected",
        "unknown block 'experimnt'; did you mean 'experiment'?",
    ),
    (
        "```experiment softplus_out",
        "```experiment",
        "```experiment",
        "missing-key",
        "this experiment has no id; write it as in '```experiment my_id'",
    ),
    (
        "```experiment softplus_out",
        "``experiment softplus_out",
        "``experiment softplus_out",
        "unexpected",
        "a block begins with '```', as in '```experiment'",
    ),
    (
        "data: houses_ames",
        "data: house_ames",
        "data: house_ames",
        "value",
        "data: unknown data 'house_ames'; did you mean 'houses_ames'?",
    ),
    (
        "data: houses_ames\n",
        "",
        "```experiment softplus_out",
        "missing-key",
        "experiment 'softplus_out': the setting 'data' is missing",
    ),
    (
        "inputs: living_area, quality",
        "inputs: livingarea, quality",
        "inputs: livingarea, quality, year_built, basement_area, garage_cars",
        "unknown-column",
        "inputs: houses_ames has no column 'livingarea'; did you mean 'living_area'?",
    ),
    (
        "target: price",
        "target: prize",
        "target: prize",
        "unknown-column",
        "target: houses_ames has no column 'prize'; did you mean 'price'?",
    ),
    (
        "unit: 100000",
        "unit: 100,000",
        "unit: 100,000",
        "value",
        "unit: '100,000' is not a number; write 100000, without commas",
    ),
    ("unit: 100000", "unit = 100000", "unit = 100000", "unexpected", "expected 'key: value', found 'unit = 100000'"),
    (
        "net: 5 -> 16 tanh -> 1 softplus",
        "net: 5 -> 16 tahn -> 1 softplus",
        "net: 5 -> 16 tahn -> 1 softplus",
        "value",
        "net: unknown activation 'tahn'; did you mean 'tanh'?",
    ),
    (
        "net: 5 -> 16 tanh -> 1 softplus",
        "net: 6 -> 16 tanh -> 1 softplus",
        "net: 6 -> 16 tanh -> 1 softplus",
        "shape",
        "net starts with 6 inputs but there are 5 input columns",
    ),
    (
        "net: 5 -> 16 tanh -> 1 softplus",
        "net: 5 > 16 tanh > 1 softplus",
        "net: 5 > 16 tanh > 1 softplus",
        "value",
        "net: write inputs, layers and output with '->' between, such as '5 -> 16 tanh -> 1 linear'",
    ),
    (
        "loss: mse\noptimizer: adam 0.01\nepochs: 60\nbatch: 64",
        "loss: mean squared\noptimizer: adam 0.01\nepochs: 60\nbatch: 64",
        "loss: mean squared",
        "value",
        "loss: write one loss, such as 'mse' or '0.5 mse'",
    ),
    (
        "optimizer: adam 0.01\nepochs: 60\nbatch: 64",
        "optimiser: adam 0.01\nepochs: 60\nbatch: 64",
        "optimiser: adam 0.01",
        "unknown-key",
        "unknown setting 'optimiser' in experiment 'softplus_out'; did you mean 'optimizer'?",
    ),
    (
        "optimizer: adam 0.01\nepochs: 60\nbatch: 64",
        "optimizer: adam\nepochs: 60\nbatch: 64",
        "optimizer: adam",
        "value",
        "optimizer: write a name and a learning rate, such as 'adam 0.01'",
    ),
    (
        "optimizer: adam 0.01\nepochs: 60\nbatch: 64",
        "optimizer: adam 0,01\nepochs: 60\nbatch: 64",
        "optimizer: adam 0,01",
        "value",
        "optimizer: the learning rate '0,01' is not a number above zero "
        "and at most a million; write 0.01, with a point",
    ),
    (
        "epochs: 60\nbatch: 64",
        "epochs: sixty\nbatch: 64",
        "epochs: sixty",
        "value",
        "epochs: 'sixty' is not a whole number",
    ),
    (
        "epochs: 60\nbatch: 64",
        "epochs: 60\nepochs: 60\nbatch: 64",
        "epochs: 60",
        "repeated-key",
        "'epochs' is already given on line 34",
    ),
    (
        "epochs: 60\nbatch: 64",
        "epochs: 600000\nbatch: 64",
        "epochs: 600000",
        "too-large",
        "epochs: 600000 is more than the 2000 allowed in a lesson",
    ),
    (
        "batch: 64\nseed: 1",
        "batch: -4\nseed: 1",
        "batch: -4",
        "value",
        "batch: -4 is too small; the least is 1, or write full for all examples at once",
    ),
    (
        "show: loss, predictions",
        "show: loss, prediction",
        "show: loss, prediction",
        "value",
        "show: unknown picture 'prediction'; did you mean 'predictions'?",
    ),
    (
        "like: softplus_out\ntitle: linear output",
        "like: softplus\ntitle: linear output",
        "like: softplus",
        "unknown-id",
        "like: no experiment 'softplus' in this lesson; did you mean 'softplus_out'?",
    ),
    (
        "like: softplus_out\ntitle: linear output",
        "liek: softplus_out\ntitle: linear output",
        "liek: softplus_out",
        "unknown-key",
        "unknown setting 'liek' in experiment 'linear_out'; did you mean 'like'?",
    ),
    (
        "```experiment sigmoid_out",
        "```experiment linear_out",
        "```experiment linear_out",
        "repeated-id",
        "id 'linear_out' is already used on line 40",
    ),
    (
        "show: loss, predictions\n```",
        "show: loss, predictions\n",
        "```experiment softplus_out",
        "unclosed",
        "experiment 'softplus_out' is never closed; put '```' on its own line before line 38",
    ),
    (
        "::: choice house_output",
        ":::choise house_output",
        ":::choise house_output",
        "unexpected",
        "unknown kind of question 'choise'; did you mean 'choice'?",
    ),
    (
        "::: choice house_output",
        "::: choice",
        "::: choice",
        "missing-key",
        "this choice has no id; write it as in '::: choice my_id'",
    ),
    (
        "::: choice house_output",
        "::: choice House-Output",
        "::: choice House-Output",
        "value",
        "'House-Output' is not an id; use small letters, digits and _, beginning with a letter",
    ),
    ("shuffle: yes", "shuffle: true", "shuffle: true", "value", "shuffle: expected yes or no, found 'true'"),
    (
        "shuffle: yes",
        "suffle: yes",
        "suffle: yes",
        "unknown-key",
        "unknown setting 'suffle' in question 'house_output'; did you mean 'shuffle'?",
    ),
    (
        "skills: output_activation\nshuffle",
        "skills output_activation\nshuffle",
        "skills output_activation",
        "unexpected",
        "a colon is missing; write 'skills: …'",
    ),
    (
        "- [x] Softplus:",
        "- [X] Softplus:",
        "- [X] Softplus: a smooth bend that is always above zero {run=softplus_out}",
        "answers",
        "expected x, ~, ? or a space between the brackets, found 'X'",
    ),
    (
        "- [x] Softplus:",
        "- [] Softplus:",
        "- [] Softplus: a smooth bend that is always above zero {run=softplus_out}",
        "answers",
        "expected x, ~, ? or a space between the brackets, found ''",
    ),
    (
        "- [x] Softplus:",
        "- [ ] Softplus:",
        "::: choice house_output",
        "answers",
        "question 'house_output' has no right answer; mark it '- [x]'",
    ),
    (
        "- [ ] Sigmoid, because",
        "- [x] Sigmoid, because",
        "- [x] Sigmoid, because it keeps the output tame {run=sigmoid_out}",
        "answers",
        "a choice has one right answer, and line 64 is right already",
    ),
    (
        "{run=sigmoid_out}",
        "{run=sigmiod_out}",
        "- [ ] Sigmoid, because it keeps the output tame {run=sigmiod_out}",
        "unknown-id",
        "no experiment 'sigmiod_out' in this lesson; did you mean 'sigmoid_out'?",
    ),
    (
        "{run=sigmoid_out}",
        "{run: sigmoid_out}",
        "- [ ] Sigmoid, because it keeps the output tame {run: sigmoid_out}",
        "unexpected",
        "write this as '{run=sigmoid_out}'",
    ),
    (
        "{run=sigmoid_out}",
        "(run=sigmoid_out)",
        "- [ ] Sigmoid, because it keeps the output tame (run=sigmoid_out)",
        "unexpected",
        "write this as '{run=sigmoid_out}'",
    ),
    (
        "{claim:ceiling}",
        "{claim:cieling}",
        "  > {claim:cieling}. Watch the predictions pile up against that line.",
        "unknown-id",
        "no claim 'cieling' in this lesson; did you mean 'ceiling'?",
    ),
    (
        "{claim:ceiling}",
        "{claim ceiling}",
        "  > {claim ceiling}. Watch the predictions pile up against that line.",
        "unexpected",
        "write this as '{claim:ceiling}'",
    ),
    (
        "  > Too tame. Its",
        "  Too tame. Its",
        "  Too tame. Its ceiling is 1, so every house is worth at most $100,000",
        "feedback",
        "this line joins the option's text; feedback begins with '>' on its first line too",
    ),
    (
        "  > Zero is its floor. The frosty days all come out as 0 {claim:relu_floor}.\n",
        "",
        "- [ ] ReLU {run=noon_relu}",
        "feedback",
        "option 'ReLU' has no feedback; write a line with '>' below it",
    ),
    (
        "#### Hints\n\n1. Write down",
        "#### Hint\n\n1. Write down",
        "#### Hint",
        "unexpected",
        "unknown section 'Hint'; did you mean '#### Hints'?",
    ),
    ("#### Why\n\nThe last", "### Why\n\nThe last", "### Why", "unexpected", "write this section as '#### Why'"),
    (
        "strong as the data allows, and no stronger.\n:::",
        "strong as the data allows, and no stronger.\n",
        "::: choice house_output",
        "unclosed",
        "question 'house_output' is never closed; put ':::' on its own line before line 91",
    ),
    (
        "2. Now do the same",
        "- Now do the same",
        "- Now do the same for each activation: what is the lowest and the highest",
        "unexpected",
        "hints are a numbered list, as in '1. Look at …'",
    ),
    (
        "- [x] 0.25 +- 0.005",
        "- [x] a quarter",
        "- [x] a quarter",
        "value",
        "expected a number such as 0.25 +- 0.005, or *, found 'a quarter'",
    ),
    (
        "- [x] 0.25 +- 0.005",
        "- [x] 0.25 + - 0.005",
        "- [x] 0.25 + - 0.005",
        "value",
        "expected a number such as 0.25 +- 0.005, or *, found '0.25 + - 0.005'",
    ),
    (
        "- [ ] 0.5 +- 0.005",
        "- [ ] 0.25 +- 0.001",
        "- [ ] 0.25 +- 0.001",
        "same-answer",
        "line 147 already covers this number",
    ),
    (
        "- [ ] *\n  > Put the",
        "- [x] *\n  > Put the",
        "- [x] *",
        "answers",
        "'*' stands for every other answer and cannot be right",
    ),
    (
        "variables: a in 0.01 .. 0.99",
        "variables: a from 0.01 to 0.99",
        "variables: a from 0.01 to 0.99",
        "value",
        "variables: expected 'a in 0.01 .. 0.99', found 'a from 0.01 to 0.99'",
    ),
    (
        "variables: a in 0.01 .. 0.99\n",
        "",
        "::: formula sigmoid_prime",
        "missing-key",
        "formula 'sigmoid_prime' names no 'variables', as in 'variables: a in 0.01 .. 0.99'",
    ),
    (
        "variables: a in 0.01 .. 0.99",
        "variable: a in 0.01 .. 0.99",
        "variable: a in 0.01 .. 0.99",
        "unknown-key",
        "unknown setting 'variable' in question 'sigmoid_prime'; did you mean 'variables'?",
    ),
    ("- [x] a*(1 - a)", "- [x] a*(1 - b)", "- [x] a*(1 - b)", "formula", "'b' is not known here; use a and numbers"),
    ("- [x] a*(1 - a)", "- [x] a*(1 - a", "- [x] a*(1 - a", "formula", "this '(' is never closed; add a ')'"),
    ("- [ ] a*(1 + a)", "- [ ] a - a^2", "- [ ] a - a^2", "same-answer", "this formula equals the one on line 163"),
    (
        "given: x = 1.5, w = 0.8",
        "given: x = 1.5; w = 0.8",
        "given: x = 1.5; w = 0.8, b = -0.2, y = 1",
        "value",
        "given: expected numbers such as 'x = 1.5, w = 0.8', found 'x = 1.5; w = 0.8'",
    ),
    (
        "let: z = w*x + b",
        "let: z = w*x + c",
        "let: z = w*x + c",
        "formula",
        "let: 'c' is not known here; use x, w, b, y and numbers",
    ),
    (
        "let: a = sigmoid(z)",
        "let: a = sigmod(z)",
        "let: a = sigmod(z)",
        "formula",
        "let: 'sigmod' is no function here; use one such as exp, ln or tanh; did you mean 'sigmoid'?",
    ),
    (
        "find: dL/dw",
        "find: dL/dv",
        "find: dL/dv",
        "unknown-id",
        "find: 'v' has no value here; there are x, w, b, y, z, a, L",
    ),
    (
        "step: da/dz = a*(1 - a)",
        "step: da/dz = a*(1 + a)",
        "step: da/dz = a*(1 + a)",
        "wrong-derivative",
        "da/dz = a*(1 + a) gives 1.2655 here, but the slope of a is 0.19661",
    ),
    (
        "step: da/dz = a*(1 - a)\n",
        "",
        "step: dz/dw = x",
        "value",
        "step: this link should begin with da, where the one before it ends, and not with dz",
    ),
    (
        "step: dz/dw = x",
        "step: dz/dw = w",
        "step: dz/dw = w",
        "wrong-derivative",
        "dz/dw = w gives 0.8 here, but the slope of z is 1.5",
    ),
    (
        "find: dL/dw\n",
        "",
        "```chain one_neuron",
        "missing-key",
        "chain 'one_neuron' has no 'find', as in 'find: dL/dw'",
    ),
    (
        "1. Run the batch forward",
        "- [x] Run the batch forward",
        "- [x] Run the batch forward and keep every layer's output",
        "answers",
        "lines to be put in order are a numbered list, as in '1. Run forward'",
    ),
    (
        "3. Find how the loss changes with the output\n",
        "2. Measure the loss\n",
        "2. Measure the loss",
        "same-answer",
        "this answer equals the one on line 196",
    ),
    (
        "winner: lowest train_loss",
        "winner: lowest train_los",
        "winner: lowest train_los",
        "value",
        "winner: unknown measure 'train_los'; did you mean 'train_loss'?",
    ),
    (
        "winner: lowest train_loss",
        "winner: least train_loss",
        "winner: least train_loss",
        "value",
        "winner: unknown winner 'least'; did you mean 'lowest'?",
    ),
    (
        "expect: deep_relu",
        "expect: deep_rleu",
        "expect: deep_rleu",
        "unknown-id",
        "expect: no option of this question runs 'deep_rleu'; did you mean 'deep_relu'?",
    ),
    ("expect: deep_relu\n", "", "::: predict deep_race", "missing-key", "prediction 'deep_race' has no 'expect'"),
    (
        "- [?] The six sigmoid layers {run=deep_sigmoid}",
        "- [?] The six sigmoid layers",
        "- [?] The six sigmoid layers",
        "answers",
        "an option of a prediction ends with {run=experiment}",
    ),
    (
        "- [?] The six ReLU layers",
        "- [x] The six ReLU layers",
        "- [x] The six ReLU layers {run=deep_relu}",
        "answers",
        "an answer to a predict question begins with [?]",
    ),
    (
        "functions: sigmoid, tanh, relu",
        "functions: sigmoid, tahn, relu",
        "functions: sigmoid, tahn, relu",
        "value",
        "functions: unknown activation 'tahn'; did you mean 'tanh'?",
    ),
    ("x: -8 .. 8", "x: -8 to 8", "x: -8 to 8", "value", "x: expected a range such as -8 .. 8, found '-8 to 8'"),
    ("cursor: 0", "cursor: 12", "cursor: 12", "value", "cursor: expected a number from -8 to 8, found '12'"),
    (
        "```claims seeds=1..5",
        "```claims seeds=1-5",
        "```claims seeds=1-5",
        "value",
        "expected seeds such as seeds=1..5, found 'seeds=1-5'",
    ),
    (
        "ceiling: max_prediction(sigmoid_out) <= 1",
        "ceiling: max_prediction(sigmoid) <= 1",
        "ceiling: max_prediction(sigmoid) <= 1",
        "unknown-id",
        "no experiment 'sigmoid' in this lesson; did you mean 'sigmoid_out'?",
    ),
    (
        "ceiling: max_prediction(sigmoid_out) <= 1",
        "ceiling: max_predicton(sigmoid_out) <= 1",
        "ceiling: max_predicton(sigmoid_out) <= 1",
        "claim",
        "unknown measure 'max_predicton'; did you mean 'max_prediction'?",
    ),
    (
        "ceiling: max_prediction(sigmoid_out) <= 1",
        "ceiling: max_prediction(sigmoid_out) = 1",
        "ceiling: max_prediction(sigmoid_out) = 1",
        "claim",
        "a claim compares two sides once, with <, <=, > or >=",
    ),
    (
        "ceiling: max_prediction(sigmoid_out) <= 1",
        "ceiling: accuracy(sigmoid_out) <= 1",
        "ceiling: accuracy(sigmoid_out) <= 1",
        "claim",
        "'sigmoid_out' answers with a number, so it has no accuracy; use test_rmse",
    ),
    (
        "linear_negative: some min",
        "linear_negative: sometimes min",
        "linear_negative: sometimes min_prediction(linear_out) < 0     # in at least one seed",
        "claim",
        "expected all, most or some, found 'sometimes'; did you mean 'some'?",
    ),
    (
        "grad_norm(deep_sigmoid, first) <",
        "grad_norm(deep_sigmoid, frist) <",
        "starved: grad_norm(deep_sigmoid, frist) < grad_norm(deep_sigmoid, last) / 50",
        "claim",
        "grad_norm takes first, last or a layer's number here",
    ),
    (
        "- [ ] Softmax, as",
        "- Softmax, as",
        "- Softmax, as in every classifier {run=softmax_out}",
        "answers",
        "an answer begins with its brackets, as in '- [ ] Softmax, as in ever…'; "
        "a list in feedback has '>' before each line",
    ),
    (
        "2. Measure the loss\n",
        "2. Measure the loss\n   with its targets\n",
        "   with its targets",
        "answers",
        "a line to be put in order stands on one line; feedback below it begins with '>'",
    ),
    (
        "A network can only ever",
        "With $\\sigma(z) a network can only ever",
        "With $\\sigma(z) a network can only ever answer with numbers its last layer is able to produce.",
        "maths",
        "this '$' begins a formula that nothing ends in its paragraph; write \\$ for a dollar",
    ),
    (
        "A network can only ever",
        "With \\sigma(z) a network can only ever",
        "With \\sigma(z) a network can only ever answer with numbers its last layer is able to produce.",
        "maths",
        "'\\sigma' stands outside of a formula; put the formula between dollars, as in $\\sigma(z)$",
    ),
    (
        "stuck: train_loss",
        "it learns: accuracy(deep_relu) > 0.5\nstuck: train_loss",
        "it learns: accuracy(deep_relu) > 0.5",
        "unexpected",
        "a name is one word; write 'it_learns: …'",
    ),
    (
        "- [x] 0.25 +- 0.005",
        "- [x] 0 +- 2%",
        "- [x] 0 +- 2%",
        "value",
        "2% of 0 is 0; write how far off it may be as a number",
    ),
)
"""What stands in the lesson, what an author makes of it, the line that is blamed, and what is said of it."""

HARMLESS = (
    ("\n", "\r\n"),
    ("---\nformat", "\ufeff---\nformat"),
    ("data: houses_ames", "data: houses_ames   # sold 2006 to 2010"),
    ("data: houses_ames", "data:\thouses_ames  "),
    ("unit: 100000", "\n# dollars\nunit: 100000"),
    ("net: 5 -> 16 tanh -> 1 softplus", "net: 5->16 tanh->1 softplus"),
    ("loss: mse\noptimizer: adam 0.01", "optimizer: adam 0.01\nloss: mse"),
    ("optimizer: adam 0.01", "optimizer: adam 1e-2"),
    ("unit: 100000", "unit: 1e5"),
    ("title: softplus output", "title: softplus: an output"),
    ("- [x] 0.25 +- 0.005", "- [x] 0.25 ± 2%"),
    ("- [x] 0.25 +- 0.005", "- [x] 1/4 +- 0.005"),
    ("- [x] a*(1 - a)", "- [x] a(1−a)"),
    ("- [ ] 1 - a^2", "- [ ] (1 + a)(1 - a)"),
    ("step: da/dz = a*(1 - a)", "step: da/dz = exp(-z)/(1 + exp(-z))^2"),
    ("step: dL/da = 2*(a - y)", "step: dL/da = 2a - 2y"),
    ("x: -8 .. 8", "x: -8..8"),
    ("\n  > It reaches any positive price and", "\n\n  > It reaches any positive price and"),
    ("1. Run the batch forward", "1) Run the batch forward"),
    ("2. Measure the loss", "1. Measure the loss"),
    ("A network can only ever", "<!-- a note -->\n\nA network can only ever"),
    ("A network can only ever", "\n\n\nA network, $\\sigma(z)$ and $5 of w[i], can only ever"),
    ("minutes: 30\n", ""),
    ("seeds=1..5", "seeds=1,2,3"),
)
"""Edits that change nothing that matters."""


def errors(text: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.code, each.message) for each in parse(text, "a.md")[1] if each.severity == "error"]


@pytest.mark.parametrize(("old", "new", "line", "code", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_at_its_line_with_what_to_do(old: str, new: str, line: str, code: str, message: str) -> None:
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    number, found, told = errors(text)[0]
    assert text.split("\n")[number - 1] == line
    assert (found, told) == (code, message)


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 60
    assert len(HARMLESS) >= 15


@pytest.mark.parametrize(("old", "new"), HARMLESS, ids=range(len(HARMLESS)))
def test_a_harmless_edit_is_none(old: str, new: str) -> None:
    assert old in LESSON
    assert errors(LESSON.replace(old, new)) == []


OPENINGS = ("```experiment softplus_out", "::: choice house_output", "::: formula sigmoid_prime", "```chain one_neuron")


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_block_that_is_never_closed_is_one_error_at_its_opening_line(opening: str) -> None:
    before, after = LESSON.split(opening)
    close = "\n```\n" if opening.startswith("`") else "\n:::\n"
    text = before + opening + after.replace(close, "\n", 1)
    ((number, code, _),) = errors(text)
    assert code == "unclosed"
    assert text.split("\n")[number - 1] == opening
