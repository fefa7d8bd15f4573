"""The chain explorer: its product is backprop's gradient and the measured slope, for every weight of any network."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.widgets import Input

from engine.experiment import Experiment
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, keys, said, until
from tutor.course.filling import Filling
from tutor.course.model import Explore, Place
from tutor.course.openings import BIAS, CHAINS
from tutor.explorers.chain import ChainScene
from tutor.explorers.chain_blanks import BENDS, COSTS, chain_of
from tutor.explorers.chain_numbers import Weight, numbers
from tutor.explorers.kept_run import KeptRun
from tutor.screens.explorer import ExplorerScreen, FillScreen
from tutor.widgets.chain import ChainView

FREE = ChainScene.free()
SMOOTH = ("linear", "tanh", "sigmoid", "softplus", "elu", "gelu", "silu")
ENDS = (
    ("moons", 2, "1 sigmoid", "bce"),
    ("moons", 2, "1 sigmoid", "mse"),
    ("moons", 2, "2 softmax", "cce"),
    ("iris", 4, "3 softmax", "cce"),
    ("iris", 4, "3 linear", "cce_logits"),
    ("wave", 1, "1 linear", "half_mse"),
    ("wave", 1, "1 softplus", "huber"),
)


def opened(text: str) -> ChainScene:
    return ChainScene.opened(Explore("e", "chain", {}, (), Place(1)), Experiment.from_text(text))


def drawn(seed: int) -> str:
    """A network of up to three hidden layers, drawn at random."""
    dice = random.Random(seed)
    data, inputs, head, loss = dice.choice(ENDS)
    hidden = "".join(f" -> {dice.randint(1, 4)} {dice.choice(SMOOTH)}" for _ in range(dice.randint(0, 3)))
    return (
        f"data: {data} · samples: 40 · net: {inputs}{hidden} -> {head} · loss: {loss}"
        f" · optimizer: adam 0.02 · epochs: 3 · seed: {seed}"
    )


def weights_of(scene: ChainScene) -> list[Weight]:
    return [
        Weight(layer, source, target)
        for layer, each in enumerate(scene.run.network.layers, 1)
        for source in (*range(each.n_inputs), None)
        for target in range(each.units)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_product_is_backprop_and_the_measured_slope_for_every_weight(seed: int) -> None:
    scene = opened(drawn(seed))
    scene.run.finish()
    for weight in weights_of(scene):
        found = numbers(scene.run, 2, weight, example=seed)
        assert found.trace.gradient == pytest.approx(found.backprop, rel=1e-9, abs=1e-14)
        assert found.trace.gradient == pytest.approx(found.measured, rel=1e-5, abs=1e-8)


def test_the_mean_over_all_examples_is_the_gradient_of_the_batch() -> None:
    scene = opened(drawn(3))
    run, weight = KeptRun(scene.experiment), weights_of(scene)[0]
    each = [numbers(run, 0, weight, example).trace.gradient for example in range(len(run.data.x_train))]
    assert numbers(run, 0, weight, 0).mean == pytest.approx(float(np.mean(each)), rel=1e-9)


def test_the_readout_says_product_backprop_and_measurement() -> None:
    said_now = told(FREE.readout(dark=True), 200)
    assert "dJ/dw[1][0,0] = " in said_now
    assert "Backprop says" in said_now
    assert "the 1/m of that mean comes in once" in said_now


@pytest.mark.parametrize("way", ["all in rows", "all in columns"])
def test_all_examples_have_the_1_over_m_once(way: str) -> None:
    scene = FREE.with_dial(FREE["view"].set(way) or FREE["view"])
    shown = everything(scene, 90, 20)
    line = next(line for line in shown.splitlines() if line.startswith("› dW[1]"))
    assert line.count("1/m") == 1
    assert ("(3, 2)" if way.endswith("columns") else "(2, 3)") in line


@pytest.mark.parametrize("loss", COSTS)
@pytest.mark.parametrize("bend", BENDS)
def test_the_right_factors_are_accepted_one_by_one(loss: str, bend: str) -> None:
    end = "1 sigmoid" if loss == "bce" else "1 linear"
    scene = opened(
        f"data: moons · samples: 40 · net: 2 -> 3 {bend} -> {end} · loss: {loss} · optimizer: sgd 0.1 · epochs: 2"
    )
    for weight in (Weight(1, 1, 2), Weight(1, None, 0), Weight(2, 0, 0)):
        found = numbers(scene.run, 0, weight, 0)
        chain = chain_of(scene.experiment, weight, found, "all")
        assert chain is not None
        assert chain.product() == pytest.approx(found.backprop, rel=1e-9, abs=1e-14)
        filling = Filling(chain)
        for factor in chain.factors:
            filling = filling.enter(factor.formula.text)
            assert filling.judged is not None
            assert filling.judged.right, factor.name
        assert filling.done


@pytest.mark.parametrize(
    ("factor", "typed", "named"),
    [
        ("dz2/da1", "1", "it is a1 that moves"),
        ("da1/dz1", "1 - z1^2", "a1"),
        ("da2/dz2", "z2*(1 - z2)", "a2"),
        ("dL/da2", "(y - a2)/(a2*(1 - a2))", "sign"),
        ("dz1/dw", "w", "x"),
    ],
)
def test_usual_slips_are_named(factor: str, typed: str, named: str) -> None:
    scene = FREE.with_dial(FREE["blanks"].set("all") or FREE["blanks"])
    chain = scene.chain
    assert chain is not None
    filling = Filling(chain)
    while (asked := filling.factor) is not None and asked.name != factor:
        filling = filling.enter(asked.formula.text)
    filling = filling.enter(typed)
    assert filling.judged is not None
    assert not filling.judged.right
    assert named in filling.judged.said


def test_a_weight_to_which_several_ways_lead_is_not_filled_in() -> None:
    deep = FREE.turned("network", CHAINS.index("moons, deep"))
    assert deep.chain is None
    assert "2 ways lead to this weight" in told(deep.readout(dark=True), 200)
    assert deep.turned("layer", 1).chain is not None


@both_sizes
async def test_the_factors_are_filled_in_by_keys_and_escape_comes_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "chain", size) as pilot:
        assert "fill in" in keys(pilot)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FillScreen))
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press("x", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one(ChainView).filling.done)
        assert "Moving w a little" in said(pilot, "#result")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExplorerScreen))
        await pilot.press("down", "down", "down", "left")
        assert scene_on(pilot)["from"].value == BIAS


@given(
    turns=st.lists(st.tuples(st.sampled_from([dial.name for dial in FREE.dials]), st.integers(-9, 9)), max_size=6),
    width=st.integers(0, 130),
    height=st.integers(0, 40),
    dark=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_dials_draw_at_any_size(turns: list[tuple[str, int]], width: int, height: int, dark: bool) -> None:
    scene = FREE
    for name, by in turns:
        scene = scene.turned(name, by)
    everything(scene, width, height, dark)
