"""A few hundred of the random experiments that tests/fuzz_experiments.py can try by the hundred thousand."""

import random
from collections import Counter

from tests import fuzz_experiments as fuzz


def test_random_experiments_are_refused_with_a_reason_or_run_without_a_warning() -> None:
    counts = Counter(fuzz.verdict(fuzz.settings(random.Random(f"few/{number}"))) for number in range(300))
    assert min(counts[what] for what in ("ran", "refused", "diverged")) > 10
