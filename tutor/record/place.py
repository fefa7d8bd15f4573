"""Where the tutor keeps things: in `NN_TUTOR_HOME`, or in the platform's folders for data and for caches."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of the learner's record. It need not exist yet."""
    chosen = _chosen()
    if chosen:
        return chosen
    import platformdirs  # only where it is needed: `--version` should not wait for it

    return Path(platformdirs.user_data_dir("nn-tutor", appauthor=False))


def cache() -> Path:
    """Return the folder of what can be made anew at any time. It need not exist yet."""
    chosen = _chosen()
    if chosen:
        return chosen / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("nn-tutor", appauthor=False))


def _chosen() -> Path | None:
    chosen = os.environ.get("NN_TUTOR_HOME")
    # Path.expanduser raises where there is no home
    return Path(os.path.expanduser(chosen)) if chosen else None  # noqa: PTH111
