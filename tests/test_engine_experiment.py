"""Experiments: read from settings, told in one line, refused with every problem at its place."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.data.datasets import SOURCES
from engine.data.own_table import own_source
from engine.data.sources import Source
from engine.experiment import (
    SETTINGS,
    Experiment,
    LayerSpec,
    LossTerm,
    NetSpec,
    OptimizerSpec,
    Problem,
    Schedule,
    SettingsError,
    StartSpec,
)
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.starts import STARTS, WITH_VALUE

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
    assert (experiment.inputs, experiment.target) == (("x1", "x2"), (("class",),))


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


DETECTOR = {
    "data": "detector",
    "target": "object + x, y, size + shape",
    "net": "64 -> 16 relu -> 1 sigmoid + 3 linear + 3 softmax",
    "loss": "bce + 5 mse where object + cce where object",
    "optimizer": "adam 0.01",
}


def test_several_heads_each_have_a_target_an_output_and_a_term() -> None:
    experiment = Experiment.from_settings(DETECTOR)
    assert experiment.target == (("object",), ("x", "y", "size"), ("shape",))
    assert experiment.net.head_units == (1, 3, 3)
    assert experiment.loss == (
        LossTerm(1.0, "bce"),
        LossTerm(5.0, "mse", "object"),
        LossTerm(1.0, "cce", "object"),
    )
    assert (experiment.net.outputs, len(experiment.inputs)) == (7, 64)
    assert Experiment.from_text(experiment.text) == experiment


@pytest.mark.parametrize(
    ("key", "value", "code", "offset", "words"),
    [
        ("net", "64 -> 16 relu -> 1 sigmoid + 3 linear", "shape", 17, "ends with 2 heads but there are 3 targets"),
        ("net", "64 -> 16 relu -> 1 sigmoid + 2 linear + 3 softmax", "shape", 29, "'x, y, size' are 3 columns"),
        ("net", "64 -> 16 relu -> 1 sigmoid + 3 linear + 2 softmax", "shape", 40, "'shape' has 3 classes"),
        ("loss", "bce + mse where object", "shape", 0, "2 terms but net ends with 3 heads; write one for each"),
        ("loss", "bce + mse where shape + cce", "value", 16, "not a column of two classes"),
        ("loss", "bce + mse where objekt + cce", "unknown-column", 16, "did you mean 'object'?"),
        ("target", "object + x, y, shape + size", "value", 15, "'shape' has more than two classes"),
        ("target", "object + x, y, sice + shape", "unknown-column", 15, "did you mean 'size'?"),
        ("inputs", "r1c1, size", "value", 6, "'size' is the target"),
    ],
)
def test_a_mistake_among_several_heads_is_named_where_it_stands(
    key: str, value: str, code: str, offset: int, words: str
) -> None:
    first = _problems({**DETECTOR, key: value})[0]
    assert (first.field, first.code, first.offset) == (key, code, offset)
    assert words in first.message


positive = st.floats(1e-6, 1e6)
shares = st.floats(0.0, 1.0, exclude_max=True)
factors = st.floats(1e-3, 1.0)
starts = st.one_of(
    st.builds(StartSpec, st.sampled_from(sorted({"auto", *STARTS} - WITH_VALUE))),
    st.builds(StartSpec, st.just("normal"), st.floats(0.0, 1e6)),
    st.builds(StartSpec, st.just("constant"), st.floats(-1e6, 1e6)),
)
optimizers = st.one_of(
    st.builds(OptimizerSpec, st.sampled_from(sorted(OPTIMIZERS)), positive),
    st.builds(OptimizerSpec, st.sampled_from(sorted(set(OPTIMIZERS) - {"sgd"})), positive, shares),
    st.builds(OptimizerSpec, st.just("adamw"), positive, st.none() | shares, shares),
)
warmups = st.integers(0, 59)
schedules = st.one_of(
    st.builds(Schedule, st.sampled_from(["constant", "cosine"]), st.just(()), warmups),
    st.builds(Schedule, st.just("step"), st.tuples(factors, st.integers(1, 99).map(float)), warmups),
    st.builds(Schedule, st.just("exponential"), st.tuples(factors), warmups),
    st.builds(Schedule, st.just("inverse"), st.tuples(positive), warmups),
)


@given(
    start=starts,
    bias=st.floats(-1e3, 1e3),
    norm=st.sampled_from(["none", "batch"]),
    optimizer=optimizers,
    schedule=schedules,
    l1=st.floats(0.0, 10.0),
    l2=st.floats(0.0, 10.0),
    dropout=shares,
    patience=st.integers(0, 2000),
    weights=st.lists(positive, min_size=3, max_size=3),
    losses=st.lists(st.sampled_from(sorted(LOSSES)), min_size=3, max_size=3),
    where=st.lists(st.sampled_from([None, "object"]), min_size=3, max_size=3),
    outputs=st.lists(st.sampled_from(sorted(ACTIVATIONS)), min_size=3, max_size=3),
)
def test_every_way_to_train_reads_back_from_its_text(
    start: StartSpec,
    bias: float,
    norm: str,
    optimizer: OptimizerSpec,
    schedule: Schedule,
    l1: float,
    l2: float,
    dropout: float,
    patience: int,
    weights: list[float],
    losses: list[str],
    where: list[str | None],
    outputs: list[str],
) -> None:
    experiment = Experiment.from_settings(DETECTOR)
    heads = tuple(LayerSpec(units, name) for units, name in zip((1, 3, 3), outputs, strict=True))
    experiment = replace(
        experiment,
        start=start,
        output_bias=bias,
        norm=norm,
        optimizer=optimizer,
        schedule=schedule,
        l1=l1,
        l2=l2,
        dropout=dropout,
        patience=patience,
        net=replace(experiment.net, heads=heads),
        loss=tuple(LossTerm(*term) for term in zip(weights, losses, where, strict=True)),
    )
    assert Experiment.from_text(experiment.text) == experiment


def test_settings_that_nobody_gave_are_not_told() -> None:
    told = {part.partition(":")[0] for part in Experiment.from_settings(MOONS).text.split(" · ")}
    assert told == {"data", "net", "loss", "optimizer", "epochs", "batch", "seed"}


def _own_source(name: str) -> dict[str, Source]:
    rows = "\n".join(f"{n % 7},{n * n % 5},{n % 2}" for n in range(20))
    return {**SOURCES, name: own_source(name, io.StringIO(f"a,b,odd\n{rows}\n")).source}


@pytest.mark.parametrize("name", ["mine.csv", "/a folder/my data.csv", "C:\\tables\\mine.csv", "data: net.csv"])
def test_a_table_of_ones_own_is_told_and_read_back_among_its_sources(name: str) -> None:
    sources = _own_source(name)
    settings = {"data": name, "net": "2 -> 4 relu -> 1 sigmoid", "loss": "bce", "optimizer": "adam 0.01"}
    experiment = Experiment.from_settings(settings, sources)
    assert (experiment.inputs, experiment.target, experiment.samples) == (("a", "b"), (("odd",),), 20)
    text = experiment.text_over(sources)
    assert text.startswith(f"data: {name} · net: 2 ->")
    assert Experiment.from_text(text, sources) == experiment


def test_a_table_of_ones_own_is_unknown_without_its_source() -> None:
    (problem,) = _problems({**MOONS, "data": "mine.csv"})
    assert (problem.field, problem.code) == ("data", "value")


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
        ("net", "2 -> 8 relu -> sigmoid", "value", 15, "units first"),
        ("data", "moon", "value", 0, "did you mean 'moons'?"),
        ("loss", "msee", "value", 0, "did you mean 'mse'?"),
        ("loss", "2 rmse", "value", 2, "did you mean 'mse'?"),
        ("loss", "bce where object", "unknown-column", 10, "moons has no column 'object'"),
        ("loss", "bce where x1", "value", 10, "not a column of two classes"),
        ("loss", "bce where", "value", 4, "one column behind 'where'"),
        ("loss", "where bce mse", "value", 10, "one column behind 'where'"),
        ("loss", "1 bce + 2 mse", "shape", 0, "loss has 2 terms but net ends with one head"),
        ("loss", "bce + 2 msee", "value", 8, "did you mean 'mse'?"),
        ("loss", "0 bce", "value", 0, "more than 0"),
        ("loss", "1 bce 2", "value", 0, "write one loss"),
        ("loss", "2", "value", 0, "write one loss"),
        ("loss", "", "value", 0, "unknown loss ''"),
        ("optimizer", "adan 0.01", "value", 0, "did you mean 'adam'?"),
        ("optimizer", "adam", "value", 0, "learning rate"),
        ("optimizer", "adam nan", "value", 5, "above zero"),
        ("optimizer", "sgd -1", "value", 4, "above zero"),
        ("optimizer", "momentun 0.1", "value", 0, "did you mean 'momentum'?"),
        ("optimizer", "momentum 0.1 beta", "value", 0, "a name and a learning rate"),
        ("optimizer", "momentum 0.1 bta 0.5", "value", 13, "'momentum' takes beta behind its rate, not 'bta'"),
        ("optimizer", "sgd 0.1 beta 0.5", "value", 8, "'sgd' takes nothing behind its rate"),
        ("optimizer", "adam 0.1 decay 0.5", "value", 9, "takes beta behind its rate, not 'decay'"),
        ("optimizer", "adamw 0.1 decay 1", "value", 16, "decay must be a number from 0 to less than 1"),
        ("optimizer", "adamw 0.1 beta 0.5 beta 0.6", "value", 19, "takes beta and decay"),
        ("start", "hee", "value", 0, "did you mean 'he'?"),
        ("start", "he 2", "value", 3, "'he' takes no number"),
        ("start", "normal", "value", 0, "write 'normal' with a standard deviation"),
        ("start", "normal -1", "value", 0, "a standard deviation"),
        ("start", "constant x", "value", 0, "write 'constant' with a number"),
        ("start", "constant 1e7", "value", 0, "write 'constant' with a number"),
        ("output_bias", "1001", "value", 0, "at most 1000"),
        ("norm", "bach", "value", 0, "did you mean 'batch'?"),
        ("schedule", "cosin", "value", 0, "did you mean 'cosine'?"),
        ("schedule", "step 0.5", "value", 0, "write it like 'step 0.5 every 20'"),
        ("schedule", "step 2 every 20", "value", 0, "write it like"),
        ("schedule", "step 0.5 every 2.5", "value", 0, "write it like"),
        ("schedule", "exponential 1.5", "value", 0, "write it like 'exponential 0.95'"),
        ("schedule", "inverse -1", "value", 0, "write it like 'inverse 0.1'"),
        ("schedule", "warmup", "value", 0, "warmup with a number of epochs"),
        ("schedule", "warmup 0, cosine", "value", 0, "warmup with a number of epochs"),
        ("schedule", "warmup 3, cosin", "value", 10, "did you mean 'cosine'?"),
        ("schedule", "cosine, step 0.5 every 2", "value", 8, "write one schedule"),
        ("schedule", "warmup 60", "value", 0, "leaves nothing of 60 epochs"),
        ("l1", "-0.1", "value", 0, "at least 0"),
        ("l2", "11", "value", 0, "at most 10"),
        ("dropout", "1", "value", 0, "less than 1"),
        ("dropout", " half", "value", 1, "'half' is not a number"),
        ("patience", "-1", "value", 0, "-1 is too small; the least is 0"),
        ("epochs", "100001", "too-large", 0, "100000"),
        ("epochs", "0", "value", 0, "too small"),
        ("epochs", "ten", "value", 0, "'ten' is not a whole number"),
        ("samples", "100001", "too-large", 0, "100000"),
        ("batch", "half", "value", 0, "whole number"),
        ("split", "1", "value", 0, "less than 1"),
        ("noise", "1e999", "value", 0, "not a number"),
        ("unit", "0", "value", 0, "at least 1e-12"),
        ("inputs", "x1, x9", "unknown-column", 4, "known are x1, x2, class"),
        ("inputs", "x1, x1", "value", 4, "twice"),
        ("inputs", "x1, class", "value", 4, "the target"),
        ("target", "klass", "unknown-column", 0, "did you mean 'class'?"),
        ("target", "x1 +", "value", 4, "a name is missing"),
        ("target", "class, x1 + class", "value", 12, "'class' is named twice"),
        ("show", "loss, fits", "value", 6, "did you mean 'fit'?"),
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
