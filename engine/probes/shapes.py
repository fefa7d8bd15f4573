"""The shape of every array on the way forward and back, before any number is computed.
Examples lie in rows, as libraries keep them, or in columns, as courses write them: one is the other transposed."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.specs import LayerSpec, NetSpec

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """One array: its name, the formula it comes from, its shape, and the step, one of "forward" and "backward"."""

    step: str
    name: str
    formula: str
    shape: Shape


@dataclass(frozen=True)
class _Convention:
    """How formulas are written, with examples in rows or in columns."""

    columns: bool

    def shape(self, examples: int, units: int) -> Shape:
        """The shape of an array with one vector of `units` for each example, for a bias with the 1 it has."""
        return (units, examples) if self.columns else (examples, units)

    def sums(self, weights: str, below: str, bias: str) -> str:
        return f"{weights} {below} + {bias}" if self.columns else f"{below} {weights} + {bias}"

    def d_weights(self, dz: str, below: str) -> str:
        return f"1/m {dz} {below}ᵀ" if self.columns else f"1/m {below}ᵀ {dz}"

    def d_bias(self, dz: str) -> str:
        return f"1/m · the sum of {dz} over its {'columns' if self.columns else 'rows'}"

    def d_below(self, dz: str, weights: str) -> str:
        return f"{weights}ᵀ {dz}" if self.columns else f"{dz} {weights}ᵀ"

    def part(self, name: str, left: int, right: int) -> str:
        return f"{name}[{left}:{right}]" if self.columns else f"{name}[:, {left}:{right}]"

    def joined(self, parts: Sequence[str]) -> str:
        return (" above " if self.columns else " beside ").join(parts)


def shapes(net: NetSpec, examples: int, *, columns: bool = False) -> tuple[Row, ...]:
    """Every array of one pass of `examples` examples, forward from A[0] to the cost J and back to the gradients.

    In rows (the engine's own way) A is (m, n), W (n_in, n_out), b (1, n_out) and Z = A W + b; in columns (the way
    of Ng's course) A is (n, m), W (n_out, n_in), b (n_out, 1) and Z = W A + b. dZ stands for d(loss)/dZ of each
    example, as in that course: the 1/m of the mean comes in with dW and db.

    Raises ValueError for fewer than one example.
    """
    if examples < 1:
        raise ValueError(f"examples: {examples} are too few to have a shape; give at least 1")
    way = _Convention(columns)
    widths = [net.inputs, *(layer.units for layer in net.hidden), net.outputs]
    heads = [(layer,) for layer in net.hidden] + [net.heads]
    rows = [Row("forward", "A[0]", "X, the examples", way.shape(examples, net.inputs))]
    for number in range(1, len(widths)):
        rows += _forward(way, number, widths[number - 1], widths[number], examples, heads[number - 1])
    last = len(widths) - 1
    rows.append(Row("forward", "J", f"the mean over the m examples of the loss of A[{last}] and Y", ()))
    seen = way.shape(examples, net.outputs)
    rows.append(Row("backward", f"dA[{last}]", f"the slope of the loss of each example in A[{last}]", seen))
    for number in range(last, 0, -1):
        rows += _backward(way, number, widths[number - 1], widths[number], examples, heads[number - 1])
    return tuple(rows)


def _forward(
    way: _Convention, number: int, n_in: int, n_out: int, examples: int, heads: Sequence[LayerSpec]
) -> list[Row]:
    weights, bias, sums = f"W[{number}]", f"b[{number}]", f"Z[{number}]"
    every = way.shape(examples, n_out)
    return [
        Row("forward", weights, f"the weights of layer {number}", way.shape(n_in, n_out)),
        Row("forward", bias, f"the biases of layer {number}", way.shape(1, n_out)),
        Row("forward", sums, way.sums(weights, f"A[{number - 1}]", bias), every),
        Row("forward", f"A[{number}]", _answers(way, sums, heads), every),
    ]


def _backward(
    way: _Convention, number: int, n_in: int, n_out: int, examples: int, heads: Sequence[LayerSpec]
) -> list[Row]:
    dz, weights, below = f"dZ[{number}]", f"W[{number}]", f"A[{number - 1}]"
    rows = [
        Row("backward", dz, _bent(way, number, heads), way.shape(examples, n_out)),
        Row("backward", f"dW[{number}]", way.d_weights(dz, below), way.shape(n_in, n_out)),
        Row("backward", f"db[{number}]", way.d_bias(dz), way.shape(1, n_out)),
    ]
    if number > 1:
        rows.append(Row("backward", f"dA[{number - 1}]", way.d_below(dz, weights), way.shape(examples, n_in)))
    return rows


def _answers(way: _Convention, sums: str, heads: Sequence[LayerSpec]) -> str:
    """For example "tanh(Z[1])", or for several heads "linear(Z[2][:, 0:1]) beside softmax(Z[2][:, 1:4])"."""
    if len(heads) == 1:
        return f"{heads[0].activation}({sums})"
    texts, left = [], 0
    for head in heads:
        texts.append(f"{head.activation}({way.part(sums, left, left + head.units)})")
        left += head.units
    return way.joined(texts)


def _bent(way: _Convention, number: int, heads: Sequence[LayerSpec]) -> str:
    """How dZ comes from dA: unit by unit, but for softmax, whose answers hang on all sums of their head."""
    if len(heads) == 1:
        return _bent_head(way, f"dA[{number}]", f"A[{number}]", f"Z[{number}]", heads[0].activation)
    texts, left = [], 0
    for head in heads:
        right = left + head.units
        da, a, z = (way.part(f"{name}[{number}]", left, right) for name in ("dA", "A", "Z"))
        texts.append(_bent_head(way, da, a, z, head.activation))
        left = right
    return way.joined(texts)


def _bent_head(way: _Convention, da: str, a: str, z: str, activation: str) -> str:
    if activation == "softmax":
        return f"{a} ∘ ({da} − the sum of {a} ∘ {da} over each {'column' if way.columns else 'row'})"
    return f"{da} ∘ {activation}′({z})"
