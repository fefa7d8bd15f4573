"""Probes: the shapes of all arrays in both conventions, histograms of activations, dead and saturated units."""

import numpy as np
import pytest
from engine_nets import case, net
from hypothesis import given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Array
from engine.losses import LOSSES
from engine.network import Network
from engine.passes import Pass
from engine.probes.histograms import Histogram, histograms
from engine.probes.shapes import Row, shapes
from engine.probes.units import dead, saturated
from engine.specs import LossTerm, NetSpec

SPECS = [
    (net(3, [], [(1, "sigmoid")]), ["bce"]),
    (net(3, [(4, "tanh")], [(2, "softmax")]), ["cce"]),
    (net(3, [(4, "tanh"), (5, "softplus")], [(1, "linear"), (3, "softmax")]), ["mse", "cce"]),
]
"""No two sizes of a net are the same, and none is that of the batch, so that no wrong shape can look right."""
EXAMPLES = 7


def _computed(
    spec: NetSpec, network: Network, x: Array, y: Array, losses: list[str], *, columns: bool
) -> dict[str, Array]:
    """Every array of a pass, worked out plainly in one convention: rows, or columns from transposed weights."""
    # Everything is written down once, for rows; `at` turns it where examples lie in columns.
    at = np.transpose if columns else np.asarray
    seen: dict[str, Array] = {"A[0]": at(x)}
    axis = 1 if columns else 0
    last = len(network.layers)
    for number, layer in enumerate(network.layers, start=1):
        w, b, below = at(layer.weights), at(layer.bias[None, :]), seen[f"A[{number - 1}]"]
        z = w @ below + b if columns else below @ w + b
        seen |= {f"W[{number}]": w, f"b[{number}]": b, f"Z[{number}]": z}
        if number < last:
            seen[f"A[{number}]"] = ACTIVATIONS[layer.activation].function(z)
    answers, slopes, bent, total, left = [], [], [], 0.0, 0
    for head, loss in zip(spec.heads, losses, strict=True):
        own, activation = slice(left, left + head.units), ACTIVATIONS[head.activation]
        left += head.units
        z = at(seen[f"Z[{last}]"])[:, own]
        a = activation.function(z)
        da = LOSSES[loss].slope(a, y[:, own])
        total += LOSSES[loss].value(a, y[:, own])
        answers.append(a)
        slopes.append(da)
        bent.append(activation.pull_back(da, a, activation.slope(z), np.empty_like(z)))
    seen[f"A[{last}]"], seen["J"] = at(np.hstack(answers)), np.array(total)
    seen[f"dA[{last}]"], seen[f"dZ[{last}]"] = at(np.hstack(slopes)), at(np.hstack(bent))
    for number in range(last, 0, -1):
        if number < last:
            slope = ACTIVATIONS[network.layers[number - 1].activation].slope(seen[f"Z[{number}]"])
            seen[f"dZ[{number}]"] = seen[f"dA[{number}]"] * slope
        dz, below, w = seen[f"dZ[{number}]"], seen[f"A[{number - 1}]"], seen[f"W[{number}]"]
        seen[f"dW[{number}]"] = (dz @ below.T if columns else below.T @ dz) / len(x)
        seen[f"db[{number}]"] = dz.sum(axis=axis, keepdims=True) / len(x)
        if number > 1:
            seen[f"dA[{number - 1}]"] = w.T @ dz if columns else dz @ w.T
    return seen


