"""The shapes explorer: it walks every array, fills shapes into formulas, and turns rows into columns."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.experiment import Experiment
from tests.explorers import everything, exploring, scene_on, told
from tests.test_app import both_sizes, said
from tutor.course.model import Explore, Place
from tutor.explorers.shapes import ShapesScene
from tutor.plot import Line, listing

FREE = ShapesScene.free()
DIALS = [dial.name for dial in FREE.dials]


def at(name: str, scene: ShapesScene = FREE) -> ShapesScene:
    return scene.turned("at", [row.name for row in scene.rows].index(name))


def test_a_formula_is_shown_with_the_shapes_of_its_arrays() -> None:
    readout = told(at("Z[1]").readout(dark=True))
    assert "Z[1] = A[0] W[1] + b[1]. (32, 2) (2, 8) + (1, 8) → (32, 8)" in readout
    assert "in rows: Z1 = A0 @ W1 + b1 in columns: Z1 = W1 @ A0 + b1" in readout
    readout = told(at("dW[2]", FREE.pressed("transpose")).readout(dark=True))
    assert "dW[2] = 1/m dZ[2] A[1]ᵀ. 1/m (1, 32) (32, 8) → (1, 8)" in readout


def test_only_arrays_with_examples_change_with_their_number() -> None:
    few, many = ({row.name: row.shape for row in FREE.turned("examples", by).rows} for by in (-99, 99))
    same = {name for name in few if few[name] == many[name]}
    assert same == {"J", *(f"{d}{array}[{layer}]" for d in ("", "d") for array in "Wb" for layer in (1, 2))}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DIALS), st.integers(-40, 40)), max_size=12), st.data())
def test_every_position_can_be_drawn_at_any_size(turns: list[tuple[str, int]], data: st.DataObject) -> None:
    scene = FREE
    for name, by in turns:
        scene = scene.turned(name, by)
        assert int(scene["at"].number) <= len(scene.rows) == len(scene["at"].values)
    assert everything(scene, data.draw(st.integers(0, 130)), data.draw(st.integers(0, 50)))


def test_a_lesson_s_experiment_brings_its_own_network() -> None:
    text = "data: penguins · target: body_mass + species · net: 3 -> 16 relu -> 1 linear + 3 softmax · loss: mse + cce"
    experiment = Experiment.from_text(f"{text} · optimizer: sgd 0.1")
    scene = ShapesScene.opened(Explore("e", "shapes", {"order": "columns"}, (), Place(1)), experiment)
    assert [dial.name for dial in scene.dials] == ["at", "order", "examples"]
    assert "softmax(Z2[1:4])" in everything(at("A[2]", scene), 90, 40)


def test_the_chosen_line_is_always_in_sight() -> None:
    lines = [Line("forward" if place < 9 else "backward", (f"a{place}", "x" * 50, f"({place})")) for place in range(20)]
    for chosen in range(20):
        for height in (1, 2, 7, 30):
            picture = listing(lines, chosen, 40, height, "words")
            (row,) = (row.plain for row in picture.rows if row.plain.startswith("›"))
            assert f"a{chosen} " in row
            assert f"({chosen})" in row


@both_sizes
async def test_every_key_of_the_explorer(tmp_path: Path, size: tuple[int, int]) -> None:
    async with exploring(tmp_path, "shapes", size) as pilot:
        await pilot.press("right", "right", "right")
        assert "(32, 2) (2, 8)" in said(pilot, "#readout")
        await pilot.press("t")
        assert "(8, 2) (2, 32)" in said(pilot, "#readout")
        await pilot.press("v", "down", "left", "down", "right")
        assert [scene_on(pilot)[name].value for name in ("order", "examples")] == ["rows", "33"]
