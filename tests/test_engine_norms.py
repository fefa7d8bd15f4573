"""Batch normalization and dropout keep what they promise on average, by numbers worked out by hand."""

import numpy as np
import pytest

from engine.dropout import Dropping
from engine.norms import Norm, Normalizing


def test_running_statistics_move_a_tenth_of_the_way_to_each_batch_with_its_unbiased_variance() -> None:
    norm = Norm.over(np.zeros(2), np.zeros(2))
    training = Normalizing(norm, training=True)
    training.forward(np.array([[1.0, 3.0]]))  # mean 2, unbiased variance 2
    assert norm.mean.item() == pytest.approx(0.2)
    assert norm.variance.item() == pytest.approx(0.9 * 1.0 + 0.1 * 2.0)
    training.forward(np.array([[0.0, 0.0, 6.0]]))  # mean 2, unbiased variance 12
    assert norm.mean.item() == pytest.approx(0.9 * 0.2 + 0.1 * 2.0)
    assert norm.variance.item() == pytest.approx(0.9 * 1.1 + 0.1 * 12.0)
    kept = norm.mean.copy(), norm.variance.copy()
    z = np.array([[5.0]])
    Normalizing(norm, training=False).forward(z)
    assert z.item() == pytest.approx((5.0 - kept[0].item()) / np.sqrt(kept[1].item() + 1e-5))
    assert (norm.mean, norm.variance) == kept


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_dropout_silences_its_share_and_keeps_the_mean(share: float) -> None:
    a = np.ones((100, 1000))
    out = np.empty_like(a)
    Dropping(share, a.shape, np.random.default_rng(0)).forward(a, out)
    assert np.mean(out == 0.0) == pytest.approx(share, abs=0.01)
    assert out.mean() == pytest.approx(1.0, abs=0.02)
    assert set(np.unique(out)) == {0.0, 1.0 / (1.0 - share)}
