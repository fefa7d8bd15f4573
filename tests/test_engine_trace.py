"""Traces: the product of all factors is backprop's gradient, for every parameter, and so is the sum of all paths."""

from functools import reduce

import numpy as np
import pytest
from engine_nets import Case, case, net
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Array
from engine.losses import LOSSES
from engine.network import Network
from engine.passes import Pass
from engine.probes.slope_formulas import LOSS_SLOPE_TEXTS, SLOPE_TEXTS
from engine.probes.trace import Tracer, trace
from engine.specs import LossTerm

HIDDEN = list(ACTIVATIONS)
PAIRS = [(output, loss) for output in ACTIVATIONS for loss in LOSSES]


def _tracers(made: Case, *, short: bool = False) -> list[Tracer]:
    masks = [None] * len(made.x) if made.masks is None else made.masks
    return [
        Tracer(made.network, made.losses, x, y, mask, short=short)
        for x, y, mask in zip(made.x, made.y, masks, strict=True)
    ]


def _traced(tracer: Tracer) -> Array:
    """The gradient of every parameter, each traced on its own, in the order of the network's vector."""
    numbers = []
    for number, layer in enumerate(tracer.network.layers, start=1):
        for source in range(layer.n_inputs):
            numbers += [tracer.weight(number, source, target).gradient for target in range(layer.units)]
        numbers += [tracer.bias(number, target).gradient for target in range(layer.units)]
    return np.array(numbers)


