"""The hybrid loss explorer: its numbers are the engine's own, and what it sends learners to see is there to be seen."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import Array
from engine.batches import beside, truths, with_ones
from engine.doctor.examine import Cause, examine
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.network import Network
from engine.run import Run, Status
from engine.training import measuring
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, keys, said, shown, until
from tutor.course.model import Explore, Place
from tutor.course.openings import HYBRIDS
from tutor.course.parse import parse
from tutor.explorers.hybrid import HybridScene
from tutor.explorers.hybrid_told import Part, asked, example_costs, losses
from tutor.numbers import short
from tutor.plain.explore import explore
from tutor.plain.voice import Voice

FREE = HybridScene.free()
DETECTOR = FREE.turned("data", 1)
DIALS = [dial.name for dial in DETECTOR.dials]
WEIGHTS = ("0", "0.01", "1", "100")

SMALL = (
    "data: penguins · inputs: bill_length, bill_depth · target: body_mass + species · unit: 1000"
    " · net: 2 -> 5 tanh -> 1 linear + 3 softmax · loss: mse + 0.3 cce · optimizer: adam 0.02 · epochs: 6"
)
LOGITS = (
    "data: detector · samples: 120 · noise: 0.05 · unit: 2 · target: object + x, y, size + shape"
    " · net: 64 -> 6 relu -> 1 linear + 3 linear + 3 linear"
    " · loss: bce_logits + 1000 mse where object + cce_logits where object · optimizer: adam 0.01 · epochs: 6"
)
LABELS = (
    "data: tags · samples: 2400 · target: right, top + near_center · net: 2 -> 6 tanh -> 2 sigmoid + 1 sigmoid"
    " · loss: bce + bce · optimizer: adam 0.01 · epochs: 6"
)


def opened(text: str, **dials: str) -> HybridScene:
    """The explorer as a lesson opens it on an experiment of its own."""
    return HybridScene.opened(Explore("e", "hybrid", dials, (), Place(1)), Experiment.from_text(text))


def at(scene: HybridScene, **values: str) -> HybridScene:
    """The scene with dials at these values, its run trained to the end."""
    for name, value in values.items():
        dial = scene[name].set(value)
        assert dial is not None
        scene = scene.with_dial(dial)
    for run in scene.runs:
        run.finish()
    return scene


def by_name(scene: HybridScene) -> dict[str, Part]:
    return {part.name: part for part in scene.parts}


def box_errors(scene: HybridScene) -> Array:
    """The errors of x, y and size on the test images with an object, (3,)."""
    truth = scene.run.data.y_test
    off = (scene.run.frame.predictions - truth)[truth[:, 0] == 1.0, 1:4]
    return np.sqrt((off**2).mean(axis=0))


@pytest.mark.parametrize("data", HYBRIDS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_weighted_sum_is_the_loss_and_the_shares_are_a_whole(data: str, weight: str) -> None:
    scene = at(FREE, data=data, weight_1=weight)
    for epoch in (0, 3, 40):
        looked = at(scene, epoch=str(epoch))
        frame, found = scene.run.frames[epoch], looked.parts
        assert sum(part.weight * part.loss for part in found) == pytest.approx(frame.test_loss)
        assert sum(part.share for part in found) == pytest.approx(1.0)
        assert [part.length for part in found] == [term.trunk_norm for term in frame.terms]
        spelled = " + ".join(f"{part.weight:g} × {short(part.loss)}" for part in found)
        assert f"Test loss: {spelled} = {short(frame.test_loss)}" in told(looked.readout(dark=True), 200)
    assert (found[0].share == 0.0) is (weight == "0")


@pytest.mark.parametrize("text", [SMALL, LOGITS, LABELS], ids=["penguins", "logits", "labels"])
@pytest.mark.parametrize("weight", ["0", "2"])
def test_losses_before_their_weights_are_those_of_the_formulas(text: str, weight: str) -> None:
    scene = at(opened(text), weight_1=weight, weight_2=weight)
    data, loss = scene.run.data, scene.run.experiment.loss
    answers = scene.run.network.forward(data.x_test)
    for place, (target, part) in enumerate(zip(data.targets, scene.parts, strict=True)):
        terms = LOSSES[loss[place].name].terms(target.of(answers), target.of(data.y_test)).sum(axis=1)
        if data.masks_test is not None:
            terms = terms * data.masks_test[:, place]
        kept = terms if part.weight else terms[:512]
        assert part.loss == pytest.approx(kept.mean())
        epochs, values = losses(scene.run, place)
        assert epochs == list(range(7))
        assert values[-1] == part.loss
        costs = [example_costs(scene.run, 6, example)[place] for example in range(9)]
        assert costs == pytest.approx(terms[:9])


def test_a_term_alone_has_the_gradient_that_it_has_among_others() -> None:
    begun = at(DETECTOR, epoch="0")
    for place, part in enumerate(begun.parts):
        others = {f"weight_{other + 1}": "0" for other in range(3) if other != place}
        alone = Run(at(begun, **others).experiment)
        lengths = [term.trunk_norm for term in alone.frame.terms]
        assert lengths[place] == pytest.approx(part.length)
        assert sum(lengths) == lengths[place]
        layers = alone.frame.grad_norms[:-1]
        assert float(np.sqrt(np.square(layers).sum())) == pytest.approx(part.length)


def gradient(run: Run, y: Array) -> Array:
    """The gradient of the training loss with these truths (examples, outputs), in the network as it is."""
    heads = run.experiment.net.head_units
    network = Network(run.experiment.net, parameters=run.network.parameters.copy())
    at_work = measuring(network, len(y), run.experiment.loss, run.trainer.shares)
    at_work.forward(with_ones(run.data.x_train).T)
    at_work.compare(truths(beside(y, heads, run.data.masks_train), heads))
    at_work.backward()
    return network.gradient.copy()


def test_what_is_masked_has_no_gradient_and_costs_nothing() -> None:
    scene = at(DETECTOR)
    without = at(scene, mask="off")
    nothing = scene.run.data.y_train[:, 0] == 0.0
    assert nothing.any()
    for run, same in ((scene.run, True), (without.run, False)):
        y = run.data.y_train.copy()
        before = gradient(run, y)
        y[nothing, 1:4] += 3.0
        assert np.array_equal(gradient(run, y), before) is same
    (empty, *_) = np.flatnonzero(scene.run.data.y_test[:, 0] == 0.0)
    assert example_costs(scene.run, 40, int(empty))[1:] == [0.0, 0.0]
    assert all(example_costs(without.run, 40, int(empty))[1:])


def test_the_mask_is_seen_in_the_table_of_an_example() -> None:
    scene = at(DETECTOR)
    empty, full = (int(np.flatnonzero(scene.run.data.y_test[:, 0] == seen)[0]) for seen in (0.0, 1.0))
    table = told(at(scene, example=str(empty + 1)).panels(dark=True)[-1].shows, 200)  # type: ignore[arg-type]
    assert table.count("✘ masked") == 4
    assert "+ 5 × ✘ + 1 × ✘ =" in table
    assert "nothing is learned from it" in table
    table = told(at(scene, example=str(full + 1)).panels(dark=True)[-1].shows, 200)  # type: ignore[arg-type]
    assert "✘" not in table
    table = told(at(scene, mask="off", example=str(empty + 1)).panels(dark=True)[-1].shows, 200)  # type: ignore[arg-type]
    assert table.count("✔ no truth") == 4
    assert "✘" not in table


def test_errors_are_told_in_the_targets_own_units() -> None:
    mass, species = at(FREE).parts
    grams, right = (term.metric for term in at(FREE).run.frame.terms)
    assert mass.errors == (f"{short(grams)} g",)
    assert species.errors == (f"{100 * right:.1f} % right",)
    for mask in ("on", "off"):
        scene = at(DETECTOR, mask=mask)
        names = zip(("x", "y", "size"), box_errors(scene), strict=True)
        assert by_name(scene)["x, y, size"].errors == tuple(f"{name} {short(off)}" for name, off in names)
    scene = at(DETECTOR)
    for part, term in zip(scene.parts, scene.run.frame.terms, strict=True):
        if len(part.errors) == 1:
            assert part.errors == (f"{100 * term.metric:.1f} % right",)


def test_an_example_is_told_as_it_was_answered() -> None:
    scene = at(FREE)
    data = scene.run.data
    answers = scene.run.network.forward(data.x_test)
    for example in range(5):
        mass, species = asked(scene.run, 40, example, None)
        assert mass.truth == f"{short(1000 * data.y_test[example, 0])} g"
        assert mass.said == f"{short(1000 * answers[example, 0])} g"
        classes = data.targets[1].classes
        assert species.truth == classes[int(data.y_test[example, 1:].argmax())]
        share = answers[example, 1:].max()
        assert species.said == f"{classes[int(answers[example, 1:].argmax())]}, {100 * share:.0f} %"
        assert mass.counts
        assert mass.real


def test_logits_are_told_as_chances() -> None:
    scene = at(opened(LOGITS))
    logits = scene.run.network.forward(scene.run.data.x_test)[0]
    seen, *_, shape = asked(scene.run, 6, 0, None)
    chance = 1.0 / (1.0 + np.exp(-logits[0]))
    assert seen.said == f"{'object' if chance > 0.5 else 'nothing'}, {100 * max(chance, 1 - chance):.0f} %"
    shares = np.exp(logits[4:]) / np.exp(logits[4:]).sum()
    assert shape.said.endswith(f", {100 * shares.max():.0f} %")
    assert "size" in everything(scene, 60, 14)


# What it sends learners to see


def test_a_heavy_mass_leaves_the_species_little_and_they_pay() -> None:
    fair, heavy = at(FREE), at(FREE, weight_1="100")
    before, after = by_name(fair)["species"], by_name(heavy)["species"]
    assert after.share < before.share / 2
    assert after.loss > 2 * before.loss
    assert heavy.run.frame.terms[1].metric < fair.run.frame.terms[1].metric
    (finding,) = examine(heavy.run)
    assert finding.name is Cause.SWAMPED_TERM
    assert finding.sentence in told(heavy.readout(dark=True), 1000)
    assert "The doctor finds nothing wrong." in told(fair.readout(dark=True), 200)


def test_both_weights_times_ten_change_the_loss_alone() -> None:
    fair, both = at(FREE), at(FREE, weight_1="10", weight_2="10")
    assert both.run.frame.test_loss == pytest.approx(10 * fair.run.frame.test_loss, rel=1e-3)
    for one, other in zip(fair.parts, both.parts, strict=True):
        assert (one.percent, one.errors, short(one.loss)) == (other.percent, other.errors, short(other.loss))


def test_without_the_mask_size_suffers_most() -> None:
    grown = box_errors(at(DETECTOR, mask="off")) / box_errors(at(DETECTOR, mask="on"))
    assert grown.argmax() == 2
    assert grown[2] > 1.3
    assert (grown[2] - 1.0) > 1.5 * (grown[:2].max() - 1.0)


# Dials


def test_each_task_has_its_own_terms_and_comes_back_to_its_weights() -> None:
    assert [dial.label for dial in FREE.dials[1:3]] == ["weight of body_mass", "weight of species"]
    names = ["data", "weight_1", "weight_2", "weight_3", "mask", "epoch", "example"]
    assert [dial.name for dial in DETECTOR.dials] == names
    assert [DETECTOR[f"weight_{term}"].value for term in (1, 2, 3)] == ["1", "5", "1"]
    turned = DETECTOR.turned("weight_2", 9)
    assert turned["weight_2"].value == "100"
    assert turned.homed("weight_2")["weight_2"].value == "5"
    assert turned.turned("data", 1).dials == FREE.dials
    assert FREE.experiment == FREE.given


def test_a_lesson_s_experiment_brings_its_terms_and_weights() -> None:
    scene = opened(SMALL, weight_1="5", epoch="2")
    assert [dial.name for dial in scene.dials] == ["weight_1", "weight_2", "epoch", "example"]
    assert [scene[name].value for name in ("weight_1", "weight_2", "epoch")] == ["5", "0.3", "2"]
    assert scene.turned("weight_1", 1).homed("weight_1")["weight_1"].value == "5"
    assert scene.experiment.loss[0].weight == 5.0
    assert opened(SMALL).experiment == Experiment.from_text(SMALL)
    masked = opened(LOGITS, mask="off")
    assert masked["weight_2"].value == "1000"
    assert [term.where for term in masked.experiment.loss] == [None, None, None]
    assert "first 512 test examples" in told(at(opened(LABELS)).readout(dark=True))


def test_a_net_of_many_heads_keeps_the_weights_that_have_no_dial() -> None:
    text = (
        "data: detector · samples: 60 · inputs: r4c4, r5c5 · target: x + y + size + r1c1 + r1c2 + r1c3 + shape"
        f" · net: 2 -> 4 tanh -> {'1 linear + ' * 6}3 softmax · loss: {'mse + ' * 6}0.25 cce"
        " · optimizer: adam 0.01 · epochs: 3"
    )
    scene = at(opened(text), weight_6="2")
    assert [term.weight for term in scene.experiment.loss] == [1, 1, 1, 1, 1, 2, 0.25]
    assert everything(scene, 70, 14)


def test_without_any_weight_nothing_is_learned_and_that_is_told() -> None:
    scene = at(FREE, weight_1="0", weight_2="0")
    assert scene.run.frame.test_loss == 0.0
    assert [part.percent for part in scene.parts] == ["none", "none"]
    assert everything(scene, 70, 14)


def test_a_run_that_breaks_is_shown_as_far_as_it_came() -> None:
    scene = at(opened(SMALL.replace("adam 0.02 · epochs: 6", "sgd 2 · epochs: 90")), weight_1="100")
    assert scene.run.status is Status.DIVERGED
    shown = everything(scene, 70, 14)
    assert examine(scene.run)[0].sentence.split(".")[0] in " ".join(shown.split())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DIALS), st.integers(-9, 9)), max_size=6), st.data())
def test_every_position_can_be_drawn_at_any_size(turns: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = FREE
    for name, by in turns:
        if any(dial.name == name for dial in scene.dials):
            scene = scene.turned(name, by)
    for _ in range(data.draw(st.integers(0, 2))):
        scene.run.epoch()
    width, height = data.draw(st.integers(0, 200)), data.draw(st.integers(0, 60))
    shown = everything(scene, width, height, dark=data.draw(st.booleans()))
    assert all(part.product in shown for part in scene.parts)


LESSON = """---
format: 1
id: several
title: Several
minutes: 5
---