@pytest.mark.parametrize(("spec", "losses"), SPECS, ids=lambda value: value.text if isinstance(value, NetSpec) else "")
@pytest.mark.parametrize("columns", [False, True])
def test_the_told_shapes_are_those_of_a_real_pass(spec: NetSpec, losses: list[str], columns: bool) -> None:
    made = case(spec, [LossTerm(1.0, loss) for loss in losses], examples=EXAMPLES)
    seen = _computed(spec, made.network, made.x, made.y, losses, columns=columns)
    told = shapes(spec, EXAMPLES, columns=columns)
    assert {row.name: row.shape for row in told} == {name: array.shape for name, array in seen.items()}
    assert len({row.name for row in told}) == len(told)
    assert seen["J"] == pytest.approx(made.loss())
    made.gradient()
    at = np.transpose if columns else np.asarray
    for number, layer in enumerate(made.network.layers, start=1):
        np.testing.assert_allclose(at(seen[f"dW[{number}]"]), layer.d_weights, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(at(seen[f"db[{number}]"])[0], layer.d_bias, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(at(seen[f"dZ[{number}]"]).T / EXAMPLES, made.training.layers[number - 1].dz)


@pytest.mark.parametrize("spec", [spec for spec, _ in SPECS], ids=lambda spec: spec.text)
def test_the_two_conventions_are_each_others_transpose(spec: NetSpec) -> None:
    rows, columns = shapes(spec, EXAMPLES), shapes(spec, EXAMPLES, columns=True)
    assert [(row.step, row.name) for row in rows] == [(row.step, row.name) for row in columns]
    assert [row.shape for row in rows] == [row.shape[::-1] for row in columns]
    assert all(row.shape == row.shape[::-1] for row in rows if row.name == "J")


def test_the_formulas_are_written_as_each_convention_writes_them() -> None:
    spec = net(2, [(3, "tanh")], [(1, "sigmoid")])
    rows = {row.name: row.formula for row in shapes(spec, 5)}
    columns = {row.name: row.formula for row in shapes(spec, 5, columns=True)}
    assert (rows["Z[2]"], columns["Z[2]"]) == ("A[1] W[2] + b[2]", "W[2] A[1] + b[2]")
    assert (rows["dW[2]"], columns["dW[2]"]) == ("1/m A[1]ᵀ dZ[2]", "1/m dZ[2] A[1]ᵀ")
    assert (rows["dA[1]"], columns["dA[1]"]) == ("dZ[2] W[2]ᵀ", "W[2]ᵀ dZ[2]")
    assert rows["A[1]"] == columns["A[1]"] == "tanh(Z[1])"
    assert rows["dZ[1]"] == columns["dZ[1]"] == "dA[1] ∘ tanh′(Z[1])"


def test_every_product_in_a_formula_fits_the_shapes_that_are_told() -> None:
    for columns in (False, True):
        told = {row.name: row for row in shapes(SPECS[2][0], EXAMPLES, columns=columns)}
        products = [
            row for row in told.values() if row.name.startswith(("Z[", "dW[", "dA[")) and "slope" not in row.formula
        ]
        assert len(products) == 3 + 3 + 2
        for row in products:
            left, right = (_turned(name, told) for name in row.formula.removeprefix("1/m ").split(" ")[:2])
            assert (left[1], (left[0], right[1])) == (right[0], row.shape), row


def _turned(name: str, told: dict[str, Row]) -> tuple[int, ...]:
    return told[name[:-1]].shape[::-1] if name.endswith("ᵀ") else told[name].shape


def test_no_examples_have_no_shapes() -> None:
    with pytest.raises(ValueError, match="examples: 0"):
        shapes(SPECS[0][0], 0)


def _saying(activation: str, sums: list[list[float]]) -> Pass:
    """A pass whose one hidden layer has the sums z given as (units, examples), and has been on its way back."""
    z = np.array(sums)
    network = Network(net(z.shape[1], [(len(z), activation)], [(1, "linear")]))
    network.layers[0].weights[:] = z.T  # example number i has a 1 in input i alone
    seen = Pass(network, z.shape[1])
    seen.forward(np.vstack([np.eye(z.shape[1]), np.ones(z.shape[1])]))
    seen.backward()
    return seen


def test_a_histogram_counts_what_the_units_of_a_layer_say() -> None:
    (histogram,) = histograms(_saying("relu", [[-1.0, 0.5, 1.5, 2.0], [-3.0, -2.0, -1.0, 1.0]]), bins=4)
    np.testing.assert_allclose(histogram.edges, [0.0, 0.5, 1.0, 1.5, 2.0])
    np.testing.assert_array_equal(histogram.counts, [4, 1, 1, 2])
    assert (histogram.layer, histogram.activation) == (1, "relu")
    assert (histogram.below, histogram.above, histogram.not_finite) == (0, 0, 0)
    assert histogram.mean == pytest.approx(5.0 / 8.0)


def test_what_is_outside_of_a_histograms_reach_is_counted_apart() -> None:
    (histogram,) = histograms(
        _saying("linear", [[-5.0, -1.0, 0.0, 0.9], [1.0, 1.1, 7.0, 8.0]]), bins=2, reach=(-1.0, 1.0)
    )
    assert (histogram.below, histogram.counts.tolist(), histogram.above) == (1, [1, 3], 3)


@pytest.mark.parametrize(
    "sums",
    [[0.0, 0.0], [3.0, 3.0], [1.0, 1.0 + 1e-15], [1e-320, 0.0], [1e300, 1e300], [1e308, -1e308], [np.nan, np.nan]],
)
def test_a_histogram_has_room_for_whatever_was_said(sums: list[float]) -> None:
    network = Network(net(1, [(2, "linear")], [(1, "linear")]))
    network.layers[0].bias[:] = sums
    seen = Pass(network, 3)
    seen.forward(np.ones((2, 3)))
    (histogram,) = histograms(seen, bins=5)
    assert (np.diff(histogram.edges) > 0.0).all()
    assert histogram.counts.sum() + histogram.below + histogram.above + histogram.not_finite == 6


@given(st.integers(1, 30), st.integers(0, 1000))
def test_every_activation_is_counted_once(bins: int, seed: int) -> None:
    made = case(net(2, [(3, "tanh"), (4, "gelu")], [(1, "linear")]), [LossTerm(1.0, "mse")], seed=seed)
    found = histograms(made.training, bins)
    assert [(histogram.layer, histogram.activation) for histogram in found] == [(1, "tanh"), (2, "gelu")]
    assert [histogram.counts.sum() for histogram in found] == [3 * len(made.x), 4 * len(made.x)]
    assert all(len(histogram.edges) == bins + 1 for histogram in found)


def test_a_histogram_that_cannot_be_is_refused() -> None:
    seen = _saying("relu", [[1.0]])
    with pytest.raises(ValueError, match="bins: 0"):
        histograms(seen, 0)
    for reach in ((1.0, 1.0), (0.0, np.inf), (np.nan, 1.0)):
        with pytest.raises(ValueError, match="reach"):
            histograms(seen, 5, reach)


def test_a_histogram_is_of_its_moment() -> None:
    seen = _saying("relu", [[1.0, 2.0]])
    (histogram,) = histograms(seen)
    assert isinstance(histogram, Histogram)
    seen.forward(np.zeros((3, 2)))
    assert histogram.counts.sum() == 2
    assert histogram.counts[0] == histogram.counts[-1] == 1
    with pytest.raises(ValueError, match="read-only"):
        histogram.counts[0] = 9


def test_a_unit_whose_gate_is_shut_for_every_example_is_dead() -> None:
    layer = _saying("relu", [[-1.0, -2.0, -0.5], [-1.0, 0.1, -3.0], [1.0, 2.0, 3.0], [-4.0, -4.0, 0.0]]).layers[0]
    assert dead(layer) == 0.5
    assert dead(_saying("step", [[-1.0, 2.0]]).layers[0]) == 1.0
    assert dead(_saying("leaky_relu", [[-1.0, -2.0]]).layers[0]) == 0.0


@pytest.mark.parametrize(("activation", "flat", "steep"), [("sigmoid", 4.4, 4.3), ("tanh", 2.2, 2.1)])
def test_a_unit_far_out_on_a_squashing_activation_is_saturated(activation: str, flat: float, steep: float) -> None:
    layer = _saying(activation, [[flat, -flat], [steep, -steep], [flat, 0.0], [9.0, 9.0]]).layers[0]
    assert saturated(layer) == 0.5
    assert dead(layer) == 0.0
