"""A mini-batch is a handful of examples that one step learns from; an epoch goes once through all of them.
Each epoch shuffles the examples anew, and the last batch may be short."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.activations import Array


@dataclass(frozen=True, eq=False, slots=True)
class Truth:
    """What one head should have said: y (…, outputs, rows), and the same numbers (…, outputs·rows) as `flat`.

    `mask` (…, 1, rows) is 1 where the example counts for this head and 0 where not, and y is 0 there too.
    For a stack of networks, `singles` are the truths of each.
    """

    y: Array
    flat: Array
    mask: Array | None = None
    singles: "tuple[Truth, ...]" = ()


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Views of one mini-batch: x (…, inputs + 1, rows), whose last row is ones, and the truths of each head."""

    x: Array
    truths: tuple[Truth, ...]
    rows: int


class Batches:
    """The training examples in mini-batches of `size`, over memory of their own that every shuffle refills.

    `x` (examples, inputs) and `y` (examples, outputs) are what to learn. `heads` has each head's number of
    outputs; `masks` (examples, heads), if any, says for which examples a head counts. In the order of the
    current epoch, `x` (examples, inputs + 1) ends with a column of ones, and `full` (batches, outputs + masks,
    size) and `short` (outputs + masks, rest) are the truths and masks of its batches.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        size: int,
        heads: Sequence[int],
        generator: np.random.Generator,
        masks: Array | None = None,
    ) -> None:
        rows = len(x)
        self.heads, self._generator = tuple(heads), generator
        self._x, self._y = with_ones(x), beside(y, heads, masks)
        self._in_order = np.empty_like(self._y)
        full, columns = rows // size, len(self._y)
        self.x = np.empty_like(self._x)
        self.full = np.empty((full, columns, size))
        self.short = np.empty((columns, rows - full * size))
        blocks = [*self.full, *([self.short] if self.short.size else [])]
        self._batches = [
            Batch(self.x[at * size : (at + 1) * size].T, truths(block, heads), block.shape[1])
            for at, block in enumerate(blocks)
        ]

    def __len__(self) -> int:
        """How many batches make an epoch."""
        return len(self._batches)

    @property
    def all(self) -> list[Batch]:
        """The batches of the current epoch, in order."""
        return self._batches

    @property
    def sizes(self) -> set[int]:
        """How many examples there are in a batch: one number, or two when the last one is short."""
        return {batch.rows for batch in self._batches}

    def shuffle(self) -> list[Batch]:
        """The batches of a new epoch, in the memory of the last one's."""
        order = self._generator.permutation(len(self._x))
        self._x.take(order, 0, self.x, "clip")
        if len(self._y) == 1 and not self.short.size:
            self._y[0].take(order, 0, self.full.reshape(-1), "clip")
            return self._batches
        self._y.take(order, 1, self._in_order, "clip")
        full, columns, size = self.full.shape
        whole = self._in_order[:, : full * size].reshape(columns, full, size)
        self.full[...] = whole.transpose(1, 0, 2)
        self.short[...] = self._in_order[:, full * size :]
        return self._batches


def with_ones(x: Array) -> Array:
    """x (examples, inputs) with a last column of ones, the input of the biases."""
    return np.column_stack([x, np.ones(len(x))])


def beside(y: Array, heads: Sequence[int], masks: Array | None = None) -> Array:
    """Truths and masks as a block (outputs + masks, examples); a truth that does not count becomes 0."""
    if masks is None:
        return np.ascontiguousarray(y.T)
    counted = y * np.repeat(masks, heads, axis=1)
    return np.ascontiguousarray(np.column_stack([counted, masks]).T)


def truths(block: Array, heads: Sequence[int]) -> tuple[Truth, ...]:
    """Each head's rows of such a block."""
    outputs = sum(heads)
    masked = len(block) > outputs
    found: list[Truth] = []
    top = 0
    for number, units in enumerate(heads):
        y = block[top : top + units]
        mask = block[outputs + number : outputs + number + 1] if masked else None
        found.append(Truth(y, y.reshape(-1), mask))
        top += units
    return tuple(found)