```experiment two
data: penguins
target: body_mass + species
unit: 1000
inputs: bill_length, bill_depth
net: 2 -> 5 tanh -> 1 linear + 3 softmax
loss: mse + cce
optimizer: adam 0.02
```

```experiment one
like: two
target: body_mass
net: 2 -> 5 tanh -> 1 linear
loss: mse
```

```experiment flat
like: two
net: 2 -> 1 linear + 3 softmax
```

```explore weigh
kind: hybrid
experiment: two
weight_1: 0.25
epoch: 3
```
"""


def test_a_lesson_opens_it_on_an_experiment_with_several_heads() -> None:
    lesson, problems = parse(LESSON, "several.md")
    assert lesson is not None, problems
    for name, message in (
        ("one", "'one' has one head, give it several, such as 1 linear + 3 softmax"),
        ("flat", "'flat' has no hidden layer"),
    ):
        lesson, problems = parse(LESSON.replace("experiment: two\nw", f"experiment: {name}\nw"), "several.md")
        assert lesson is None
        assert [problem.code for problem in problems] == ["value"]
        assert message in problems[0].message


def test_plain_mode_turns_a_weight_by_its_name_or_its_label() -> None:
    typed = io.StringIO("weight of body_mass 100\nweight_2 100\nweight of species heavy\n\n")
    out = io.StringIO()
    explore(FREE, Voice(typed, out))
    heard = " ".join(out.getvalue().split())
    runs = [at(FREE, weight_1="100"), at(FREE, weight_1="100", weight_2="100")]
    for scene in runs:
        assert f"= {short(scene.run.frame.test_loss)}" in heard
    assert "weight of species can be a number from 0 to 100." in heard


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "hybrid", size) as pilot:
        await pilot.press("down", "shift+right")
        assert scene_on(pilot)["weight_1"].value == "100"
        await until(pilot, lambda: scene_on(pilot).runs[0].status is Status.DONE)
        await until(pilot, lambda: "which hardly counts there" in said(pilot, "#readout"))
        await pilot.press("0", "down", "down", "shift+left", "left")
        scene = scene_on(pilot)
        assert [scene[name].value for name in ("weight_1", "epoch")] == ["1", "35"]
        await pilot.press("up", "up", "up", "right")
        assert scene_on(pilot)["data"].value == "detector"
        await until(pilot, lambda: scene_on(pilot).runs[0].status is Status.DONE)
        await pilot.press("up", "right", "right", *["v"] * 3)
        assert scene_on(pilot)["example"].value == "3"
        assert "test example 3" in shown(pilot, "PanelView .caption")
        await pilot.press("up", "up", "right")
        assert scene_on(pilot)["mask"].value == "off"
        assert "The mask is off" in said(pilot, "#readout")
        await pilot.press("v", "w")
        assert "Test loss after epoch" in said(pilot, "#readout")
        assert "slopes" not in keys(pilot)
        await pilot.press("w", "escape", "escape")
        assert pilot.app.screen.query("Lessons")
