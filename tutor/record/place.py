"""Where the record lives: `NN_TUTOR_HOME`, or the platform's folder for an application's data."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of the learner's record. It need not exist yet."""
    chosen = os.environ.get("NN_TUTOR_HOME")
    if chosen:
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - Path.expanduser raises where there is no home
    import platformdirs  # only where it is needed: `--version` should not wait for it

    return Path(platformdirs.user_data_dir("nn-tutor", appauthor=False))
