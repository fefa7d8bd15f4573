"""What holds for all tests: drawn examples are the same in every run, so that a red run can be run again.

`HYPOTHESIS_PROFILE=search make test` draws new ones instead.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