def _assert_traces_make_the_gradient(made: Case, *, short: bool = False) -> None:
    mean = sum(_traced(tracer) for tracer in _tracers(made, short=short)) / len(made.x)
    np.testing.assert_allclose(mean, made.gradient(), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@pytest.mark.parametrize("short", [False, True])
def test_the_mean_of_the_traces_of_a_batch_is_its_gradient(output: str, loss: str, short: bool) -> None:
    made = case(net(2, [(3, "tanh")], [(2, output)]), [LossTerm(1.0, loss)], examples=3, seed=1)
    _assert_traces_make_the_gradient(made, short=short)
    assert made.network.gradient.any() == (output != "step")


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_heads_weights_and_masks_are_factors_too(data: st.DataObject) -> None:
    draw, names = data.draw, st.sampled_from
    hidden = draw(st.lists(st.tuples(st.integers(1, 3), names(HIDDEN)), max_size=3))
    heads = draw(st.lists(st.tuples(st.integers(1, 3), names(list(ACTIVATIONS))), min_size=1, max_size=3))
    losses = [LossTerm(draw(st.floats(0.01, 10.0)), draw(names(list(LOSSES)))) for _ in heads]
    made = case(
        net(draw(st.integers(1, 3)), hidden, heads),
        losses,
        seed=draw(st.integers(0, 10**6)),
        examples=3,
        masked=draw(st.booleans()),
    )
    _assert_traces_make_the_gradient(made, short=draw(st.booleans()))


@pytest.fixture
def deep() -> Case:
    spec = net(2, [(3, "tanh"), (2, "gelu")], [(1, "linear"), (3, "softmax")])
    return case(spec, [LossTerm(2.0, "mse"), LossTerm(0.5, "cce")], examples=1)


def test_every_factor_has_its_name_its_shape_and_its_sentence(deep: Case) -> None:
    traced = _tracers(deep)[0].weight(1, 1, 2)
    assert [(factor.name, factor.shape) for factor in traced.factors] == [
        ("dJ/dL", (1, 2)),
        ("dL/da[3]", (2, 4)),
        ("da[3]/dz[3]", (4, 4)),
        ("dz[3]/da[2]", (4, 2)),
        ("da[2]/dz[2]", (2, 2)),
        ("dz[2]/da[1][2]", (2, 1)),
        ("da[1][2]/dz[1][2]", (1, 1)),
        ("dz[1][2]/dw[1][1,2]", (1, 1)),
    ]
    assert traced.parameter == "w[1][1,2]"
    assert all(factor.meaning.endswith(".") for factor in traced.factors)
    assert traced.factors[-1].value[0, 0] == deep.x[0, 1]
    product = reduce(np.matmul, (factor.value for factor in traced.factors))
    assert product.shape == (1, 1)
    assert product[0, 0] == pytest.approx(traced.gradient, rel=1e-12)


def test_a_plain_loss_needs_no_factor_for_its_weight() -> None:
    made = case(net(2, [], [(1, "sigmoid")]), [LossTerm(1.0, "bce")], examples=1)
    names = [factor.name for factor in _tracers(made)[0].bias(1, 0).factors]
    assert names == ["dJ/da[1]", "da[1]/dz[1][0]", "dz[1][0]/db[1][0]"]
    names = [factor.name for factor in _tracers(made, short=True)[0].weight(1, 1, 0).factors]
    assert names == ["dJ/dz[1][0]", "dz[1][0]/dw[1][1,0]"]


def test_the_factors_are_those_worked_out_by_hand() -> None:
    network = Network(net(1, [(1, "sigmoid")], [(1, "linear")]))
    network.layers[0].matrix[:] = [[2.0], [-1.0]]
    network.layers[1].matrix[:] = [[3.0], [0.5]]
    # z1 = 2·0.5 − 1 = 0, a1 = 0.5, answer 3·0.5 + 0.5 = 2; dJ/da2 = 2·(2 − 5), the slope of sigmoid at 0 is 1/4.
    traced = trace(network, [LossTerm(1.0, "mse")], np.array([0.5]), np.array([5.0]), layer=1, source=0, target=0)
    assert [factor.value.item() for factor in traced.factors] == [-6.0, 1.0, 3.0, 0.25, 0.5]
    assert [product.value.item() for product in traced.running] == [-6.0, -6.0, -18.0, -4.5, -2.25]
    assert traced.gradient == -2.25
    bias = trace(network, [LossTerm(1.0, "mse")], np.array([0.5]), np.array([5.0]), layer=1, source=None, target=0)
    assert bias.gradient == -4.5


def test_the_running_product_passes_through_the_deltas_of_backprop(deep: Case) -> None:
    deep.gradient()
    running = {product.bottom: product for product in _tracers(deep)[0].weight(1, 0, 0).running}
    for number in (3, 2):
        product = running[f"z[{number}]"]
        assert product.name == f"dJ/dz[{number}]"
        np.testing.assert_allclose(product.value[0], deep.training.layers[number - 1].dz[:, 0], rtol=1e-10)
    assert running["z[1][0]"].value.item() == pytest.approx(deep.training.layers[0].dz[0, 0], rel=1e-10)


def test_the_gradient_is_the_sum_of_all_paths(deep: Case) -> None:
    tracer = _tracers(deep)[0]
    # To w[1]: 2 units in layer 2, each to 1 linear answer by 1 way and to 3 shares by 3 · 3 ways.
    for traced, count in ((tracer.weight(1, 1, 2), 20), (tracer.bias(2, 0), 10), (tracer.weight(3, 0, 2), 3)):
        paths = traced.paths()
        assert len(paths) == traced.path_count == count
        assert len({tuple(step.name for step in path.steps) for path in paths}) == count
        assert sum(path.product for path in paths) == pytest.approx(traced.gradient, rel=1e-10)
    steps = tracer.weight(1, 1, 2).paths()[0].steps
    assert [step.name for step in steps] == [
        "dJ/dL[0]",
        "dL[0]/da[3][0]",
        "da[3][0]/dz[3][0]",
        "dz[3][0]/da[2][0]",
        "da[2][0]/dz[2][0]",
        "dz[2][0]/da[1][2]",
        "da[1][2]/dz[1][2]",
        "dz[1][2]/dw[1][1,2]",
    ]
    assert steps[3].value == deep.network.layers[2].weights[0, 0]


def test_a_path_through_a_shut_gate_is_still_a_path() -> None:
    network = Network(net(1, [(2, "relu")], [(1, "linear")]))
    network.layers[0].matrix[:] = [[1.0, -1.0], [0.0, 0.0]]
    network.layers[1].matrix[:] = 1.0
    traced = trace(network, [LossTerm(1.0, "mse")], np.array([2.0]), np.array([0.0]), layer=1, source=0, target=1)
    (path,) = traced.paths()
    assert [step.value for step in path.steps] == [6.0, 1.0, 1.0, 0.0, 2.0]
    assert path.product == traced.gradient == 0.0


def test_more_paths_than_anyone_reads_are_counted_and_refused() -> None:
    network = Network(net(2, [(50, "tanh")] * 20, [(1, "linear")]))
    traced = trace(network, [LossTerm(1.0, "mse")], np.ones(2), np.ones(1), layer=1, source=0, target=0)
    assert traced.path_count == 50**19
    with pytest.raises(ValueError, match=r"paths lead to w\[1\]\[0,0\]"):
        traced.paths()
    small = trace(network, [LossTerm(1.0, "mse")], np.ones(2), np.ones(1), layer=19, source=0, target=0)
    assert len(small.paths(50)) == 50
    with pytest.raises(ValueError, match="50 paths"):
        small.paths(49)


@pytest.mark.parametrize(("activation", "loss"), [("sigmoid", "bce"), ("softmax", "cce")])
def test_a_wrong_answer_given_for_certain_still_has_its_gradient(activation: str, loss: str) -> None:
    network = Network(net(1, [], [(2, activation)]))
    network.output.bias[:] = [800.0, -800.0]
    traced = trace(network, [LossTerm(1.0, loss)], np.ones(1), np.array([0.0, 1.0]), layer=1, source=None, target=1)
    assert traced.factors[0].name == "dJ/dz[1][1]"
    assert traced.gradient == -1.0


def test_a_masked_example_pulls_at_nothing_whatever_it_answers() -> None:
    network = Network(net(1, [], [(1, "step"), (1, "linear")]))
    network.output.bias[:] = [5.0, 3.0]
    losses, mask = [LossTerm(1.0, "bce"), LossTerm(1.0, "half_mse")], np.array([0.0, 1.0])
    tracer = Tracer(network, losses, np.ones(1), np.array([0.0, 1.0]), mask)
    assert (tracer.bias(1, 0).gradient, tracer.bias(1, 1).gradient) == (0.0, 2.0)


def test_a_trace_keeps_its_numbers_when_the_network_learns_on(deep: Case) -> None:
    tracer = _tracers(deep)[0]
    before = tracer.weight(1, 0, 0)
    numbers = [factor.value.copy() for factor in before.factors]
    deep.network.parameters += 1.0
    deep.network.forward(np.zeros((1, 2)))
    for factor, number in zip(before.factors, numbers, strict=True):
        np.testing.assert_array_equal(factor.value, number)
    assert tracer.weight(1, 0, 0).gradient == before.gradient
    with pytest.raises(ValueError, match="read-only"):
        before.factors[0].value[:] = 0.0


def test_what_cannot_be_traced_is_refused_with_a_reason() -> None:
    spec, losses = net(2, [(3, "tanh")], [(1, "linear")]), [LossTerm(1.0, "mse")]
    x, y = np.ones(2), np.ones(1)
    for network, words in (
        (Network(spec, batch_norm=True), "batch normalization"),
        (Network(spec, dropout=0.5), "dropout"),
        (Network.stack(spec, 2), "not a stack"),
    ):
        with pytest.raises(ValueError, match=words):
            Tracer(network, losses, x, y)
    network = Network(spec)
    with pytest.raises(ValueError, match=r"x: one example has shape \(2,\)"):
        Tracer(network, losses, np.ones((1, 2)), y)
    with pytest.raises(ValueError, match=r"y: one example has shape \(1,\)"):
        Tracer(network, losses, x, np.ones(2))
    with pytest.raises(ValueError, match="mask: one example"):
        Tracer(network, losses, x, y, np.ones(2))
    with pytest.raises(ValueError, match="0 for 1 heads"):
        Tracer(network, [], x, y)
    with pytest.raises(ValueError, match="did you mean 'huber'"):
        Tracer(network, [LossTerm(1.0, "hubert")], x, y)


@pytest.mark.parametrize(
    ("layer", "source", "target"), [(0, 0, 0), (3, 0, 0), (-1, 0, 0), (1, 2, 0), (1, 0, 3), (1, -1, 0), (2, 0, -1)]
)
def test_a_place_that_is_not_there_is_refused(layer: int, source: int, target: int) -> None:
    tracer = Tracer(Network(net(2, [(3, "tanh")], [(1, "linear")])), [LossTerm(1.0, "mse")], np.ones(2), np.ones(1))
    with pytest.raises(IndexError, match="there is no"):
        tracer.weight(layer, source, target)
    if source == 0:
        with pytest.raises(IndexError, match="there is no"):
            tracer.bias(layer, target)


def test_every_activation_and_loss_has_its_slope_in_words() -> None:
    assert list(SLOPE_TEXTS) == list(ACTIVATIONS)
    assert list(LOSS_SLOPE_TEXTS) == list(LOSSES)


@pytest.mark.parametrize("name", ["linear", "silu", "sigmoid", "tanh", "softplus", "step"])
def test_the_words_of_a_slope_say_its_numbers(name: str) -> None:
    z = np.linspace(-3.0, 3.0, 7) + 0.1
    names = {"z": z, "a": ACTIVATIONS[name].function(z), "s": 1.0 / (1.0 + np.exp(-z))}
    np.testing.assert_allclose(_said(SLOPE_TEXTS[name], names) + 0.0 * z, ACTIVATIONS[name].slope(z), rtol=1e-12)


@pytest.mark.parametrize("name", ["mse", "half_mse", "bce", "cce", "bce_logits"])
def test_the_words_of_a_losss_slope_say_its_numbers(name: str) -> None:
    a, y = np.array([[0.2, 0.7, 0.9]]), np.array([[1.0, 0.0, 1.0]])
    names = {"a": a, "y": y, "s": 1.0 / (1.0 + np.exp(-a))}
    np.testing.assert_allclose(_said(LOSS_SLOPE_TEXTS[name], names), LOSSES[name].slope(a, y), rtol=1e-12)


def _said(text: str, names: dict[str, Array]) -> Array:
    """The value of a formula as it is printed."""
    code = text.replace("·", "*").replace("−", "-").replace("²", "**2")
    return np.asarray(eval(code, {"__builtins__": {}}, names))


def test_a_tracer_uses_a_pass_of_its_own(deep: Case) -> None:
    answers = deep.network.forward(deep.x)
    before = answers.copy()
    tracer = Tracer(deep.network, deep.losses, deep.x[0] + 1.0, deep.y[0])
    np.testing.assert_array_equal(answers, before)
    np.testing.assert_allclose(tracer.answers, Pass(deep.network, 1).answers(deep.x + 1.0)[0])
