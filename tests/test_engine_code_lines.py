"""The pass as lines of NumPy is run: it gives the engine's own gradients, with examples in rows and in columns."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.experiment import LossTerm
from engine.losses import LOSSES
from engine.probes.code_lines import code_lines
from engine.probes.shapes import shapes
from engine.specs import NetSpec
from tests.test_engine_probes import EXAMPLES, SPECS, case


@pytest.mark.parametrize(("spec", "losses"), SPECS, ids=lambda value: value.text if isinstance(value, NetSpec) else "")
@pytest.mark.parametrize("columns", [False, True])
def test_the_lines_compute_the_gradients_of_backprop(spec: NetSpec, losses: list[str], columns: bool) -> None:
    made = case(spec, [LossTerm(1.0, loss) for loss in losses], examples=EXAMPLES)
    made.gradient()
    turn = np.transpose if columns else np.asarray

    def over_heads(which: str, a: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The terms or the slopes of every head's own loss, laid out as the answers are."""
        a, y, left, parts = turn(a), turn(y), 0, []
        for head, loss in zip(spec.heads, losses, strict=True):
            own = slice(left, left + head.units)
            parts.append(getattr(LOSSES[loss], which)(a[:, own].copy(), y[:, own]))
            left += head.units
        return turn(np.concatenate(parts, axis=1))

    names = {"np": np, "X": turn(made.x), "Y": turn(made.y), "m": EXAMPLES}
    names["loss"] = lambda a, y: turn(over_heads("terms", a, y)).sum(axis=1)
    names["loss_slope"] = lambda a, y: over_heads("slope", a, y)
    for name, activation in ACTIVATIONS.items():
        names[name] = lambda z, act=activation: turn(act.function(turn(z)))
        names[f"{name}_slope"] = lambda z, act=activation: turn(act.slope(turn(z)))
    for number, layer in enumerate(made.network.layers, 1):
        names[f"W{number}"], names[f"b{number}"] = turn(layer.weights), turn(layer.bias[None, :])
    lines = code_lines(spec, columns=columns)
    for line in lines.values():
        exec(line, names)
    assert names["J"] == pytest.approx(made.loss())
    for number, layer in enumerate(made.network.layers, 1):
        np.testing.assert_allclose(turn(names[f"dW{number}"]), layer.d_weights, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(turn(names[f"db{number}"])[0], layer.d_bias, rtol=1e-10, atol=1e-14)
    told = [row for row in shapes(spec, EXAMPLES, columns=columns) if not row.name.startswith(("W", "b"))]
    assert [row.name for row in told] == list(lines)
    for row in told:
        name = row.name.replace("[", "").replace("]", "")
        assert np.shape(names[name]) == row.shape, row
