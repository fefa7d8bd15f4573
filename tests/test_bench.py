"""The bench as a value: every walk over its fields can be undone, and every state runs or says what is in the way."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.datasets import SOURCES
from engine.experiment import Experiment, SettingsError
from engine.run import Run, Status
from tutor.bench import RACERS, Bench, Setup
from tutor.bench.chosen import Chosen
from tutor.bench.fields import DATA, NET, TRAINING
from tutor.bench.labels import labels
from tutor.bench.ladders import LADDERS, MOST_LAYERS
from tutor.bench.lesson import lesson_block
from tutor.bench.measures import measures, r_squared
from tutor.bench.runs import Shelf
from tutor.data_pictures import columns_of

HYBRID = (
    "data: penguins · target: body_mass + species · unit: 1000 · net: 3 -> 16 relu -> 1 linear + 3 softmax · "
    "loss: 0.5 mse + 1 cce · optimizer: adam 0.01 · epochs: 60 · batch: 32 · seed: 1"
)
steps = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from((-3, -1, 1, 3))), min_size=500, max_size=500)


def turned(bench: Bench, step: tuple[int, int]) -> Bench:
    """One turn of one field; the same bench where the field cannot be turned so."""
    fields = bench.fields
    try:
        return bench.turned(fields[step[0] % len(fields)].name, step[1])
    except SettingsError:
        return bench


@pytest.mark.parametrize("line", [None, HYBRID], ids=["first", "hybrid"])
@settings(max_examples=15, deadline=None)
@given(steps=steps)
def test_five_hundred_changes_are_undone_to_the_very_same_set_up_and_done_again(
    line: str | None, steps: list[tuple[int, int]]
) -> None:
    bench = start = Bench.of_line(line) if line else Bench.of_line()
    seen = [bench.setup]
    for step in steps:
        after = turned(bench, step)
        if after is not bench:
            seen.append(after.setup)
        bench = after
    end = bench
    for setup in reversed(seen[:-1]):
        bench = bench.undone()
        assert bench.setup == setup
    assert (bench.setup, bench.past) == (start.setup, ())
    assert bench.undone() is bench
    for setup in seen[1:]:
        bench = bench.redone()
        assert bench.setup == setup
    assert bench == end
    assert bench.redone() is bench


@settings(max_examples=15, deadline=None)
@given(steps=steps)
def test_every_state_has_a_line_that_opens_it_or_a_message_that_names_a_setting(steps: list[tuple[int, int]]) -> None:
    bench = Bench.of_line()
    for step in steps:
        bench = turned(bench, step)
        experiment = bench.setup.experiment(bench.sources)
        if experiment is None:
            assert bench.problem.split(":")[0] in ("net", "epochs", "batch", "schedule", "samples")
            assert len(bench.problem) > 20
        else:
            assert bench.problem == ""
            assert experiment == bench.setup.draft
            assert bench.opened(bench.line).setup.draft == experiment


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from((-1, 1))), max_size=30))
def test_every_state_that_is_an_experiment_trains(steps: list[tuple[int, int]]) -> None:
    bench = Bench.of_line()
    for step in steps:
        bench = turned(bench, step)
    experiment = bench.setup.experiment(bench.sources)
    if experiment is None:
        return
    run = Run(experiment, bench.sources)
    for _ in range(3):
        frame = run.epoch()
    assert run.status is Status.DIVERGED or math.isfinite(frame.train_loss)
    assert dict(measures(run, frame))


@pytest.mark.parametrize("data", SOURCES)
def test_every_source_starts_with_the_output_and_the_loss_that_suit_it(data: str) -> None:
    bench = Bench.of_line().changed("data", "iris" if data == "moons" else "moons").changed("data", data)
    assert bench.problem == ""
    draft, source = bench.setup.draft, SOURCES[data]
    column = source.column(source.target)
    kinds = {0: ("linear", "softplus"), 2: ("sigmoid",)}.get(len(column.classes), ("softmax",))
    assert draft.net.heads[0].activation in kinds
    assert draft.loss[0].name == ({0: "mse", 2: "bce"}.get(len(column.classes), "cce"))
    assert column.label in bench.setup.told
    assert {field.group for field in bench.fields} == {DATA, NET, TRAINING}


def test_what_the_learner_chose_stays_when_the_data_change_and_that_is_said() -> None:
    bench = Bench.of_line().changed("output 1", "tanh").changed("loss 1", "huber").changed("data", "blobs")
    draft = bench.setup.draft
    assert draft.net.heads[0].text == "3 tanh"
    assert draft.loss[0].name == "huber"
    assert "The output and the loss that you chose stay." in bench.setup.told
    assert "softmax" not in bench.setup.told


def test_a_linear_output_that_was_chosen_gets_the_loss_from_logits() -> None:
    bench = Bench.of_line().changed("output 1", "linear").changed("data", "blobs")
    assert (bench.setup.draft.net.heads[0].text, bench.setup.draft.loss[0].name) == ("3 linear", "cce_logits")


def test_inputs_are_made_of_columns_by_turning_and_by_typing() -> None:
    bench = Bench.of_line().changed("data", "circles")
    field = next(field for field in bench.fields if field.name == "features")
    assert field.value == "none"
    bench = bench.changed("features", field.turned(1))
    assert bench.setup.draft.inputs == ("x1", "x2", "x1^2", "x2^2")
    assert bench.setup.draft.net.inputs == 4
    only = bench.changed("input x1", "off").changed("input x2", "off")
    assert only.setup.draft.inputs == ("x1^2", "x2^2")
    assert only.problem == ""
    typed = only.changed("features", "sin(2*x1), x1*x2")
    assert typed.setup.draft.inputs == ("sin(2*x1)", "x1*x2")
    assert typed.changed("features", "none").setup.draft.inputs == ("x1", "x2")
    for wrong, why in (("x1", "write what is made of it"), ("x9^2", "has no column 'x9^2'")):
        with pytest.raises(SettingsError, match=re.escape(why)):
            bench.changed("features", wrong)


def test_what_is_made_of_a_column_goes_when_that_is_to_be_learned() -> None:
    bench = Bench.of_line().changed("data", "penguins").changed("features", "bill_depth^2, flipper_length^2")
    assert bench.problem == ""
    bench = bench.changed("target", "bill_depth")
    assert bench.problem == ""
    assert "bill_depth^2" not in bench.setup.draft.inputs
    assert "flipper_length^2" in bench.setup.draft.inputs


TABLE = (
    "size,color,price\n" + "".join(f"{n},{'red' if n % 3 else 'blue'},{3 * n + 1}\n" for n in range(1, 41)) + ",red,9\n"
)


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    return str(tmp_path / "t.csv")


def test_a_file_is_read_where_data_are_named_and_comes_with_what_it_suggests(table: str) -> None:
    bench = Bench.of_line().changed("data", table)
    assert (bench.problem, bench.setup.draft.data) == ("", table)
    assert "1 row" in bench.setup.told
    assert "price" in bench.setup.told
    assert bench.undone().setup == Bench.of_line().setup
    back = bench.changed("data", "moons").changed("data", table)
    assert back.setup.draft.target == (("price",),)
    again = Bench.of_line(bench.line)
    assert again.setup.draft == bench.setup.draft
    assert Bench.of_line().opened(bench.line).setup.draft == bench.setup.draft


def test_a_file_that_cannot_be_used_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("a\nb\n", encoding="utf-8")
    for name, why in (("none.csv", "data: no file"), ("words.txt", "there is only 1 row")):
        name = str(tmp_path / name)
        with pytest.raises(SettingsError, match=why):
            Bench.of_line().changed("data", name)
    with pytest.raises(SettingsError, match="no file"):
        Bench.of_line(f"data: {tmp_path}/none.csv · net: 2 -> 1 linear · loss: mse · optimizer: sgd 0.1")


def test_the_columns_of_a_table_are_told_with_their_first_rows(table: str) -> None:
    bench = Bench.of_line().changed("data", table).changed("input size", "off")
    said = columns_of(bench.sources[table], bench.setup.draft)(70, 10)
    rows = [row.plain.rstrip() for row in said.rows]
    assert rows[:6] == [
        "to be learned",
        "› price  number     4 to 121   4 · 7 · 10",
        "inputs",
        "  color  2 classes  blue, red  red · red · blue",
        "not used",
        "  size   number     1 to 40    1 · 2 · 3",
    ]
    assert "40 rows and 3 columns; price is to be learned" in said.words


def test_a_target_that_was_an_input_is_none_any_more() -> None:
    bench = Bench.of_line().changed("data", "penguins").changed("target", "bill_depth")
    draft = bench.setup.draft
    assert "bill_depth" not in draft.inputs
    assert draft.net.inputs == len(draft.inputs)
    assert draft.net.heads[0].text == "1 softplus"
    two = bench.changed("target", "body_mass + species")
    assert (two.problem, [head.units for head in two.setup.draft.net.heads]) == ("", [1, 3])


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("rate", "0", "above zero"),
        ("rate", "0,1", "write 0.1, with a point"),
        ("layer 1", "513", "more than the 512"),
        ("layer 1", "tanh", "write the units first"),
        ("layer 1 activation", "relo", "did you mean 'relu'?"),
        ("layers", "9", "9 is more than the 8 allowed"),
        ("data", "spial", "did you mean 'spiral'?"),
        ("target", "clas", "did you mean 'class'?"),
        ("output 1", "5 softmax", "takes 1 or 2"),
        ("input x1", "maybe", "write on or off"),
        ("batch", "-1", "write full"),
        ("dropout", "1", "less than 1"),
        ("loss 1", "mse + mse", "one loss"),
        ("epochs", "many", "not a whole number"),
    ],
)
def test_a_value_that_is_not_right_is_told_so_in_the_fields_own_words(field: str, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Bench.of_line().changed(field, text)
    assert told in str(caught.value)


def test_typed_values_may_lie_between_those_that_turning_goes_through() -> None:
    bench = Bench.of_line().changed("rate", "0.02").changed("layer 1", "7 relu").changed("batch", "full")
    draft = bench.setup.draft
    assert (draft.optimizer.rate, draft.net.hidden[0].text, draft.batch) == (0.02, "7 relu", 0)
    assert bench.turned("rate", 1).setup.draft.optimizer.rate == 0.03
    assert bench.turned("rate", -1).setup.draft.optimizer.rate == 0.01
    assert bench.turned("layer 1", 1).setup.draft.net.hidden[0].units == 8
    assert bench.turned("batch", -1).setup.draft.batch == 512


def test_there_are_up_to_eight_hidden_layers_each_with_its_own_activation() -> None:
    bench = Bench.of_line().changed("layers", str(MOST_LAYERS)).changed("layer 8 activation", "relu")
    hidden = bench.setup.draft.net.hidden
    assert [layer.activation for layer in hidden] == ["tanh"] * 7 + ["relu"]
    assert bench.changed("layers", "0").setup.draft.net.hidden == ()
    assert bench.changed("layer 8", "512").problem == ""


def test_the_last_input_stays() -> None:
    bench = Bench.of_line().changed("input x2", "off")
    assert bench.setup.draft.net.inputs == 1
    with pytest.raises(SettingsError, match="switch another one on first"):
        bench.changed("input x1", "off")


def test_six_set_ups_race_each_at_its_own_place() -> None:
    bench = Bench.of_line()
    for seed in range(2, 9):
        bench = bench.pinned().changed("seed", str(seed))
    assert len(bench.racers) == RACERS
    assert sorted(racer.place for racer in bench.racers) == list(range(RACERS))
    assert bench.present in bench.racers
    places = {racer.experiment: racer.place for racer in bench.racers}
    assert all(places[pin.experiment] == pin.place for pin in bench.pins if pin.experiment in places)
    back = bench.changed("seed", "3").unpinned()
    assert 3 not in {pin.experiment.seed for pin in back.pins}


def test_pinning_and_unpinning_are_no_changes_of_the_set_up() -> None:
    bench = Bench.of_line()
    assert bench.pinned().unpinned() == bench
    assert bench.unpinned() == bench
    assert bench.pinned().pinned() == bench.pinned()


def test_a_set_up_that_cannot_run_leaves_the_pinned_ones_racing() -> None:
    bench = Bench.of_line().pinned().changed("norm", "batch").changed("batch", "1")
    assert "batch normalization needs more than one example" in bench.problem
    assert bench.present is None
    assert [racer.experiment for racer in bench.racers] == [pin.experiment for pin in bench.pins]


def test_names_in_the_race_say_what_sets_the_set_ups_apart() -> None:
    bench = Bench.of_line()
    experiments = [bench.changed("rate", rate).setup.draft for rate in ("0.1", "0.01")]
    assert labels(experiments, SOURCES) == ("adam 0.1", "adam 0.01")
    wide = bench.changed("layer 1", "16").changed("l2", "0.1").setup.draft
    assert labels([bench.setup.draft, wide], SOURCES) == ("8 tanh", "16 tanh, l2 0.1")
    softmax = bench.changed("output 1", "softmax").setup.draft
    assert labels([bench.setup.draft, softmax], SOURCES) == ("8 tanh → 1 sigmoid", "8 tanh → 2 softmax")
    assert labels([bench.setup.draft, bench.changed("l2", "0.1").setup.draft], SOURCES) == ("usual l2", "l2 0.1")
    assert labels([wide], SOURCES) == ("16 tanh",)


def test_a_lesson_block_holds_the_whole_set_up() -> None:
    bench = Bench.of_line(HYBRID)
    block = lesson_block(bench.setup.draft, SOURCES).splitlines()
    assert (block[0], block[-1]) == ("```experiment mine", "```")
    told = dict(line.split(": ", 1) for line in block[1:-1])
    assert Experiment.from_settings(told) == bench.setup.draft


def test_the_race_of_a_question_is_pinned_and_starts_with_one_of_its_set_ups() -> None:
    first = Bench.of_line()
    experiments = tuple(first.changed("seed", str(seed)).setup.draft for seed in (1, 2, 3))
    bench = Bench.of_race(experiments, chosen=1)
    assert bench.setup == Setup(experiments[1])
    assert [racer.experiment for racer in bench.racers] == list(experiments)
    assert bench.present is not None
    assert bench.present.place == 1


def test_runs_are_kept_so_that_turning_back_trains_nothing_again() -> None:
    shelf, bench = Shelf(), Bench.of_line()
    (run,) = (one.run for one in shelf.entrants(bench).values())
    run.epoch()
    shelf.entrants(bench.turned("rate", 1))
    assert next(iter(shelf.entrants(bench).values())).run is run
    shelf.forget_edited(run)
    assert next(iter(shelf.entrants(bench).values())).run is run


def test_a_run_with_an_edited_weight_goes_on_from_there_and_is_marked_until_it_is_forgotten() -> None:
    shelf, bench = Shelf(), Bench.of_line()
    (run,) = (one.run for one in shelf.entrants(bench).values())
    run.epoch()
    before, chosen = run.frame, Chosen(layer=2, source=8, unit=0)
    shelf.put_weight(run, chosen, 40.0)
    assert chosen.weight(run) == 40.0
    assert chosen.place(run).text == "layer 2, bias[0]"
    assert run.frame.epoch == before.epoch
    assert run.frame.test_loss > before.test_loss + 1
    assert run.history.losses().test[-1] == run.frame.test_loss
    assert next(iter(shelf.entrants(bench).values())).label.endswith("✎")
    run.epoch()
    assert abs(chosen.weight(run) - 40.0) > 0.01
    shelf.forget_edited(run)
    assert next(iter(shelf.entrants(bench).values())).run is not run


def test_arrows_reach_every_weight_every_unit_and_every_pair_of_inputs() -> None:
    bench = Bench.of_line().changed("data", "iris").changed("layers", "2")
    run = Run(bench.setup.draft)
    seen, chosen = set(), Chosen()
    for layer in range(3):
        sources, units = run.network.layers[layer].matrix.shape
        for _ in range(sources):
            for _ in range(units):
                seen.add(chosen.place(run))
                chosen = chosen.moved(run, "weights", 0, 1)
            chosen = chosen.moved(run, "weights", 1, 0)
        chosen = chosen.in_layer(run, 1)
    assert len(seen) == run.network.parameters.size
    units = {(chosen := chosen.moved(run, "unit", down, 1)) for down in (0, 0, 1) for _ in range(8)}
    assert {each.layer for each in units} == {1, 2}
    pairs, ahead = set(), [Chosen()]
    while ahead:
        chosen = ahead.pop()
        if chosen.inputs not in pairs:
            pairs.add(chosen.inputs)
            ahead += [chosen.moved(run, "regions", 1, 0), chosen.moved(run, "regions", 0, 1)]
    assert len(pairs) == 4 * 3
    assert all(across != upward for across, upward in pairs)


def test_r_squared_is_one_minus_the_error_over_the_spread() -> None:
    run = Run(Bench.of_line().changed("data", "houses_ames").setup.draft)
    frame = run.finish()
    truth = run.truth.ravel() * run.data.unit
    said = frame.predictions.ravel() * run.data.unit
    expected = 1 - ((truth - said) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()
    assert r_squared(run, frame) == pytest.approx(expected, rel=1e-9)
    assert dict(measures(run, frame)).keys() == {"train loss", "test loss", "test RMSE", "R²"}


def test_every_ladder_rises() -> None:
    for name, ladder in LADDERS.items():
        numbers = [float(value) for value in ladder if value != "full"]
        assert numbers == sorted(set(numbers)), name
