"""An epoch's mini-batches hold every training example exactly once, with its own truths and masks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.batches import Batches

ROWS = st.integers(1, 40)


def numbered(rows: int, outputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Examples that can be told apart: x holds the row's number twice, y the number and a place."""
    numbers = np.arange(rows, dtype=float)
    return np.column_stack([numbers, -numbers]), numbers[:, None] * 10.0 + np.arange(outputs)


@given(rows=ROWS, size=st.integers(1, 45), outputs=st.integers(1, 3), epochs=st.integers(1, 3))
def test_every_example_comes_once_an_epoch_with_its_own_truth(rows: int, size: int, outputs: int, epochs: int) -> None:
    size = min(size, rows)
    batches = Batches(*numbered(rows, outputs), size, [outputs], np.random.default_rng(0))
    for _ in range(epochs):
        seen = []
        for batch in batches.shuffle():
            (truth,) = batch.truths
            assert batch.x.shape == (3, batch.rows)
            assert (batch.x[2] == 1.0).all()
            np.testing.assert_array_equal(truth.y, batch.x[0] * 10.0 + np.arange(outputs)[:, None])
            np.testing.assert_array_equal(truth.flat, truth.y.ravel())
            seen += batch.x[0].tolist()
        assert sorted(seen) == list(range(rows))


@given(rows=ROWS, size=st.integers(1, 45))
def test_only_the_last_batch_is_short(rows: int, size: int) -> None:
    size = min(size, rows)
    batches = Batches(*numbered(rows, 1), size, [1], np.random.default_rng(0))
    sizes = [batch.rows for batch in batches.shuffle()]
    assert sizes[:-1] == [size] * (len(sizes) - 1)
    assert sum(sizes) == rows
    assert len(batches) == len(sizes)
    assert batches.sizes == set(sizes)


def test_each_epoch_has_an_order_of_its_own_and_each_seed_its_own_orders() -> None:
    def orders(seed: int) -> list[list[float]]:
        batches = Batches(*numbered(30, 1), 7, [1], np.random.default_rng(seed))
        return [[x for batch in batches.shuffle() for x in batch.x[0].tolist()] for _ in range(3)]

    assert orders(1) == orders(1)
    assert len({tuple(order) for order in (*orders(1), *orders(2))}) == 6


def test_masks_travel_with_their_examples_and_zero_the_truths_that_do_not_count() -> None:
    x, y = numbered(11, 3)
    masks = np.column_stack([np.ones(11), np.arange(11) % 2])
    batches = Batches(x, y + 1.0, 4, [1, 2], np.random.default_rng(3), masks)
    for batch in batches.shuffle():
        first, second = batch.truths
        counts = batch.x[0] % 2
        assert first.mask is not None
        assert second.mask is not None
        np.testing.assert_array_equal(first.mask, np.ones((1, batch.rows)))
        np.testing.assert_array_equal(second.mask[0], counts)
        np.testing.assert_array_equal(first.y[0], batch.x[0] * 10.0 + 1.0)
        np.testing.assert_array_equal(second.y, counts * (batch.x[0] * 10.0 + np.array([[2.0], [3.0]])))
