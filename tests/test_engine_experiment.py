"""Experiments: read from settings, told in one line, refused with every problem at its place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.experiment import (
    SETTINGS,
    Experiment,
    LayerSpec,
    LossTerm,
    NetSpec,
    OptimizerSpec,
    Problem,
    SettingsError,
)
from engine.losses import LOSSES

HOUSES = {
    "title": "softplus output",
    "data": "houses_ames",
    "inputs": "living_area, quality, year_built, basement_area, garage_cars",
    "target": "price",
    "unit": "100000",
    "net": "5 -> 16 tanh -> 1 softplus",
    "loss": "mse",
    "optimizer": "adam 0.01",
    "epochs": "60",
    "batch": "64",
    "seed": "1",
    "show": "loss, predictions",
}
MOONS = {"data": "moons", "net": "2 -> 8 relu -> 1 sigmoid", "loss": "bce", "optimizer": "sgd 0.5"}


def _problems(settings: dict[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        Experiment.from_settings(settings)
    return caught.value.problems


def _only_problem(**changes: str) -> Problem:
    (problem,) = _problems({**MOONS, **changes})
    return problem


def test_settings_become_one_typed_value() -> None:
    experiment = Experiment.from_settings(HOUSES)
    assert experiment.inputs == ("living_area", "quality", "year_built", "basement_area", "garage_cars")
    assert experiment.net == NetSpec(5, (LayerSpec(16, "tanh"),), (LayerSpec(1, "softplus"),))
    assert experiment.loss == (LossTerm(1.0, "mse"),)
    assert experiment.optimizer == OptimizerSpec("adam", 0.01)
    assert (experiment.unit, experiment.epochs, experiment.batch) == (100_000.0, 60, 64)
    assert experiment.samples == 1000
    assert experiment.show == ("loss", "predictions")


def test_data_knows_its_own_inputs_and_target() -> None:
    experiment = Experiment.from_settings(MOONS)
    assert (experiment.inputs, experiment.target) == (("x1", "x2"), ("class",))


def test_repeated_layers_are_written_out_and_told_short() -> None:
    net = Experiment.from_settings({**MOONS, "net": "2 -> 16 relu x6 -> 4 tanh -> 1 sigmoid"}).net
    assert [layer.units for layer in net.layers] == [16] * 6 + [4, 1]
    assert net.text == "2 -> 16 relu x6 -> 4 tanh -> 1 sigmoid"
    assert net.parameters == 3 * 16 + 5 * 17 * 16 + 17 * 4 + 5


def test_the_text_form_is_the_one_of_the_design() -> None:
    settings = {key: HOUSES[key] for key in ("data", "net", "loss", "optimizer", "epochs", "batch", "seed")}
    settings["net"] = "6 -> 16 tanh -> 1 softplus"
    assert Experiment.from_settings(settings).text == (
        "data: houses_ames · net: 6 -> 16 tanh -> 1 softplus · loss: mse · optimizer: adam 0.01"
        " · epochs: 60 · batch: 64 · seed: 1"
    )


@given(
    title=st.text(max_size=30),
    units=st.lists(st.integers(1, 40), max_size=4),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    loss=st.sampled_from(sorted(LOSSES)),
    weight=st.floats(1e-3, 1e3),
    rate=st.floats(1e-6, 100.0),
    noise=st.floats(0.0, 2.0),
    split=st.floats(0.1, 0.9),
    batch=st.integers(0, 300),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_text_form_reads_back_as_the_same_experiment(
    title: str,
    units: list[int],
    activation: str,
    loss: str,
    weight: float,
    rate: float,
    noise: float,
    split: float,
    batch: int,
    seed: int,
) -> None:
    experiment = replace(
        Experiment.from_settings(MOONS),
        title=" ".join(title.split()),
        net=NetSpec(2, tuple(LayerSpec(n, activation) for n in units), (LayerSpec(1, activation),)),
        loss=(LossTerm(weight, loss),),
        optimizer=OptimizerSpec("adam", rate),
        noise=noise,
        split=split,
        batch=batch,
        seed=seed,
        show=("gates", "loss"),
    )
    assert Experiment.from_text(experiment.text) == experiment


@pytest.mark.parametrize("settings", [HOUSES, MOONS], ids=["houses", "moons"])
def test_other_inputs_and_targets_read_back_too(settings: dict[str, str]) -> None:
    experiment = Experiment.from_settings(settings)
    assert Experiment.from_text(experiment.text) == experiment
    penguins = "data: penguins · inputs: bill_length, sex · target: body_mass · unit: 1000"
    experiment = Experiment.from_text(f"{penguins} · net: 2 -> 1 linear · loss: mse · optimizer: sgd 0.1")
    assert Experiment.from_text(experiment.text) == experiment


def test_another_seed_is_the_only_difference() -> None:
    experiment = Experiment.from_settings(HOUSES)
    assert experiment.with_seed(7) == Experiment.from_settings({**HOUSES, "seed": "7"})


@pytest.mark.parametrize(
    ("key", "value", "code", "offset", "words"),
    [
        ("net", "2 -> 16 tanhh -> 1 sigmoid", "value", 8, "did you mean 'tanh'?"),
        ("net", "2 -> 16 -> 1 sigmoid", "value", 5, "names no activation"),
        ("net", "2 -> relu 16 -> 1 sigmoid", "value", 5, "units first"),
        ("net", "2 -> many relu -> 1 sigmoid", "value", 5, "'many' is not a number of units"),
        ("net", "2", "value", 0, "'->'"),
        ("net", "2 -> 1 sigmoid x2", "value", 15, "only a hidden layer"),
        ("net", "3 -> 8 relu -> 1 sigmoid", "shape", 0, "3 inputs but there are 2 input columns"),
        ("net", "2 -> 8 relu -> 5 softmax", "shape", 15, "ends with 5 outputs"),
        ("net", "2 -> 513 relu -> 1 sigmoid", "too-large", 5, "513"),
        ("net", "2 -> 8 relu x16 -> 1 sigmoid", "too-large", 0, "17 layers"),
        ("net", "2 -> 8 relu -> 1 sigmoid + 1 linear", "unsupported", 25, "not supported yet"),
        ("data", "moon", "value", 0, "did you mean 'moons'?"),
        ("loss", "msee", "value", 0, "did you mean 'mse'?"),
        ("loss", "2 rmse", "value", 2, "did you mean 'mse'?"),
        ("loss", "bce where object", "unsupported", 4, "not supported yet"),
        ("loss", "1 bce + 2 mse", "unsupported", 6, "not supported yet"),
        ("optimizer", "adan 0.01", "value", 0, "did you mean 'adam'?"),
        ("optimizer", "adam", "value", 0, "learning rate"),
        ("optimizer", "adam nan", "value", 5, "above zero"),
        ("optimizer", "sgd -1", "value", 4, "above zero"),
        ("start", "hee", "value", 0, "did you mean 'he'?"),
        ("epochs", "2001", "too-large", 0, "2000"),
        ("epochs", "0", "value", 0, "too small"),
        ("epochs", "ten", "value", 0, "'ten' is not a whole number"),
        ("samples", "10001", "too-large", 0, "10000"),
        ("batch", "half", "value", 0, "whole number"),
        ("split", "1", "value", 0, "less than 1"),
        ("noise", "1e999", "value", 0, "not a number"),
        ("unit", "0", "value", 0, "at least 1e-12"),
        ("inputs", "x1, x9", "unknown-column", 4, "known are x1, x2, class"),
        ("inputs", "x1, x1", "value", 4, "twice"),
        ("inputs", "x1, class", "value", 4, "the target"),
        ("target", "klass", "unknown-column", 0, "did you mean 'class'?"),
        ("target", "x1 + class", "unsupported", 3, "not supported yet"),
        ("show", "loss, fits", "value", 6, "did you mean 'fit'?"),
        ("dropout", "0.5", "unsupported", 0, "not supported yet"),
        ("schedule", "cosine", "unsupported", 0, "not supported yet"),
        ("optimiser", "adam 0.01", "unknown-key", 0, "did you mean 'optimizer'?"),
    ],
)
def test_a_mistake_is_named_where_it_stands(key: str, value: str, code: str, offset: int, words: str) -> None:
    problem = _only_problem(**{key: value})
    assert (problem.field, problem.code, problem.offset) == (key, code, offset)
    assert words in problem.message


@pytest.mark.parametrize("missing", ["data", "net", "loss", "optimizer"])
def test_what_must_be_said_is_asked_for(missing: str) -> None:
    (problem,) = _problems({key: value for key, value in MOONS.items() if key != missing})
    assert (problem.field, problem.code) == (missing, "missing-key")


def test_all_problems_are_reported_at_once() -> None:
    problems = _problems(
        {
            "dta": "moons",
            "net": "2 -> 16 tanhh -> 0 relu",
            "loss": "mee",
            "optimizer": "adam -1",
            "epochs": "x",
        }
    )
    assert {(p.field, p.code) for p in problems} == {
        ("dta", "unknown-key"),
        ("data", "missing-key"),
        ("net", "value"),
        ("loss", "value"),
        ("optimizer", "value"),
        ("epochs", "value"),
    }
    assert len([p for p in problems if p.field == "net"]) == 2


def test_a_real_table_has_no_noise_and_no_more_rows_than_it_has() -> None:
    problems = _problems({**HOUSES, "noise": "0.2", "samples": "1001"})
    assert [p.field for p in problems] == ["noise", "samples"]


def test_too_much_work_is_refused_before_it_starts() -> None:
    wide = _only_problem(net="2 -> 512 relu x6 -> 1 sigmoid", epochs="2000", batch="full")
    assert (wide.field, wide.code) == ("net", "too-large")
    busy = _only_problem(epochs="2000", batch="1")
    assert (busy.field, busy.code) == ("epochs", "too-large")


def test_what_would_not_fit_into_memory_is_refused_before_it_starts() -> None:
    large = {"samples": "10000", "batch": "full", "epochs": "1"}
    deep = _only_problem(net="2 -> 110 tanh x15 -> 1 sigmoid", **large)
    assert (deep.field, deep.code) == ("net", "too-large")
    assert deep.message.startswith("net: 1,651 units × 10,000 examples are too many to keep in memory")
    assert Experiment.from_settings({**MOONS, **large, "net": "2 -> 199 tanh -> 1 sigmoid"}).samples == 10_000
    assert _only_problem(net="2 -> 200 tanh -> 1 sigmoid", **large).code == "too-large"
    assert {p.field for p in _problems({**MOONS, **large, "net": "2 -> 200 tanh -> 1 sigmoid", "samples": "x"})} == {
        "samples"
    }


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_an_odd_pair_of_output_and_loss_is_never_refused(output: str, loss: str) -> None:
    Experiment.from_settings({**MOONS, "net": f"2 -> 4 relu -> 1 {output}", "loss": loss})


@given(st.dictionaries(st.sampled_from(SETTINGS), st.text(alphabet="0129.-> xrelu+,e_·:", max_size=25)))
def test_any_text_makes_an_experiment_or_problems_inside_it(settings: dict[str, str]) -> None:
    problems: tuple[Problem, ...] | None = None
    try:
        experiment = Experiment.from_settings({**MOONS, **settings})
    except SettingsError as error:
        problems = error.problems
    if problems is None:
        assert Experiment.from_text(experiment.text) == experiment
    else:
        assert problems
        assert all(0 <= p.offset <= len({**MOONS, **settings}[p.field]) for p in problems)


@pytest.mark.parametrize("text", ["", "hello", "data: moons · data: xor", "net: · loss:"])
def test_a_line_that_is_no_experiment_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        Experiment.from_text(text)
