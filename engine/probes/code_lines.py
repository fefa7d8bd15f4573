"""The forward and the backward pass as lines of NumPy, the way one would type them, for every array by its name.
With examples in rows a layer is `A @ W + b`; with examples in columns it is `W @ A + b`, and all else turns with it."""

from collections.abc import Mapping, Sequence

from engine.specs import LayerSpec, NetSpec


def code_lines(net: NetSpec, *, columns: bool = False) -> Mapping[str, str]:
    """One line for every array that is computed, by the names of `shapes`: "Z[1]" has "Z1 = A0 @ W1 + b1".

    X is the examples and m their number; `tanh` and its like stand for the activations, `tanh_slope` for their
    slopes at the sums, `loss` for the loss of each example and `loss_slope` for its slope in the answers.
    """
    axis, join = (0, "np.vstack") if columns else (1, "np.hstack")
    heads = [(layer,) for layer in net.hidden] + [net.heads]
    last = len(heads)
    lines = {"A[0]": "A0 = X"}
    for number, layer in enumerate(heads, 1):
        sums = f"W{number} @ A{number - 1}" if columns else f"A{number - 1} @ W{number}"
        lines[f"Z[{number}]"] = f"Z{number} = {sums} + b{number}"
        answers = [f"{head.activation}({_part('Z', number, columns, bounds)})" for head, bounds in _bounds(layer)]
        lines[f"A[{number}]"] = f"A{number} = {_joined(answers, join)}"
    lines["J"] = f"J = loss(A{last}, Y).mean()"
    lines[f"dA[{last}]"] = f"dA{last} = loss_slope(A{last}, Y)"
    for number in range(last, 0, -1):
        bent = [_bent(number, head.activation, columns, axis, bounds) for head, bounds in _bounds(heads[number - 1])]
        lines[f"dZ[{number}]"] = f"dZ{number} = {_joined(bent, join)}"
        product = f"dZ{number} @ A{number - 1}.T" if columns else f"A{number - 1}.T @ dZ{number}"
        lines[f"dW[{number}]"] = f"dW{number} = {product} / m"
        lines[f"db[{number}]"] = f"db{number} = dZ{number}.sum(axis={1 - axis}, keepdims=True) / m"
        if number > 1:
            back = f"W{number}.T @ dZ{number}" if columns else f"dZ{number} @ W{number}.T"
            lines[f"dA[{number - 1}]"] = f"dA{number - 1} = {back}"
    return lines


def _bounds(layer: Sequence[LayerSpec]) -> list[tuple[LayerSpec, tuple[int, int] | None]]:
    """Each head with the stretch of units it has; None where it has all."""
    if len(layer) == 1:
        return [(layer[0], None)]
    found, left = [], 0
    for head in layer:
        found.append((head, (left, left + head.units)))
        left += head.units
    return found  # type: ignore[return-value]


def _part(array: str, number: int, columns: bool, bounds: tuple[int, int] | None) -> str:
    if bounds is None:
        return f"{array}{number}"
    left, right = bounds
    return f"{array}{number}[{left}:{right}]" if columns else f"{array}{number}[:, {left}:{right}]"


def _bent(number: int, activation: str, columns: bool, axis: int, bounds: tuple[int, int] | None) -> str:
    """How dZ comes from dA; the units of a softmax hang together, so that its line has a sum."""
    da, a, z = (_part(array, number, columns, bounds) for array in ("dA", "A", "Z"))
    if activation == "softmax":
        return f"{a} * ({da} - ({a} * {da}).sum(axis={axis}, keepdims=True))"
    return f"{da} * {activation}_slope({z})"


def _joined(parts: Sequence[str], join: str) -> str:
    return parts[0] if len(parts) == 1 else f"{join}([{', '.join(parts)}])"
